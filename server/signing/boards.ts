/** What the plan needs of the documents. */
import type { BoardGroup, BoardNote } from '#document/board-shape.ts';
import type { DocumentId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { decodeStateVector } from 'yjs';
import type { DocumentRooms } from '../live/document-rooms.ts';

/** A board as it is now: notes in the bin included, groups that were merged away too. */
export interface BoardContents {
	readonly notes: readonly BoardNote[];
	readonly groups: readonly BoardGroup[];
}

/** The open documents; `server/sync` is it. */
export interface PlanRooms extends Pick<DocumentRooms, 'read'> {
	/** Waits until what a laptop with this state vector holds is on disk; false when the time is over. */
	waitFor(document: DocumentId, stateVector: Uint8Array, timeoutMs: number): Promise<boolean>;
}

/** Longer than a laptop with a bad network needs, shorter than a person waits. */
const PATIENCE_MS = 5000;

/**
 * A request overtakes the socket: what the sender's laptop shows may still be on its way.
 * @throws Problem `malformed`, `not-saved-yet`
 */
export async function waitForSender(
	rooms: Pick<PlanRooms, 'waitFor'>,
	document: DocumentId,
	stateVector: string
): Promise<void> {
	const encoded = Buffer.from(stateVector, 'base64');
	if (!isStateVector(encoded)) {
		throw new Problem('malformed', 'The state vector was not understood.', { field: 'stateVector' });
	}
	if (await rooms.waitFor(document, encoded, PATIENCE_MS)) return;
	throw new Problem(
		'not-saved-yet',
		'What you wrote last has not arrived here yet. Nothing is lost; try again in a moment.'
	);
}

function isStateVector(encoded: Uint8Array): boolean {
	try {
		decodeStateVector(encoded);
		return true;
	} catch {
		// Yjs throws plain errors on bytes that end too early: they are no state vector.
		return false;
	}
}

export const readBoard = (rooms: Pick<PlanRooms, 'read'>, document: DocumentId): Promise<BoardContents> =>
	rooms.read(document, (board) => ({ notes: board.notes(), groups: board.groups() }));

/** The words of a note: a form keeps its sentence in a field of that name. */
export const wordsOf = (note: BoardNote): string => {
	const inField = Object.entries(note.fields).find(([field]) => field === 'text')?.[1];
	const words = note.text.trim();
	return words === '' && typeof inField === 'string' ? inField.trim() : words;
};
