/** One socket of one person (or screen) to one document. Its identity is this object, never a name the client chose. */
import type { Actor, DocumentResource } from '#domain/access.ts';
import type { PersonId, SessionId } from '#domain/ids.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { Allowance } from './allowance.ts';
import { onWire, presenceFrame, savedFrame, type Refusal } from './frame.ts';

/** Unsent bytes above which nothing more is put behind them: when they are gone one difference takes the place of a backlog. */
const BACKLOG_LIMIT = 256 * 1024;
/** A reader that does not get rid of its backlog within this time comes back when it can. */
const BACKLOG_PATIENCE_MS = 30_000;
/** Answers in a row that still lack something; then the client's copy is beyond repair. */
const ASKED_LIMIT = 5;
const KEEP_ALIVE = onWire(presenceFrame([]));

export class Connection {
	actor: Actor;
	readonly sessionId: SessionId;
	/** True once it has the document: before that, changes would reach it twice. */
	isJoined = false;
	/** No frame of it counts any more. */
	isRefused = false;
	/** It had a right and lost it: its late frames count until then (ms). */
	lateUntil = 0;
	/** As of the last look at its rights. */
	couldWrite = false;
	/** Whether this actor may read this document, as it was found. */
	reading: { readonly actor: Actor | null; readonly resource: DocumentResource | null; readonly isAllowed: boolean } = {
		actor: null,
		resource: null,
		isAllowed: false
	};
	/** Something was not shown to it, because it had no right to it at that moment. */
	isBehind = false;
	/** Step-2 and update frames received, refused ones included. */
	received = 0;
	isAlive = true;
	readonly allowance: Allowance;
	/** What it knew when its backlog grew too long; from then on it gets nothing until the backlog is gone. */
	#knew: Uint8Array | null = null;
	readonly #socket: WebSocket;
	/** What the socket writes on. Frames for many are written here as they are, instead of being put together for each. */
	readonly #line: Duplex;
	readonly #wantsSaved: boolean;
	/** The number of the last frame before a gap that is not closed yet. */
	#gapAfter: number | null = null;
	/** It was asked for everything it has, and has not answered yet. */
	#isAsked = false;
	/** It could not be asked while it was held. */
	#askLater: (() => Uint8Array) | null = null;
	/** How often it was asked since the last frame that was admitted. */
	#asked = 0;
	#admitted = 0;
	#stored = 0;
	#saved = 0;

	constructor(
		{ socket, line }: { readonly socket: WebSocket; readonly line: Duplex },
		{ actor, sessionId }: { readonly actor: Actor; readonly sessionId: SessionId },
		wantsSaved: boolean,
		now: () => number
	) {
		this.#socket = socket;
		this.#line = line;
		this.actor = actor;
		this.sessionId = sessionId;
		this.#wantsSaved = wantsSaved;
		this.allowance = new Allowance(now);
	}

	get personId(): PersonId | null {
		return this.actor.kind === 'person' ? this.actor.personId : null;
	}

	/** It reads slower than others write, and is sent nothing for the moment. */
	get isHeld(): boolean {
		return this.#knew !== null;
	}

	send(message: Uint8Array): void {
		this.sendWire(onWire(message));
	}

	/** @param wire a message as `onWire` makes it */
	sendWire(wire: Buffer): void {
		if (this.#knew === null && this.#socket.readyState === this.#socket.OPEN) this.#line.write(wire);
	}

	keepAlive(): void {
		this.sendWire(KEEP_ALIVE);
	}

	/** More is unsent than is sensible to add to. */
	get isCongested(): boolean {
		return this.#knew === null && this.#line.writableLength > BACKLOG_LIMIT;
	}

	/**
	 * Sends nothing more until everything sent so far has left.
	 * @param knows the state vector of what was sent
	 * @param drained called then with that state vector
	 */
	hold(knows: Uint8Array, drained: (knew: Uint8Array) => void): void {
		const patience = setTimeout(() => this.close({ code: CLOSE.tryLater, reason: 'too-slow' }), BACKLOG_PATIENCE_MS);
		patience.unref();
		// Told when it has left, and so has everything before it.
		this.#line.write(KEEP_ALIVE, (error) => {
			clearTimeout(patience);
			const knew = this.#knew;
			this.#knew = null;
			this.isAlive = true;
			if (error || knew === null || this.isRefused) return;
			drained(knew);
			if (this.#askLater) this.askAgain(this.#askLater);
			this.#tellSaved();
		});
		this.#knew = knows;
	}

	/** While it is held: it has asked for everything anew and says what it has. */
	knows(stateVector: Uint8Array): void {
		this.#knew = stateVector;
	}

	close({ code, reason }: Refusal): void {
		this.isRefused = true;
		this.#socket.close(code, reason);
	}

	ping(): void {
		// The question would wait behind what it has not read; how long that may take is watched by its own patience.
		if (this.isHeld) return;
		if (!this.isAlive) return this.#socket.terminate();
		this.isAlive = false;
		this.#socket.ping();
	}

	/** Frame number `n` was admitted. A step 2 holds all that the client has, and so closes every gap before it. */
	admitted(n: number, isStep2: boolean): void {
		if (isStep2) {
			this.#gapAfter = null;
			this.#isAsked = false;
		}
		this.#admitted = n;
		this.#asked = 0;
	}

	/** Frame number `n` was refused for a gap: it is not counted as saved until a step 2 has brought all. */
	missed(n: number, isStep2: boolean): void {
		this.#gapAfter ??= n - 1;
		if (isStep2) this.#isAsked = false;
	}

	/** Asks for everything it has, once until it answers: what it goes on writing meanwhile builds on the same gap. */
	askAgain(step1: () => Uint8Array): void {
		if (this.#isAsked) return;
		this.#askLater = this.isHeld ? step1 : null;
		if (this.#askLater) return;
		this.#isAsked = true;
		this.#asked += 1;
		if (this.#asked > ASKED_LIMIT) this.close({ code: CLOSE.malformed, reason: 'gap' });
		else this.send(step1());
	}

	/**
	 * Everything admitted so far is on disk. What there is to tell leaves as one write, for writes are what costs.
	 * @param change what this one may see of it now
	 * @param presence who is here, if that is due
	 */
	stored(change: Buffer | null, presence: Buffer | null): void {
		this.#stored = this.#gapAfter ?? this.#admitted;
		const isNews = this.#stored > this.#saved;
		const isMore = (change && presence) || (isNews && (change || presence));
		if (isMore) this.#line.cork();
		if (change) this.sendWire(change);
		if (presence) this.sendWire(presence);
		if (isNews) this.#tellSaved();
		if (isMore) this.#line.uncork();
	}

	#tellSaved(): void {
		if (this.#stored <= this.#saved || this.isHeld) return;
		this.#saved = this.#stored;
		if (this.#wantsSaved) this.send(savedFrame(this.#saved));
	}
}
