import { createSubscriber } from 'svelte/reactivity';
import { waited } from '#domain/support.ts';
import { count } from '#domain/words/en.ts';

/** Often enough that no minute is told late. */
const TICK_MS = 10_000;

/** How long requests have been open, on the server's time; it goes on only while somebody looks. */
export class Waiting {
	readonly #serverNow: () => number;
	readonly #tick = createSubscriber((update) => {
		const timer = setInterval(update, TICK_MS);
		return () => clearInterval(timer);
	});

	constructor(connection: { serverNow(): number }) {
		this.#serverNow = () => connection.serverNow();
	}

	get now(): number {
		this.#tick();
		return this.#serverNow();
	}

	words(askedAt: string): string {
		const { n, unit } = waited(askedAt, this.now);
		return n === 0 ? 'Asked just now' : `Open for ${count(n, unit, `${unit}s`)}`;
	}
}
