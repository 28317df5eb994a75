/** A generator that gives the same numbers for the same seed, on every machine. */
export class Random {
	readonly seed: number;
	#a: number;

	constructor(seed: number) {
		this.seed = seed >>> 0;
		this.#a = this.seed;
	}

	/** A generator of its own for one part of a check: what the others draw does not change its numbers. */
	fork(name: string | number): Random {
		let hash = this.seed ^ 0x9e3779b9;
		for (const letter of String(name)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
		return new Random(hash);
	}

	/** From 0, below 1 (mulberry32). */
	next(): number {
		this.#a = (this.#a + 0x6d2b79f5) | 0;
		let t = Math.imul(this.#a ^ (this.#a >>> 15), 1 | this.#a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number, both ends included. */
	integer(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	between(least: number, most: number): number {
		return least + this.next() * (most - least);
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	/** @throws Error for an empty list */
	pick<T>(list: readonly T[]): T {
		if (list.length === 0) throw new Error('There is nothing to pick from.');
		return list[this.integer(0, list.length - 1)] as T;
	}

	shuffled<T>(list: readonly T[]): readonly T[] {
		const all = [...list];
		for (let at = all.length - 1; at > 0; at -= 1) {
			const other = this.integer(0, at);
			[all[at], all[other]] = [all[other] as T, all[at] as T];
		}
		return all;
	}

	bytes(length: number): Uint8Array {
		return Uint8Array.from({ length }, () => this.integer(0, 255));
	}
}
