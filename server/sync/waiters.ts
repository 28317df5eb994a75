/** Commands that wait until a document has what their sender's laptop had: HTTP overtakes sockets. */

interface Waiter {
	readonly stateVector: ReadonlyMap<number, number>;
	readonly done: (isThere: boolean) => void;
}

export class Waiters {
	readonly #waiters = new Set<Waiter>();

	/** Resolves to true when `look` finds it covered, to false when the time is over. */
	wait(stateVector: ReadonlyMap<number, number>, timeoutMs: number): Promise<boolean> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => waiter.done(false), timeoutMs);
			const waiter: Waiter = {
				stateVector,
				done: (isThere) => {
					clearTimeout(timer);
					this.#waiters.delete(waiter);
					resolve(isThere);
				}
			};
			this.#waiters.add(waiter);
		});
	}

	/** Something new is on disk. */
	look(covers: (stateVector: ReadonlyMap<number, number>) => boolean): void {
		for (const waiter of [...this.#waiters]) if (covers(waiter.stateVector)) waiter.done(true);
	}

	giveUp(): void {
		for (const waiter of [...this.#waiters]) waiter.done(false);
	}
}
