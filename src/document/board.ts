/** The one kind of document there is: notes in zones, in groups or loose. One piece, as the only writer of its keys. */
import { newId, type FieldId, type GroupId, type NoteId, type PersonId, type ZoneId } from '#domain/ids.ts';
import * as Y from 'yjs';
import {
	type BoardGroup,
	type BoardNote,
	mapIn,
	type NewNote,
	numberIn,
	readGroup,
	readNote,
	resolveGroup,
	type SharedMap,
	stringIn,
	textIn,
	type ZoneEntry,
	type ZoneView
} from './board-shape.ts';
import { byOrder, keyAt, type Place } from './order.ts';

export interface BoardOptions {
	/** The origin of every write through this object; also what its undo takes back. */
	readonly origin?: unknown;
	/** Server time where it is known, ms since 1970. */
	readonly now?: () => number;
}

const END: Place = { at: 'end' };
const PARTS: ReadonlySet<string> = new Set(['zone', 'order', 'text', 'title', 'fields', 'from']);

/**
 *     notes:  Y.Map<NoteId, Y.Map>
 *       zone: ZoneId · order: OrderKey · group?: GroupId · text: Y.Text
 *       fields: Y.Map<FieldId, Y.Text | number | string>   (all text fields made with the note)
 *       from: Y.Map<Ref, true> · removedAt?: ms             (in the bin, never deleted)
 *     groups: Y.Map<GroupId, Y.Map>
 *       zone: ZoneId · order: OrderKey · title: Y.Text · mergedInto?: GroupId   (its own id: split)
 *     stamps: Y.Map<NoteId, PersonId | 'hidden'>            (the server's alone)
 *
 * Notes and groups are never deleted or replaced. A note in a group is where the group is. Reads are plain values;
 * a verb about a note or group that is not there does nothing: it may have been refused, or not have arrived yet.
 */
export class BoardDocument {
	readonly doc: Y.Doc;
	readonly #notes: Y.Map<unknown>;
	readonly #groups: Y.Map<unknown>;
	readonly #stamps: Y.Map<unknown>;
	readonly #origin: unknown;
	readonly #now: () => number;
	#hasUndo = false;

	constructor(doc: Y.Doc, { origin = null, now = Date.now }: BoardOptions = {}) {
		this.doc = doc;
		this.#notes = doc.getMap('notes');
		this.#groups = doc.getMap('groups');
		this.#stamps = doc.getMap('stamps');
		this.#origin = origin;
		this.#now = now;
	}

	/** Every note, those in the bin included, in order. */
	notes(): readonly BoardNote[] {
		const groups = this.#groupsById();
		const notes: BoardNote[] = [];
		for (const id of this.#notes.keys()) {
			const note = this.#read(id, groups);
			if (note) notes.push(note);
		}
		return notes.sort(byOrder);
	}

	note(id: NoteId): BoardNote | null {
		return this.#read(id, this.#groupsById());
	}

	/** Every group, merged and split ones included, in order. */
	groups(): readonly BoardGroup[] {
		return [...this.#groupsById().values()].sort(byOrder);
	}

	/** One zone as it is shown. */
	zone(id: ZoneId): ZoneView {
		const members = new Map<GroupId, BoardNote[]>();
		const entries: ZoneEntry[] = [];
		for (const note of this.notes()) {
			if (note.zone !== id || note.removedAt !== null) continue;
			if (note.group === null) entries.push({ kind: 'note', id: note.id, order: note.order, note });
			else members.set(note.group, [...(members.get(note.group) ?? []), note]);
		}
		const groups = this.#groupsById();
		for (const group of groups.values()) {
			if (group.zone !== id || resolveGroup(group.id, groups) !== group) continue;
			const notes = members.get(group.id) ?? [];
			entries.push({ kind: 'group', id: group.id, order: group.order, group, notes });
		}
		return { id, entries: entries.sort(byOrder) };
	}

	/** How many notes are not in the bin. */
	count(): number {
		let count = 0;
		for (const note of this.#notes.values()) {
			if (note instanceof Y.Map && numberIn(note, 'removedAt') === null) count += 1;
		}
		return count;
	}

	/** How many were ever made, those in the bin too. */
	made(): number {
		return this.#notes.size;
	}

	/** How many of those not in the bin have words of their own: cells of a sheet are there before anybody has written in them. */
	written(): number {
		let count = 0;
		for (const note of this.#notes.values()) {
			if (note instanceof Y.Map && numberIn(note, 'removedAt') === null && textIn(note, 'text')?.length) count += 1;
		}
		return count;
	}

	/** The note in the form in which `putNote` takes it into another board; without author and group. */
	copyOf(id: NoteId): NewNote | null {
		const note = this.note(id);
		const fields = this.#fields(id);
		if (!note) return null;
		return {
			zone: note.zone,
			text: note.text,
			from: note.from,
			fields: Object.entries(note.fields).map(([key, value]) => ({
				id: key as FieldId,
				kind: fields?.get(key) instanceof Y.Text ? 'text' : 'choice',
				value
			}))
		};
	}

	/** The words of a note, to be written together. */
	textOf(id: NoteId): Y.Text | null {
		const note = this.#note(id);
		return note && textIn(note, 'text');
	}

	titleOf(id: GroupId): Y.Text | null {
		const group = this.#group(id);
		return group && textIn(group, 'title');
	}

	fieldText(id: NoteId, field: FieldId): Y.Text | null {
		const fields = this.#fields(id);
		return fields && textIn(fields, field);
	}

	/** Several writes as one change, under this board's origin. Text is edited inside of it, so that undo knows it. */
	transact<T>(write: () => T): T {
		return this.doc.transact(write, this.#origin);
	}

	addNote(note: NewNote, place: Place = END): NoteId {
		const id = newId<'Note'>();
		const order = keyAt(this.#placed(note.zone), place);
		this.#born(
			() => this.#notes.set(id, noteMap(note, order)),
			() => this.#note(id),
			'removedAt',
			this.#now()
		);
		return id;
	}

	/** For the server: a note with an id made elsewhere (a reveal, a cell of a matrix). One that is there stays as it is. */
	putNote(id: NoteId, note: NewNote, place: Place = END): void {
		if (this.#notes.has(id)) return;
		const order = keyAt(this.#placed(note.zone), place);
		this.transact(() => this.#notes.set(id, noteMap(note, order)));
	}

	/** Puts a note into a zone, out of its group. */
	move(id: NoteId, zone: ZoneId, place: Place = END): void {
		const note = this.#note(id);
		if (!note) return;
		const neighbours = this.#placed(zone).filter((entry) => entry.id !== id);
		this.transact(() => {
			note.set('zone', zone);
			note.set('order', keyAt(neighbours, place));
			if (note.has('group')) note.delete('group');
		});
	}

	/** Sets a field that is not text; null takes the answer back. */
	setChoice(id: NoteId, field: FieldId, value: string | number | null): void {
		const fields = this.#fields(id);
		if (!fields || fields.get(field) instanceof Y.Text) return;
		this.transact(() => (value === null ? fields.delete(field) : fields.set(field, value)));
	}

	link(id: NoteId, ref: string): void {
		const from = this.#from(id);
		if (from && !from.has(ref)) this.transact(() => from.set(ref, true));
	}

	unlink(id: NoteId, ref: string): void {
		const from = this.#from(id);
		if (from?.has(ref)) this.transact(() => from.delete(ref));
	}

	/** Into the bin. */
	remove(id: NoteId, now = this.#now()): void {
		const note = this.#note(id);
		if (note && !note.has('removedAt')) this.transact(() => note.set('removedAt', now));
	}

	restore(id: NoteId): void {
		const note = this.#note(id);
		if (note?.has('removedAt')) this.transact(() => note.delete('removedAt'));
	}

	addGroup(zone: ZoneId, title: string, place: Place = END): GroupId {
		const id = newId<'Group'>();
		const order = keyAt(this.#placed(zone), place);
		this.#born(
			() => {
				const group: SharedMap = new Y.Map();
				group.set('zone', zone);
				group.set('order', order);
				group.set('title', new Y.Text(title));
				this.#groups.set(id, group);
			},
			() => this.#group(id),
			'mergedInto',
			id
		);
		return id;
	}

	/** Puts a group and its notes into a zone. */
	moveGroup(id: GroupId, zone: ZoneId, place: Place = END): void {
		const group = this.#group(id);
		if (!group) return;
		const neighbours = this.#placed(zone).filter((entry) => entry.id !== id);
		this.transact(() => {
			group.set('zone', zone);
			group.set('order', keyAt(neighbours, place));
		});
	}

	/** Puts the note into the group, and so into the group's zone. A note in the bin is left alone. */
	join(id: NoteId, into: GroupId, place?: Place): void {
		const note = this.#note(id);
		const group = this.#resolved(into);
		if (!note || !group || note.has('removedAt')) return;
		const neighbours = this.#members(group.id).filter((member) => member.id !== id);
		this.transact(() => {
			note.set('zone', group.zone);
			note.set('group', group.id);
			if (place) note.set('order', keyAt(neighbours, place));
		});
	}

	leaveGroup(id: NoteId): void {
		const note = this.note(id);
		const map = this.#note(id);
		if (!note || !map?.has('group')) return;
		this.transact(() => {
			map.set('zone', note.zone);
			map.delete('group');
		});
	}

	/** The notes of `from` are in `into` from now on, those that another laptop puts into `from` meanwhile too. */
	mergeGroups(from: GroupId, into: GroupId): void {
		const source = this.#resolved(from);
		const target = this.#resolved(into);
		if (!source || !target || source.id === target.id) return;
		this.transact(() => this.#group(source.id)?.set('mergedInto', target.id));
	}

	/** Every note of the group is loose again; the group is no longer shown. */
	splitGroup(id: GroupId): void {
		const group = this.#resolved(id);
		if (!group) return;
		const members = this.#members(group.id);
		this.transact(() => {
			for (const { id: member } of members) this.leaveGroup(member);
			this.#group(group.id)?.set('mergedInto', group.id);
		});
	}

	/** For the server: who wrote a note. */
	stamp(id: NoteId, author: PersonId | 'hidden'): void {
		if (this.#stamps.get(id) !== author) this.transact(() => this.#stamps.set(id, author));
	}

	/** For the server: takes back a stamp on what is not a note. */
	unstamp(id: string): void {
		if (this.#stamps.has(id)) this.transact(() => this.#stamps.delete(id));
	}

	/** What lies in `stamps` under this key, whoever wrote it. */
	stampOf(id: string): unknown {
		return this.#stamps.get(id);
	}

	/**
	 * Takes back and repeats what was written through this board (its origin), never what others wrote. A note or
	 * group whose adding is taken back goes into the bin. Make it before the first write.
	 */
	undoManager(origin: unknown = this.#origin): Y.UndoManager {
		this.#hasUndo = true;
		return new Y.UndoManager([this.#notes, this.#groups], {
			trackedOrigins: new Set([origin]),
			captureTimeout: 800,
			deleteFilter: (struct) => !this.#isPart(struct)
		});
	}

	/** Calls back after every change. Returns how to stop. */
	onChange(changed: () => void): () => void {
		const roots = [this.#notes, this.#groups, this.#stamps];
		for (const root of roots) root.observeDeep(changed);
		return () => roots.forEach((root) => root.unobserveDeep(changed));
	}

	/** Calls back when notes or groups came, went or moved, not while words are typed into them. */
	onStructure(changed: () => void): () => void {
		const unlessText = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
			if (events.some(({ target }) => !(target instanceof Y.Text))) changed();
		};
		const roots = [this.#notes, this.#groups];
		for (const root of roots) root.observeDeep(unlessText);
		return () => roots.forEach((root) => root.unobserveDeep(unlessText));
	}

	/**
	 * Calls back with the notes that changed: their words, fields, place, links, bin or author. One observer for all of
	 * them, so that a letter costs the same on every board.
	 */
	onNotes(changed: (ids: ReadonlySet<string>) => void): () => void {
		const notes = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
			const ids = new Set<string>();
			for (const { path, keys } of events)
				for (const id of path.length > 0 ? path.slice(0, 1) : keys.keys()) ids.add(String(id));
			changed(ids);
		};
		const stamps = ({ keysChanged }: Y.YMapEvent<unknown>) => changed(keysChanged as Set<string>);
		// A group that is moved, merged or split takes its notes along.
		const groups = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]) => {
			if (events.every(({ target }) => target instanceof Y.Text)) return;
			const isInside = (note: unknown) => note instanceof Y.Map && note.has('group');
			changed(new Set([...this.#notes.keys()].filter((id) => isInside(this.#notes.get(id)))));
		};
		this.#notes.observeDeep(notes);
		this.#stamps.observe(stamps);
		this.#groups.observeDeep(groups);
		return () => {
			this.#notes.unobserveDeep(notes);
			this.#stamps.unobserve(stamps);
			this.#groups.unobserveDeep(groups);
		};
	}

	/**
	 * Undo would delete what was added, and notes and groups are never deleted. So with undo on, they are born in the
	 * bin, untracked; taking them out of it is the change that undo takes back.
	 */
	#born(make: () => void, made: () => SharedMap | null, mark: string, value: unknown): void {
		if (!this.#hasUndo) return this.transact(make);
		this.doc.transact(() => {
			make();
			made()?.set(mark, value);
		});
		this.transact(() => made()?.delete(mark));
	}

	/**
	 * A part without which a note or group cannot be read. When two people moved the same note, taking one move back
	 * would leave it with no zone at all (Yjs does not go back to the value that lost): then it stays where it is.
	 */
	#isPart({ parent, parentSub }: Y.Item): boolean {
		const owner = parent instanceof Y.Map ? parent.parent : null;
		return (owner === this.#notes || owner === this.#groups) && parentSub !== null && PARTS.has(parentSub);
	}

	#read(id: string, groups: ReadonlyMap<GroupId, BoardGroup>): BoardNote | null {
		const map = this.#note(id);
		const note = map && readNote(id, map, this.#stamps.get(id));
		if (!note || note.group === null) return note;
		const group = resolveGroup(note.group, groups);
		return { ...note, group: group?.id ?? null, zone: group?.zone ?? note.zone };
	}

	/** What stands in a zone, groups and loose notes, in order: ids and keys only, as adding must stay quick. */
	#placed(zone: ZoneId): readonly { readonly id: string; readonly order: string }[] {
		const groups = this.#groupsById();
		const placed: { id: string; order: string }[] = [];
		for (const group of groups.values()) {
			if (group.zone === zone && group.mergedInto === null) placed.push(group);
		}
		for (const [id, note] of this.#notes) {
			if (!(note instanceof Y.Map) || note.get('zone') !== zone || note.has('removedAt')) continue;
			const order = stringIn(note, 'order');
			const group = stringIn(note, 'group');
			if (order !== null && (group === null || !resolveGroup(group as GroupId, groups))) placed.push({ id, order });
		}
		return placed.sort(byOrder);
	}

	#groupsById(): ReadonlyMap<GroupId, BoardGroup> {
		const groups = new Map<GroupId, BoardGroup>();
		for (const [id, map] of this.#groups) {
			const group = map instanceof Y.Map ? readGroup(id, map) : null;
			if (group) groups.set(group.id, group);
		}
		return groups;
	}

	#resolved(id: GroupId): BoardGroup | null {
		return resolveGroup(id, this.#groupsById());
	}

	#members(group: GroupId): readonly BoardNote[] {
		return this.notes().filter((note) => note.group === group && note.removedAt === null);
	}

	#note(id: string): SharedMap | null {
		return mapIn(this.#notes, id);
	}

	#group(id: string): SharedMap | null {
		return mapIn(this.#groups, id);
	}

	#fields(id: NoteId): SharedMap | null {
		const note = this.#note(id);
		return note && mapIn(note, 'fields');
	}

	#from(id: NoteId): SharedMap | null {
		const note = this.#note(id);
		return note && mapIn(note, 'from');
	}
}

function noteMap({ zone, text = '', fields = [], from = [] }: NewNote, order: string): SharedMap {
	const fieldMap: SharedMap = new Y.Map();
	for (const { id, kind, value } of fields) {
		if (kind === 'text') fieldMap.set(id, new Y.Text(value === undefined ? '' : String(value)));
		else if (value !== undefined) fieldMap.set(id, value);
	}
	const note: SharedMap = new Y.Map();
	note.set('zone', zone);
	note.set('order', order);
	note.set('text', new Y.Text(text));
	note.set('fields', fieldMap);
	note.set('from', new Y.Map(from.map((ref) => [ref, true])));
	return note;
}
