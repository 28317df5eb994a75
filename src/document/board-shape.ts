/**
 * What lies in a board, as plain values. Any client may have written anything: readers take what has the right type
 * and leave the rest out, so one broken note never hides the others.
 */
import type { FieldId, GroupId, NoteId, OrderKey, PersonId, ZoneId } from '#domain/ids.ts';
import type { FieldKind } from '#domain/template.ts';
import * as Y from 'yjs';

/** Rises when the shape changes; each rise brings a migration and a fixture of the old bytes. */
export const BOARD_VERSION = 1;

export interface BoardNote {
	readonly id: NoteId;
	/** Where it is seen: its group's zone while it is in a group. */
	readonly zone: ZoneId;
	readonly order: OrderKey;
	readonly group: GroupId | null;
	readonly text: string;
	readonly fields: Readonly<Record<FieldId, string | number>>;
	/** Refs of the notes, points or groups it comes from, sorted. */
	readonly from: readonly string[];
	/** In the bin since, ms since 1970. */
	readonly removedAt: number | null;
	/** Stamped by the server; null until then. */
	readonly author: PersonId | 'hidden' | null;
}

export interface BoardGroup {
	readonly id: GroupId;
	readonly zone: ZoneId;
	readonly order: OrderKey;
	readonly title: string;
	/** The group that took its notes in. Its own id: the group was split, its notes are loose. */
	readonly mergedInto: GroupId | null;
}

export type ZoneEntry =
	| { readonly kind: 'note'; readonly id: NoteId; readonly order: OrderKey; readonly note: BoardNote }
	| {
			readonly kind: 'group';
			readonly id: GroupId;
			readonly order: OrderKey;
			readonly group: BoardGroup;
			readonly notes: readonly BoardNote[];
	  };

/** A zone as it is shown: groups with their notes and loose notes, in order, without what is in the bin. */
export interface ZoneView {
	readonly id: ZoneId;
	readonly entries: readonly ZoneEntry[];
}

/** A field made with its note. Kind `text` is written together letter by letter; every other kind holds one value. */
export interface NewField {
	readonly id: FieldId;
	readonly kind: FieldKind;
	readonly value?: string | number;
}

export interface NewNote {
	readonly zone: ZoneId;
	readonly text?: string;
	readonly fields?: readonly NewField[];
	readonly from?: readonly string[];
}

export type SharedMap = Y.Map<unknown>;

/** Without zeros: a pasted one is seen by nobody, and no database takes the words it stands in. */
const readable = (text: string): string => text.replaceAll('\0', '');

export const stringIn = (map: SharedMap, key: string): string | null => {
	const value = map.get(key);
	return typeof value === 'string' ? readable(value) : null;
};

export const textIn = (map: SharedMap, key: string): Y.Text | null => {
	const value = map.get(key);
	return value instanceof Y.Text ? value : null;
};

export const mapIn = (map: SharedMap, key: string): SharedMap | null => {
	const value = map.get(key);
	return value instanceof Y.Map ? value : null;
};

export const numberIn = (map: SharedMap, key: string): number | null => {
	const value = map.get(key);
	return typeof value === 'number' ? value : null;
};

/** A group as it lies in the document; null when parts are missing or wrong. */
export function readGroup(id: string, map: SharedMap): BoardGroup | null {
	const zone = stringIn(map, 'zone');
	const order = stringIn(map, 'order');
	const title = textIn(map, 'title');
	if (zone === null || order === null || !title) return null;
	return {
		id: id as GroupId,
		zone: zone as ZoneId,
		order: order as OrderKey,
		title: readable(title.toString()),
		mergedInto: stringIn(map, 'mergedInto') as GroupId | null
	};
}

/** A note as it lies in the document, `group` and `zone` not yet looked up; null when parts are missing or wrong. */
export function readNote(id: string, map: SharedMap, stamp: unknown): BoardNote | null {
	const zone = stringIn(map, 'zone');
	const order = stringIn(map, 'order');
	const text = textIn(map, 'text');
	if (zone === null || order === null || !text) return null;
	return {
		id: id as NoteId,
		zone: zone as ZoneId,
		order: order as OrderKey,
		group: stringIn(map, 'group') as GroupId | null,
		text: readable(text.toString()),
		fields: readFields(mapIn(map, 'fields')),
		from: readLinks(mapIn(map, 'from')),
		removedAt: numberIn(map, 'removedAt'),
		author: typeof stamp === 'string' ? (stamp as PersonId | 'hidden') : null
	};
}

/** Yjs keeps the keys of a map in the order of arrival, which differs from laptop to laptop. */
const readLinks = (from: SharedMap | null): readonly string[] =>
	!from || from.size === 0 ? NO_LINKS : [...from.keys()].sort();

const NO_FIELDS: Readonly<Record<FieldId, string | number>> = Object.freeze({});
const NO_LINKS: readonly string[] = Object.freeze([]);

function readFields(fields: SharedMap | null): Readonly<Record<FieldId, string | number>> {
	if (!fields || fields.size === 0) return NO_FIELDS;
	const values: [FieldId, string | number][] = [];
	for (const [id, value] of fields) {
		if (value instanceof Y.Text) values.push([id as FieldId, readable(value.toString())]);
		else if (typeof value === 'string') values.push([id as FieldId, readable(value)]);
		else if (typeof value === 'number') values.push([id as FieldId, value]);
	}
	// Not assignment: a field called `__proto__` must stay a plain key.
	return Object.fromEntries(values);
}

/**
 * Follows `mergedInto` to the group where notes are now; null when it was split or never was. Two laptops that
 * merged two groups into each other while offline made a ring: its smallest id takes all.
 */
export function resolveGroup(id: GroupId, groups: ReadonlyMap<GroupId, BoardGroup>): BoardGroup | null {
	const passed: GroupId[] = [];
	let group = groups.get(id);
	while (group && group.mergedInto !== null) {
		if (group.mergedInto === group.id) return null;
		const ringStart = passed.indexOf(group.id);
		if (ringStart !== -1) {
			const [smallest] = passed.slice(ringStart).sort();
			return (smallest && groups.get(smallest)) ?? null;
		}
		passed.push(group.id);
		group = groups.get(group.mergedInto);
	}
	return group ?? null;
}
