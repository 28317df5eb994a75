/** What the commands of operation have in common. */
import { StartRefusal } from '#server/start-refusal.ts';
import type { Progress } from '#server/store/portable-file.ts';
import { removeScratch } from '#server/store/scratch.ts';

/** What a shell expects of a process that was ended by the signal. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs it; anything that goes wrong is one sentence on stderr, and the process ends with a code other than 0. Interrupted,
 * it removes what it made for itself: that may be as large as the database.
 */
export async function run(what: string, work: () => Promise<void>): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			removeScratch();
			process.exit(codes[signal]);
		});
	try {
		await work();
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		console.error(error instanceof StartRefusal ? why : `${what} (${why.split('\n')[0]}).`);
		process.exitCode = 1;
	}
}

/** Tells every two seconds how far it has come, on stderr: what takes less says nothing. */
export function telling(): Progress {
	let toldAt = Date.now();
	return (done, all) => {
		if (Date.now() - toldAt < 2000) return;
		toldAt = Date.now();
		console.error(`${Math.floor((100 * done) / all)} % of ${all} rows`);
	};
}
