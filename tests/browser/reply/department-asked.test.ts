import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { asId } from '#domain/ids.ts';
import DepartmentAsked from '#lib/reply/DepartmentAsked.svelte';
import { SharesState } from '#lib/reply/shares.svelte.ts';
import type { ShareView } from '#protocol/reply-views.ts';

const button = (name: string | RegExp) => page.getByRole('button', { name });

const share: ShareView = {
	point: asId<'Point'>('p1'),
	n: 4,
	text: 'Ring me',
	department: 'Stores',
	askedAt: '2027-01-13T09:00:00.000Z',
	answer: 'yes',
	answeredAt: '2027-01-13T10:00:00.000Z',
	mayAnswer: false
};
const link = { id: asId<'Link'>('l1'), department: 'Stores', createdAt: '2027-01-13T09:00:00.000Z' };

let asked: string[];

beforeEach(() => {
	asked = [];
	vi.stubGlobal('fetch', async (path: string, { method }: { method: string }) => {
		if (method === 'GET') return new Response(JSON.stringify({ shares: [share], links: [link] }));
		asked.push(path.replace('/api/workshops/w1', ''));
		return new Response(JSON.stringify({ code: 'too-many-tries', sentence: 'Wait a moment.' }), { status: 429 });
	});
});

afterEach(() => vi.unstubAllGlobals());

test('[REPLY-11] what a department has is taken from it only after a second word, and a refusal stands under the department', async () => {
	const shares = new SharesState('w1');
	await shares.hear('1');
	await render(DepartmentAsked, {
		...{ shares, link, guest: 'Ingrid', name: 'Stores', asked: [share], origin: 'https://plenary.example' }
	});

	for (const [name, deed] of [
		['Take it back: point 4 for Stores', 'Do not ask any more'],
		['Make another address for Stores', 'Make the new one'],
		['End it: Stores', 'End the address']
	] as const) {
		await button(name).click();
		await button('Leave it').click();
		await expect.element(button(deed)).not.toBeInTheDocument();
		await expect.element(button(name)).toHaveFocus();
	}
	expect(asked).toEqual([]);

	await button('End it: Stores').click();
	await button('End the address').click();
	await expect.element(page.getByRole('alert')).toHaveTextContent('Wait a moment.');
	expect(asked).toEqual(['/links/l1/revoke']);
	expect([shares.refusalOf('Stores'), shares.refusalOf('')]).toEqual(['Wait a moment.', null]);
});

test('[REPLY-11] a first address takes nothing from anybody, and is made at once', async () => {
	const shares = new SharesState('w1');
	await render(DepartmentAsked, {
		...{ shares, link: undefined, guest: 'Ingrid', name: 'Stores', asked: [share], origin: 'https://plenary.example' }
	});

	await button('Make an address for Stores').click();

	await expect.element(page.getByRole('alert')).toHaveTextContent('Wait a moment.');
	expect(asked).toEqual(['/shares/link']);
});
