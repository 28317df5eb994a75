import type { NoteId } from '#domain/ids.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deeds } from './deeds.ts';
import { laptops, seen } from './laptops.ts';

test('[BOARD-9] whatever three laptops do, and whenever they meet, they end with the same board and lose no note', () => {
	const deed = fc.record({ who: fc.nat(2), what: fc.nat(deeds.length - 1), pick: fc.nat(10_000), meet: fc.nat(5) });

	fc.assert(
		fc.property(fc.array(deed, { minLength: 10, maxLength: 60 }), (history) => {
			const { boards, exchange } = laptops('ana', 'ben', 'cem');
			const undo = boards.map((board) => board.undoManager());
			const added = new Set<NoteId>();
			for (const { who, what, pick, meet } of history) {
				const board = boards[who]!;
				if (pick % 7 === 0) undo[who]!.undo();
				else deeds[what]!(board, pick);
				for (const { id } of board.notes()) added.add(id);
				if (meet === 0) exchange();
			}
			exchange();

			const [first, ...others] = boards.map(seen);
			for (const other of others) expect(other).toEqual(first);
			expect(new Set(first!.notes.map(({ id }) => id))).toEqual(added);
			const shown = first!.zones.flatMap(({ entries }) =>
				entries.flatMap((entry) => (entry.kind === 'note' ? [entry.id] : entry.notes.map(({ id }) => id)))
			);
			const alive = first!.notes.filter(({ removedAt }) => removedAt === null).map(({ id }) => id);
			expect([...shown].sort()).toEqual([...alive].sort());
		}),
		{ numRuns: 150 }
	);
});
