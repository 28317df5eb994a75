/**
 * One document with everyone who has it open. One piece, as the only place in this process that knows what is applied,
 * what is on disk and who was told.
 */
import { authorize, type DocumentResource } from '#domain/access.ts';
import type { DocumentId, PersonId, WorkshopId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import { CLOSE, GRACE_MS, MAX_DOCUMENT } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { DocumentGone, type LogRow, type StoredDocument, type SyncAccess } from './access.ts';
import type { Connection } from './connection.ts';
import { Content } from './content.ts';
import { flushWindow, isEmpty, NOTHING, type Edit, type Flushed, type Received, type Rights } from './flush.ts';
import { onWire, readFrame, step1Frame, updateFrame, type PresenceEntry } from './frame.ts';
import type { Journal, Journaled } from './journal.ts';
import { Pace } from './pace.ts';
import { Presence } from './presence.ts';
import { Tail } from './tail.ts';
import { Waiters } from './waiters.ts';

export interface RoomOptions {
	readonly access: SyncAccess;
	readonly journal: Pick<Journal, 'request'>;
	readonly now: () => number;
	/** The share of a core that this process uses. */
	readonly share: { readonly value: number };
	/** May a sleeping document of so many bytes be woken now? Asked only for what clients send. */
	readonly mayWake: (bytes: number) => boolean;
	/** Something was written. */
	readonly onWritten: () => void;
	/** The document was removed; forget the room. */
	readonly onGone: () => void;
}

/** Presence goes out at most this often, and this much later to go with what is about to be shown. */
const PRESENCE_MS = 40;
/** Bytes that may wait for the disk before senders are asked to come back later. */
const WAITING_LIMIT = 8 * 1024 * 1024;
/** When a room that may not wake yet asks again. */
const WAKE_AGAIN_MS = 100;
/** What finding out what somebody lacks counts, as a part of the document's bytes. */
const ANSWER_COST = 1 / 8;

export class Room implements Journaled {
	readonly documentId: DocumentId;
	readonly workshopId: WorkshopId;
	readonly generation: number;
	/** What the log holds beyond its snapshot. */
	readonly tail: Tail;
	readonly #options: RoomOptions;
	readonly #content: Content;
	readonly #owners: Map<number, PersonId>;
	readonly #connections = new Set<Connection>();
	readonly #presence = new Presence<Connection>();
	readonly #waiters = new Waiters();
	readonly #pace: Pace;
	#frames: Received[] = [];
	#edits: Edit[] = [];
	#waitingBytes = 0;
	/** What is applied and not on disk yet. While there is one nobody is shown anything of the document. */
	#flight: Flushed | null = null;
	/** What happens when the flush in flight is on disk, or never will be. */
	#afterFlight: ((isStored: boolean) => void)[] = [];
	#seq: number;
	/** Bytes of the document at most: what was typed and deleted weighs less once it is encoded whole. */
	#weight: number;
	#dueAt = 0;
	#usedAt: number;
	#presenceTimer: NodeJS.Timeout | null = null;
	#presenceSentAt = 0;
	#isGone = false;

	constructor(documentId: DocumentId, stored: StoredDocument, options: RoomOptions) {
		this.documentId = documentId;
		this.workshopId = stored.workshopId;
		this.generation = stored.generation;
		this.#options = options;
		this.#owners = new Map(stored.owners);
		this.#content = new Content(stored.updates, options.now);
		this.#pace = new Pace(options.share);
		this.#seq = stored.lastSeq;
		this.tail = new Tail(stored.updates, options.now);
		this.#weight = stored.updates.reduce((sum, { byteLength }) => sum + byteLength, 0);
		this.#usedAt = options.now();
	}

	get connections(): ReadonlySet<Connection> {
		return this.#connections;
	}

	/** Notes that are not in the bin, on disk or about to be. */
	get count(): number {
		return this.#content.count();
	}

	/** Nothing waits for the disk. */
	get isStored(): boolean {
		return !this.#flight && this.#frames.length === 0 && this.#edits.length === 0;
	}

	/** When somebody last came, left, read or wrote, ms. */
	get usedAt(): number {
		return this.#usedAt;
	}

	get isAwake(): boolean {
		return this.#content.isAwake;
	}

	get dueAt(): number {
		return this.#dueAt;
	}

	/** Gives the memory of a document back that nobody works with. */
	sleep(): void {
		if (this.isStored) this.#content.sleep();
	}

	join(connection: Connection): void {
		this.#connections.add(connection);
		connection.couldWrite = this.#mayWriteNow(connection);
		connection.send(step1Frame(this.#content.stateVector()));
		const others = this.#presence.everyone(connection, this.#seesNames(connection));
		if (others) connection.send(others);
	}

	/** What it sent before it left still counts. */
	leave(connection: Connection): void {
		if (!this.#connections.delete(connection)) return;
		this.#usedAt = this.#options.now();
		this.#presence.leave(connection);
		this.#tellPresence();
	}

	receive(connection: Connection, bytes: Uint8Array): void {
		if (connection.isRefused || this.#isGone) return;
		if (!connection.allowance.takes(bytes.byteLength))
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
				return others ? connection.send(others) : connection.keepAlive();
			}
			case 'refused':
				return connection.close(frame.refusal);
		}
	}

	/** Reads what is on disk. */
	read<T>(look: (board: BoardDocument) => T): Promise<T> {
		this.#usedAt = this.#options.now();
		return new Promise((resolve, reject) => {
			this.#whenShown((isStored) => {
				try {
					if (!isStored) throw new DocumentGone();
					resolve(look(this.#content.board()));
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
		if (!this.#flight && this.#content.covers(stateVector)) return Promise.resolve(true);
		return this.#waiters.wait(stateVector, timeoutMs);
	}

	take(): LogRow | null | 'later' {
		if (this.#isGone) return null;
		const now = this.#options.now();
		const bringsNothing = this.#edits.length === 0 && this.#frames.every(({ update }) => isEmpty(update));
		if (!bringsNothing && !this.#mayWork()) {
			this.#dueAt = now + WAKE_AGAIN_MS;
			return 'later';
		}
		const [frames, edits] = [this.#frames, this.#edits];
		this.#frames = [];
		this.#edits = [];
		this.#waitingBytes = 0;
		this.#pace.count(frames.length, now);
		this.#dueAt = now + this.#pace.windowMs(this.#connections.size);
		this.#flight = NOTHING;
		if (bringsNothing) {
			// A laptop that comes back and has nothing to bring does not wake the document.
			for (const { connection, number, isStep2 } of frames) connection.admitted(number, isStep2);
			return null;
		}
		this.#usedAt = now;
		const flushed = flushWindow({ board: this.#content.board(), owners: this.#owners }, frames, edits, this.#rights());
		for (const { connection, refusal } of flushed.refusals) connection.close(refusal);
		for (const { connection, update } of flushed.left)
			if (!connection.isRefused) this.#waitingBytes += update.byteLength;
		if (flushed.left.length > 0) {
			this.#frames = [...flushed.left];
			this.#options.journal.request(this);
		}
		this.#flight = flushed;
		if (!flushed.bytes) return null;
		this.#content.changed();
		this.#weight += flushed.bytes.byteLength;
		this.tail.add(flushed.bytes.byteLength);
		this.#seq += 1;
		const { documentId, generation } = this;
		return { documentId, generation, seq: this.#seq, bytes: flushed.bytes, claims: flushed.claims };
	}

	stored(): void {
		const flushed = this.#flight;
		this.#flight = null;
		if (!flushed) return;
		this.#show(flushed);
		for (const connection of flushed.resyncs) connection.askAgain(() => step1Frame(this.#content.stateVector()));
		for (const after of this.#afterFlight.splice(0)) after(true);
		this.#waiters.look((stateVector) => this.#content.covers(stateVector));
		if (flushed.bytes) this.#options.onWritten();
	}

	/** Nothing more can be stored: the document was removed, or this copy of it is broken and must be loaded anew. */
	gone(why: 'removed' | 'broken'): void {
		if (this.#isGone) return;
		this.#isGone = true;
		const code = why === 'removed' ? CLOSE.unknownDocument : CLOSE.tryLater;
		for (const connection of [...this.#connections]) connection.close({ code, reason: why });
		for (const after of this.#afterFlight.splice(0)) after(false);
		this.#waiters.giveUp();
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
			connection.keepAlive();
			connection.ping();
		}
	}

	/** Everything on disk as one row, to take the place of all up to it; null while something is on its way there. */
	snapshotRow(): LogRow | null {
		if (this.#flight) return null;
		const { documentId, generation } = this;
		return { documentId, generation, seq: this.#seq, bytes: this.#content.encoded(), claims: [] };
	}

	destroy(): void {
		if (this.#presenceTimer) clearTimeout(this.#presenceTimer);
		this.#waiters.giveUp();
		this.#content.destroy();
	}

	#queue(connection: Connection, update: Uint8Array, isStep2: boolean): void {
		this.#waitingBytes += update.byteLength;
		if (this.#waitingBytes > WAITING_LIMIT) return connection.close({ code: CLOSE.tryLater, reason: 'not-stored-yet' });
		connection.received += 1;
		this.#frames.push({ connection, update, isStep2, number: connection.received });
		this.#options.journal.request(this);
	}

	/** What clients send wakes a sleeping document only as fast as the process can bear. */
	#mayWork(): boolean {
		return this.#content.isAwake || this.#edits.length > 0 || this.#options.mayWake(this.#weight);
	}

	#answer(connection: Connection, stateVector: Uint8Array): void {
		if (!this.#mayRead(connection)) return;
		connection.isJoined = true;
		// It does not read what it was sent before: the answer waits until it does.
		if (connection.isHeld) return connection.knows(stateVector);
		const wire = this.#content.answer(stateVector);
		connection.allowance.charge(wire.byteLength + this.#weight * ANSWER_COST);
		connection.sendWire(wire);
		this.#holdIfCongested(connection);
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

	#tellPresence(patienceMs = PRESENCE_MS): void {
		if (this.#presenceTimer || !this.#presence.hasNews) return;
		const waitMs = Math.max(0, this.#presenceSentAt + PRESENCE_MS - this.#options.now());
		this.#presenceTimer = setTimeout(() => {
			this.#presenceTimer = null;
			// Something will be shown in a moment: one write for both.
			const isSoon = !this.isStored || this.#pace.isBusy(this.#options.now());
			if (isSoon && patienceMs > 0) return this.#waitForWindow(patienceMs);
			const wireFor = this.#presenceWires();
			for (const connection of this.#connections) {
				const wire = wireFor(connection);
				if (!wire) continue;
				connection.sendWire(wire);
				this.#holdIfCongested(connection);
			}
		}, waitMs);
	}

	#waitForWindow(patienceMs: number): void {
		this.#presenceTimer = setTimeout(() => {
			this.#presenceTimer = null;
			this.#tellPresence(0);
		}, patienceMs);
	}

	/** What is new of who is here, for each as they may see it; null for those who may see nothing, or nothing new. */
	#presenceWires(): (to: Connection) => Buffer | null {
		if (this.#presenceTimer) clearTimeout(this.#presenceTimer);
		this.#presenceTimer = null;
		this.#presenceSentAt = this.#options.now();
		const newsFor = this.#presence.news();
		const resource = this.#resource();
		const wires = new Map<Uint8Array, Buffer>();
		return (connection) => {
			const message = mayRead(connection, resource) ? newsFor(connection, this.#seesNames(connection, resource)) : null;
			if (!message) return null;
			const wire = wires.get(message) ?? onWire(message);
			wires.set(message, wire);
			return wire;
		};
	}

	/** What is on disk: to those who sent it that it is, to everybody what it is, and who is here if that is due. */
	#show({ bytes, knows }: Flushed): void {
		const wire = bytes && onWire(updateFrame(bytes));
		const isDue = this.#presence.hasNews && this.#options.now() - this.#presenceSentAt >= PRESENCE_MS;
		const presenceFor = isDue ? this.#presenceWires() : () => null;
		const resource = this.#resource();
		for (const connection of this.#connections) {
			const isNews = wire !== null && connection.isJoined && connection !== knows;
			const isShown = isNews && mayRead(connection, resource);
			if (isNews && !isShown) connection.isBehind = true;
			const presence = presenceFor(connection);
			connection.stored([...(isShown ? [wire] : []), ...(presence ? [presence] : [])]);
			this.#holdIfCongested(connection);
		}
	}

	/** One that reads slowly gets one difference when it has read what it was sent, in place of all that came meanwhile. */
	#holdIfCongested(connection: Connection): void {
		if (!connection.isCongested) return;
		connection.hold(this.#content.stateVector(), (knew) => this.#whenShown(() => this.#catchUp(connection, knew)));
	}

	#catchUp(connection: Connection, knew: Uint8Array): void {
		if (!this.#connections.has(connection)) return;
		if (!this.#mayRead(connection)) connection.isBehind = true;
		// The very same one: nothing was written since, deleted neither.
		else if (connection.isJoined && knew !== this.#content.stateVector()) this.#answer(connection, knew);
		const others = this.#presence.everyone(connection, this.#seesNames(connection));
		if (others) connection.send(others);
	}

	/** At once, or when the flush in flight is on disk: nothing is shown before. */
	#whenShown(act: (isStored: boolean) => void): void {
		if (this.#flight) this.#afterFlight.push(act);
		else act(!this.#isGone);
	}

	/** Only what a writer has under way counts until then: whoever could only read has nothing to bring. */
	#closeAfterGrace(connection: Connection): void {
		setTimeout(() => {
			if (this.#connections.has(connection) && !this.#mayRead(connection))
				connection.close({ code: CLOSE.notAllowed, reason: 'not-allowed' });
		}, GRACE_MS).unref();
	}

	#resource(): DocumentResource | null {
		return this.#options.access.resource(this.documentId);
	}

	#mayRead(connection: Connection): boolean {
		return mayRead(connection, this.#resource());
	}

	/** Under the rule `syndicate` those who sit together know who writes; to everybody else it is their syndicate. */
	#seesNames({ actor }: Connection, resource = this.#resource()): boolean {
		if (this.#options.access.namesRule(this.documentId) !== 'syndicate') return true;
		const syndicateId = resource?.syndicateId ?? null;
		return syndicateId === null || (actor.kind === 'person' && actor.syndicateId === syndicateId);
	}

	#mayWriteNow(connection: Connection): boolean {
		const resource = this.#resource();
		return resource !== null && authorize(connection.actor, 'document.write', resource);
	}

	#rights(): Rights {
		const { access, now } = this.#options;
		const resource = this.#resource();
		const isOpen = resource?.state === 'room' && (resource.stepState === 'open' || resource.stepState === 'closing');
		const isFull = this.#isFull();
		const isNamed = access.namesRule(this.documentId) === 'named';
		return {
			mayWrite: (connection) =>
				resource !== null &&
				(authorize(connection.actor, 'document.write', resource) || (isOpen && now() < connection.lateUntil)),
			isFull,
			stampFor: (personId) => (isNamed ? personId : 'hidden')
		};
	}

	#isFull(): boolean {
		if (this.#weight <= MAX_DOCUMENT) return false;
		this.#weight = this.#content.encoded().byteLength;
		return this.#weight > MAX_DOCUMENT;
	}
}

const mayRead = ({ actor }: Connection, resource: DocumentResource | null): boolean =>
	resource !== null && authorize(actor, 'document.read', resource);
