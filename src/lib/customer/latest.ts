/** The world outside, for a test to drive. */
export interface Pace {
	readonly now: () => number;
	readonly wait: (ms: number) => Promise<unknown>;
}

const pageTime: Pace = {
	now: () => performance.now(),
	wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
};

/** Forty devices that hear of four changes a second would fetch a long list four times a second, for a number each. */
const BETWEEN_MS = 400;

/** Of one list, or of several joined. */
type Revision = number | string;

interface Source<What> {
	/** @throws where it cannot be read now; the next word of a change, or of none, asks again */
	readonly read: () => Promise<What>;
	readonly take: (what: What) => void;
}

/**
 * Keeps what changes elsewhere as it is: read at once after a change, one reading at a time and none too soon after the
 * last one, and read once more where changes came meanwhile. So every answer is taken, however fast changes come.
 */
export class Latest<What> {
	readonly #source: Source<What>;
	readonly #pace: Pace;
	#known: Revision | null = null;
	#told: Revision = 0;
	/** Rises with every change that this device made itself. */
	#own = 0;
	#readAt = -Infinity;
	#reading: Promise<void> | null = null;

	constructor(source: Source<What>, pace: Pace = pageTime) {
		this.#source = source;
		this.#pace = pace;
	}

	/** There is this revision now. Resolves when it, or a later one, was taken. */
	hear(revision: Revision): Promise<void> {
		this.#told = revision;
		if (!this.#reading && this.#known !== revision) this.#reading = this.#readOn();
		return this.#reading ?? Promise.resolve();
	}

	/** What was taken is not all there is. */
	forget(): void {
		this.#known = null;
	}

	/** This device changed it, and shows what it was answered: a reading on its way may be older than that. */
	changed(): void {
		this.#own += 1;
	}

	async #readOn(): Promise<void> {
		try {
			do {
				await this.#pace.wait(Math.max(0, this.#readAt + BETWEEN_MS - this.#pace.now()));
				const [told, own] = [this.#told, this.#own];
				this.#readAt = this.#pace.now();
				const what = await this.#source.read();
				if (own !== this.#own) continue;
				this.#source.take(what);
				this.#known = told;
			} while (this.#known !== this.#told);
		} finally {
			this.#reading = null;
		}
	}
}
