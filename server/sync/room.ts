/**
 * One document with everyone who has it open. One piece, as the only place in this process that knows what is applied,
 * what is on disk and who was told.
 */
import type { DocumentId, PersonId, WorkshopId } from '#domain/ids.ts';
import type { BoardDocument } from '#document/board.ts';
import { CLOSE, MAX_DOCUMENT } from '#protocol/sync.ts';
import * as Y from 'yjs';
import { DocumentGone, type LogRow, type StoredDocument, type SyncAccess } from './access.ts';
import { Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import { Content } from './content.ts';
import { DocumentRights } from './document-rights.ts';
import { flushWindow, isEmpty, NOTHING, type Edit, type Flushed, type Received } from './flush.ts';
import { onWire, readFrame, step1Frame, updateFrame } from './frame.ts';
import type { Journal, Journaled } from './journal.ts';
import { Pace } from './pace.ts';
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

/** Bytes that may wait for the disk before senders are asked to come back later. */
const WAITING_LIMIT = 8 * 1024 * 1024;
/** When a room that may not wake yet asks again. */
const WAKE_AGAIN_MS = 100;
/** What finding out what somebody lacks counts, as a part of the document's bytes. */
const ANSWER_COST = 1 / 8;
/** The same where the document sleeps, in steps (`Allowance.takesEffort`); whoever comes to a large one may still do so. */
const STEPS_OF_A_BYTE = 2.5;
const MOST_STEPS = 4_000_000;

export class Room implements Journaled {
	readonly documentId: DocumentId;
	readonly workshopId: WorkshopId;
	readonly generation: number;
	/** What the log holds beyond its snapshot. */
	readonly tail: Tail;
	readonly #options: RoomOptions;
	readonly #content: Content;
	readonly #owners: Map<number, PersonId>;
	readonly #rights: DocumentRights;
	readonly #audience: Audience;
	readonly #waiters = new Waiters();
	readonly #pace: Pace;
	#frames: Received[] = [];
	#edits: Edit[] = [];
	/** Who waits for an edit that has not been made yet. */
	readonly #hopeful = new Set<(why: DocumentGone) => void>();
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
		const { access, now } = options;
		this.#rights = new DocumentRights(documentId, access, now);
		this.#audience = new Audience({
			rights: this.#rights,
			access,
			now,
			isSoon: () => !this.isStored || this.#pace.isBusy(now()),
			isInFlight: () => this.#flight !== null,
			stateVector: () => this.#content.stateVector(),
			onDrained: (connection, knew) => this.#whenShown(() => this.#catchUp(connection, knew))
		});
	}

	get connections(): ReadonlySet<Connection> {
		return this.#audience.connections;
	}

	/** Notes that are not in the bin, on disk or about to be. */
	get count(): number {
		return this.#content.count();
	}

	/** Those of them that have words of their own. */
	get written(): number {
		return this.#content.written();
	}

	/** All that were ever made, those in the bin too. */
	get made(): number {
		return this.#content.made();
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
		this.#audience.add(connection);
		connection.send(step1Frame(this.#content.stateVector()));
		this.#audience.introduce(connection);
	}

	/** What it sent before it left still counts. */
	leave(connection: Connection): void {
		if (this.#audience.remove(connection)) this.#usedAt = this.#options.now();
	}

	receive(connection: Connection, bytes: Uint8Array): void {
		if (connection.isRefused || this.#isGone) return;
		if (!connection.allowance.takes(bytes.byteLength))
			return connection.close({ code: CLOSE.tooMany, reason: 'too-many-frames' });
		if (!this.#rights.mayRead(connection) && this.#options.now() >= connection.lateUntil)
			return connection.close({ code: CLOSE.notAllowed, reason: 'not-allowed' });
		const frame = readFrame(bytes);
		switch (frame.kind) {
			case 'step-1':
				return this.#whenShown(() => this.#answer(connection, frame.stateVector));
			case 'update':
				return this.#queue(connection, frame.update, frame.isStep2);
			case 'presence':
				return this.#audience.hear(connection, frame.entries);
			case 'presence-asked':
				if (!this.#audience.introduce(connection)) connection.keepAlive();
				return;
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
			this.#hopeful.add(reject);
			this.#edits.push((board) => {
				try {
					const result = write(board);
					this.#afterFlight.push((isStored) => (isStored ? resolve(result) : reject(new DocumentGone())));
				} catch (error) {
					reject(error);
				}
				this.#hopeful.delete(reject);
			});
			this.#options.journal.request(this);
		});
	}

	/** Resolves to true when all that the state vector names is here and on disk, to false when the time is over. */
	waitFor(encoded: Uint8Array, timeoutMs: number): Promise<boolean> {
		this.#usedAt = this.#options.now();
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
		this.#dueAt = now + this.#pace.windowMs(this.connections.size);
		this.#flight = NOTHING;
		if (bringsNothing) {
			// A laptop that comes back and has nothing to bring does not wake the document.
			for (const { connection, number, isStep2 } of frames) connection.admitted(number, isStep2);
			return null;
		}
		this.#usedAt = now;
		const flushed = flushWindow(
			{ board: this.#content.board(), owners: this.#owners },
			frames,
			edits,
			this.#rights.ofWindow(this.#isFull())
		);
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
		this.#audience.show(flushed.bytes && onWire(updateFrame(flushed.bytes)), flushed.knows);
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
		for (const connection of [...this.connections]) connection.close({ code, reason: why });
		this.#flight = null;
		for (const after of this.#afterFlight.splice(0)) after(false);
		for (const reject of this.#hopeful) reject(new DocumentGone());
		this.#hopeful.clear();
		this.#waiters.giveUp();
		this.#options.onGone();
	}

	/** Roles, people or the step changed. */
	/** Whoever wrote with these client ids goes on writing with them as somebody else. */
	handOver(from: PersonId, to: PersonId): void {
		for (const [client, owner] of this.#owners) if (owner === from) this.#owners.set(client, to);
	}

	accessChanged(): void {
		this.#audience.accessChanged();
	}

	keepAlive(): void {
		this.#audience.keepAlive();
	}

	/** Everything on disk as one row, to take the place of all up to it; null while something is on its way there. */
	snapshotRow(): LogRow | null {
		if (this.#flight) return null;
		const { documentId, generation } = this;
		return { documentId, generation, seq: this.#seq, bytes: this.#content.encoded(), claims: [] };
	}

	destroy(): void {
		this.#audience.stop();
		this.#waiters.giveUp();
		this.#content.destroy();
	}

	#queue(connection: Connection, update: Uint8Array, isStep2: boolean): void {
		if (this.#waitingBytes + update.byteLength > WAITING_LIMIT)
			return connection.close({ code: CLOSE.tryLater, reason: 'not-stored-yet' });
		this.#waitingBytes += update.byteLength;
		connection.received += 1;
		this.#frames.push({ connection, update, isStep2, number: connection.received });
		this.#options.journal.request(this);
	}

	/** What clients send wakes a sleeping document only as fast as the process can bear. */
	#mayWork(): boolean {
		return this.#content.isAwake || this.#edits.length > 0 || this.#options.mayWake(this.#weight);
	}

	#answer(connection: Connection, stateVector: Uint8Array): void {
		if (!this.#rights.mayRead(connection)) {
			connection.isBehind = true;
			return;
		}
		connection.isJoined = true;
		// It does not read what it was sent before: the answer waits until it does.
		if (connection.isHeld) return connection.knows(stateVector);
		if (!connection.allowance.takesEffort(this.#effortOfAnswer(stateVector)))
			return connection.close({ code: CLOSE.tooMany, reason: 'too-much-work' });
		const wire = this.#content.answer(stateVector);
		connection.allowance.charge(wire.byteLength + this.#weight * ANSWER_COST);
		connection.sendWire(wire);
		this.#audience.holdIfCongested(connection);
	}

	/** A sleeping document is read through from its first byte to tell what somebody lacks; one that is awake knows. */
	#effortOfAnswer(stateVector: Uint8Array): number {
		if (this.#content.isAwake || this.#content.hasAnswer(stateVector)) return 0;
		return Math.min(this.#weight * STEPS_OF_A_BYTE, MOST_STEPS);
	}

	#catchUp(connection: Connection, knew: Uint8Array): void {
		if (!this.connections.has(connection)) return;
		if (!this.#rights.mayRead(connection)) connection.isBehind = true;
		// The very same one: nothing was written since, deleted neither.
		else if (connection.isJoined && knew !== this.#content.stateVector()) this.#answer(connection, knew);
		this.#audience.introduce(connection);
	}

	/** At once, or when the flush in flight is on disk: nothing is shown before. */
	#whenShown(act: (isStored: boolean) => void): void {
		if (this.#flight) this.#afterFlight.push(act);
		else act(!this.#isGone);
	}

	#isFull(): boolean {
		if (this.#weight <= MAX_DOCUMENT) return false;
		this.#weight = this.#content.encoded().byteLength;
		return this.#weight > MAX_DOCUMENT;
	}
}
