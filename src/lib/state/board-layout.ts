/** Where everything on a board stands, read whole from its document; pure, so that it can be compared and tested. */
import { asId, type GroupId, type NoteId, type ZoneId } from '#domain/ids.ts';
import type { BoardNote } from '#document/board-shape.ts';
import type { BoardDocument } from '#document/board.ts';
import type { Presence } from '#protocol/sync.ts';
import type { AtNote } from './board-note.svelte.ts';

/** What stands in a zone, in order; the words are each note's own affair. */
export type Entry =
	| { readonly kind: 'note'; readonly id: NoteId; readonly note: NoteId }
	| { readonly kind: 'group'; readonly id: GroupId; readonly notes: readonly NoteId[] };

export interface Layout {
	readonly zones: ReadonlyMap<ZoneId, readonly Entry[]>;
	/** Notes with words in the bin, the last removed first. */
	readonly bin: readonly NoteId[];
	/** Every note that is not in the bin, in order. */
	readonly placed: readonly BoardNote[];
	/** As it was read for this layout. */
	readonly notes: ReadonlyMap<NoteId, BoardNote>;
}

interface Placed {
	readonly id: string;
	readonly order: string;
	readonly entry: Entry;
}

/**
 * A group without notes is nothing to see; it is still there for those who put notes into it while offline. What stands
 * as it stood in the layout before is the same object.
 */
export function readLayout(document: BoardDocument, before: Layout | null = null): Layout {
	const notes = document.notes();
	const placed = notes.filter((note) => note.removedAt === null);
	const zones = new Map<ZoneId, Placed[]>();
	const members = new Map<GroupId, NoteId[]>();
	const put = (zone: ZoneId, order: string, entry: Entry) => append(zones, zone, { id: entry.id, order, entry });
	for (const { id, zone, order, group } of placed) {
		if (group === null) put(zone, order, { kind: 'note', id, note: id });
		else append(members, group, id);
	}
	for (const { id, zone, order } of document.groups()) {
		const inside = members.get(id);
		if (inside) put(zone, order, { kind: 'group', id, notes: inside });
	}
	return {
		zones: new Map(
			[...zones].map(([zone, entries]) => [
				zone,
				sameAs(
					before?.zones.get(zone),
					entries.sort(byOrder).map(({ entry }) => entry)
				)
			])
		),
		bin: notes
			.filter((note) => note.removedAt !== null && note.text.trim() !== '')
			.sort((a, b) => (b.removedAt ?? 0) - (a.removedAt ?? 0))
			.map((note) => note.id),
		placed,
		notes: new Map(notes.map((note) => [note.id, note]))
	};
}

/** Who else is at which note. A presence is another client's word: one about no note of this board shows nowhere. */
export function readAtNotes(states: Iterable<readonly [number, Presence]>, own: number, me: string | null) {
	const at = new Map<NoteId, AtNote>();
	for (const [client, { person, writing, holding }] of states) {
		if (client === own || person === undefined || person === me) continue;
		if (typeof holding === 'string') at.set(asId<'Note'>(holding), { person, deed: 'holding' });
		if (typeof writing?.note === 'string') at.set(asId<'Note'>(writing.note), { person, deed: 'writing' });
	}
	return at;
}

/** The list before, or those of its entries that are as they were. */
function sameAs(before: readonly Entry[] | undefined, now: readonly Entry[]): readonly Entry[] {
	if (!before) return now;
	const known = new Map<string, Entry>(before.map((entry) => [entry.id, entry]));
	const kept = now.map((entry) => {
		const last = known.get(entry.id);
		return last && isSame(last, entry) ? last : entry;
	});
	return kept.length === before.length && kept.every((entry, at) => entry === before[at]) ? before : kept;
}

function isSame(one: Entry, other: Entry): boolean {
	if (one.kind === 'note' || other.kind === 'note') return one.kind === other.kind;
	return one.notes.length === other.notes.length && one.notes.every((note, at) => note === other.notes[at]);
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}

const byOrder = (a: Placed, b: Placed): number =>
	a.order === b.order ? (a.id < b.id ? -1 : 1) : a.order < b.order ? -1 : 1;
