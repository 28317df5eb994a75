import { flushSync, untrack } from 'svelte';

/** The lowest note there is, in px: no more of them fit on a screen. */
const LOWEST = 96;
/** At the latest after so long, ms. */
const SOON_MS = 1000;
/** Keys and presses wait for no more than so many ms. */
const LONG = 60;
/** A frame that has not come after so long, ms, does not come: nobody looks at the page any more. */
const NO_FRAME_MS = 200;

/**
 * How many notes of each column are drawn so far. Those of the first screen come with the first frame; the others follow
 * in slices, each as large as can be drawn without keeping anybody waiting.
 */
export class Filling<Entry extends { readonly id: string }> {
	/** Of each column. */
	#most = $state(Math.ceil(innerHeight / LOWEST));
	readonly #isOpen: (entry: Entry) => boolean;
	/** Somebody may be reading these, or have the focus there. */
	readonly #drawn: Record<string, true> = {};

	/**
	 * Made with a part of the page, and ends with it. `longest`: how many the longest column has; `isOpen`: it is being
	 * written in here.
	 */
	constructor(longest: () => number, isOpen: (entry: Entry) => boolean) {
		this.#isOpen = isOpen;
		// Always some more than there are: one that comes in between pushes none out.
		const spare = untrack(() => this.#most);
		let slice = spare;
		$effect(() => {
			if (longest() + spare <= this.#most) return;
			return afterFrame(() => {
				const began = performance.now();
				flushSync(() => (this.#most += slice));
				const took = performance.now() - began;
				slice = Math.max(2, Math.round((slice * LONG) / Math.max(took, LONG / 4)));
			});
		});
	}

	/** Those of a column that are drawn. However many come in above one that is, or is written in, it stays. */
	first(column: readonly Entry[]): readonly Entry[] {
		const lowest = column.findLastIndex((entry) => this.#drawn[entry.id] || this.#isOpen(entry));
		const first = column.slice(0, Math.max(this.#most, lowest + 1));
		for (const { id } of first) this.#drawn[id] = true;
		return first;
	}
}

/** A page that nobody looks at draws no frames, and is filled all the same. Returns how to call it off. */
function afterFrame(work: () => void): () => void {
	const later = (ms: number) =>
		setTimeout(() => {
			cancelAnimationFrame(frame);
			work();
		}, ms);
	let timer = later(document.hidden ? 0 : NO_FRAME_MS);
	const frame = requestAnimationFrame(() => {
		clearTimeout(timer);
		timer = later(0);
	});
	return () => {
		cancelAnimationFrame(frame);
		clearTimeout(timer);
	};
}

/** Once what is there is drawn, and nothing more urgent is to do. Returns how to call it off. */
export function atRest(work: () => void): () => void {
	let stop = (): void => {};
	const stopFrame = afterFrame(() => {
		if (typeof requestIdleCallback === 'function') {
			const idle = requestIdleCallback(work, { timeout: SOON_MS });
			stop = () => cancelIdleCallback(idle);
		} else {
			const timer = setTimeout(work, SOON_MS / 10);
			stop = () => clearTimeout(timer);
		}
	});
	return () => {
		stopFrame();
		stop();
	};
}
