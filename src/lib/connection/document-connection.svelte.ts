import * as decoding from 'lib0/decoding';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { MESSAGE_AWARENESS, MESSAGE_QUERY_AWARENESS, MESSAGE_SAVED, type Presence } from '#protocol/sync.ts';
import { copyName, type ConnectionEnd, type ConnectionOptions, type KeptPlace } from './connection-options.ts';
import { DeviceNotes, forget, writersOf } from './device-notes.ts';
import { base64Of, toldSocket } from './frames.ts';
import type { LocalCopy } from './local-copy.ts';
import { Heart } from './pulse.ts';
import {
	acknowledged,
	cannotRead,
	changed,
	closed,
	deviceCannot,
	emptyLedger,
	losesWordsOnClose,
	opened,
	receivedUpTo,
	sent,
	storedOnDevice,
	viewOf,
	waiting,
	waitingSince,
	type Ledger,
	type SavedView
} from './saved.ts';
import { Waiters } from './waiters.ts';
import { mapOf } from '#lib/state/lookup.ts';

/** A frame over the server's limit: sending it again would end the same way. */
const TOO_LARGE = 1009;

/**
 * One document, open: its words, its socket, its copy on this device, and what may be said about where the words are.
 * Made when a board is shown, disposed of when it is left. One piece: socket, copy and count follow one order of events,
 * and what may be said hangs on that order.
 */
export class DocumentConnection {
	readonly place: KeptPlace;
	readonly doc = new Y.Doc();
	readonly awareness = new Awareness(this.doc);
	readonly name: string;

	/** The document's content is here, from the server or from this device: notes can be shown and written. */
	isReady = $state(false);
	/** This device has kept a copy from now on, and the server has not said yet what is in the document. */
	isUnopened = $state(false);
	/** The server has sent all it has on this socket. */
	isSynced = $state(false);
	/** The server has confirmed all that this device held when the document was opened, the copy included. */
	isConfirmed = false;
	ended: ConnectionEnd | null = $state.raw(null);

	#ledger: Ledger = $state.raw(emptyLedger());
	#now = $state(Date.now());
	#copy: LocalCopy | null = null;
	/** Marks what comes out of the copy. */
	readonly #fromCopy = {};
	readonly #notes: DeviceNotes | null;
	/** Changes of the ledger that the update now leaving carries. */
	#carried = 0;
	#isDisposed = false;
	readonly #left = new AbortController();
	/** What an earlier visit left has to be read before the first step 2, which carries it. */
	#isHeld: boolean;
	/** How far the words of this page are on the server's disk, as a Yjs clock. */
	#safeClock = 0;
	/** Frames sent when the server was last asked for an answer. */
	#askedAfter = 0;
	readonly #heart: Heart;
	readonly #provider: WebsocketProvider;
	readonly #onend: (end: ConnectionEnd) => void;
	readonly #waiters = new Waiters();

	constructor(options: ConnectionOptions) {
		const { workshopId, place, personId, keeps, onend = () => {}, Socket } = options;
		const origin = options.origin ?? location.origin.replace(/^http/, 'ws');
		this.place = place;
		this.name = copyName(workshopId, place, personId);
		this.#onend = onend;
		this.#notes = keeps ? new DeviceNotes(this.name) : null;
		const left = this.#notes?.left ?? 0;
		this.#ledger = { ...emptyLedger(left), device: keeps ? 'unknown' : 'cannot' };

		// Before the provider's own listener: a change is written down before its frame leaves.
		this.doc.on('update', this.#heardUpdate);
		const cut = place.path.lastIndexOf('/');
		const provider = new WebsocketProvider(origin + place.path.slice(0, cut), place.path.slice(cut + 1), this.doc, {
			connect: false,
			awareness: this.awareness,
			disableBc: true,
			params: { ack: '1' },
			WebSocketPolyfill: toldSocket(
				(kind) => this.#record(sent(this.#ledger, kind, Date.now(), this.#carried)),
				Socket
			),
			shouldReconnect: ({ code }) => code !== TOO_LARGE && !(code >= 4400 && code < 4500)
		});
		this.#provider = provider;
		this.#heart = new Heart({
			ask: () => {
				this.#askedAfter = this.#ledger.sent;
				provider.ws?.send(Uint8Array.of(MESSAGE_QUERY_AWARENESS));
			},
			giveUp: this.#anew,
			onbeat: () => (this.#now = Date.now())
		});
		provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) =>
			this.#record(acknowledged(this.#ledger, decoding.readVarUint(decoder), Date.now()));
		provider.messageHandlers = provider.messageHandlers.map((handle, type) => (...message) => {
			// Frames are read in their order: whoever answers has had all that was sent before the question. A neighbour's
			// cursor looks like the answer, so nothing counts before the question has left this laptop.
			const isAnswer = this.#heart.heard() && type === MESSAGE_AWARENESS && provider.ws?.bufferedAmount === 0;
			if (isAnswer) this.#record(receivedUpTo(this.#ledger, this.#askedAfter));
			handle(...message);
		});
		provider.on('status', ({ status }) => {
			if (this.#isDisposed) return;
			if (status === 'connected') this.#record(opened(this.#ledger));
			this.#heart.socket(status === 'connected');
		});
		provider.on('connection-close', () => this.#record(closed(this.#ledger)));
		provider.on('sync', (isSynced) => {
			this.isSynced = isSynced;
			if (!isSynced) return;
			this.isReady = true;
			this.isUnopened = false;
			this.#copy?.opened();
			options.onsynced?.();
		});
		provider.on('closed', (end) => this.#end(end));
		this.#isHeld = left > 0;
		if (!this.#isHeld) provider.connect();
		if (keeps) void this.#keep();
		const { signal } = this.#left;
		addEventListener('beforeunload', this.#warn, { signal });
		addEventListener('online', this.#hurry, { signal });
		addEventListener('offline', this.#drop, { signal });
		addEventListener('pagehide', this.#leave, { signal });
	}

	/** Where the words are. */
	get saved(): SavedView {
		return viewOf(this.#ledger, this.#now);
	}

	get isOpen(): boolean {
		return this.#ledger.isOpen;
	}

	/** This device keeps a copy. */
	get isKept(): boolean {
		return this.#ledger.device === 'keeps';
	}

	/** There is a copy on this device, which may lack what was written last. */
	get hasCopy(): boolean {
		return this.#copy !== null;
	}

	/** Changes of this device that the server has not confirmed, but for those in a copy that cannot be read. */
	get waiting(): number {
		return waiting(this.#ledger);
	}

	/** Changes that earlier visits left in a copy that could not be read. */
	get unread(): number {
		return this.#ledger.unread;
	}

	/** What this laptop holds, base64: a command that reads the document sends it, and the server waits for it. */
	stateVector(): string {
		return base64Of(Y.encodeStateVector(this.doc));
	}

	/**
	 * Resolves once every change made here is on the server's disk.
	 * @throws Problem `not-saved-yet` after ten seconds
	 */
	async whenSaved(): Promise<void> {
		if (this.waiting === 0 && this.isOpen) return;
		await this.#waiters.patiently();
	}

	/** Tells the others what I am doing. The server adds who I am. */
	show(presence: Omit<Presence, 'person'>): void {
		this.awareness.setLocalState({ ...this.awareness.getLocalState(), ...presence });
	}

	/** Leaves now; what has not reached the server stays in the local copy. */
	dispose(): void {
		if (this.#isDisposed) return;
		this.#isDisposed = true;
		this.#left.abort();
		this.#leave();
		this.#provider.destroy();
		// After the socket: its end winds it up once more.
		this.#heart.rest();
		this.awareness.destroy();
		this.#copy?.close();
		this.doc.destroy();
	}

	/** Leaves as soon as nothing waits: a private note written without a network still has to arrive. */
	retire(): void {
		if (this.waiting === 0 || this.ended !== null) this.dispose();
		else this.#waiters.add(() => this.dispose());
	}

	/** Aborted when this document is left. */
	get left(): AbortSignal {
		return this.#left.signal;
	}

	/** Takes in a change made on this device under another Yjs client id. */
	takeIn(update: Uint8Array, client: number): void {
		this.#notes?.writes(client);
		Y.applyUpdate(this.doc, update, this);
	}

	/**
	 * Yjs client ids of this device in this document, each with the clock up to which the server has its changes: what
	 * lies beyond is what waits.
	 */
	writers(): ReadonlyMap<number, number> {
		const former = this.isConfirmed ? [] : writersOf(this.name);
		return mapOf([...former.map((client) => [client, 0] as const), [this.doc.clientID, this.#safeClock]]);
	}

	async deleteCopy(): Promise<void> {
		forget(this.name);
		await this.#copy?.discard();
		this.#copy = null;
	}

	readonly #heardUpdate = (_update: Uint8Array, origin: unknown): void => {
		if (origin === this.#provider) return;
		// What an earlier visit left was counted at the start.
		const isFromCopy = origin === this.#fromCopy;
		this.#carried = isFromCopy ? 0 : 1;
		if (isFromCopy) return;
		this.#notes?.writes(this.doc.clientID);
		this.#record(changed(this.#ledger, Date.now()));
	};

	async #keep(): Promise<void> {
		// Without its code the device cannot keep anything, and that is what is said.
		const code = await import('./local-copy.ts').catch(() => null);
		if (this.#isDisposed) return;
		const copy = await code?.LocalCopy.keep(this.name, this.doc, {
			origin: this.#fromCopy,
			isRemote: (origin) => origin === this.#provider,
			made: () => this.#ledger.made,
			onstored: (made) => this.#record(storedOnDevice(this.#ledger, made, Date.now())),
			onlost: () => this.#record(deviceCannot(this.#ledger))
		});
		if (this.#isDisposed) return copy?.close();
		this.#copy = copy ?? null;
		if (copy) {
			this.isReady = true;
			if (this.isSynced) copy.opened();
			else this.isUnopened = copy.isNew;
		} else this.#record(cannotRead(this.#ledger, this.#notes?.left ?? 0, Date.now()));
		this.#isHeld = false;
		if (this.ended === null) this.#provider.connect();
	}

	#record(ledger: Ledger): void {
		if (this.#isDisposed) return;
		this.#ledger = ledger;
		this.#now = Date.now();
		const now = waiting(ledger);
		this.#heart.waits(waitingSince(ledger));
		// While the socket is open a count is out of date before it is written; leaving the page writes it, too.
		if (!ledger.isOpen) this.#leave();
		if (now > 0 || !ledger.isOpen || ledger.onDisk < ledger.sent) return;
		if (ledger.device !== 'unknown' && ledger.onDisk > 0) {
			this.#safeClock = Y.getState(this.doc.store, this.doc.clientID);
			this.isConfirmed = ledger.unread === 0;
			this.#leave();
		}
		this.#waiters.saved();
	}

	readonly #leave = (): void => this.#notes?.waits(this.waiting + this.unread);

	#end(end: ConnectionEnd): void {
		this.ended = end;
		this.#heart.rest();
		this.#onend(end);
	}

	readonly #warn = (event: BeforeUnloadEvent): void => {
		if (losesWordsOnClose(this.#ledger)) event.preventDefault();
	};

	/** Another socket in place of this one. */
	readonly #anew = (): void => {
		if (this.#isDisposed || this.#isHeld || this.ended !== null) return;
		this.#provider.disconnect();
		this.#provider.connect();
	};

	/** The device lost its network: the socket may seem open for a long time yet, and what it sends goes nowhere. */
	readonly #drop = (): void => {
		if (this.isOpen) this.#anew();
	};

	/** The network is back: do not wait for the next try, or for one that began without a network. */
	readonly #hurry = (): void => {
		if (!this.isOpen) this.#anew();
	};
}
