import { expect, test } from 'vitest';
import { boundText, sums, type TallyLine } from '../../chaos/tally.ts';

const line = (check: string, trials: number, failures = 0): TallyLine => ({
	date: '2026-11-22T00:00:00.000Z',
	commit: 'abc',
	check,
	store: 'embedded',
	trials,
	failures,
	seed: 1,
	ms: 10
});

test('[CHAOS-4] parts of the long set add up for each check', () => {
	const all = sums([line('kill9', 20), line('convergence', 5000), line('kill9', 30, 1)]);

	expect(all).toMatchObject([
		{ check: 'kill9', trials: 50, failures: 1, parts: 2, ms: 20 },
		{ check: 'convergence', trials: 5000, failures: 0, parts: 1 }
	]);
});

test('[CHAOS-4] nothing of a thousand is said as the bound it is, and a failure as what was seen', () => {
	expect(boundText({ trials: 1000, failures: 0 })).toBe('0 of 1000: at most 0.30 % (95 %)');
	expect(boundText({ trials: 50, failures: 1 })).toBe('1 of 50 failed');
	expect(boundText({ trials: 0, failures: 0 })).toBe('nothing was tried');
});
