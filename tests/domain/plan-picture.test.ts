import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PICTURE, pictureOf, pictureX, pictureY } from '#domain/plan-picture.ts';

/** Means with one decimal. */
const mean = fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10);

test('[PLAN-59] each action stands where its means meet, and no number covers another or a dot', () => {
	fc.assert(
		fc.property(fc.array(fc.record({ impact: mean, effort: mean }), { maxLength: 18 }), (means) => {
			const points = means.map((each, at) => ({ ...each, n: at + 1 }));
			const picture = pictureOf(points.toReversed());
			expect(picture.map(({ n }) => n)).toEqual(points.map(({ n }) => n));
			for (const [at, one] of picture.entries()) {
				expect([one.x, one.y]).toEqual([pictureX(one.effort), pictureY(one.impact)]);
				for (const other of picture.slice(at + 1)) {
					const apart = Math.max(Math.abs(one.labelX - other.labelX), Math.abs(one.labelY - other.labelY));
					expect(apart).toBeGreaterThanOrEqual(PICTURE.label);
				}
				for (const other of picture) {
					const apart = Math.max(Math.abs(one.labelX - other.x), Math.abs(one.labelY - other.y));
					expect(apart).toBeGreaterThanOrEqual(PICTURE.label / 2);
				}
				expect(one.labelX + PICTURE.label / 2).toBeLessThanOrEqual(PICTURE.width);
				expect(one.labelY - PICTURE.label / 2).toBeGreaterThanOrEqual(0);
			}
		})
	);
});

test('[PLAN-59] more effect is higher, more effort further right', () => {
	const [low, high] = pictureOf([
		{ n: 1, impact: 1, effort: 1 },
		{ n: 2, impact: 5, effort: 5 }
	]);
	expect(high!.x).toBeGreaterThan(low!.x);
	expect(high!.y).toBeLessThan(low!.y);
	expect(pictureOf([])).toEqual([]);
});
