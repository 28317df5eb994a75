import { expect, test } from 'vitest';
import { wayToAll, type Shown } from '../../bench/questions/ways.ts';

const device = (...shown: readonly (readonly [votes: number, at: number])[]): Shown =>
	new Map([['q', shown.map(([votes, at]) => ({ votes, at }))]]);

test('[BENCH-6] a vote has arrived where its number or a higher one is shown, and everywhere once the last device shows it', () => {
	const cast = { question: 'q', votes: 3, sentAt: 100 };

	expect(wayToAll([device([2, 90], [3, 150]), device([2, 90], [5, 420])], cast)).toBe(320);
	expect(wayToAll([device([3, 150]), device([2, 90])], cast)).toBe(Infinity);
	expect(wayToAll([device([3, 150]), new Map()], cast)).toBe(Infinity);
});
