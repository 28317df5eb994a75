/** What somebody at another laptop notices of an attack, and what it costs the process: looked at from outside. */
import { readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { Client } from '../harness/client.ts';
import type { History } from '../harness/history.ts';
import type { Installation } from '../harness/installation.ts';
import { pause, percentile } from '../harness/patience.ts';

const ASK_EVERY_MS = 20;

export interface Noticed {
	/** Ms from an edit of an honest laptop to its being saved. */
	readonly savedP95: number;
	/** The longest ms `/livez` took: the loop was held up at most so long. */
	readonly longestBlock: number;
	/** MB the process grew at most. */
	readonly grown: number;
}

/** Watches while `work` runs. The honest laptops have to be typing. */
export async function watched(
	installation: Installation,
	history: History,
	honest: readonly Client[],
	work: () => Promise<void>
): Promise<Noticed> {
	const from = performance.now();
	const memory = await megabytes(installation.pid);
	let most = memory;
	let longest = 0;
	let isOver = false;
	const asking = (async () => {
		for (let n = 0; !isOver; n += 1) {
			const askedAt = performance.now();
			await fetch(`${installation.url}/livez`).then((answer) => answer.arrayBuffer());
			longest = Math.max(longest, performance.now() - askedAt);
			if (n % 10 === 0) most = Math.max(most, await megabytes(installation.pid));
			await pause(ASK_EVERY_MS);
		}
	})();
	try {
		await work();
	} finally {
		isOver = true;
	}
	await asking;
	const names = new Set(honest.map(({ name }) => name));
	const edits = history.edits().filter(({ by, askedAt }) => names.has(by) && askedAt >= from);
	const took = edits.map(({ askedAt, acknowledgedAt }) => (acknowledgedAt ?? performance.now()) - askedAt);
	return {
		savedP95: Math.round(percentile(took, 0.95)),
		longestBlock: Math.round(longest),
		grown: Math.round(most - memory)
	};
}

async function megabytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}
