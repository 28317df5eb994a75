import type { NoteId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { CLOSE } from '#protocol/sync.ts';
import { DocumentConnection, type ConnectionEnd } from './document-connection.svelte.ts';
import { wordsIn } from './words-in.ts';

/** What a person has to be told about the document itself. `words` can be read and copied by hand. */
export interface SessionNotice {
	readonly kind: 'set-aside' | 'restored' | 'erased' | 'removed' | 'gone' | 'stopped';
	readonly sentence: string;
	readonly words: readonly string[];
}

export interface SessionOptions {
	readonly workshopId: string;
	readonly personId: string | null;
	/** Asks the server again which documents there are; the page then opens what it finds. */
	readonly refresh: () => void;
	readonly Socket?: typeof WebSocket;
	readonly origin?: string;
}

/** So many fresh starts within this time, then it stays closed: something else is wrong. */
const MOST_STARTS = 3;
const CALM_MS = 30_000;

/**
 * The document a page shows, through all that may happen to it: refused changes, a right that was lost, a new
 * generation. At every moment there is at most one connection shown; older ones leave once they hold nothing unsaved.
 */
export class DocumentSession {
	connection: DocumentConnection | null = $state.raw(null);
	notice: SessionNotice | null = $state.raw(null);

	readonly #options: SessionOptions;
	#starts = 0;
	/** Own notes of a generation that was replaced by an older backup; made again in the next one. */
	#toMakeAgain: BoardDocument | null = null;

	constructor(options: SessionOptions) {
		this.#options = options;
	}

	/** Shows this document; nothing happens when it is shown already. `keeps`: a copy stays on this device. */
	open(place: DocumentPlace | null, keeps = true): void {
		const now = this.connection;
		if (now && place && now.ended === null && now.place.id === place.id && now.place.generation === place.generation)
			return;
		if (now && now.ended === null) now.retire();
		else now?.dispose();
		this.connection = place ? this.#start(place, keeps) : null;
	}

	dispose(): void {
		this.connection?.dispose();
		this.connection = null;
	}

	#start(place: DocumentPlace, keeps: boolean): DocumentConnection {
		const { workshopId, personId, Socket, origin } = this.#options;
		const connection = new DocumentConnection({
			workshopId,
			place,
			personId,
			keeps,
			onend: (end) => void this.#ended(connection, end, keeps),
			...(Socket ? { Socket } : {}),
			...(origin === undefined ? {} : { origin })
		});
		const again = this.#toMakeAgain;
		this.#toMakeAgain = null;
		if (again) void connection.whenSaved().then(() => makeAgain(again, connection));
		return connection;
	}

	async #ended(connection: DocumentConnection, end: ConnectionEnd, keeps: boolean): Promise<void> {
		if (connection !== this.connection) return;
		const words = connection.waiting > 0 ? wordsIn(connection.doc) : [];
		switch (end.code) {
			case CLOSE.malformed:
				await connection.setAside('refused');
				this.#say(
					'set-aside',
					'Some of your last changes could not be taken in. A copy of this board is kept on this device for 30 days.',
					words
				);
				this.#again(connection, keeps);
				return;
			case CLOSE.notAllowed:
				if (words.length > 0) {
					await connection.setAside('right lost');
					this.#say(
						'set-aside',
						'You may not write here any more. What was not sent yet is kept on this device for 30 days.',
						words
					);
				}
				this.connection = null;
				connection.dispose();
				this.#askAgain();
				return;
			case CLOSE.generationEnded:
				if (end.reason === 'erased') {
					await connection.deleteCopy();
					this.#say('erased', 'This board was erased on purpose, and so was the copy on this device.', []);
				} else {
					this.#toMakeAgain = new BoardDocument(connection.doc);
					await connection.setAside('restored from a backup');
					this.#say(
						'restored',
						'This board was brought back from a backup. What this device held besides is added again.',
						words
					);
				}
				this.connection = null;
				connection.dispose();
				this.#askAgain();
				return;
			case CLOSE.unknownDocument:
				this.#say('gone', 'Nothing is here any more, or never was. Your own notes are safe.', words);
				return;
			case CLOSE.notSignedIn:
				this.#say(
					'removed',
					'This device has no seat in the workshop any more. Come in again with your return code.',
					words
				);
				return;
			default:
				this.#say(
					'stopped',
					'This board holds more than can be sent at once. Everything is kept on this device; tell the facilitator.',
					words
				);
		}
	}

	#askAgain(): void {
		if (this.#mayStart()) this.#options.refresh();
		else this.#say('removed', 'This board is not open to you now. It opens again with its step.', []);
	}

	/** A few fresh starts in half a minute; more would only hammer the server. */
	#mayStart(): boolean {
		this.#starts += 1;
		setTimeout(() => (this.#starts -= 1), CALM_MS);
		return this.#starts <= MOST_STARTS;
	}

	#again(connection: DocumentConnection, keeps: boolean): void {
		connection.dispose();
		if (this.#mayStart()) this.connection = this.#start(connection.place, keeps);
		else
			this.#say(
				'stopped',
				'This board cannot be opened here. Open it on another device, and tell the facilitator.',
				[]
			);
	}

	#say(kind: SessionNotice['kind'], sentence: string, words: readonly string[]): void {
		this.notice = { kind, sentence, words };
	}
}

/** Notes of the older document that the restored one lacks are put back, as new changes. */
function makeAgain(older: BoardDocument, connection: DocumentConnection): void {
	const board = new BoardDocument(connection.doc);
	const known = new Set<NoteId>(board.notes().map((note) => note.id));
	for (const note of older.notes()) {
		const copy = known.has(note.id) || note.removedAt !== null ? null : older.copyOf(note.id);
		if (copy) board.putNote(note.id, copy);
	}
}
