import { flushSync, untrack } from 'svelte';

/** The lowest note there is, in px: no more of them fit on a screen. */
const LOWEST = 96;
/** At the latest after so long, ms. */
const SOON_MS = 1000;
/** Keys and presses wait for no more than so many ms. */
const LONG = 30;

/**
 * How many notes of each column are drawn so far. Those of the first screen come with the first frame; the others follow
 * in slices, each as large as can be drawn without keeping anybody waiting.
 */
export class Filling {
	/** Of each column. */
	#most = $state(Math.ceil(innerHeight / LOWEST));

	/** Made with a part of the page, and ends with it. `longest`: how many the longest column has. */
	constructor(longest: () => number) {
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

	/** Those of a column that are drawn. */
	first<Entry>(column: readonly Entry[]): readonly Entry[] {
		return column.length <= this.#most ? column : column.slice(0, this.#most);
	}
}

/** A page that nobody looks at draws no frames, and is filled all the same. Returns how to call it off. */
function afterFrame(work: () => void): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const later = (): void => void (timer = setTimeout(work));
	if (document.hidden) later();
	const frame = document.hidden ? 0 : requestAnimationFrame(later);
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
