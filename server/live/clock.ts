import type { Clock } from '#domain/workshop.ts';

export type ClockDeed =
	| { readonly deed: 'start'; readonly minutes: number }
	| { readonly deed: 'add'; readonly minutes: number }
	| { readonly deed: 'pause' }
	| { readonly deed: 'resume' }
	| { readonly deed: 'stop' };

const minuteMs = 60_000;

/** A clock that shows a phase's length and waits to be started. */
export const readyClock = (minutes: number): Clock => ({
	kind: 'paused',
	remainingMs: minutes * minuteMs,
	lengthMs: minutes * minuteMs
});

/** The clock after a deed at `nowMs` of the server. A deed that makes no sense (pausing a paused one) changes nothing. */
export function clockAfter(clock: Clock | null, deed: ClockDeed, nowMs: number): Clock | null {
	switch (deed.deed) {
		case 'start': {
			const lengthMs = deed.minutes * minuteMs;
			return { kind: 'running', endsAtMs: nowMs + lengthMs, lengthMs };
		}
		case 'stop':
			return null;
		case 'add': {
			const addedMs = deed.minutes * minuteMs;
			if (!clock) return addedMs > 0 ? readyClock(deed.minutes) : null;
			const lengthMs = Math.max(minuteMs, clock.lengthMs + addedMs);
			if (clock.kind === 'paused') return { ...clock, remainingMs: clock.remainingMs + addedMs, lengthMs };
			return { ...clock, endsAtMs: clock.endsAtMs + addedMs, lengthMs };
		}
		case 'pause':
			if (clock?.kind !== 'running') return clock;
			return { kind: 'paused', remainingMs: clock.endsAtMs - nowMs, lengthMs: clock.lengthMs };
		case 'resume':
			if (clock?.kind !== 'paused') return clock;
			return { kind: 'running', endsAtMs: nowMs + clock.remainingMs, lengthMs: clock.lengthMs };
	}
}
