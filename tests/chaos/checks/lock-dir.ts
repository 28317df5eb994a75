/** One process a folder: two on one embedded database destroy it without a word. */
import { startProcess } from '../../support/server.ts';
import type { Check } from '../check.ts';
import { percentile } from '../harness/patience.ts';

const PEOPLE = 4;
const EDITS_A_SECOND = 10;
const REFUSED_WITHIN_MS = 2000;

export const check: Check = {
	name: 'lock-dir',
	proves:
		'A second process on a folder says so and ends, the first one loses nothing, and a dead one is taken over from.',
	on: 'none',
	trials: { short: 2, long: 50 },
	batch: 10,
	run: async (context) => {
		const installation = await context.installation({ people: PEOPLE });
		const { dataDir } = installation;
		const clients = installation.seats.map((seat) => installation.open(seat));
		const refusedMs: number[] = [];
		const failures: string[] = [];
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			trials += 1;
			for (const client of clients) client.type(EDITS_A_SECOND);
			await Promise.all(clients.map((client) => client.synced()));
			const startedAt = performance.now();
			const refusal = await startSecond(dataDir);
			refusedMs.push(performance.now() - startedAt);
			if (refusal === null) failures.push('a second process served the same folder');
			else if (!/^the server ended with [1-9]\d*: .*is in use by another Plenary/s.test(refusal))
				failures.push(`the second process did not end as it should: ${refusal.slice(0, 300)}`);
			await installation.kill();
			if (failures.length > 0) break;
			failures.push(...(await startTwo(dataDir)));
			await installation.start();
			for (const client of clients) client.hurry();
		}
		const slowest = percentile(refusedMs, 1);
		if (slowest > context.atMost(REFUSED_WITHIN_MS))
			failures.push(`the second process took ${Math.round(slowest)} ms to end`);
		if (failures.length === 0) failures.push(...(await installation.faultsAtRest()));
		const figures = { acknowledged: context.history.acknowledged().length, refusedSlowestMs: Math.round(slowest) };
		return { trials, failures, figures };
	}
};

/** What it said when it ended; null when it did not end, but served. */
async function startSecond(dataDir: string): Promise<string | null> {
	try {
		const second = await startProcess({ DATA_DIR: dataDir });
		await second.end('SIGKILL');
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** Two at once on the lock of a process that was killed: one takes it over, the other one ends. */
async function startTwo(dataDir: string): Promise<readonly string[]> {
	const both = await Promise.allSettled([startProcess({ DATA_DIR: dataDir }), startProcess({ DATA_DIR: dataDir })]);
	const running = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
	for (const { end } of running) await end('SIGKILL');
	return running.length === 1 ? [] : [`${running.length} of two processes took over the lock of a dead one`];
}
