/** Processes and folders that must not outlive the benchmark, also when it is cut short. */

const undo = new Set<() => Promise<unknown>>();

/** Registers how something is taken away. What comes back does it now, once. */
export function owned(takeAway: () => Promise<unknown>): () => Promise<void> {
	undo.add(takeAway);
	return async () => {
		if (undo.delete(takeAway)) await takeAway();
	};
}

/** Takes away what is still there, the newest first. */
export async function takeAllAway(): Promise<void> {
	for (const takeAway of [...undo].reverse()) {
		undo.delete(takeAway);
		await takeAway().catch((error: unknown) => console.error(error));
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
