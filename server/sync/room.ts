/**
 * One document with everyone who has it open. One piece, as the only place in this process that knows what is applied,
 * what is on disk and who was told.
 */
import { authorize } from '#domain/access.ts';
import type { DocumentId, PersonId, WorkshopId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { CLOSE, GRACE_MS, MAX_DOCUMENT } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { DocumentGone, type LogRow, type StoredDocument, type SyncAccess } from './access.ts';
import type { Connection } from './connection.ts';
import { flushWindow, type Edit, type Flushed, type Received, type Rights } from './flush.ts';
import { presenceFrame, readFrame, step1Frame, step2Frame, updateFrame, type PresenceEntry } from './frame.ts';
import type { Journal, Journaled } from './journal.ts';
import { Presence } from './presence.ts';

export interface RoomOptions {
	readonly access: SyncAccess;
	readonly journal: Pick<Journal, 'request'>;
	readonly now: () => number;
	/** The number of notes changed. */
	readonly onCount: () => void;
	/** The document was removed; forget the room. */
	readonly onGone: () => void;
}

/** Presence goes out at most this often. */
const PRESENCE_MS = 33;
/** Bytes that may wait for the disk before senders are asked to come back later. */
const WAITING_LIMIT = 8 * 1024 * 1024;
/** Re-syncs in a row without one admitted frame; then the client's copy is beyond repair. */
const RESYNC_LIMIT = 5;
const KEEP_ALIVE = presenceFrame([]);

interface Waiter {
	readonly stateVector: ReadonlyMap<number, number>;
	readonly done: (isThere: boolean) => void;
	readonly timer: NodeJS.Timeout;
}

export class Room implements Journaled {
	readonly documentId: DocumentId;
	readonly workshopId: WorkshopId;
	readonly generation: number;
	readonly #options: RoomOptions;
	readonly #doc = new Y.Doc();
	readonly #board: BoardDocument;
	readonly #owners: Map<number, PersonId>;
	readonly #connections = new Set<Connection>();
	readonly #presence = new Presence<Connection>();
	readonly #waiters = new Set<Waiter>();
	#frames: Received[] = [];
	#edits: Edit[] = [];
	#waitingBytes = 0;
	/** What is applied and not on disk yet. While there is one nobody is shown anything of the document. */
	#flight: Flushed | null = null;
	/** What happens when the flush in flight is on disk, or never will be. */
	#afterFlight: ((isStored: boolean) => void)[] = [];
	/** The answer to everyone who has nothing yet, valid until the next change. */
	#snapshot: Uint8Array | null = null;
	#seq: number;
	#rows: number;
	#bytes: number;
	#count: number;
	#presenceTimer: NodeJS.Timeout | null = null;
	#presenceSentAt = 0;
	#isGone = false;

	constructor(documentId: DocumentId, stored: StoredDocument, options: RoomOptions) {
		this.documentId = documentId;
		this.workshopId = stored.workshopId;
		this.generation = stored.generation;
		this.#options = options;
		this.#owners = new Map(stored.owners);
		this.#board = new BoardDocument(this.#doc, { now: options.now });
		this.#doc.transact(() => {
			for (const update of stored.updates) Y.applyUpdate(this.#doc, update);
		});
		this.#seq = stored.lastSeq;
		this.#rows = stored.updates.length;
		this.#bytes = stored.updates.reduce((sum, { byteLength }) => sum + byteLength, 0);
		this.#count = this.#board.count();
	}

	get connections(): ReadonlySet<Connection> {
		return this.#connections;
	}

	/** Notes that are not in the bin, on disk or about to be. */
	get count(): number {
		return this.#count;
	}

	/** Rows of the log it would be loaded from. */
	get rows(): number {
		return this.#rows;
	}

	/** Nobody is here and nothing waits for the disk. */
	get isQuiet(): boolean {
		return this.#connections.size === 0 && !this.#flight && this.#frames.length === 0 && this.#edits.length === 0;
	}

	join(connection: Connection): void {
		this.#connections.add(connection);
		connection.couldWrite = this.#mayWriteNow(connection);
		connection.send(step1Frame(Y.encodeStateVector(this.#doc)));
		const others = this.#presence.everyone(connection, this.#seesNames(connection));
		if (others) connection.send(others);
	}

	/** What it sent before it left still counts. */
	leave(connection: Connection): void {
		if (!this.#connections.delete(connection)) return;
		this.#presence.leave(connection);
		this.#tellPresence();
	}

	receive(connection: Connection, bytes: Uint8Array): void {
		if (connection.isRefused || this.#isGone) return;
		if (!connection.allows(bytes.byteLength))
			return connection.close({ code: CLOSE.tooMany, reason: 'too-many-frames' });
		if (!this.#mayRead(connection) && this.#options.now() >= connection.lateUntil)
			return connection.close({ code: CLOSE.notAllowed, reason: 'not-allowed' });
		const frame = readFrame(bytes);
		switch (frame.kind) {
			case 'step-1':
				return this.#whenShown(() => this.#answer(connection, frame.stateVector));
			case 'update':
				return this.#queue(connection, frame.update, frame.isStep2);
			case 'presence':
				return this.#hear(connection, frame.entries);
			case 'presence-asked': {
				const others = this.#presence.everyone(connection, this.#seesNames(connection));
				return connection.send(others ?? KEEP_ALIVE);
			}
			case 'refused':
				return connection.close(frame.refusal);
		}
	}

	/** Reads what is on disk. */
	read<T>(look: (board: BoardDocument) => T): Promise<T> {
		return new Promise((resolve, reject) => {
			this.#whenShown((isStored) => {
				try {
					if (!isStored) throw new DocumentGone();
					resolve(look(this.#board));
				} catch (error) {
					reject(error);
				}
			});
		});
	}

	/** A write of the server, in the next window. Resolves when it is on disk. What `write` did before it threw stays. */
	edit<T>(write: (board: BoardDocument) => T): Promise<T> {
		return new Promise((resolve, reject) => {
			if (this.#isGone) return reject(new DocumentGone());
			this.#edits.push((board) => {
				try {
					const result = write(board);
					this.#afterFlight.push((isStored) => (isStored ? resolve(result) : reject(new DocumentGone())));
				} catch (error) {
					reject(error);
				}
			});
			this.#options.journal.request(this);
		});
	}

	/** Resolves to true when all that the state vector names is here and on disk, to false when the time is over. */
	waitFor(encoded: Uint8Array, timeoutMs: number): Promise<boolean> {
		const stateVector = Y.decodeStateVector(encoded);
		if (!this.#flight && this.#covers(stateVector)) return Promise.resolve(true);
		return new Promise((resolve) => {
			const waiter: Waiter = {
				stateVector,
				done: (isThere) => {
					clearTimeout(waiter.timer);
					this.#waiters.delete(waiter);
					resolve(isThere);
				},
				timer: setTimeout(() => waiter.done(false), timeoutMs)
			};
			this.#waiters.add(waiter);
		});
	}

	take(): LogRow | null {
		if (this.#isGone) return null;
		const [frames, edits] = [this.#frames, this.#edits];
		this.#frames = [];
		this.#edits = [];
		this.#waitingBytes = 0;
		const flushed = flushWindow({ board: this.#board, owners: this.#owners }, frames, edits, this.#rights());
		for (const { connection, refusal } of flushed.refusals) connection.close(refusal);
		this.#flight = flushed;
		if (!flushed.bytes) return null;
		this.#snapshot = null;
		this.#bytes += flushed.bytes.byteLength;
		this.#rows += 1;
		this.#seq += 1;
		const { documentId, generation } = this;
		return { documentId, generation, seq: this.#seq, bytes: flushed.bytes, claims: flushed.claims };
	}

	stored(): void {
		const flushed = this.#flight;
		this.#flight = null;
		if (!flushed) return;
		if (flushed.bytes) this.#show(flushed.bytes, flushed.knows);
		for (const connection of this.#connections) connection.stored();
		for (const connection of flushed.resyncs) this.#resync(connection);
		for (const after of this.#afterFlight.splice(0)) after(true);
		for (const waiter of [...this.#waiters]) if (this.#covers(waiter.stateVector)) waiter.done(true);
		if (flushed.bytes) this.#recount();
	}

	/** Nothing more can be stored: the document was removed, or this copy of it is broken and must be loaded anew. */
	gone(why: 'removed' | 'broken'): void {
		if (this.#isGone) return;
		this.#isGone = true;
		const code = why === 'removed' ? CLOSE.unknownDocument : CLOSE.tryLater;
		for (const connection of [...this.#connections]) connection.close({ code, reason: why });
		for (const after of this.#afterFlight.splice(0)) after(false);
		for (const waiter of [...this.#waiters]) waiter.done(false);
		this.#options.onGone();
	}

	/** Roles, people or the step changed: who lost a right has two seconds for what is on its way. */
	accessChanged(): void {
		const { access, now } = this.#options;
		for (const connection of [...this.#connections]) {
			const actor = access.current(connection.actor);
			if (!actor) {
				connection.close({ code: CLOSE.notAllowed, reason: 'removed' });
				continue;
			}
			connection.actor = actor;
			const mayWrite = this.#mayWriteNow(connection);
			const mayRead = this.#mayRead(connection);
			if (connection.couldWrite && !mayWrite) connection.lateUntil = now() + GRACE_MS;
			connection.couldWrite = mayWrite;
			if (!mayRead) this.#closeAfterGrace(connection);
			// It was shown nothing while it had no right to it: a new socket brings what it missed.
			else if (connection.isBehind) connection.close({ code: CLOSE.tryLater, reason: 'access-changed' });
		}
	}

	keepAlive(): void {
		for (const connection of this.#connections) {
			connection.send(KEEP_ALIVE);
			connection.ping();
		}
	}

	/** Everything on disk as one row, to take the place of all up to it. */
	snapshotRow(): LogRow {
		const { documentId, generation } = this;
		return { documentId, generation, seq: this.#seq, bytes: Y.encodeStateAsUpdate(this.#doc), claims: [] };
	}

	destroy(): void {
		if (this.#presenceTimer) clearTimeout(this.#presenceTimer);
		for (const waiter of [...this.#waiters]) waiter.done(false);
		this.#doc.destroy();
	}

	#queue(connection: Connection, update: Uint8Array, isStep2: boolean): void {
		this.#waitingBytes += update.byteLength;
		if (this.#waitingBytes > WAITING_LIMIT) return connection.close({ code: CLOSE.tryLater, reason: 'not-stored-yet' });
		connection.received += 1;
		this.#frames.push({ connection, update, isStep2, number: connection.received });
		this.#options.journal.request(this);
	}

	#answer(connection: Connection, stateVector: Uint8Array): void {
		if (!this.#mayRead(connection)) return;
		let frame: Uint8Array;
		if (stateVector.byteLength <= 1) {
			this.#snapshot ??= step2Frame(Y.encodeStateAsUpdate(this.#doc));
			frame = this.#snapshot;
		} else {
			try {
				frame = step2Frame(Y.encodeStateAsUpdate(this.#doc, stateVector));
			} catch {
				// Yjs tells bytes that are no state vector only by throwing.
				return connection.close({ code: CLOSE.malformed, reason: 'broken-state-vector' });
			}
		}
		connection.isJoined = true;
		connection.send(frame);
	}

	#hear(connection: Connection, entries: readonly PresenceEntry[]): void {
		const { personId } = connection;
		// A screen shows others and is nobody itself.
		if (personId === null || !this.#mayRead(connection)) return;
		const person = this.#options.access.namesRule(this.documentId) === 'anonymous' ? 'hidden' : personId;
		if (!this.#presence.hear(connection, entries, person))
			return connection.close({ code: CLOSE.malformed, reason: 'broken-presence' });
		this.#tellPresence();
	}

	#tellPresence(): void {
		if (this.#presenceTimer || !this.#presence.hasNews) return;
		const waitMs = Math.max(0, this.#presenceSentAt + PRESENCE_MS - this.#options.now());
		this.#presenceTimer = setTimeout(() => {
			this.#presenceTimer = null;
			this.#presenceSentAt = this.#options.now();
			const newsFor = this.#presence.news();
			for (const connection of this.#connections) {
				const frame = newsFor(connection, this.#seesNames(connection));
				if (frame && this.#mayRead(connection)) connection.send(frame);
			}
		}, waitMs);
	}

	#show(bytes: Uint8Array, knows: Connection | null): void {
		const frame = updateFrame(bytes);
		for (const connection of this.#connections) {
			if (!connection.isJoined || connection === knows) continue;
			if (this.#mayRead(connection)) connection.send(frame);
			else connection.isBehind = true;
		}
	}

	#resync(connection: Connection): void {
		if (connection.resyncs > RESYNC_LIMIT) connection.close({ code: CLOSE.malformed, reason: 'gap' });
		else connection.send(step1Frame(Y.encodeStateVector(this.#doc)));
	}

	/** At once, or when the flush in flight is on disk: nothing is shown before. */
	#whenShown(act: (isStored: boolean) => void): void {
		if (this.#flight) this.#afterFlight.push(act);
		else act(!this.#isGone);
	}

	#covers(stateVector: ReadonlyMap<number, number>): boolean {
		return [...stateVector].every(([client, clock]) => Y.getState(this.#doc.store, client) >= clock);
	}

	#recount(): void {
		const count = this.#board.count();
		if (count === this.#count) return;
		this.#count = count;
		this.#options.onCount();
	}

	/** Only what a writer has under way counts until then: whoever could only read has nothing to bring. */
	#closeAfterGrace(connection: Connection): void {
		setTimeout(() => {
			if (this.#connections.has(connection) && !this.#mayRead(connection))
				connection.close({ code: CLOSE.notAllowed, reason: 'not-allowed' });
		}, GRACE_MS).unref();
	}

	#mayRead(connection: Connection): boolean {
		const resource = this.#options.access.resource(this.documentId);
		return resource !== null && authorize(connection.actor, 'document.read', resource);
	}

	/** Under the rule `syndicate` those who sit together know who writes; to everybody else it is their syndicate. */
	#seesNames({ actor }: Connection): boolean {
		const { access } = this.#options;
		if (access.namesRule(this.documentId) !== 'syndicate') return true;
		const syndicateId = access.resource(this.documentId)?.syndicateId ?? null;
		return syndicateId === null || (actor.kind === 'person' && actor.syndicateId === syndicateId);
	}

	#mayWriteNow(connection: Connection): boolean {
		const resource = this.#options.access.resource(this.documentId);
		return resource !== null && authorize(connection.actor, 'document.write', resource);
	}

	#rights(): Rights {
		const { access, now } = this.#options;
		const resource = access.resource(this.documentId);
		const isOpen = resource?.state === 'room' && (resource.stepState === 'open' || resource.stepState === 'closing');
		const isFull = this.#isFull();
		return {
			mayWrite: (connection) =>
				resource !== null &&
				(authorize(connection.actor, 'document.write', resource) || (isOpen && now() < connection.lateUntil)),
			isFull,
			stampFor: (personId) => (access.namesRule(this.documentId) === 'named' ? personId : 'hidden')
		};
	}

	/** The bytes since loading are only a guess: what was typed and deleted weighs less once it is encoded whole. */
	#isFull(): boolean {
		if (this.#bytes <= MAX_DOCUMENT) return false;
		this.#bytes = Y.encodeStateAsUpdate(this.#doc).byteLength;
		return this.#bytes > MAX_DOCUMENT;
	}
}
