/** Waking a document costs by its size: so many bytes of them a second, with more at once after a pause. */

const BYTES_A_SECOND = 8 * 1024 * 1024;
const BURST_BYTES = 4 * BYTES_A_SECOND;
/** The least that one costs. */
const LEAST_BYTES = 16 * 1024;

export class WakeBudget {
	readonly #now: () => number;
	#bytes = BURST_BYTES;
	#countedAt: number;

	constructor(now: () => number) {
		this.#now = now;
		this.#countedAt = now();
	}

	/** Takes what waking a document of so many bytes costs; false when there is not enough left now. */
	takes(bytes: number): boolean {
		const now = this.#now();
		const earned = (Math.max(0, now - this.#countedAt) * BYTES_A_SECOND) / 1000;
		this.#countedAt = now;
		this.#bytes = Math.min(BURST_BYTES, this.#bytes + earned);
		if (this.#bytes < 0) return false;
		this.#bytes -= Math.max(LEAST_BYTES, bytes);
		return true;
	}
}
