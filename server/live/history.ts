/**
 * Who did what with a note or a group, read from the document itself: every part of it carries the client that wrote it,
 * and the clients of a document have owners. Nothing is kept for it, so an edit costs nothing more.
 */
import type { BoardNote } from '#document/board-shape.ts';
import { resolveGroup } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import type { GroupId, PersonId } from '#domain/ids.ts';
import type { HistoryLine } from '#protocol/views.ts';
import * as Y from 'yjs';

/** Who may be named for what this client wrote; nobody who has left, and nobody where there are no names. */
export type NameOf = (client: number) => PersonId | null;

/** In the order in which such things happen. Null: there is no such note or group. */
export function historyOf(board: BoardDocument, of: string, nameOf: NameOf): readonly HistoryLine[] | null {
	const notes = board.doc.getMap('notes');
	const groups = board.doc.getMap('groups');
	const note = board.notes().find(({ id }) => id === of);
	if (note) return ofNote(note, notes, nameOf);
	const group = board.groups().find(({ id }) => id === of);
	return group ? ofGroup(board, group.id, { notes, groups }, nameOf) : null;
}

function ofNote(note: BoardNote, notes: Y.Map<unknown>, named: NameOf): readonly HistoryLine[] {
	// A note without a name has none in any of its parts: whoever moved it is often who wrote it.
	const nameOf: NameOf = note.author === 'hidden' ? () => null : named;
	const map = mapAt(notes, note.id);
	const author = note.author === 'hidden' ? null : note.author;
	const lines: HistoryLine[] = [{ what: 'made', people: author === null ? [] : [author] }];
	const writers = writersIn(map.get('text'), nameOf).filter((person) => person !== author);
	if (writers.length > 0) lines.push({ what: 'wrote', people: writers });
	if (wasChanged(map, 'zone')) lines.push({ what: 'moved', people: byWhom(map, 'zone', nameOf) });
	if (note.group !== null) lines.push({ what: 'put-in', people: byWhom(map, 'group', nameOf), group: note.group });
	if (note.removedAt !== null) lines.push({ what: 'removed', people: byWhom(map, 'removedAt', nameOf) });
	return lines;
}

function ofGroup(
	board: BoardDocument,
	id: GroupId,
	{ notes, groups }: { readonly notes: Y.Map<unknown>; readonly groups: Y.Map<unknown> },
	nameOf: NameOf
): readonly HistoryLine[] {
	const map = mapAt(groups, id);
	const lines: HistoryLine[] = [{ what: 'made', people: byWhom(groups, id, nameOf) }];
	const namers = writersIn(map.get('title'), nameOf);
	if (String(map.get('title') ?? '') !== '') lines.push({ what: 'named', people: namers });
	for (const note of board.notes()) {
		if (note.group !== id || note.removedAt !== null) continue;
		const people = note.author === 'hidden' ? [] : byWhom(mapAt(notes, note.id), 'group', nameOf);
		lines.push({ what: 'put-in', people, note: note.id });
	}
	const all = new Map(board.groups().map((group) => [group.id, group]));
	for (const other of all.values()) {
		if (other.id === id || other.mergedInto === null || resolveGroup(other.id, all)?.id !== id) continue;
		lines.push({ what: 'merged', people: byWhom(mapAt(groups, other.id), 'mergedInto', nameOf), group: other.id });
	}
	if (wasChanged(map, 'zone')) lines.push({ what: 'moved', people: byWhom(map, 'zone', nameOf) });
	return lines;
}

const mapAt = (parent: Y.Map<unknown>, key: string): Y.Map<unknown> => {
	const map = parent.get(key);
	return map instanceof Y.Map ? map : new Y.Map();
};

/** Whoever wrote what stands under the key now. */
function byWhom(map: Y.Map<unknown>, key: string, nameOf: NameOf): readonly PersonId[] {
	const item = map._map.get(key);
	const person = item && !item.deleted ? nameOf(item.id.client) : null;
	return person === null ? [] : [person];
}

/** Something else stood there before. */
const wasChanged = (map: Y.Map<unknown>, key: string): boolean => (map._map.get(key)?.left ?? null) !== null;

function writersIn(text: unknown, nameOf: NameOf): readonly PersonId[] {
	const people = new Set<PersonId>();
	for (let item = text instanceof Y.Text ? text._start : null; item !== null; item = item.right) {
		const person = item.deleted ? null : nameOf(item.id.client);
		if (person !== null) people.add(person);
	}
	return [...people];
}
