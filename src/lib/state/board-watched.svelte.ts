import { createSubscriber } from 'svelte/reactivity';

/**
 * A value read from outside Svelte, kept while somebody watches it and read anew after each change. Unwatched it is
 * read every time, so it is never old.
 */
export class Watched<Value> {
	readonly #read: () => Value;
	readonly #subscribe: () => void;
	#isWatched = false;
	#kept: { readonly value: Value } | null = null;

	constructor(read: () => Value, watch: (changed: () => void) => () => void) {
		this.#read = read;
		this.#subscribe = createSubscriber((update) => {
			this.#isWatched = true;
			const stop = watch(() => {
				this.#kept = null;
				update();
			});
			return () => {
				this.#isWatched = false;
				this.#kept = null;
				stop();
			};
		});
	}

	get value(): Value {
		this.#subscribe();
		if (!this.#isWatched) return this.#read();
		this.#kept ??= { value: this.#read() };
		return this.#kept.value;
	}
}
