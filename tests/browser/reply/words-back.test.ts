import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { asId } from '#domain/ids.ts';
import { ReplyState } from '#lib/reply/reply.svelte.ts';
import WordsBack from '#lib/reply/WordsBack.svelte';
import type { ReplyWordsView } from '#protocol/reply-views.ts';

const ABOUT = { issueId: asId<'Issue'>('i1'), kind: 'answer' } as const;
const field = page.getByRole('textbox', { name: 'Your answer' });
const button = (name: string | RegExp) => page.getByRole('button', { name });

let words: ReplyWordsView[];
let isAway: boolean;

beforeEach(() => {
	words = [];
	isAway = false;
	localStorage.clear();
	vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) => {
		if (isAway) throw new TypeError('Failed to fetch');
		const { sendKey, text } = JSON.parse(body ?? '{}');
		const [, id, deed] = /\/words\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
		words = words.filter((word) => word.id !== (id ?? sendKey));
		if (deed !== 'remove')
			words.push({
				...ABOUT,
				id: id ?? sendKey,
				text,
				writtenAt: '2027-01-13T09:00:00.000Z',
				by: 'Ingrid',
				mine: true
			});
		return new Response(JSON.stringify({ approved: null, words }));
	});
});

afterEach(() => vi.unstubAllGlobals());

const opened = () => {
	const reply = new ReplyState('w1', 'ingrid');
	const about = { about: ABOUT, ask: 'Answer this', label: 'Your answer', of: 'Ring me' };
	return { reply, about };
};

async function shown({ reply, about }: ReturnType<typeof opened>) {
	const { rerender, unmount } = await render(WordsBack, { ...about, reply, words: [] });
	return { unmount, follow: () => rerender({ words: reply.view?.words ?? [] }) };
}

test('[REPLY-13] whoever answers with the keyboard stays in the field that opens, and comes back to what opened it', async () => {
	const { follow } = await shown(opened());

	button('Answer this: Ring me').element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(field).toHaveFocus();
	await button('Close').click();
	await expect.element(button('Answer this: Ring me')).toHaveFocus();
	await userEvent.keyboard('{Enter}Half past seven');
	await button('Send it').click();
	await expect.element(field).not.toBeInTheDocument();
	await follow();
	button('Change it: Half past seven').element().focus();
	await userEvent.keyboard('{Enter}');

	await expect.element(field).toHaveFocus();
	await expect.element(field).toHaveValue('Half past seven');
	await button('Close').click();
	await expect.element(button('Change it: Half past seven')).toHaveFocus();
});

test('[REPLY-7] an answer that is being typed is there again after the reply was withdrawn and approved anew', async () => {
	const page1 = opened();
	const first = await shown(page1);
	await button('Answer this: Ring me').click();
	await field.fill('Half past');
	first.unmount();
	await shown(page1);

	await expect.element(field).toHaveValue('Half past');
});

test('[REPLY-7] taking an answer away says why where it is refused, and can be undone where it is done', async () => {
	const { follow } = await shown(opened());
	await button('Answer this: Ring me').click();
	await field.fill('Half past seven');
	await button('Send it').click();
	await expect.element(field).not.toBeInTheDocument();
	await follow();
	isAway = true;
	await button('Take it away: Half past seven').click();
	await expect.element(page.getByText(/cannot be reached/)).toBeVisible();
	isAway = false;
	await button('Take it away: Half past seven').click();
	await expect.element(button('Put it back')).toHaveFocus();
	expect(words).toEqual([]);
	await button('Put it back').click();

	await expect.element(button('Put it back')).not.toBeInTheDocument();
	expect(words.map(({ text }) => text)).toEqual(['Half past seven']);
});
