import { expect, test } from 'vitest';
import { boardTable, framesOf, goalText, judge, share } from '../../bench/board/figures.ts';

test('[BENCH-5] the middle round decides, in either direction, and what could not be measured has not reached its goal', () => {
	const measure = { what: 'a', unit: 'ms' } as const;
	const verdicts = [
		{ ...measure, values: [500, 100, 90], atMost: 100 },
		{ ...measure, values: [101], atMost: 100 },
		{ ...measure, values: [58, 12, 60], atLeast: 58 },
		{ ...measure, values: [57.9], atLeast: 58 },
		{ ...measure, values: [], atLeast: 58 },
		{ ...measure, values: [7] }
	].map((one) => judge(one).verdict);

	expect(verdicts).toEqual(['ok', 'missed', 'ok', 'missed', 'not measured', null]);
});

test('[BENCH-5] frames a second are of the gaps, and one long gap is told', () => {
	const { aSecond, gapP95, gapMax } = framesOf([0, 20, 40, 60, 80, 180]);

	expect([Math.round(aSecond), gapP95, gapMax]).toEqual([28, 100, 100]);
	expect(() => framesOf([5])).toThrow('There is no share of nothing.');
	expect(share([4, 1, 3, 2], 0.5)).toBe(2);
});

test('[BENCH-5] the table says what, the goal, the median, the range and what the peers took', () => {
	const text = boardTable(
		[
			{ what: 'key', unit: 'ms', values: [20, 30, 25], atMost: 23, peers: { Excalidraw: 50 } } as const,
			{ what: 'frames', unit: 'a second', values: [], atLeast: 58, lacks: 'no note can be dragged' } as const
		].map(judge)
	);

	expect(text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
		'500 notes goal median range beside the peers',
		'key, ms <= 23 25 20-30 missed 0.50 x Excalidraw (50)',
		'frames, a second >= 58 not measured no note can be dragged'
	]);
	expect([goalText({ atMost: 1 }), goalText({ atLeast: 2 }), goalText({})]).toEqual(['<= 1', '>= 2', '']);
});
