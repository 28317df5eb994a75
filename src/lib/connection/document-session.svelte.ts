import type { DocumentPlace } from '#protocol/live.ts';
import { CLOSE } from '#protocol/sync.ts';
import {
	copyName,
	olderNames,
	placesOf,
	type ConnectionEnd,
	type KeptPlace,
	type OlderName
} from './connection-options.ts';
import { waitingNames, writtenNames } from './device-notes.ts';
import { DocumentConnection } from './document-connection.svelte.ts';
import { KeptWords } from './kept-words.svelte.ts';
import { setOf } from '#lib/state/lookup.ts';

/** What a person has to be told about the document itself. `words` can be read and copied by hand. */
export interface SessionNotice {
	readonly kind: 'refused' | 'restored' | 'erased' | 'removed' | 'gone' | 'stopped';
	readonly sentence: string;
	readonly words: readonly string[];
}

export interface SessionOptions {
	readonly workshopId: string;
	readonly personId: string | null;
	/** Asks the server again which documents there are; the page then opens what it finds. */
	readonly refresh: () => void;
	/** What the shown document is called, for words that are kept: workshop and board. */
	readonly title?: () => string;
	readonly Socket?: typeof WebSocket;
	readonly origin?: string;
}

/** So many fresh starts within this time, then it stays closed: something else is wrong. */
const MOST_STARTS = 3;
const CALM_MS = 30_000;
/** After too much at once: the server counts by the second. */
const PAUSE_MS = 5000;
const TOO_LARGE = 1009;

/**
 * The document a page shows, through all that may happen to it: refused changes, a right that was lost, a new
 * generation. At every moment there is at most one connection shown; older ones leave once they hold nothing unsaved.
 */
export class DocumentSession {
	connection: DocumentConnection | null = $state.raw(null);
	notice: SessionNotice | null = $state.raw(null);
	/** Words of this person that could not go where they were meant to go. */
	readonly kept: KeptWords;

	readonly #options: SessionOptions;
	/** Older copies that are being brought back. */
	readonly #bringing = setOf<string>();
	/** Older copies that this page cannot read: a later visit may. */
	readonly #unreadable = setOf<string>();
	/** A document of an ended generation, on a device that keeps no copy, or not all of it. */
	#held: DocumentConnection | null = null;
	/** Copies that were opened by this page. */
	readonly #opened = setOf<string>();
	#isWritable = false;
	#starts = 0;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.kept = new KeptWords(options.workshopId, options.personId);
	}

	/** Shows this document; nothing happens when it is shown already. `keeps`: a copy stays on this device. */
	open(place: DocumentPlace | null, keeps = true): void {
		const now = this.connection;
		const isReopened = place?.writable === true && !this.#isWritable;
		this.#isWritable = place?.writable ?? false;
		if (now && place && now.ended === null && now.place.id === place.id && now.place.generation === place.generation) {
			if (isReopened && now.isSynced) void this.#bringBack(now, this.#title);
			return;
		}
		if (now && place && now.place.id === place.id) this.#hold(now);
		now?.retire();
		this.connection = place ? this.#start(place, keeps, this.#title) : null;
		if (!place || !keeps) return;
		this.kept.look();
		this.handIn();
	}

	/** What was not sent yet goes on its way without the page. */
	dispose(): void {
		this.connection?.retire();
		this.connection = null;
	}

	get #title(): string {
		return this.#options.title?.() ?? '';
	}

	/** What earlier visits could not send from other boards is sent now, or its refusal is told. */
	handIn(): void {
		const { workshopId, personId } = this.#options;
		for (const place of placesOf(waitingNames(), workshopId, personId ?? '')) {
			if (!this.#opened.has(copyName(workshopId, place, personId))) this.#start(place, true, '').retire();
		}
	}

	#start(place: KeptPlace, keeps: boolean, title: string): DocumentConnection {
		const { workshopId, personId, Socket, origin } = this.#options;
		const connection = new DocumentConnection({
			workshopId,
			place,
			personId,
			keeps,
			onend: (end) => void this.#ended(connection, end, keeps, title),
			onsynced: () => void this.#bringBack(connection, title),
			...(Socket ? { Socket } : {}),
			...(origin === undefined ? {} : { origin })
		});
		this.#opened.add(connection.name);
		return connection;
	}

	async #ended(connection: DocumentConnection, end: ConnectionEnd, keeps: boolean, title: string): Promise<void> {
		const isShown = connection === this.connection;
		let isFree = true;
		const reason = REASONS[end.reason];
		// Refused for what it says, and not for a right that is gone: the board stays open.
		switch (reason === undefined ? end.code : CLOSE.malformed) {
			case CLOSE.malformed:
			case CLOSE.documentFull: {
				const before = this.kept.copies;
				isFree = await this.#putAside(connection, reason ?? 'They could not be taken in.', title);
				// Where words were put away, they say why.
				if (isShown && reason !== undefined && this.kept.copies === before) this.#say('refused', reason);
				if (isShown && isFree) this.#again(connection, keeps);
				break;
			}
			case CLOSE.notAllowed:
				isFree = await this.#putAside(connection, 'You may not write there any more, or the step was closed.', title);
				if (isShown && isFree) this.#leave(connection);
				break;
			case CLOSE.generationEnded:
				// The older copy stays until the new generation is open: then it is known what has to be done again.
				if (end.reason === 'erased') {
					await connection.deleteCopy();
					this.#say('erased', 'This board was erased on purpose, and so was the copy on this device.');
				} else if (isShown) this.#hold(connection);
				if (isShown) this.#leave(connection);
				break;
			case CLOSE.tooMany:
				if (!isShown) break;
				this.#say(
					'stopped',
					'Too many changes at once. Everything is kept on this device and is sent again in a moment.'
				);
				setTimeout(() => connection === this.connection && this.#again(connection, keeps), PAUSE_MS);
				return;
			default:
				if (!isShown) break;
				this.#say(...endOf(end.code), connection.waiting > 0 ? await wordsOf(connection).catch(() => []) : []);
				return;
		}
		if (isFree || !isShown) return connection.dispose();
		// Opened again it would only be refused again, and what it shows may be all there is of these words.
		this.#say(
			'stopped',
			'Your words were not accepted, and this device could not put them away. Copy them, make room on this device, and load this page again.'
		);
	}

	/**
	 * What waits is put away, and the copy that would be refused for ever is deleted. False when the words could not be
	 * put away, and this document or its copy on this device still holds them.
	 */
	async #putAside(connection: DocumentConnection, reason: string, title: string): Promise<boolean> {
		const { waiting, unread, isConfirmed } = connection;
		if (waiting === 0 && (isConfirmed || unread > 0)) return true;
		// Without its code nobody knows which words these are: nothing is deleted.
		const words = await wordsOf(connection).catch(() => null);
		if (words === null) return false;
		const isStored = await this.kept.putAside({ name: connection.name, reason, title, words }, connection.doc);
		if (!isStored && connection.hasCopy) return false;
		// What could not be read was not refused either.
		if (unread === 0) await connection.deleteCopy();
		return true;
	}

	#hold(connection: DocumentConnection): void {
		if (!connection.isKept) this.#held = connection;
	}

	/** What this device did in an earlier generation of the document is done again in this one. */
	async #bringBack(connection: DocumentConnection, title: string): Promise<void> {
		if (connection !== this.connection) return;
		const held = this.#held;
		const names = setOf([...writtenNames(), ...(held ? [held.name] : [])]);
		const older = olderNames([...names], connection.name);
		for (const copy of older.filter(({ name }) => !this.#bringing.has(name) && !this.#unreadable.has(name))) {
			this.#bringing.add(copy.name);
			try {
				await this.#bringOne(copy, held?.name === copy.name ? held : null, connection, title);
			} catch {
				// The network or the storage: the older copy stays, and is asked for at the next connection.
			}
			this.#bringing.delete(copy.name);
		}
	}

	async #bringOne(
		copy: OlderName,
		held: DocumentConnection | null,
		connection: DocumentConnection,
		title: string
	): Promise<void> {
		const { workshopId, origin = location.origin.replace(/^http/, 'ws'), Socket } = this.#options;
		const code = await import('./older-copies.ts');
		const why = await code.whyEnded({ ...copy, workshopId }, origin, Socket);
		if (why === 'erased') await code.erase(copy.name);
		if (why !== 'restored') return;
		const does = this.#isWritable ? 'is added again' : 'is kept here, and added when the board is open again';
		this.#say('restored', `This board was brought back from a backup. What this device did since ${does}.`);
		if (!this.#isWritable) return;
		if (held) {
			const { isThere, isRead } = await code.bringBackHeld(copy.name, held.doc, connection, connection.left);
			if (!isThere) return;
			this.#held = null;
			// What could not be read stays for a visit that can.
			if (isRead) await code.erase(copy.name);
			else this.#unreadable.add(copy.name);
			return;
		}
		const older = await code.bringBack(copy.name, connection, connection.left);
		if (!older) return;
		const { wordsIn } = await import('./words-in.ts');
		const reason = 'The board as it was on this device before a backup was brought back.';
		const words = wordsIn(older);
		const isStored = await this.kept.putAside({ name: copy.name, reason, title, isWhole: true, words }, older);
		if (isStored) await code.erase(copy.name);
	}

	#leave(connection: DocumentConnection): void {
		this.connection = null;
		connection.dispose();
		if (this.#mayStart()) this.#options.refresh();
		else this.#say('removed', 'This board is not open to you now. It opens again with its step.');
	}

	/** A few fresh starts in half a minute; more would only hammer the server. */
	#mayStart(): boolean {
		this.#starts += 1;
		setTimeout(() => (this.#starts -= 1), CALM_MS);
		return this.#starts <= MOST_STARTS;
	}

	#again(connection: DocumentConnection, keeps: boolean): void {
		connection.dispose();
		if (this.#mayStart()) this.connection = this.#start(connection.place, keeps, this.#title);
		else this.#say('stopped', 'This board cannot be opened here. Open it on another device, and tell the facilitator.');
	}

	#say(kind: SessionNotice['kind'], sentence: string, words: readonly string[] = []): void {
		this.notice = { kind, sentence, words };
	}
}

/** What the server's reasons mean to the person who wrote. */
const REASONS: Readonly<Record<string, string>> = {
	'too-long': 'A note holds more words than fit.',
	'too-many-notes': 'The board has as many notes as it can hold.',
	'document-full': 'The board holds as much as it can.',
	'not-your-words': 'Only its authors reword a note. You can move it, group it, or put it into the bin.',
	'not-your-story': 'Only who wrote a story lets it into the story book.'
};

function endOf(code: number): readonly [SessionNotice['kind'], string] {
	if (code === CLOSE.unknownDocument)
		return ['gone', 'Nothing is here any more, or never was. Your own notes are safe.'];
	if (code === CLOSE.notSignedIn)
		return ['removed', 'This device has no seat in the workshop any more. Come in again with your return code.'];
	if (code === TOO_LARGE)
		return [
			'refused',
			'One change is larger than can be sent at once, such as a very long text. Nothing more is sent from here; your words are kept here. Copy them, and write shorter notes.'
		];
	return ['stopped', 'This board was closed. What you wrote is kept on this device; tell the facilitator.'];
}

/** Words that the server has not confirmed. */
async function wordsOf(connection: DocumentConnection): Promise<readonly string[]> {
	const { wordsBy } = await import('./words-in.ts');
	return wordsBy(connection.doc, connection.writers());
}
