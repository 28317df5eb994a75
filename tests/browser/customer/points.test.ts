import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { asId } from '#domain/ids.ts';
import { PointsState } from '#lib/customer/points.svelte.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import type { PointView } from '#protocol/point-views.ts';
import PointsScene from './PointsScene.svelte';

/** What the customer's phone knows of the room. */
const WORKSHOP = {
	id: 'w1',
	people: [],
	isFacilitator: false,
	mySyndicate: null,
	nameOf: () => 'Ingrid',
	workshop: { syndicates: [], steps: [] },
	live: { me: { role: 'customer', syndicateId: null }, workshop: { state: 'room' }, step: null, states: {} }
} as unknown as WorkshopState;

let rows: PointView[];

const pointOf = (n: number, text: string): PointView => ({
	...{ id: asId<'Point'>(`p${n}`), n, kind: 'wish', state: 'as-said', text, heardText: null, isQuote: false },
	...{ checkedAt: null, saidBy: null, joinedTo: null, pinnedBy: [], scribeSyndicateId: null },
	writtenAt: '2027-01-13T09:00:00.000Z'
});

beforeEach(() => {
	localStorage.clear();
	rows = [pointOf(1, 'Ring back'), pointOf(2, 'Say so')];
	vi.stubGlobal('fetch', async (path: string, { method, body }: RequestInit) => {
		if (method === 'GET') return Response.json(rows);
		const row = rows.find(({ id }) => path.includes(id))!;
		const changed = { ...row, text: JSON.parse(String(body)).text, heardText: row.text };
		rows = rows.map((other) => (other.id === row.id ? changed : other));
		return Response.json(changed);
	});
});
afterEach(() => {
	localStorage.clear();
	vi.unstubAllGlobals();
});

async function opened(): Promise<PointsState> {
	const customer = new PointsState('w1', 'ingrid');
	await customer.hear(1);
	await render(PointsScene, { workshop: WORKSHOP, customer, guest: 'Ingrid', mayCapture: false, mayCheck: true });
	return customer;
}

const button = (name: string) => page.getByRole('button', { name });
const field = () => page.getByRole('textbox', { name: 'As you mean it' });

test('[POINT-3] a point is corrected with keys alone: the words take the focus, and it comes back to where it was', async () => {
	await opened();

	button('Correct point 2').element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(field()).toHaveFocus();
	await userEvent.keyboard(' at once');
	await page.getByRole('button', { name: 'Keep these words' }).click();
	await expect.element(button('Correct point 2')).toHaveFocus();
	await userEvent.keyboard('{Enter}');
	await expect.element(field()).toHaveFocus();
	await button('Leave it as it was').click();
	await expect.element(button('Correct point 2')).toHaveFocus();
	button('Take back point 1').element().focus();
	await userEvent.keyboard('{Enter}');
	await expect.element(button('Leave it')).toHaveFocus();
	await userEvent.keyboard('{Enter}');

	await expect.element(button('Take back point 1')).toHaveFocus();
	expect(rows.map(({ heardText }) => heardText)).toEqual([null, 'Say so']);
});

test('[POINT-3] a correction that is being typed goes on while somebody says that the point was praise', async () => {
	const customer = await opened();
	await button('Correct point 1').click();
	await expect.element(field()).toHaveFocus();
	await userEvent.keyboard(' the same');

	rows = rows.map((point) => ({ ...point, kind: 'praise' }));
	await customer.hear(2);
	await expect.element(page.getByRole('heading', { name: 'What you praised' })).toBeVisible();
	await userEvent.keyboard(' day');

	await expect.element(field()).toHaveValue('Ring back the same day');
	await expect.element(field()).toHaveFocus();
});
