/**
 * A laptop without a screen: a Yjs document on a real socket, which knows of every edit of its own whether the server
 * has said that it is on disk. It comes back like the product's own client (y-websocket with our rules) does.
 * One piece, as the only place that knows which frame of which socket carries which edit.
 */
import { BoardDocument } from '#document/board.ts';
import {
	acknowledged,
	changed,
	closed,
	emptyLedger,
	opened,
	sent,
	storedOnDevice,
	viewOf,
	type Ledger,
	type SavedView
} from '#lib/connection/saved.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { MESSAGE_SAVED, MESSAGE_SYNC } from '#protocol/sync.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { doDeed, writeMarker } from './deeds.ts';
import type { History } from './history.ts';
import { until } from './patience.ts';
import type { Random } from './random.ts';

export interface ClientOptions {
	/** Stands in its markers: small letters, digits and `-`. */
	readonly name: string;
	/** `http://127.0.0.1:PORT`: the server's own address, or that of a proxy in front of it. */
	readonly url: string;
	/** `name=value`. */
	readonly cookie: string;
	readonly place: Pick<DocumentPlace, 'id' | 'path'>;
	readonly history: History;
	readonly random: Random;
	readonly doc?: Y.Doc;
	/** Silence after which it leaves the line and makes a new one, in ms. */
	readonly patienceMs?: number;
}

export interface Closed {
	readonly code: number;
	readonly reason: string;
}

/** As in y-websocket. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2500;
const PATIENCE_MS = 30_000;
const TOO_LARGE = 1009;

export class Client {
	readonly name: string;
	readonly documentId: string;
	readonly doc: Y.Doc;
	readonly board: BoardDocument;
	/** Every close there was, oldest first. */
	readonly closes: Closed[] = [];
	/** The server will not have it again: a 44xx, or a frame that was too large. */
	ended: Closed | null = null;
	/** Has what the server had when it connected. */
	isSynced = false;
	/** How often it was told its words are saved, and every kind of state it showed, one after the other. */
	readonly shown: SavedView['kind'][] = [];
	readonly #options: ClientOptions;
	readonly #listeners = new Set<(frame: Uint8Array) => void>();
	/** Markers that no frame of this socket carries. */
	readonly #unsent = new Set<string>();
	#underWay: { readonly frame: number; readonly markers: readonly string[] }[] = [];
	#sent = 0;
	#saved = 0;
	#ledger = emptyLedger();
	#socket: WebSocket | null = null;
	#wantsLine = false;
	#tries = 0;
	#again: NodeJS.Timeout | null = null;
	#watch: NodeJS.Timeout | null = null;
	#heardAt = 0;
	/** The marker of the edit that is just being made. */
	#writing: string | null = null;
	#typing: NodeJS.Timeout | null = null;

	constructor(options: ClientOptions) {
		this.#options = options;
		this.name = options.name;
		this.documentId = options.place.id;
		this.doc = options.doc ?? new Y.Doc();
		this.board = new BoardDocument(this.doc, { origin: this.name });
		this.#ledger = { ...this.#ledger, device: 'keeps' };
		this.doc.on('update', this.#onUpdate);
	}

	/** Opens a line and keeps one open, until `leave`. */
	connect(): void {
		if (this.ended !== null) return;
		this.#wantsLine = true;
		this.#open();
	}

	/** The network is back: does not wait for the next try. */
	hurry(): void {
		this.#tries = 0;
		this.#open();
	}

	/** The device noticed that its network is gone: the line may seem open for long, and what it sends goes nowhere. */
	drop(): void {
		this.leave();
		this.connect();
	}

	/** Closes the line and makes no other; goes on writing by itself. */
	leave(): void {
		this.#wantsLine = false;
		if (this.#again) clearTimeout(this.#again);
		this.#again = null;
		const socket = this.#socket;
		if (socket) this.#over(socket, { code: 1000, reason: '' });
		socket?.terminate();
	}

	destroy(): void {
		this.stopTyping();
		this.leave();
		this.doc.off('update', this.#onUpdate);
		this.doc.destroy();
	}

	/** One edit of a person: words into a note, with a marker of its own. Returns the marker. */
	edit(): string {
		const marker = this.#options.history.ask(this.documentId, this.name);
		this.#writing = marker;
		writeMarker(this.board, marker, this.#options.random);
		this.#writing = null;
		return marker;
	}

	/** Something that changes the board and no words: moves, groups, the bin. */
	deed(): void {
		doDeed(this.board, this.#options.random);
	}

	/** Edits so often on average, now and then a deed between them; until `stopTyping`. */
	type(perSecond: number): void {
		const { random } = this.#options;
		const next = () => {
			this.#typing = setTimeout(
				() => {
					if (random.chance(0.1)) this.deed();
					this.edit();
					next();
				},
				random.between(0.2, 1.8) * (1000 / perSecond)
			);
		};
		this.stopTyping();
		next();
	}

	stopTyping(): void {
		if (this.#typing) clearTimeout(this.#typing);
		this.#typing = null;
	}

	/** Markers that were not said to be saved. */
	get waiting(): readonly string[] {
		return [...this.#unsent, ...this.#underWay.flatMap(({ markers }) => markers)];
	}

	/** Nothing written here waits any more: the same words the product would show. */
	get saved(): SavedView {
		return viewOf(this.#ledger, Date.now());
	}

	get isAllSaved(): boolean {
		return this.isOpen && this.#unsent.size === 0 && this.#saved >= this.#sent && this.#sent > 0;
	}

	get isOpen(): boolean {
		return this.#socket?.readyState === WebSocket.OPEN;
	}

	/** Step-2 and update frames of this socket: sent, and said to be on disk. */
	get frames(): { readonly sent: number; readonly saved: number } {
		return { sent: this.#sent, saved: this.#saved };
	}

	/** The socket itself, for what only it can do: `pause`, `terminate`, a broken frame. */
	get socket(): WebSocket | null {
		return this.#socket;
	}

	/** Called with every frame that comes, before the client reads it. Returns how to stop that. */
	listen(listener: (frame: Uint8Array) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Sends any bytes, uncounted: presence, or what a hostile client says. False without a line. */
	say(frame: Uint8Array): boolean {
		if (!this.isOpen) return false;
		this.#socket?.send(frame);
		return true;
	}

	/** Resolves with the ms it took. */
	synced(ms = 10_000): Promise<number> {
		return until(
			() => `${this.name} is synced (${this.#where()})`,
			ms,
			() => this.isSynced
		);
	}

	allSaved(ms = 10_000): Promise<number> {
		return until(
			() => `all of ${this.name} is saved (${this.#where()})`,
			ms,
			() => this.isAllSaved
		);
	}

	#where(): string {
		const last = this.closes.at(-1);
		const close = last ? `, last closed with ${last.code} ${last.reason}` : '';
		return `${this.isOpen ? 'open' : 'no line'}, ${this.#saved} of ${this.#sent} frames saved${close}`;
	}

	#open(): void {
		if (!this.#wantsLine || this.#socket || this.ended !== null) return;
		if (this.#again) clearTimeout(this.#again);
		this.#again = null;
		const { url, cookie, place } = this.#options;
		const socket = new WebSocket(`${url.replace('http', 'ws')}${place.path}?ack=1`, {
			headers: { origin: url, cookie },
			perMessageDeflate: false
		});
		socket.binaryType = 'nodebuffer';
		this.#socket = socket;
		this.#heardAt = performance.now();
		// Told by `close` too.
		socket.on('error', () => {});
		socket.on('open', () => this.#opened(socket));
		socket.on('message', (bytes: Buffer) => {
			if (this.#socket === socket) this.#hear(new Uint8Array(bytes));
		});
		socket.on('close', (code, reason) => this.#over(socket, { code, reason: reason.toString() }));
		const { patienceMs = PATIENCE_MS } = this.#options;
		this.#watch = setInterval(() => {
			if (performance.now() - this.#heardAt < patienceMs) return;
			this.#over(socket, { code: 1006, reason: 'silence' });
			socket.terminate();
		}, patienceMs / 10);
	}

	#opened(socket: WebSocket): void {
		if (this.#socket !== socket) return;
		this.#heardAt = performance.now();
		this.#record(opened(this.#ledger));
		socket.send(syncFrame((encoder) => writeSyncStep1(encoder, this.doc)));
	}

	#over(socket: WebSocket, close: Closed): void {
		if (this.#socket !== socket) return;
		this.#socket = null;
		if (this.#watch) clearInterval(this.#watch);
		this.closes.push(close);
		this.isSynced = false;
		this.#record(closed(this.#ledger));
		for (const { markers } of this.#underWay) {
			for (const marker of markers) {
				this.#unsent.add(marker);
				this.#options.history.lose(marker);
			}
		}
		this.#underWay = [];
		this.#sent = 0;
		this.#saved = 0;
		this.#tries += 1;
		if (close.code === TOO_LARGE || (close.code >= 4400 && close.code < 4500)) {
			this.ended = close;
			this.#wantsLine = false;
			return;
		}
		if (!this.#wantsLine) return;
		this.#again = setTimeout(() => this.#open(), Math.min(2 ** this.#tries * FIRST_WAIT_MS, LONGEST_WAIT_MS));
	}

	#hear(frame: Uint8Array): void {
		this.#heardAt = performance.now();
		for (const listener of this.#listeners) listener(frame);
		const decoder = decoding.createDecoder(frame);
		const type = decoding.readVarUint(decoder);
		if (type === MESSAGE_SAVED) return this.#acknowledge(decoding.readVarUint(decoder));
		if (type !== MESSAGE_SYNC) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, MESSAGE_SYNC);
		const kind = readSyncMessage(decoder, encoder, this.doc, this);
		if (kind === STEP_2) {
			this.isSynced = true;
			this.#tries = 0;
		}
		if (kind !== STEP_1) return;
		// The answer carries everything that is here and not there.
		this.#carry([...this.#unsent]);
		this.#unsent.clear();
		this.#record(sent(this.#ledger, 'step-2', Date.now()));
		this.#socket?.send(encoding.toUint8Array(encoder));
	}

	#acknowledge(count: number): void {
		this.#saved = Math.max(this.#saved, count);
		for (const { frame, markers } of this.#underWay) {
			if (frame <= count) for (const marker of markers) this.#options.history.acknowledge(marker);
		}
		this.#underWay = this.#underWay.filter(({ frame }) => frame > count);
		this.#record(acknowledged(this.#ledger, count, Date.now()));
	}

	readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
		if (origin === this) return;
		const markers = this.#writing === null ? [] : [this.#writing];
		const edited = changed(this.#ledger, Date.now());
		this.#record(storedOnDevice(edited, edited.made, Date.now()));
		if (!this.isOpen) {
			for (const marker of markers) this.#unsent.add(marker);
			return;
		}
		this.#carry(markers);
		this.#record(sent(this.#ledger, 'update', Date.now()));
		this.#socket?.send(syncFrame((encoder) => writeUpdate(encoder, update)));
	};

	#carry(markers: readonly string[]): void {
		this.#sent += 1;
		this.#underWay.push({ frame: this.#sent, markers });
	}

	#record(ledger: Ledger): void {
		this.#ledger = ledger;
		const { kind } = this.saved;
		if (this.shown.at(-1) !== kind) this.shown.push(kind);
	}
}

const STEP_1 = 0;
const STEP_2 = 1;

function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, MESSAGE_SYNC);
	write(encoder);
	return encoding.toUint8Array(encoder);
}
