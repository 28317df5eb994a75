import { untrack } from 'svelte';
import { Latest } from '#lib/customer/latest.ts';
import { sentenceOf } from '#lib/http/request.ts';

/** A reading that failed is tried again so often, also where the room stands still. */
const AGAIN_MS = 4000;

/** What the server keeps, as this device last heard it. */
export class Heard<View> {
	/** Why the last reading gave nothing; the last picture stays meanwhile. */
	failed: string | null = $state(null);
	#view: View | null = $state.raw(null);
	readonly #latest: Latest<View>;
	readonly #taken: (view: View) => void;
	/** Rises with every answer that is shown. */
	#answers = 0;
	#told = '';

	/** @param taken called with each view as it is shown */
	constructor(read: () => Promise<View>, taken: (view: View) => void = () => {}) {
		this.#taken = taken;
		this.#latest = new Latest({ read, take: (view) => this.#take(view) });
	}

	/** Null until it was read. */
	get view(): View | null {
		return this.#view;
	}

	/** Called with every live state; reads where it may have changed, or where the last reading failed. */
	async hear(revisions: string): Promise<void> {
		this.#told = revisions;
		try {
			await this.#latest.hear(revisions);
		} catch (error) {
			this.failed = sentenceOf(error);
		}
	}

	/** A deed of this device that is answered with the view after it. */
	async change(deed: () => Promise<View>): Promise<void> {
		const before = this.#answers;
		const view = await deed();
		const isOvertaken = before !== this.#answers;
		this.#latest.changed();
		this.#take(view);
		if (!isOvertaken) return;
		// Which of the two answers is the newer one, nobody can tell.
		this.#latest.forget();
		void this.hear(this.#told);
	}

	#take(view: View): void {
		this.#answers += 1;
		this.#view = view;
		this.failed = null;
		this.#taken(view);
	}
}

/**
 * Reads with each live state, and again after a while where that failed. Called while a component is made.
 *
 * @param revisions of what it shows; null while this reader may not read it
 */
export function follow(heard: Pick<Heard<unknown>, 'hear' | 'failed'>, revisions: () => string | null): void {
	const hear = (): void => {
		const now = revisions();
		if (now !== null) untrack(() => void heard.hear(now));
	};
	$effect(hear);
	$effect(() => {
		if (heard.failed === null) return;
		const again = setInterval(() => untrack(hear), AGAIN_MS);
		return () => clearInterval(again);
	});
}
