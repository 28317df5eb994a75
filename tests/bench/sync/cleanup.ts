/** Processes and folders that must not outlive the benchmark, also when it is cut short. */

const undo = new Set<() => Promise<unknown>>();
let isEnding = false;

/** Registers how something is taken away. What comes back does it now, once. */
export function owned(takeAway: () => Promise<unknown>): () => Promise<void> {
	undo.add(takeAway);
	return async () => {
		if (undo.delete(takeAway)) await takeAway();
	};
}

/** Called before something is begun that would have to be taken away. @throws when the benchmark is ending */
export function mustGoOn(): void {
	if (isEnding) throw new Error('The benchmark is ending.');
}

/** Between two measurements. While the benchmark is ending it never resolves: the process ends instead. */
export const goOn = (): Promise<void> => (isEnding ? new Promise(() => {}) : Promise.resolve());

/** Takes away what is still there, the newest first. Nothing more is begun after it. */
export async function takeAllAway(): Promise<void> {
	isEnding = true;
	for (let newest = [...undo].at(-1); newest; newest = [...undo].at(-1)) {
		undo.delete(newest);
		await newest().catch((error: unknown) => console.error(error));
	}
}

/** Ends this process on Ctrl-C, but not before everything is taken away. */
export function cleanUpOnSignals(): void {
	for (const [signal, code] of [
		['SIGINT', 130],
		['SIGTERM', 143]
	] as const) {
		process.once(signal, () => void takeAllAway().finally(() => process.exit(code)));
	}
}
