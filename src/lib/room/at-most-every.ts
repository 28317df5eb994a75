/** The world outside, for a test to drive. */
export interface Waiting {
	readonly now: () => number;
	readonly later: (deed: () => void, ms: number) => void;
}

const browserWaiting: Waiting = { now: () => performance.now(), later: (deed, ms) => void setTimeout(deed, ms) };

/** Calls at once, then at most every so many ms; what came in between is one call at the end of them. */
export function atMostEvery(ms: number, deed: () => void, { now, later }: Waiting = browserWaiting): () => void {
	let last = -Infinity;
	let isWaiting = false;
	const run = () => {
		isWaiting = false;
		last = now();
		deed();
	};
	return () => {
		if (isWaiting) return;
		const left = last + ms - now();
		if (left <= 0) {
			run();
			return;
		}
		isWaiting = true;
		later(run, left);
	};
}
