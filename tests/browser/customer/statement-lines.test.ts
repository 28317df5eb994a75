import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import StatementLines from '#lib/customer/seat/StatementLines.svelte';
import { Statements, type StatementServer } from '#lib/customer/seat/statements.svelte.ts';

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

const world: { refusal: Problem | null } = { refusal: null };

/** Keeps nothing but says yes: the page has the lines. */
const server: StatementServer = {
	list: async () => [],
	save: async (_workshop, id, { text, order }) => {
		if (world.refusal) throw world.refusal;
		return { id, text, order, writtenAt: '2027-01-13T09:00:00.000Z', pointId: null };
	},
	remove: async () => {},
	show: async (_workshop, id) => ({
		...{ id, text: '', order: 'a0', writtenAt: '2027-01-13T09:00:00.000Z' },
		pointId: asId<'Point'>(`point of ${id}`)
	})
};

async function opened(...texts: readonly string[]): Promise<Statements> {
	world.refusal = null;
	const statements = new Statements('workshop', 'ingrid', server);
	for (const text of texts) {
		statements.add();
		statements.write(statements.fresh!, text);
	}
	statements.fresh = null;
	await statements.send();
	await render(StatementLines, { statements, mayShow: true });
	return statements;
}

const press = async (name: string): Promise<void> => {
	page.getByRole('button', { name }).element().focus();
	await userEvent.keyboard('{Enter}');
};

test('[SEAT-6] whoever moves a line with keys presses on, and hears where it stands', async () => {
	const statements = await opened('First', 'Second', 'Third');

	await press('Line 1 one place down');
	await expect.element(page.getByRole('button', { name: 'Line 2 one place down' })).toHaveFocus();
	await userEvent.keyboard('{Enter}');

	await expect.element(page.getByRole('button', { name: 'Line 3 one place down' })).toHaveFocus();
	await expect.element(page.getByRole('status')).toHaveTextContent('Line 3 of 3');
	expect(statements.toShow.map(({ text }) => text)).toEqual(['Second', 'Third', 'First']);
});

test('[SEAT-4] shown with a key, a line is said to be seen, the next one takes the focus, and nothing is said to be yours alone at the end', async () => {
	await opened('First', 'Second');

	await press('Show the room: First');
	await expect.element(page.getByRole('status')).toHaveTextContent('The room sees it.');
	await expect.element(page.getByRole('textbox', { name: 'Line 1' })).toHaveFocus();
	await expect.element(page.getByText('Saved. Only you see it.')).toBeVisible();
	await press('Show the room: Second');

	await expect.element(page.getByRole('button', { name: 'Write a line' })).toHaveFocus();
	await expect.element(page.getByText('Saved. Only you see it.')).not.toBeInTheDocument();
});

test('[SEAT-6] a line that was refused is said to be not taken, and is saved once it is changed', async () => {
	await opened('First');
	world.refusal = new Problem('malformed', 'There are 30 lines already.');
	await page.getByRole('textbox', { name: 'Line 1' }).fill('First and more');

	await expect.element(page.getByText('Not taken; change it and it is sent again.')).toBeVisible();
	world.refusal = null;
	await page.getByRole('textbox', { name: 'Line 1' }).fill('First and less');

	await expect.element(page.getByText('Saved. Only you see it.')).toBeVisible();
});
