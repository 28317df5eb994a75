import { createSubscriber } from 'svelte/reactivity';
import type { Clock } from '#domain/workshop.ts';
import type { LiveConnection } from '#lib/state/live.svelte.ts';

/** Often enough that no second is skipped. */
const TICK_MS = 250;

/** The clock of the running step on the server's time; it ticks only while somebody looks and it runs. */
export class RoomClock {
	readonly #connection: LiveConnection;
	readonly #tick = createSubscriber((update) => {
		const timer = setInterval(update, TICK_MS);
		return () => clearInterval(timer);
	});

	constructor(connection: LiveConnection) {
		this.#connection = connection;
	}

	get clock(): Clock | null {
		return this.#connection.live?.step?.clock ?? null;
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
