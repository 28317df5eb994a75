import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { Statements } from '#lib/customer/seat/statements.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import BriefScene from './BriefScene.svelte';
import { Line } from './line.svelte.ts';

beforeEach(() => localStorage.clear());
afterEach(() => {
	localStorage.clear();
	vi.unstubAllGlobals();
});

test('[SEAT-6] a customer writes while the brief cannot be read, and has it once the line is back', async () => {
	const connection = new Line();
	vi.stubGlobal('fetch', async () => {
		if (connection.connection === 'lost') throw new TypeError('Failed to fetch');
		return Response.json({ customerBrief: { line: 'Tell us.', prompts: ['What is slow?'], promises: ['We answer.'] } });
	});
	const statements = new Statements('w1', 'ingrid');
	const workshop = {
		...{ id: 'w1', me: { name: 'Ingrid Lund' }, connection },
		workshop: { title: 'Harbour', company: 'Nordkap', days: [] }
	} as unknown as WorkshopState;
	await render(BriefScene, { workshop, statements, line: 'On Tuesday.' });

	await page.getByRole('button', { name: 'Write a line' }).click();
	await page.getByRole('textbox', { name: 'Line 1' }).fill('Ring back');
	connection.connection = 'open';

	await expect.element(page.getByRole('heading', { name: 'Ingrid, we would like to hear you.' })).toBeVisible();
	await expect.element(page.getByRole('textbox', { name: 'Line 1' })).toHaveValue('Ring back');
});
