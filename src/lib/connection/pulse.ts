/**
 * Is anybody there? A socket whose network went without a word stays open for minutes. While something waits for the
 * server it is asked for an answer, and where none comes the socket is given up; so is one that never opens.
 */
export interface Pulse {
	readonly isOpen: boolean;
	/** When this socket was opened, or begun; ms. */
	readonly since: number;
	/** Since when the oldest change waits on this socket, ms; null while nothing waits. */
	readonly waitingSince: number | null;
	/** When it was last asked on this socket, and when it said anything since; ms, null where it did not. */
	readonly askedAt: number | null;
	readonly heardAt: number | null;
}

/** A change waits for so long before the server is asked, and so long again after each answer. */
export const ASK_MS = 2000;
/** No word for so long after a question: nobody is there. */
const DEAD_MS = 10_000;
/** A network that is there opens a socket within this. */
const OPEN_MS = 10_000;

/** What to do now: ask, give the socket up and try a new one, or wait. */
export function nextBeat(pulse: Pulse, nowMs: number): 'ask' | 'give-up' | 'wait' {
	const { isOpen, since, waitingSince, askedAt, heardAt } = pulse;
	if (!isOpen) return nowMs - since >= OPEN_MS ? 'give-up' : 'wait';
	if (waitingSince === null) return 'wait';
	const isAsking = askedAt !== null && heardAt === null;
	if (isAsking) return nowMs - askedAt >= DEAD_MS ? 'give-up' : 'wait';
	return nowMs - Math.max(since, waitingSince, askedAt ?? 0) >= ASK_MS ? 'ask' : 'wait';
}

const BEAT_MS = 1000;

export interface HeartOptions {
	readonly ask: () => void;
	readonly giveUp: () => void;
	/** Time went by: what is said may have to change. */
	readonly onbeat: () => void;
}

/** Beats once a second while something waits or no socket is open, and rests otherwise. */
export class Heart {
	#isOpen = false;
	#since = Date.now();
	#waitingSince: number | null = null;
	#askedAt: number | null = null;
	#heardAt: number | null = null;
	#timer: ReturnType<typeof setInterval> | undefined;
	readonly #options: HeartOptions;

	constructor(options: HeartOptions) {
		this.#options = options;
	}

	/** Another socket: begun, or open now. */
	socket(isOpen: boolean): void {
		this.#isOpen = isOpen;
		this.#since = Date.now();
		this.#askedAt = null;
		this.#heardAt = null;
		this.#wind();
	}

	waits(since: number | null): void {
		this.#waitingSince = since;
		this.#wind();
	}

	/** The server said something. True when it was asked before, and has not said anything since. */
	heard(): boolean {
		const isAnswer = this.#askedAt !== null && this.#heardAt === null;
		this.#heardAt = Date.now();
		return isAnswer;
	}

	rest(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	#wind(): void {
		if (this.#isOpen && this.#waitingSince === null) return this.rest();
		this.#timer ??= setInterval(() => this.#beat(), BEAT_MS);
	}

	#beat(): void {
		const now = Date.now();
		const beat = nextBeat(
			{
				isOpen: this.#isOpen,
				since: this.#since,
				waitingSince: this.#waitingSince,
				askedAt: this.#askedAt,
				heardAt: this.#heardAt
			},
			now
		);
		if (beat === 'ask') {
			this.#askedAt = now;
			this.#heardAt = null;
			this.#options.ask();
		} else if (beat === 'give-up') this.#options.giveUp();
		this.#options.onbeat();
	}
}
