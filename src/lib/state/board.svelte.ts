import { asId, type GroupId, type NoteId, type ZoneId } from '#domain/ids.ts';
import type { BoardField } from '#domain/template.ts';
import type { BoardNote, NewField } from '#document/board-shape.ts';
import { BoardDocument } from '#document/board.ts';
import type { Awareness } from 'y-protocols/awareness';
import type { Presence } from '#protocol/sync.ts';
import type * as Y from 'yjs';
import { readAtNotes, readLayout, type Entry, type Layout } from './board-layout.ts';
import { GroupState, NoteState, type AtNote } from './board-note.svelte.ts';
import { mapOf, setOf } from './lookup.ts';
import { isQuietNow } from './quiet.ts';
import { Watched } from './board-watched.svelte.ts';

/** One zone has so many new notes of others since it was last said. */
export interface Arrival {
	readonly zone: ZoneId;
	readonly notes: number;
}

export interface BoardStateOptions {
	readonly awareness?: Awareness;
	/** My person id: what I do on another device is not somebody else's. */
	readonly me?: string | null;
	readonly now?: () => number;
	/** A note without a name is told from those that have one: who works on it would point at its author. */
	readonly hasNameless?: () => boolean;
}

const RING_MS = 2000;
const SAY_AFTER_MS = 1200;
/** A listener has time to hear one thing before the next is said. */
const SAY_EVERY_MS = 4000;

/** A board as a page shows it: where the notes stand, each note by itself, who is at it, and my own undo. */
export class BoardState {
	readonly document: BoardDocument;
	/** News of others' notes, for the live region; replaced, never added to. */
	arrivals: readonly Arrival[] = $state.raw([]);
	canUndo = $state(false);
	canRedo = $state(false);

	readonly #layout: Watched<Layout>;
	readonly #notes = mapOf<NoteId, NoteState>();
	readonly #groups = mapOf<GroupId, GroupState>();
	readonly #undo: Y.UndoManager;
	/** Who else is here; null on a board without a socket. */
	readonly awareness: Awareness | null;
	readonly #me: string | null;
	readonly #stops: (() => void)[] = [];
	/** Notes just read for the layout, so that each note need not read itself again. */
	#seeds: ReadonlyMap<NoteId, BoardNote> = mapOf();
	/** The layout before: what stands as it stood is the same object, and nothing is drawn for it. */
	#last: Layout | null = null;
	#known: ReadonlySet<NoteId> | null = null;
	readonly #own = setOf<NoteId>();
	#arrived = setOf<NoteId>();
	#saidAt = 0;
	/** ms since 1970, by the server's clock where it is known. */
	readonly now: () => number;
	#sayTimer: ReturnType<typeof setTimeout> | undefined;
	#atNotes: ReadonlyMap<NoteId, AtNote> = mapOf();
	readonly #hasNameless: () => boolean;

	constructor(doc: Y.Doc, { awareness, me = null, now = Date.now, hasNameless = () => false }: BoardStateOptions = {}) {
		this.#me = me;
		this.#hasNameless = hasNameless;
		this.now = now;
		this.awareness = awareness ?? null;
		this.document = new BoardDocument(doc, { origin: this, now });
		this.#undo = this.document.undoManager();
		const look = () => {
			this.canUndo = this.#undo.undoStack.length > 0;
			this.canRedo = this.#undo.redoStack.length > 0;
		};
		for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) this.#undo.on(event, look);
		// Before the layout hears of it: what was read for it is old after any change.
		this.#stops.push(this.document.onChange(() => (this.#seeds = mapOf())));
		this.#stops.push(
			this.document.onNotes((ids) => {
				for (const id of ids) this.#notes.get(asId<'Note'>(id))?.changed();
			})
		);
		this.#layout = new Watched(
			() => this.#readLayout(),
			(changed) =>
				this.document.onStructure(() => {
					changed();
					this.#notice(this.#layout.value.placed);
				})
		);
		if (awareness) {
			const heard = () => this.#readPresence(awareness);
			awareness.on('change', heard);
			this.#stops.push(() => awareness.off('change', heard));
		}
	}

	dispose(): void {
		clearTimeout(this.#sayTimer);
		for (const stop of this.#stops) stop();
		this.#undo.destroy();
	}

	zone(id: ZoneId): readonly Entry[] {
		return this.#layout.value.zones.get(id) ?? [];
	}

	/** Notes in a zone, those in groups too. */
	countIn(id: ZoneId): number {
		return this.zone(id).reduce((sum, entry) => sum + (entry.kind === 'note' ? 1 : entry.notes.length), 0);
	}

	/** All notes that are not in the bin, in order. Their words may be old: ask `note` for those. */
	get placed(): readonly BoardNote[] {
		return this.#layout.value.placed;
	}

	/** Notes with words in the bin, the last removed first. */
	get bin(): readonly NoteId[] {
		return this.#layout.value.bin;
	}

	note(id: NoteId): NoteState {
		return this.#notes.get(id) ?? this.#made(id);
	}

	/** Outside of whatever asks for it first, which would watch nothing that is made while it works. */
	#made(id: NoteId): NoteState {
		let note: NoteState | undefined;
		$effect.root(() => {
			note = new NoteState(id, this.#readNote, this.#atNotes.get(id));
		})();
		if (!note) throw new Error('A note was not made.');
		this.#notes.set(id, note);
		return note;
	}

	group(id: GroupId): GroupState {
		let group = this.#groups.get(id);
		if (!group) this.#groups.set(id, (group = new GroupState(this.document, id)));
		return group;
	}

	/** A new note at the top of its zone, with every field the step has: a note may move to another zone later. */
	add(zone: ZoneId, text: string, fields: readonly BoardField[] = []): NoteId {
		const made = fields.filter(({ id, kind }) => kind === 'text' && id !== 'text');
		const texts: readonly NewField[] = made.map(({ id }) => ({ id, kind: 'text' }));
		const id = this.document.addNote({ zone, text, fields: texts }, { at: 'start' });
		this.#own.add(id);
		return id;
	}

	/** Ticked notes become a group in the zone of the first; two or more, or nothing happens. */
	gather(notes: readonly NoteId[], title: string): GroupId | null {
		const first = notes[0] === undefined ? null : this.document.note(notes[0]);
		if (!first || notes.length < 2) return null;
		// Not one transaction: inside of it the group's own making would be taken back by undo, and groups are never deleted.
		const group = this.document.addGroup(first.zone, title, { before: first.group ?? first.id });
		this.document.transact(() => {
			for (const note of notes) this.document.join(note, group);
		});
		return group;
	}

	/** I made it, since this page was loaded. */
	isOwn(id: NoteId): boolean {
		return this.#own.has(id);
	}

	undo(): void {
		this.#undo.undo();
	}

	redo(): void {
		this.#undo.redo();
	}

	/** The next edit is a step of undo by itself. */
	pause(): void {
		this.#undo.stopCapturing();
	}

	/** Tells the others which note I write in or move; null when I leave it. */
	showWriting(note: NoteId | null): void {
		const told = this.#told(note);
		this.#show('writing', told && { note: told, at: 0 });
	}

	showHolding(note: NoteId | null): void {
		this.#show('holding', this.#told(note));
	}

	/** Null for a note without a name among those that have one. */
	#told(note: NoteId | null): NoteId | null {
		return note !== null && this.#hasNameless() && this.note(note).author === 'hidden' ? null : note;
	}

	/** That nothing is said any more is not said where nothing was: the moment would tell. */
	#show<Part extends 'writing' | 'holding'>(part: Part, value: Presence[Part]): void {
		const said: Presence | null | undefined = this.awareness?.getLocalState();
		if (value !== null || said?.[part]) this.awareness?.setLocalState({ ...said, [part]: value });
	}

	#readLayout(): Layout {
		this.#last = readLayout(this.document, this.#last);
		this.#seeds = this.#last.notes;
		// A board that was there before anybody looked at it: what comes next is news.
		this.#known ??= setOf(this.#last.placed.map((note) => note.id));
		return this.#last;
	}

	readonly #readNote = (id: NoteId): BoardNote | null => this.#seeds.get(id) ?? this.document.note(id);

	/** Others' new notes get their ring and are counted for the live region; what was there at the start is no news. */
	#notice(placed: readonly BoardNote[]): void {
		const known = this.#known;
		this.#known = setOf(placed.map((note) => note.id));
		if (!known || known.size === 0) return;
		for (const note of placed) {
			if (known.has(note.id) || this.#own.has(note.id) || isQuietNow()) continue;
			this.#arrived.add(note.id);
			const arrived = this.note(note.id);
			arrived.isNew = true;
			setTimeout(() => (arrived.isNew = false), RING_MS);
		}
		if (this.#arrived.size === 0) return;
		const wait = Math.max(SAY_AFTER_MS, this.#saidAt + SAY_EVERY_MS - this.now());
		this.#sayTimer ??= setTimeout(() => this.#say(), wait);
	}

	/** By now it is known who wrote them: what I wrote on another device is no news, nor what is gone again. */
	#say(): void {
		this.#sayTimer = undefined;
		this.#saidAt = this.now();
		const counts = mapOf<ZoneId, number>();
		for (const note of this.placed) {
			if (!this.#arrived.has(note.id)) continue;
			// Read anew: a stamp comes after its note, and moves nothing in the layout.
			const author = this.document.note(note.id)?.author ?? null;
			if (author !== null && author === this.#me) continue;
			counts.set(note.zone, (counts.get(note.zone) ?? 0) + 1);
		}
		this.#arrived = setOf();
		this.arrivals = [...counts].map(([zone, notes]) => ({ zone, notes }));
	}

	#readPresence(awareness: Awareness): void {
		const before = this.#atNotes;
		this.#atNotes = readAtNotes(awareness.getStates(), awareness.clientID, this.#me);
		for (const id of setOf([...before.keys(), ...this.#atNotes.keys()])) {
			const now = this.#atNotes.get(id) ?? null;
			const last = before.get(id);
			if (now?.person !== last?.person || now?.deed !== last?.deed) this.note(id).at = now;
		}
	}
}
