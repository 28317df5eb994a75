import { asId } from '#domain/ids.ts';
import type { LogRow } from '#server/sync/access.ts';
import { Journal, type Journaled } from '#server/sync/journal.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silent } from './world.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Rooms that each have one row to store, and a disk that takes rows or does not. */
function disk() {
	const taken = new Set<string>();
	const world = { isAway: false, refused: new Set<string>() };
	const journal = new Journal({
		documentLog: {
			load: () => Promise.resolve(null),
			compact: () => Promise.resolve(),
			append: (rows) => {
				if (world.isAway || rows.some(({ documentId }) => world.refused.has(documentId)))
					return Promise.reject(new Error('no connection'));
				for (const { documentId } of rows) taken.add(documentId);
				return Promise.resolve();
			}
		},
		gapMs: 0,
		now: Date.now,
		log: silent
	});
	const writes = (name: string): void => {
		let row: LogRow | null = {
			documentId: asId<'Document'>(name),
			generation: 1,
			seq: 1,
			bytes: new Uint8Array([1]),
			claims: []
		};
		const room: Journaled = {
			dueAt: 0,
			take: () => {
				const last = row;
				row = null;
				return last;
			},
			stored: () => {},
			gone: () => {}
		};
		journal.request(room);
	};
	return { world, taken, writes };
}

test('[SYNC-35] however long the database was away, what waits is stored within a second of its return', async () => {
	for (const awayMs of [300, 4000, 60_000, 600_000]) {
		const { world, taken, writes } = disk();
		world.isAway = true;
		for (const name of ['one', 'two', 'three']) writes(name);
		await vi.advanceTimersByTimeAsync(awayMs);
		expect(taken.size).toBe(0);

		world.isAway = false;
		await vi.advanceTimersByTimeAsync(1001);

		expect([...taken].sort()).toEqual(['one', 'three', 'two']);
	}
});

test('[SYNC-35] the first row that gets through brings the others that pause, and one that is refused holds up none', async () => {
	const { world, taken, writes } = disk();
	world.isAway = true;
	writes('early');
	await vi.advanceTimersByTimeAsync(2900);
	writes('late');
	await vi.advanceTimersByTimeAsync(150);
	world.refused.add('broken');
	writes('broken');
	await vi.advanceTimersByTimeAsync(50);

	world.isAway = false;
	// `late` tries again after 200 ms at most; `early` would have gone on pausing for a second.
	await vi.advanceTimersByTimeAsync(250);

	expect([...taken].sort()).toEqual(['early', 'late']);
});
