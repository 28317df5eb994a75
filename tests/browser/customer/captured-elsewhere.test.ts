import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CapturedHere, newWaitingPoint } from '#lib/customer/captured-here.ts';
import type { WorkshopState } from '#lib/state/workshop.svelte.ts';
import { rest } from '#lib/visit/at-rest.svelte.ts';
import { Line } from './line.svelte.ts';

beforeEach(() => localStorage.clear());
afterEach(() => {
	localStorage.clear();
	vi.unstubAllGlobals();
});

test('[POINT-9] points that wait are sent once the line is back, whatever page of the workshop is open', async () => {
	const asked: string[] = [];
	vi.stubGlobal('fetch', async (_path: string, { body }: RequestInit) => {
		asked.push(JSON.parse(String(body)).text);
		return Response.json({});
	});
	const captured = new CapturedHere('w1', 'elin');
	for (const text of ['One', 'Two']) captured.wait(newWaitingPoint({ text, kind: 'wish' }));
	const connection = new Line();
	const workshop = { id: 'w1', me: { personId: 'elin' }, connection } as unknown as WorkshopState;

	const end = rest(workshop);
	connection.connection = 'open';
	await expect.poll(() => captured.waiting).toEqual([]);
	end();

	expect(asked).toEqual(['One', 'Two']);
});
