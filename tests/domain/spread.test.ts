import { expect, test } from 'vitest';
import { deviationOf, meanOf, widestOf, type Marks } from '#domain/spread.ts';

const line = (ref: string, marks: Marks | null) => ({ ref, marks });

test('[HOUSE-2] the mean and the width of marks are those of the figures that were given', () => {
	expect([meanOf([0, 0, 0, 0, 0]), deviationOf([0, 0, 0, 0, 0])]).toEqual([0, 0]);
	expect([meanOf([2, 0, 0, 0, 2]), deviationOf([2, 0, 0, 0, 2])]).toEqual([3, 2]);
	expect(meanOf([1, 2, 3, 0, 0])).toBeCloseTo(14 / 6);
	expect(deviationOf([0, 0, 4, 0, 0])).toBe(0);
});

test('[HOUSE-2] the line to start with is the one with the widest spread; none where all agree or too few have said', () => {
	const agreed = line('a', [0, 0, 4, 0, 0]);
	const near = line('b', [0, 2, 2, 0, 0]);
	const far = line('c', [2, 0, 0, 0, 1]);
	const two = line('d', [1, 0, 0, 0, 1]);

	expect(widestOf([agreed, near, far, two])?.ref).toBe('c');
	expect(widestOf([near, line('e', [0, 0, 2, 2, 0])])?.ref).toBe('b');
	expect(widestOf([agreed, two, line('f', null)])).toBeNull();
});
