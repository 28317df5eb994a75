/** Spokespersons tell the room one after the other, each with the same time. Pure. */
import type { SyndicateId } from './ids.ts';
import { remainingMs, type Clock, type ReportBack } from './workshop.ts';

export type ReportBackDeed =
	| { readonly deed: 'start'; readonly queue: readonly SyndicateId[]; readonly minutesEach: number }
	| { readonly deed: 'next' }
	| { readonly deed: 'add'; readonly minutes: number }
	| { readonly deed: 'pause' }
	| { readonly deed: 'resume' }
	| { readonly deed: 'stop' };

const MINUTE_MS = 60_000;

/** The queue after a deed at `nowMs`; null once it is over. A deed that makes no sense changes nothing. */
export function reportBackAfter(before: ReportBack | null, deed: ReportBackDeed, nowMs: number): ReportBack | null {
	if (deed.deed === 'start') {
		const { queue, minutesEach } = deed;
		return { queue, at: 0, minutesEach, clock: full(minutesEach, nowMs), tookMs: [] };
	}
	if (!before || deed.deed === 'stop') return null;
	const { clock, at, queue, minutesEach, tookMs } = before;
	switch (deed.deed) {
		case 'next': {
			if (at >= queue.length) return before;
			const isLast = at + 1 === queue.length;
			return {
				...before,
				at: at + 1,
				tookMs: [...tookMs, clock.lengthMs - remainingMs(clock, nowMs)],
				// Everyone has the same time, whatever was added for the one before.
				clock: isLast ? paused(clock, nowMs) : full(minutesEach, nowMs)
			};
		}
		case 'add': {
			const addedMs = deed.minutes * MINUTE_MS;
			const lengthMs = Math.max(MINUTE_MS, clock.lengthMs + addedMs);
			// What was used stays used, so that the time each one took is true.
			const added = lengthMs - clock.lengthMs;
			return {
				...before,
				clock:
					clock.kind === 'running'
						? { ...clock, endsAtMs: clock.endsAtMs + added, lengthMs }
						: { ...clock, remainingMs: clock.remainingMs + added, lengthMs }
			};
		}
		case 'pause':
			return { ...before, clock: paused(clock, nowMs) };
		case 'resume':
			if (clock.kind === 'running' || at >= queue.length) return before;
			return { ...before, clock: { kind: 'running', endsAtMs: nowMs + clock.remainingMs, lengthMs: clock.lengthMs } };
	}
}

/** How much longer than their time those took who have spoken. */
export const overrunMs = ({ tookMs, minutesEach }: Pick<ReportBack, 'tookMs' | 'minutesEach'>): number =>
	tookMs.reduce((sum, took) => sum + took - minutesEach * MINUTE_MS, 0);

const full = (minutes: number, nowMs: number): Clock => ({
	kind: 'running',
	endsAtMs: nowMs + minutes * MINUTE_MS,
	lengthMs: minutes * MINUTE_MS
});

const paused = (clock: Clock, nowMs: number): Clock => ({
	kind: 'paused',
	remainingMs: remainingMs(clock, nowMs),
	lengthMs: clock.lengthMs
});
