/** Waiting with an end: a check that hangs says what it waited for. */
import { setTimeout as sleep } from 'node:timers/promises';

/** @throws Error that names `what` when it takes longer */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Looks again and again until it is so; resolves with the time it took, in ms. */
export async function until(what: string | (() => string), ms: number, isSo: () => boolean): Promise<number> {
	const startedAt = performance.now();
	while (!isSo()) {
		const waited = performance.now() - startedAt;
		if (waited > ms) throw new Error(`${typeof what === 'string' ? what : what()}: not so after ${ms} ms`);
		await sleep(waited < 100 ? 2 : 10);
	}
	return performance.now() - startedAt;
}

export const pause = (ms: number): Promise<void> => sleep(ms);

/** The value below which this share of all lies; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
