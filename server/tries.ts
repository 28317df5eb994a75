/** Counts wrong tries: only those, so that sixty honest people behind one address are never locked out. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Problem } from '#domain/problem.ts';

export class Tries {
	readonly #limiter: RateLimiterMemory;
	readonly #tries: number;

	/** @param options how many wrong tries a key has in so many seconds */
	constructor({ tries, seconds }: { readonly tries: number; readonly seconds: number }) {
		this.#tries = tries;
		this.#limiter = new RateLimiterMemory({ points: tries, duration: seconds });
	}

	/** @throws Problem `too-many-tries` when this key has no try left */
	async refuseIfUsedUp(key: string): Promise<void> {
		const used = await this.#limiter.get(key);
		if (used !== null && used.consumedPoints >= this.#tries) this.#refuse(used.msBeforeNext);
	}

	/**
	 * Counts a try before it is known to be wrong, so that guesses sent all at once are not looked at all at once. A right
	 * one is given back.
	 * @throws Problem `too-many-tries` when this key has no try left
	 */
	async take(key: string): Promise<void> {
		const used = await this.#limiter.penalty(key, 1);
		if (used.consumedPoints > this.#tries) this.#refuse(used.msBeforeNext);
	}

	async giveBack(key: string): Promise<void> {
		await this.#limiter.reward(key, 1);
	}

	#refuse(waitMs: number): never {
		const seconds = Math.max(1, Math.ceil(waitMs / 1000));
		throw new Problem('too-many-tries', `Too many tries from here. Nothing is lost. Wait ${seconds} seconds.`, {
			retryAfterSeconds: seconds
		});
	}

	/** Counts one wrong try. */
	async wrong(key: string): Promise<void> {
		await this.#limiter.penalty(key, 1);
	}

	async forget(key: string): Promise<void> {
		await this.#limiter.delete(key);
	}
}
