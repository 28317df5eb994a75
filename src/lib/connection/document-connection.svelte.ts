import * as decoding from 'lib0/decoding';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { Problem } from '#domain/problem.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { MESSAGE_SAVED, type Presence } from '#protocol/sync.ts';
import { toldSocket } from './frames.ts';
import type { LocalCopy } from './local-copy.ts';
import {
	acknowledged,
	changed,
	closed,
	emptyLedger,
	losesWordsOnClose,
	opened,
	QUIET_MS,
	sent,
	viewOf,
	waiting,
	type Ledger,
	type SavedView
} from './saved.ts';
import { readWaiting, writeWaiting } from './waiting-count.ts';
import { setOf } from '#lib/state/lookup.ts';

/** Why the server lets this connection in no more; the provider does not try again. */
export interface ConnectionEnd {
	readonly code: number;
	readonly reason: string;
}

export interface ConnectionOptions {
	readonly workshopId: string;
	readonly place: DocumentPlace;
	/** Null for the screen. */
	readonly personId: string | null;
	/** False where reading is borrowed, as in a gallery walk: nothing is left on the device. */
	readonly keeps: boolean;
	readonly onend?: (end: ConnectionEnd) => void;
	/** `ws://host` of the page, and its socket; a test brings its own. */
	readonly origin?: string;
	readonly Socket?: typeof WebSocket;
}

/** A frame over the server's limit: sending it again would end the same way. */
const TOO_LARGE = 1009;
const SAVE_PATIENCE_MS = 10_000;

/** The name of the local copy: another generation or another person never reads it. */
export const copyName = (workshopId: string, place: DocumentPlace, personId: string | null): string =>
	`plenary.${workshopId}.${place.id}.${place.generation}.${personId ?? 'screen'}`;

/**
 * One document, open: its words, its socket, its copy on this device, and what may be said about where the words are.
 * Made when a board is shown, disposed of when it is left.
 */
export class DocumentConnection {
	readonly place: DocumentPlace;
	readonly doc = new Y.Doc();
	readonly awareness = new Awareness(this.doc);
	readonly name: string;

	/** The document's content is here, from the server or from this device: notes can be shown and written. */
	isReady = $state(false);
	/** The server has sent all it has on this socket. */
	isSynced = $state(false);
	ended: ConnectionEnd | null = $state.raw(null);

	#ledger: Ledger = $state.raw(emptyLedger());
	#now = $state(Date.now());
	#copy: LocalCopy | null = null;
	/** Changes of the ledger that the update now leaving carries. */
	#carried = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isDisposed = false;
	/** The count of waiting changes is written down on this device. */
	#isNoted = false;
	readonly #provider: WebsocketProvider;
	readonly #onend: (end: ConnectionEnd) => void;
	readonly #waiters = setOf<() => void>();

	constructor(options: ConnectionOptions) {
		const { workshopId, place, personId, keeps, onend = () => {}, Socket } = options;
		const origin = options.origin ?? location.origin.replace(/^http/, 'ws');
		this.place = place;
		this.name = copyName(workshopId, place, personId);
		this.#onend = onend;
		const left = keeps ? readWaiting(this.name) : 0;
		this.#isNoted = left > 0;
		this.#ledger = { ...emptyLedger(left), device: keeps ? 'unknown' : 'cannot' };

		// Before the provider's own listener: a change is written down before its frame leaves.
		this.doc.on('update', this.#heardUpdate);
		const cut = place.path.lastIndexOf('/');
		this.#provider = new WebsocketProvider(origin + place.path.slice(0, cut), place.path.slice(cut + 1), this.doc, {
			connect: false,
			awareness: this.awareness,
			disableBc: true,
			params: { ack: '1' },
			WebSocketPolyfill: toldSocket((kind) => this.#record(sent(this.#ledger, kind, this.#carried)), Socket),
			shouldReconnect: ({ code }) => code !== TOO_LARGE && !(code >= 4400 && code < 4500)
		});
		this.#provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) =>
			this.#record(acknowledged(this.#ledger, decoding.readVarUint(decoder), Date.now()));
		this.#provider.on('status', ({ status }) => {
			if (status === 'connected') this.#record(opened(this.#ledger));
		});
		this.#provider.on('connection-close', () => this.#record(closed(this.#ledger)));
		this.#provider.on('sync', (isSynced) => {
			this.isSynced = isSynced;
			if (isSynced) this.isReady = true;
		});
		this.#provider.on('closed', (end) => this.#end(end));
		// What an earlier visit left has to be read before the first step 2, which carries it.
		if (left === 0) this.#provider.connect();
		if (keeps) void this.#keep().then(() => this.#hurry());
		addEventListener('beforeunload', this.#warn);
		addEventListener('online', this.#hurry);
		addEventListener('offline', this.#drop);
		addEventListener('pagehide', this.#leave);
	}

	/** Where the words are. */
	get saved(): SavedView {
		return viewOf(this.#ledger, this.#now);
	}

	get isOpen(): boolean {
		return this.#ledger.isOpen;
	}

	/** Changes of this device that the server has not confirmed. */
	get waiting(): number {
		return waiting(this.#ledger);
	}

	/** What this laptop holds, base64: a command that reads the document sends it, and the server waits for it. */
	stateVector(): string {
		let binary = '';
		for (const byte of Y.encodeStateVector(this.doc)) binary += String.fromCharCode(byte);
		return btoa(binary);
	}

	/**
	 * Resolves once every change made here is on the server's disk.
	 * @throws Problem `not-saved-yet` after ten seconds
	 */
	async whenSaved(): Promise<void> {
		if (this.waiting === 0 && this.isOpen) return;
		await new Promise<void>((resolve, reject) => {
			const patience = setTimeout(() => {
				this.#waiters.delete(done);
				reject(
					new Problem(
						'not-saved-yet',
						'Not everything is saved yet. It waits on this device; try again when it says saved.'
					)
				);
			}, SAVE_PATIENCE_MS);
			const done = () => {
				clearTimeout(patience);
				resolve();
			};
			this.#waiters.add(done);
		});
	}

	/** Tells the others what I am doing. The server adds who I am. */
	show(presence: Omit<Presence, 'person'>): void {
		this.awareness.setLocalState({ ...this.awareness.getLocalState(), ...presence });
	}

	/** Leaves now; what has not reached the server stays in the local copy. */
	dispose(): void {
		if (this.#isDisposed) return;
		this.#isDisposed = true;
		clearTimeout(this.#timer);
		removeEventListener('beforeunload', this.#warn);
		removeEventListener('online', this.#hurry);
		removeEventListener('offline', this.#drop);
		removeEventListener('pagehide', this.#leave);
		this.#provider.destroy();
		this.awareness.destroy();
		void this.#copy?.close();
		this.doc.destroy();
	}

	/** Leaves as soon as nothing waits: a private note written without a network still has to arrive. */
	retire(): void {
		if (this.waiting === 0 || this.ended !== null) this.dispose();
		else this.#waiters.add(() => this.dispose());
	}

	/** Puts the words away for 30 days and deletes the copy. */
	async setAside(reason: string): Promise<void> {
		const { setAside } = await import('./local-copy.ts');
		await setAside(this.name, this.doc, reason, Date.now());
		await this.deleteCopy();
	}

	async deleteCopy(): Promise<void> {
		writeWaiting(this.name, 0);
		await this.#copy?.discard();
		this.#copy = null;
	}

	readonly #heardUpdate = (_update: Uint8Array, origin: unknown): void => {
		if (origin === this.#provider) return;
		// What an earlier visit left was counted at the start.
		const isFromCopy = this.#copy !== null && origin === this.#copy.origin;
		this.#carried = isFromCopy ? 0 : 1;
		if (!isFromCopy) this.#record(changed(this.#ledger, Date.now()));
	};

	async #keep(): Promise<void> {
		// Without its code the device cannot keep anything, and that is what is said.
		const code = await import('./local-copy.ts').catch(() => null);
		if (this.#isDisposed) return;
		const copy = code && (await code.keepCopy(this.name, this.doc));
		if (this.#isDisposed) {
			void copy?.close();
			return;
		}
		this.#copy = copy;
		if (!copy) {
			this.#record({ ...this.#ledger, device: 'cannot' });
			return;
		}
		await copy.loaded;
		this.#record({ ...this.#ledger, device: 'keeps' });
		this.isReady = true;
	}

	#record(ledger: Ledger): void {
		this.#ledger = ledger;
		this.#now = Date.now();
		const now = waiting(ledger);
		// While the socket is open a count is out of date before it is written; leaving the page writes it, too.
		if (!ledger.isOpen || (now === 0 && this.#isNoted)) this.#note(now);
		clearTimeout(this.#timer);
		if (now > 0) this.#timer = setTimeout(() => (this.#now = Date.now()), QUIET_MS + 20);
		else if (ledger.isOpen && this.#waiters.size > 0) {
			const waiters = [...this.#waiters];
			this.#waiters.clear();
			for (const done of waiters) done();
		}
	}

	#note(count: number): void {
		if (this.#ledger.device === 'cannot') return;
		writeWaiting(this.name, count);
		this.#isNoted = count > 0;
	}

	readonly #leave = (): void => this.#note(this.waiting);

	#end(end: ConnectionEnd): void {
		this.ended = end;
		this.#onend(end);
	}

	readonly #warn = (event: BeforeUnloadEvent): void => {
		if (losesWordsOnClose(this.#ledger)) event.preventDefault();
	};

	/** The device lost its network: the socket may seem open for a long time yet, and what it sends goes nowhere. */
	readonly #drop = (): void => {
		if (this.ended !== null || !this.isOpen) return;
		this.#provider.disconnect();
		this.#provider.connect();
	};

	/** The network is back: do not wait for the provider's next try. */
	readonly #hurry = (): void => {
		if (!this.#isDisposed && this.ended === null && !this.isOpen) this.#provider.connect();
	};
}
