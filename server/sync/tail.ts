/** How much of a document's log lies behind its snapshot, and when a new snapshot is worth writing. */

const MANY_ROWS = 200;
/** Times the bytes of the snapshot, from some size on. */
const MUCH = 2;
const SMALL_BYTES = 64 * 1024;
const SOONEST_MS = 10_000;

export class Tail {
	readonly #now: () => number;
	#rows: number;
	#bytes: number;
	#snapshotBytes: number;
	#writtenAt: number;

	/** @param updates as they were loaded: the snapshot, if any, comes first */
	constructor(updates: readonly Uint8Array[], now: () => number) {
		const [first, ...rest] = updates;
		this.#now = now;
		this.#rows = rest.length;
		this.#bytes = rest.reduce((sum, { byteLength }) => sum + byteLength, 0);
		this.#snapshotBytes = first?.byteLength ?? 0;
		this.#writtenAt = -SOONEST_MS;
	}

	add(bytes: number): void {
		this.#rows += 1;
		this.#bytes += bytes;
	}

	/** A board that is written on all the time is not written anew all the time. */
	get isLong(): boolean {
		if (this.#now() - this.#writtenAt < SOONEST_MS) return false;
		return this.#rows > MANY_ROWS || (this.#bytes > SMALL_BYTES && this.#bytes > MUCH * this.#snapshotBytes);
	}

	/** Everything up to here goes into a snapshot of so many bytes. */
	cut(bytes: number): void {
		this.#rows = 0;
		this.#bytes = 0;
		this.#snapshotBytes = bytes;
		this.#writtenAt = this.#now();
	}
}
