/** One socket of one person (or screen) to one document. Its identity is this object, never a name the client chose. */
import type { Actor } from '#domain/access.ts';
import type { PersonId, SessionId } from '#domain/ids.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { WebSocket } from 'ws';
import { savedFrame, type Refusal } from './frame.ts';

/** Unsent bytes above which a reader is too slow: it comes back and asks for the difference. */
const BACKLOG_LIMIT = 4 * 1024 * 1024;
const FRAMES_A_SECOND = 200;
const BYTES_A_SECOND = 2 * 1024 * 1024;
/** What may come at once after a pause, in seconds of the rates above. */
const BURST_SECONDS = 4;

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
	/** Something was not shown to it, because it had no right to it at that moment. */
	isBehind = false;
	/** Step-2 and update frames received, refused ones included. */
	received = 0;
	/** Re-syncs asked for since the last frame that was admitted. */
	resyncs = 0;
	isAlive = true;
	readonly #socket: WebSocket;
	readonly #wantsSaved: boolean;
	readonly #now: () => number;
	/** The number of the last frame before a gap that is not closed yet. */
	#gapAfter: number | null = null;
	#admitted = 0;
	#saved = 0;
	#frames = FRAMES_A_SECOND * BURST_SECONDS;
	#bytes = BYTES_A_SECOND * BURST_SECONDS;
	#countedAt: number;

	constructor(
		socket: WebSocket,
		{ actor, sessionId }: { readonly actor: Actor; readonly sessionId: SessionId },
		wantsSaved: boolean,
		now: () => number
	) {
		this.#socket = socket;
		this.actor = actor;
		this.sessionId = sessionId;
		this.#wantsSaved = wantsSaved;
		this.#now = now;
		this.#countedAt = now();
	}

	get personId(): PersonId | null {
		return this.actor.kind === 'person' ? this.actor.personId : null;
	}

	send(frame: Uint8Array): void {
		if (this.#socket.readyState !== this.#socket.OPEN) return;
		if (this.#socket.bufferedAmount > BACKLOG_LIMIT) {
			this.close({ code: CLOSE.tryLater, reason: 'too-slow' });
			return;
		}
		this.#socket.send(frame, { binary: true, compress: false });
	}

	close({ code, reason }: Refusal): void {
		this.isRefused = true;
		this.#socket.close(code, reason);
	}

	ping(): void {
		if (!this.isAlive) return this.#socket.terminate();
		this.isAlive = false;
		this.#socket.ping();
	}

	/** Does this frame fit the rates? */
	allows(bytes: number): boolean {
		const now = this.#now();
		const seconds = Math.max(0, now - this.#countedAt) / 1000;
		this.#countedAt = now;
		this.#frames = Math.min(FRAMES_A_SECOND * BURST_SECONDS, this.#frames + seconds * FRAMES_A_SECOND) - 1;
		this.#bytes = Math.min(BYTES_A_SECOND * BURST_SECONDS, this.#bytes + seconds * BYTES_A_SECOND) - bytes;
		return this.#frames >= 0 && this.#bytes >= 0;
	}

	/** Frame number `n` was admitted. A step 2 holds all that the client has, and so closes every gap before it. */
	admitted(n: number, isStep2: boolean): void {
		if (isStep2) this.#gapAfter = null;
		this.#admitted = n;
		this.resyncs = 0;
	}

	/** Frame number `n` was refused for a gap: it is not counted as saved until a step 2 has brought all. */
	missed(n: number): void {
		this.#gapAfter ??= n - 1;
		this.resyncs += 1;
	}

	/** Everything admitted so far is on disk. */
	stored(): void {
		const saved = this.#gapAfter ?? this.#admitted;
		if (saved <= this.#saved) return;
		this.#saved = saved;
		if (this.#wantsSaved) this.send(savedFrame(saved));
	}
}
