import { untrack } from 'svelte';
import type { NoteId, ZoneId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import type { BoardNote, ZoneEntry } from '#document/board-shape.ts';
import { BoardDocument } from '#document/board.ts';
import { DocumentSession } from '#lib/connection/document-session.svelte.ts';
import { atMostEvery } from '#lib/room/at-most-every.ts';
import type { ColumnEntry, WallNote } from '#domain/wall-notes.ts';
import { Watched } from '#lib/state/board-watched.svelte.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type * as Y from 'yjs';

/** New notes come into the picture together, at most once in so long: the room looks at who speaks. */
const BETWEEN_ARRIVALS_MS = 1000;

/** Votes by ref; null while totals are hidden. */
export type Totals = Readonly<Record<string, number>> | null;

/** What a note says: its own words, or those of what it links to. Empty where it says nothing. */
export type Words = (note: BoardNote) => string;

/** A board's notes, and in which order they came as far as this screen has seen. */
class Reading {
	readonly #board: BoardDocument;
	readonly #newness = new Map<NoteId, number>();
	readonly #notes: Watched<readonly BoardNote[]>;

	constructor(doc: Y.Doc) {
		this.#board = new BoardDocument(doc);
		this.#notes = new Watched(
			() => this.#read(),
			(changed) => this.#board.onChange(atMostEvery(BETWEEN_ARRIVALS_MS, changed))
		);
	}

	/** Notes that are not in the bin and may say something, in the order of the board. */
	get notes(): readonly BoardNote[] {
		return this.#notes.value;
	}

	zone(id: ZoneId): readonly ZoneEntry[] {
		// Asked for, so that every change is heard of.
		return this.notes.length === 0 ? [] : this.#board.zone(id).entries;
	}

	newness(note: NoteId): number {
		return this.#newness.get(note) ?? 0;
	}

	#read(): readonly BoardNote[] {
		const notes = this.#board
			.notes()
			.filter(({ removedAt, text, from }) => removedAt === null && (text.trim() !== '' || from.length > 0));
		// New notes begin at the top: of those that come together, the lowest is the oldest.
		for (const { id } of [...notes].reverse())
			if (!this.#newness.has(id)) this.#newness.set(id, this.#newness.size + 1);
		return notes;
	}
}

/** One board, open for reading only. Without a network its last words stay. */
export class BoardOnScreen {
	readonly #session: DocumentSession;
	readonly #reading: Reading | null = $derived.by(() => {
		const connection = this.#session.connection;
		return connection && new Reading(connection.doc);
	});
	readonly documentId: string;

	readonly #words: Words;
	readonly #said: readonly { readonly note: BoardNote; readonly text: string }[] = $derived(
		(this.#reading?.notes ?? []).map((note) => ({ note, text: this.#words(note) })).filter(({ text }) => text !== '')
	);

	constructor(place: DocumentPlace, { workshopId, words, refresh }: ScreenBoardsOptions) {
		this.documentId = place.id;
		this.#words = words;
		this.#session = new DocumentSession({ workshopId, personId: null, refresh });
		this.open(place);
	}

	open(place: DocumentPlace): void {
		// A screen in a room keeps nothing on its disk.
		this.#session.open(place, false);
	}

	dispose(): void {
		this.#session.dispose();
	}

	get isReady(): boolean {
		return this.#session.connection?.isReady ?? false;
	}

	/** Notes that say something; of one zone where it is given. */
	count(zone?: ZoneId): number {
		return this.#said.filter(({ note }) => zone === undefined || note.zone === zone).length;
	}

	wallNotes(totals: Totals): readonly WallNote[] {
		return this.#said.map(({ note: { id, zone, group }, text }) => ({
			id,
			zone,
			group,
			text,
			votes:
				(totals?.[noteRef(this.documentId, id)] ?? 0) +
				(group === null ? 0 : (totals?.[groupRef(this.documentId, group)] ?? 0)),
			newness: this.#reading?.newness(id) ?? 0
		}));
	}

	/** A zone as it is read aloud: loose notes, and groups by their name and first note. */
	entries(zone: ZoneId, totals: Totals): readonly ColumnEntry[] {
		const reading = this.#reading;
		if (!reading) return [];
		const votesFor = (refs: readonly string[]): number | null =>
			totals && refs.reduce((sum, ref) => sum + (totals[ref] ?? 0), 0);
		return reading.zone(zone).flatMap((entry): readonly ColumnEntry[] => {
			const notes = (entry.kind === 'note' ? [entry.note] : entry.notes).filter((note) => this.#words(note) !== '');
			const [first] = notes;
			if (!first) return [];
			const refs = notes.map(({ id }) => noteRef(this.documentId, id));
			const isGroup = entry.kind === 'group';
			return [
				{
					id: entry.id,
					title: isGroup ? entry.group.title : '',
					text: this.#words(first),
					votes: votesFor(isGroup ? [groupRef(this.documentId, entry.id), ...refs] : refs),
					notes: notes.length,
					refs: isGroup ? [groupRef(this.documentId, entry.id), ...refs] : refs
				}
			];
		});
	}
}

export interface ScreenBoardsOptions {
	readonly workshopId: string;
	readonly words: Words;
	/** Asks again which documents there are. */
	readonly refresh: () => void;
}

/** The boards the projector shows, opened and left as the picture changes. */
export class ScreenBoards {
	readonly #options: ScreenBoardsOptions;
	#open: readonly BoardOnScreen[] = $state.raw([]);

	constructor(options: ScreenBoardsOptions) {
		this.#options = options;
	}

	/** Opens what is not open yet, and leaves what is not shown any more. */
	show(places: readonly DocumentPlace[]): void {
		const before = untrack(() => this.#open);
		const now = places.map((place) => {
			const known = before.find(({ documentId }) => documentId === place.id);
			known?.open(place);
			return known ?? new BoardOnScreen(place, this.#options);
		});
		for (const board of before) if (!now.includes(board)) board.dispose();
		this.#open = now;
	}

	board(place: DocumentPlace | undefined): BoardOnScreen | null {
		return this.#open.find(({ documentId }) => documentId === place?.id) ?? null;
	}

	dispose(): void {
		this.show([]);
	}
}
