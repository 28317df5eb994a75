import type { GroupId, NoteId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import { applyValue } from '#document/text.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bad, good, laptops, seat, seen } from './laptops.ts';

type Deed = (board: BoardDocument, pick: number) => void;

const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];
const aNote = (board: BoardDocument, pick: number) => at(board.notes(), pick)?.id as NoteId;
const aGroup = (board: BoardDocument, pick: number) => at(board.groups(), pick)?.id as GroupId;
const aZone = (pick: number) => (pick % 2 ? good : bad);

const deeds: readonly Deed[] = [
	(board, pick) => board.addNote({ zone: aZone(pick), text: 'n' }, pick % 3 ? { at: 'end' } : { at: 'start' }),
	(board, pick) => board.addGroup(aZone(pick), 'g'),
	(board, pick) => board.join(aNote(board, pick), aGroup(board, pick >> 2)),
	(board, pick) => board.join(aNote(board, pick), aGroup(board, pick >> 2), { before: aNote(board, pick >> 3) }),
	(board, pick) => board.leaveGroup(aNote(board, pick)),
	(board, pick) => board.move(aNote(board, pick), aZone(pick >> 4), { after: aNote(board, pick >> 5) }),
	(board, pick) => board.moveGroup(aGroup(board, pick), aZone(pick >> 4)),
	(board, pick) => board.mergeGroups(aGroup(board, pick), aGroup(board, pick >> 3)),
	(board, pick) => board.splitGroup(aGroup(board, pick)),
	(board, pick) => board.remove(aNote(board, pick)),
	(board, pick) => board.restore(aNote(board, pick)),
	(board, pick) => board.setChoice(aNote(board, pick), seat, pick),
	(board, pick) => board.link(aNote(board, pick), `point:${pick % 3}`),
	(board, pick) => board.unlink(aNote(board, pick), `point:${pick % 3}`),
	(board, pick) => {
		const text = board.textOf(aNote(board, pick));
		if (text) board.transact(() => applyValue(text, text.toString() + String(pick % 10)));
	}
];

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
