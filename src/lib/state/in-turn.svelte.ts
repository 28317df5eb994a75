import { Asking } from './asking.svelte.ts';

/** Questions of one list, asked one after the other: a second press is not lost because the first is still out. */
export class InTurn {
	readonly asking = new Asking();
	#last: Promise<unknown> = Promise.resolve();

	/** Null when it was refused; the refusal is kept to be shown. */
	ask<Answer>(question: () => Promise<Answer>): Promise<{ readonly answer: Answer } | null> {
		const next = this.#last.then(() => this.asking.ask(question));
		// A fault of ours reaches whoever asked, and not whoever asks next.
		this.#last = next.catch(() => null);
		return next;
	}
}
