import type { GroupId, NoteId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import { applyValue } from '#document/text.ts';
import { bad, cause, good, seat } from './laptops.ts';

export type Deed = (board: BoardDocument, pick: number) => void;

const at = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];
const aNote = (board: BoardDocument, pick: number) => at(board.notes(), pick)?.id as NoteId;
const aGroup = (board: BoardDocument, pick: number) => at(board.groups(), pick)?.id as GroupId;
const aZone = (pick: number) => (pick % 2 ? good : bad);

/** Everything a person can do to a board; what it is done to follows from the number. */
export const deeds: readonly Deed[] = [
	(board, pick) =>
		board.addNote(
			{ zone: aZone(pick), text: 'n', fields: [{ id: cause, kind: 'text' }] },
			pick % 3 ? { at: 'end' } : { at: 'start' }
		),
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
