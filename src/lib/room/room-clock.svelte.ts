import { createSubscriber } from 'svelte/reactivity';
import type { Clock } from '#domain/workshop.ts';
import type { LiveConnection } from '#lib/state/live.svelte.ts';

/** Often enough that no second is skipped. */
const TICK_MS = 250;

/** A clock of the room on the server's time; it ticks only while somebody looks and it runs. */
export class RoomClock {
	readonly #connection: LiveConnection;
	readonly #clock: () => Clock | null;
	readonly #tick = createSubscriber((update) => {
		const timer = setInterval(update, TICK_MS);
		return () => clearInterval(timer);
	});

	/** `clock` gives the one that is shown; the running step's where it is left out. */
	constructor(connection: LiveConnection, clock: () => Clock | null = () => connection.live?.step?.clock ?? null) {
		this.#connection = connection;
		this.#clock = clock;
	}

	get clock(): Clock | null {
		return this.#clock();
	}

	/** Null without a clock; negative once over. */
	get remainingMs(): number | null {
		const clock = this.clock;
		if (!clock) return null;
		if (clock.kind === 'running') this.#tick();
		return this.#connection.remainingMs(clock);
	}

	/** The server's time, for a picture that shows the time of day. */
	get now(): number {
		this.#tick();
		return this.#connection.serverNow();
	}
}
