import { expect, test } from 'vitest';
import { framesASecond, judged, roomTable, shareOf } from '../../bench/room/figures.ts';

test('[BENCH-4] a share of all is told by the value that it does not exceed, the slowest by the last', () => {
	const ways = Array.from({ length: 100 }, (_, n) => 100 - n);

	expect([shareOf(ways, 0.5), shareOf(ways, 0.99), shareOf(ways, 1), shareOf([7], 0.5)]).toEqual([50, 99, 100, 7]);
	expect(() => shareOf([], 0.5)).toThrow('There is no share of nothing.');
});

test('[BENCH-4] a figure at its goal has reached it, in either direction, and one without a goal has no verdict', () => {
	const figure = { what: 'a', unit: 'ms', of: 1 } as const;
	const verdicts = [
		{ ...figure, figure: 300, atMost: 300 },
		{ ...figure, figure: 300.1, atMost: 300 },
		{ ...figure, figure: 30, atLeast: 30 },
		{ ...figure, figure: 29.9, atLeast: 30 },
		{ ...figure, figure: 5 }
	].map((one) => judged(one).verdict);

	expect(verdicts).toEqual(['ok', 'missed', 'ok', 'missed', null]);
});

test('[BENCH-4] frames a second are of the gaps between the frames, and a page that draws nothing has none', () => {
	expect([framesASecond([0, 20, 40, 60]), framesASecond([5]), framesASecond([])]).toEqual([50, 0, 0]);
});

test('[BENCH-4] the table says what, how much, the goal and of how many', () => {
	const text = roomTable([
		judged({ what: 'step change, p50', figure: 59.64, unit: 'ms', of: 1440, atMost: 300 }),
		judged({ what: 'frames', figure: 12, unit: 'a second', of: 60, atLeast: 30 })
	]);

	expect(text.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
		'step change, p50 59.6 ms <= 300 ms ok of 1440',
		'frames 12.0 a second >= 30 a second missed of 60'
	]);
});
