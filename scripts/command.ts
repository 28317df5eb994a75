/** What the commands of operation have in common. */
import { StartRefusal } from '#server/start-refusal.ts';
import type { Progress } from '#server/store/portable-file.ts';

/** Runs it; anything that goes wrong is one sentence on stderr, and the process ends with a code other than 0. */
export async function run(what: string, work: () => Promise<void>): Promise<void> {
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
