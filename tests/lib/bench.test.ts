import { expect, test } from 'vitest';
import { rowsOf, spreadOf, spreads, table, verdict, type Figures } from '../bench/figures.ts';

const figures = (usable: number, rest: Partial<Figures> = {}): Figures => ({
	painted: 400,
	usable,
	wireByUsable: 60,
	wireInAll: 90,
	requests: 12,
	scriptByUsable: 48,
	scriptInAll: 48,
	font: 34,
	mainThread: 200,
	longestTask: 0,
	heap: 1.6,
	...rest
});

const peers = [
	{ name: 'heavy', figures: { usable: 4000 } },
	{ name: 'light', figures: { usable: 2000, painted: 500 } }
];

const usableRow = (loads: readonly Figures[], goal: number) =>
	rowsOf({ page: 'Join', spread: spreads(loads), goals: { usable: goal }, peers, nearest: 'heavy' }).find(
		({ measure }) => measure === 'usable'
	);

test('[BENCH-1] the median is the middle load, or between the two middle ones, whatever their order', () => {
	expect(spreadOf([900, 700, 5000])).toEqual({ median: 900, low: 700, high: 5000 });
	expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, low: 1, high: 4 });
	expect(() => spreadOf([])).toThrow('There is no median of nothing.');
});

test('[BENCH-1] a figure at its goal is within it, and one without a goal has no verdict', () => {
	expect([verdict(800, 800), verdict(800.1, 800), verdict(800, undefined)]).toEqual(['ok', 'over', null]);
});

test('[BENCH-1] one slow load does not decide, and the ratios are to the best peer and to the nearest', () => {
	const row = usableRow([figures(700), figures(3000), figures(800)], 800);

	expect(row).toEqual({
		page: 'Join',
		measure: 'usable',
		spread: { median: 800, low: 700, high: 3000 },
		goal: 800,
		verdict: 'ok',
		ratios: [
			{ peer: 'light (2000)', ratio: 0.4 },
			{ peer: 'heavy (4000)', ratio: 0.2 }
		]
	});
});

test('[BENCH-1] the table says goal, median, range, verdict and ratios, in columns', () => {
	const row = usableRow([figures(1000)], 800);

	const lines = table(row ? [row] : []).split('\n');

	expect(lines).toEqual([
		'Join',
		'              goal  median      range        beside the peers',
		'usable, ms  <= 800    1000  1000-1000  over  0.50 x light (2000), 0.25 x heavy (4000)'
	]);
});
