/** What the plan needs of the documents. */
import type { BoardGroup, BoardNote } from '#document/board-shape.ts';
import type { DocumentId } from '#domain/ids.ts';
import type { DocumentRooms } from '../live/document-rooms.ts';

/** A board as it is now: notes in the bin included, groups that were merged away too. */
export interface BoardContents {
	readonly notes: readonly BoardNote[];
	readonly groups: readonly BoardGroup[];
}

/** The open documents; `server/sync` is it. */
export interface PlanRooms extends Pick<DocumentRooms, 'read'> {
	/** Resolves when the document holds what the laptop with this state vector holds. @throws Problem `not-saved-yet` */
	waitFor(document: DocumentId, stateVector: Uint8Array): Promise<void>;
}

export const readBoard = (rooms: Pick<PlanRooms, 'read'>, document: DocumentId): Promise<BoardContents> =>
	rooms.read(document, (board) => ({ notes: board.notes(), groups: board.groups() }));

/** The words of a note: a form keeps its sentence in a field of that name. */
export const wordsOf = (note: BoardNote): string => {
	const inField = Object.entries(note.fields).find(([field]) => field === 'text')?.[1];
	const words = note.text.trim();
	return words === '' && typeof inField === 'string' ? inField.trim() : words;
};
