import { expect, test } from 'vitest';
import { nextBeat, type Pulse } from '#lib/connection/pulse.ts';

const open: Pulse = { isOpen: true, since: 0, waitingSince: null, askedAt: null, heardAt: null };

/** Beats once a second from `from` on; the server answers only while `answers`. */
function live(
	pulse: Pulse,
	from: number,
	answers: boolean
): { readonly asks: number; readonly gaveUpAt: number | null } {
	let now = { ...pulse };
	let asks = 0;
	for (let at = from; at <= from + 60_000; at += 1000) {
		const beat = nextBeat(now, at);
		if (beat === 'give-up') return { asks, gaveUpAt: at };
		if (beat === 'ask') {
			asks += 1;
			now = { ...now, askedAt: at, heardAt: answers ? at + 20 : null };
		}
	}
	return { asks, gaveUpAt: null };
}

test('[BOARD-43] a socket without anybody behind it is given up within 15 s of the first change', () => {
	const { gaveUpAt } = live({ ...open, waitingSince: 100_000 }, 100_000, false);

	expect(gaveUpAt).toBeLessThanOrEqual(115_000);
});

test('[BOARD-43] a server that answers is asked on and on, and kept', () => {
	expect(live({ ...open, waitingSince: 100_000 }, 100_000, true)).toEqual({ asks: 30, gaveUpAt: null });
});

test('[BOARD-43] where nothing waits nothing is asked', () => {
	expect(live(open, 100_000, false)).toEqual({ asks: 0, gaveUpAt: null });
});

test('[BOARD-43] a socket that never opens is tried again, not waited for', () => {
	expect(live({ ...open, isOpen: false, since: 100_000 }, 100_000, false).gaveUpAt).toBe(110_000);
});
