/** What stands on a board and can be pointed at: its notes and groups, by ref. */
import type { BoardDocument } from '#document/board.ts';
import { authorize, type Actor } from '#domain/access.ts';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { groupRef, noteRef, parseRef } from '#domain/refs.ts';
import type { DocumentRecord } from '../store/documents.ts';
import type { DocumentRooms } from './document-rooms.ts';
import { standing, type Said } from './note-words.ts';
import type { WorkshopNow } from './workshop-now.ts';

export interface BoardThing {
	readonly ref: string;
	readonly zone: string;
	/** Words of its own; a group has its name. */
	readonly said: Said;
	/** Refs whose votes are its own: a group's are also those its notes had before. */
	readonly counted: readonly string[];
	/** A note that lies in a group is read with it. */
	readonly isInGroup: boolean;
}

/** Not those in the bin, and no group without a note. */
export function thingsOn(board: BoardDocument, document: string): readonly BoardThing[] {
	const notes = standing(board);
	const groups = board.groups().flatMap((group): readonly BoardThing[] => {
		const members = notes.filter((note) => note.group === group.id);
		if (members.length === 0) return [];
		const ref = groupRef(document, group.id);
		const refs = members.map(({ id }) => noteRef(document, id));
		// A group without a name is called by what lies in it.
		const said = { text: group.title, from: refs };
		return [{ ref, zone: group.zone, said, counted: [ref, ...refs], isInGroup: false }];
	});
	return [
		...groups,
		...notes.map(({ id, zone, text, from, group }): BoardThing => {
			const ref = noteRef(document, id);
			return { ref, zone, said: { text, from }, counted: [ref], isInGroup: group !== null };
		})
	];
}

/**
 * The syndicate's board a note or group stands on.
 * @throws Problem `not-found` for what is not there, or lies where this actor may not read
 */
export async function boardOf(
	target: string,
	actor: Actor,
	now: WorkshopNow,
	rooms: Pick<DocumentRooms, 'read'>
): Promise<{ readonly document: DocumentRecord; readonly things: readonly BoardThing[] }> {
	const ref = parseRef(target);
	const document = ref?.kind === 'note' || ref?.kind === 'group' ? now.documents.get(asId(ref.documentId)) : undefined;
	if (!document || document.kind !== 'board' || !authorize(actor, 'document.read', now.resourceOf(document)))
		throw notHere();
	const things = await rooms.read(document.id, (board) => thingsOn(board, document.id));
	if (things.every((thing) => thing.ref !== target)) throw notHere();
	return { document, things };
}

const notHere = (): Problem => new Problem('not-found', 'This is not here any more, or is not open to be read.');
