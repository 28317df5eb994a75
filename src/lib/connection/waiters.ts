import { Problem } from '#domain/problem.ts';
import { setOf } from '#lib/state/lookup.ts';

const PATIENCE_MS = 10_000;

/** Who waits until everything is saved. */
export class Waiters {
	readonly #waiters = setOf<() => void>();

	/** @throws Problem `not-saved-yet` after ten seconds */
	patiently(): Promise<void> {
		return new Promise((resolve, reject) => {
			const done = () => {
				clearTimeout(patience);
				resolve();
			};
			const patience = setTimeout(() => {
				this.#waiters.delete(done);
				reject(
					new Problem(
						'not-saved-yet',
						'Not everything is saved yet. It waits on this device; try again when it says saved.'
					)
				);
			}, PATIENCE_MS);
			this.#waiters.add(done);
		});
	}

	/** For as long as it takes. */
	add(done: () => void): void {
		this.#waiters.add(done);
	}

	saved(): void {
		const waiters = [...this.#waiters];
		this.#waiters.clear();
		for (const done of waiters) done();
	}
}
