import { expect, test } from 'vitest';
import { measureScale } from '#lib/ui/measure-scale.ts';

test('the lines of a chart are round and hold every value', () => {
	expect(measureScale([22, 47, 95], ['2027-01-12']).ticks).toEqual([0, 25, 50, 75, 100]);
	expect(measureScale([3.4, 1.5], ['2027-01-12']).ticks).toEqual([0, 1, 2, 3, 4]);
	expect(measureScale([-4, 6], ['2027-01-12']).ticks).toEqual([-5, -2.5, 0, 2.5, 5, 7.5]);
	expect(measureScale([0], ['2027-01-12']).ticks.length).toBeGreaterThan(1);
	expect(measureScale([0.02, 0.11], ['2027-01-12']).ticks).toEqual([0, 0.05, 0.1, 0.15]);
});

test('days lie along the chart in proportion, whatever their order', () => {
	const scale = measureScale([1], ['2027-03-31', '2027-01-10', '2027-02-19']);

	expect([scale.from, scale.until]).toEqual(['2027-01-10', '2027-03-31']);
	expect(scale.along('2027-01-10')).toBe(0);
	expect(scale.along('2027-02-19')).toBeCloseTo(0.5, 2);
	expect(scale.along('2027-03-31')).toBe(1);
});
