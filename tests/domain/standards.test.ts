import { expect, test } from 'vitest';
import { balanceOf, differenceOf, isSameSheet, type StandardLine } from '#domain/standards.ts';

const line = (ref: string, more: Partial<StandardLine> = {}): StandardLine => ({
	...{ n: 1, text: ref, fixed: [], mayDecide: [], gains: '', warm: 0, quick: 0, syndicates: ['a'], ref },
	...more
});
const sheet = (lines: readonly StandardLine[], learn: readonly string[] = []) => ({
	compass: 'We stay with it',
	lines,
	mistakes: { learn, line: [] }
});

test('[STANDARD-5] the balance counts what is fixed and what is open, what is warm and what is quick', () => {
	const lines = [
		line('a', { fixed: ['x'], mayDecide: ['y', 'z'], warm: 2, quick: 1 }),
		line('b', { fixed: ['x'], quick: 2 }),
		line('c')
	];

	expect(balanceOf(lines)).toEqual({ fixed: 2, open: 1, neither: 1, warm: 2, quick: 3 });
});

test('[STANDARD-3] a version shows what is new, what reads differently and what is gone; a new number is no change', () => {
	const before = sheet([line('a'), line('b', { n: 2 }), line('c', { n: 3 })]);
	const now = sheet([line('b'), line('a', { n: 2, fixed: ['Always'] }), line('d', { n: 3 })], ['Too late']);

	const { lines, gone, ...more } = differenceOf(now, before);

	expect(
		[...lines].map(([ref, change]) => [ref, change.kind, change.kind === 'changed' ? change.parts : null])
	).toEqual([
		['b', 'same', null],
		['a', 'changed', ['fixed']],
		['d', 'new', null]
	]);
	expect(gone.map(({ ref }) => ref)).toEqual(['c']);
	expect(more).toEqual({ learn: true, line: false, compass: false });
	expect([isSameSheet(before, sheet(before.lines)), isSameSheet(before, now)]).toEqual([true, false]);
});
