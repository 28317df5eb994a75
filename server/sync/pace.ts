/**
 * How long a room's window is. The first change after a pause goes out at once. Where many change much for many, the
 * frames written are what costs, and only fewer of them help: there the window grows, so that the cost of a room grows
 * with its people and not with people times changes. What the process has to spare is told by its own CPU time; by
 * the clock a machine that works for others would look like a busy process.
 */

/** Laptops draw sixty times a second: more frames than that are seen by nobody, and fifty look the same. */
const FRAME_MS = 21;
const LONGEST_MS = 33;
/** Where a few people type at once: too short to be felt, long enough that two of them share a commit. */
const TYPING_MS = 10;
/** Changes times people, a second: the window grows from none to a drawn frame, stays there, and grows to its longest. */
const NO_WINDOW = 1_000;
const FRAME_WINDOW = 4_000;
const HEAVY = 25_000;
const LONGEST_WINDOW = 80_000;
/** The share of a core from which on every window grows. */
const EASY_SHARE = 0.35;
const FULL_SHARE = 0.85;
/** Changes a second. */
const BUSY_CHANGES = 20;
const SAMPLE_MS = 200;
/** Over which time changes are counted. */
const RATE_MS = 500;

/** The share of a core that this process uses, smoothed over some samples. */
export class OwnShare {
	readonly #cpuMs: () => number;
	readonly #now: () => number;
	#share = 0;
	#sampledAt: number;
	#sampledCpu: number;

	constructor(now: () => number, cpuMs: () => number = usedCpuMs) {
		this.#now = now;
		this.#cpuMs = cpuMs;
		this.#sampledAt = now();
		this.#sampledCpu = cpuMs();
	}

	/** 0 to 1, and above where threads help. */
	get value(): number {
		const now = this.#now();
		const passed = now - this.#sampledAt;
		if (passed < SAMPLE_MS) return this.#share;
		const cpu = this.#cpuMs();
		const share = (cpu - this.#sampledCpu) / passed;
		// After a long pause the last sample says nothing about now.
		this.#share = passed > 5 * SAMPLE_MS ? share : (this.#share + share) / 2;
		this.#sampledAt = now;
		this.#sampledCpu = cpu;
		return this.#share;
	}
}

function usedCpuMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** The pace of one room. */
export class Pace {
	readonly #share: { readonly value: number };
	/** Changes a second, falling off when none come. */
	#rate = 0;
	#countedAt = 0;

	constructor(share: { readonly value: number }) {
		this.#share = share;
	}

	/** So many changes came in a window that closes now. */
	count(changes: number, now: number): void {
		const passed = Math.max(0, now - this.#countedAt);
		this.#rate = this.#rate * Math.exp(-passed / RATE_MS) + (changes * 1000) / RATE_MS;
		this.#countedAt = now;
	}

	/** Changes come so often that something is shown again within a moment. */
	isBusy(now: number): boolean {
		return this.#rate * Math.exp(-Math.max(0, now - this.#countedAt) / RATE_MS) > BUSY_CHANGES;
	}

	/** Milliseconds from the window that closed last to the next one, for a room with so many people. */
	windowMs(people: number): number {
		const deliveries = this.#rate * people;
		return Math.max(
			this.#rate > BUSY_CHANGES ? TYPING_MS : 0,
			LONGEST_MS * between(EASY_SHARE, FULL_SHARE, this.#share.value),
			FRAME_MS * between(NO_WINDOW, FRAME_WINDOW, deliveries) +
				(LONGEST_MS - FRAME_MS) * between(HEAVY, LONGEST_WINDOW, deliveries)
		);
	}
}

/** 0 below `low`, 1 above `high`. */
const between = (low: number, high: number, value: number): number =>
	Math.min(1, Math.max(0, (value - low) / (high - low)));
