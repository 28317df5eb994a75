/**
 * What a document holds, in one of two forms: awake as a `Y.Doc` while somebody works with it, asleep as its encoded bytes
 * while nobody does. A `Y.Doc` weighs some sixteen times its bytes, and most boards that are open are only looked at; who
 * joins one of those is served from the bytes.
 */
import { BoardDocument } from '#document/board.ts';
import * as Y from 'yjs';
import { onWire, step2Frame } from './frame.ts';

/** Answers for laptops that come back with the same state, as after a restart; more kinds of them are not kept. */
const ANSWERS_KEPT = 8;

export class Content {
	readonly #now: () => number;
	#board: BoardDocument | null = null;
	/** The whole document encoded; null when it has changed since. */
	#bytes: Uint8Array | null = null;
	#stateVector: Uint8Array | null = null;
	readonly #answers = new Map<string, Buffer>();
	/** The server's own client id, the same each time it wakes. */
	#clientId: number | null = null;
	#count: number | null = null;
	#written: number | null = null;
	#made: number | null = null;

	/** @param updates in any order; one alone is taken as it is, asleep */
	constructor(updates: readonly Uint8Array[], now: () => number) {
		this.#now = now;
		const [only] = updates;
		if (only && updates.length === 1) this.#bytes = only;
		else this.#wakeWith(updates);
	}

	get isAwake(): boolean {
		return this.#board !== null;
	}

	/** The document to work with, woken if need be. Whoever changes it calls `changed`. */
	board(): BoardDocument {
		return this.#board ?? this.#wakeWith(this.#bytes ? [this.#bytes] : []);
	}

	/** Back to bytes, and to one copy of them: answers are made again for who comes. */
	sleep(): void {
		this.#answers.clear();
		if (!this.#board) return;
		this.encoded();
		this.stateVector();
		this.count();
		this.written();
		this.made();
		this.#clientId = this.#board.doc.clientID;
		this.#board.doc.destroy();
		this.#board = null;
	}

	changed(): void {
		this.#bytes = null;
		this.#stateVector = null;
		this.#count = null;
		this.#written = null;
		this.#made = null;
		this.#answers.clear();
	}

	/** The whole document as one update. */
	encoded(): Uint8Array {
		this.#bytes ??= Y.encodeStateAsUpdate(this.board().doc);
		return this.#bytes;
	}

	stateVector(): Uint8Array {
		this.#stateVector ??= this.#board
			? Y.encodeStateVector(this.#board.doc)
			: Y.encodeStateVectorFromUpdate(this.encoded());
		return this.#stateVector;
	}

	/** Telling it what it lacks costs nothing: it has nothing, or somebody had the same. */
	hasAnswer(stateVector: Uint8Array): boolean {
		return stateVector.byteLength <= 1 || this.#answers.has(keyOf(stateVector));
	}

	/** The step 2 for a laptop that has this much, as it goes onto the wire. */
	answer(stateVector: Uint8Array): Buffer {
		const key = keyOf(stateVector);
		const kept = this.#answers.get(key);
		if (kept) return kept;
		const wire = onWire(step2Frame(key === '' ? this.encoded() : this.difference(stateVector)));
		if (this.#answers.size === ANSWERS_KEPT) this.#answers.clear();
		this.#answers.set(key, wire);
		return wire;
	}

	/** What is missing where this much is known, with everything that was ever deleted. */
	difference(stateVector: Uint8Array): Uint8Array {
		return this.#board
			? Y.encodeStateAsUpdate(this.#board.doc, stateVector)
			: Y.diffUpdate(this.encoded(), stateVector);
	}

	covers(stateVector: ReadonlyMap<number, number>): boolean {
		const here = this.#board ? null : Y.decodeStateVector(this.stateVector());
		for (const [client, clock] of stateVector) {
			const known = this.#board ? Y.getState(this.#board.doc.store, client) : (here?.get(client) ?? 0);
			if (known < clock) return false;
		}
		return true;
	}

	/** Notes that are not in the bin. */
	count(): number {
		this.#count ??= this.board().count();
		return this.#count;
	}

	/** Those of them that have words of their own. */
	written(): number {
		this.#written ??= this.board().written();
		return this.#written;
	}

	/** All that were ever made. */
	made(): number {
		this.#made ??= this.board().made();
		return this.#made;
	}

	destroy(): void {
		this.#board?.doc.destroy();
	}

	#wakeWith(updates: readonly Uint8Array[]): BoardDocument {
		const doc = new Y.Doc();
		doc.transact(() => {
			for (const update of updates) Y.applyUpdate(doc, update);
		});
		// Afterwards: Yjs takes changes under its own id for those of a double.
		doc.clientID = this.#clientId ?? doc.clientID;
		this.#board = new BoardDocument(doc, { now: this.#now });
		return this.#board;
	}
}

const keyOf = (stateVector: Uint8Array): string =>
	stateVector.byteLength <= 1 ? '' : Buffer.from(stateVector).toString('latin1');
