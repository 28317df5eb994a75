/** How much one socket may ask of the server: frames, bytes and work a second, with more at once after a pause. */

const FRAMES_A_SECOND = 200;
const BYTES_A_SECOND = 2 * 1024 * 1024;
/** Steps of about 10 ns. */
const STEPS_OF_A_FRAME = 10_000;
/** What may come at once after a pause, in seconds of the rates above. */
const BURST_SECONDS = 4;

export class Allowance {
	readonly #now: () => number;
	#frames = FRAMES_A_SECOND * BURST_SECONDS;
	#bytes = BYTES_A_SECOND * BURST_SECONDS;
	#countedAt: number;

	constructor(now: () => number) {
		this.#now = now;
		this.#countedAt = now();
	}

	/** Counts a frame. False when it was one too many. */
	takes(bytes: number): boolean {
		const now = this.#now();
		const seconds = Math.max(0, now - this.#countedAt) / 1000;
		this.#countedAt = now;
		this.#frames = Math.min(FRAMES_A_SECOND * BURST_SECONDS, this.#frames + seconds * FRAMES_A_SECOND) - 1;
		this.#bytes = Math.min(BYTES_A_SECOND * BURST_SECONDS, this.#bytes + seconds * BYTES_A_SECOND) - bytes;
		return this.#frames >= 0 && this.#bytes >= 0;
	}

	/** Counts work: so many steps are worth one frame. False when it was too much. */
	takesEffort(steps: number): boolean {
		this.#frames -= Math.floor(steps / STEPS_OF_A_FRAME);
		return this.#frames >= 0;
	}

	/** What an answer cost counts like bytes that came in: the next frame is refused when it was too much. */
	charge(bytes: number): void {
		this.#bytes -= bytes;
	}
}
