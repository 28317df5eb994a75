import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baselineResults, shownGroups, type BaselineAnswer } from '#domain/baseline.ts';
import template from '../../server/template.json' with { type: 'json' };

const { baseline } = template;
const { rule, questions } = baseline;

const shown = (sizes: Readonly<Record<string, number>>) =>
	[...shownGroups(new Map(Object.entries(sizes)), rule)].sort();

test('[BASE-4] a group below five is hidden, and the next smallest with it when it would be alone', () => {
	expect(shown({ 'Contact centre': 13, 'Field engineers': 11, Billing: 6, Planning: 5, Sales: 3 })).toEqual([
		'Billing',
		'Contact centre',
		'Field engineers'
	]);
	expect(shown({ a: 9, b: 4, c: 3 })).toEqual(['a']);
	expect(shown({ a: 9, b: 5 })).toEqual(['a', 'b']);
	expect(shown({ a: 9, b: 4 })).toEqual([]);
	expect(shown({ a: 9, b: 6, c: 0 })).toEqual(['a', 'b']);
});

test('[BASE-4] hidden groups have five answers together, or the total would tell of too few', () => {
	expect(shown({ a: 20, b: 6, c: 2, d: 1 })).toEqual(['a']);
	expect(shown({ a: 20, b: 1, c: 1, d: 1, e: 1 })).toEqual([]);
});

const answer: fc.Arbitrary<BaselineAnswer> = fc.record({
	department: fc.constantFrom('', 'Billing', 'Field', 'Sales', 'Planning', 'Stores'),
	// A question may be passed over.
	marks: fc
		.array(fc.option(fc.integer({ min: 1, max: 5 })), { minLength: 5, maxLength: 5 })
		.map((marks) => Object.fromEntries(marks.flatMap((mark, at) => (mark === null ? [] : [[questions[at]!.id, mark]]))))
});

test('[BASE-4] no subtraction of what is shown from the total leaves fewer than five answers, or one department', () => {
	fc.assert(
		fc.property(fc.array(answer, { maxLength: 60 }), (answers) => {
			const results = baselineResults(baseline, answers);

			for (const { id, figure, departments } of results.questions) {
				const given = answers.filter(({ marks }) => marks[id] !== undefined);
				const seen = departments.flatMap((each) => (each.figure ? [each.figure] : []));
				if (given.length < 5) {
					expect([figure, seen]).toEqual([null, []]);
					continue;
				}
				const hidden = new Set(
					given
						.map(({ department }) => department)
						.filter((name) => !departments.some((each) => each.department === name && each.figure))
				);
				// What whoever reads the page can work out: for every mark, the total less all that is shown.
				const left = figure!.counts.map((times, at) => seen.reduce((rest, each) => rest - each.counts[at]!, times));
				const answersLeft = left.reduce((sum, times) => sum + times, 0);
				expect(figure!.answers).toBe(given.length);
				expect(seen.every(({ answers: some }) => some >= 5)).toBe(true);
				expect(hidden.size).not.toBe(1);
				expect(answersLeft === 0 || answersLeft >= 5).toBe(true);
			}
		}),
		{ numRuns: 500 }
	);
});

test('[BASE-4] what is shown is true: every figure is that of its answers', () => {
	fc.assert(
		fc.property(fc.array(answer, { minLength: 5, maxLength: 40 }), (answers) => {
			for (const { id, figure, departments } of baselineResults(baseline, answers).questions) {
				for (const [name, seen] of [
					[null, figure] as const,
					...departments.map((each) => [each.department, each.figure] as const)
				]) {
					const marks = answers
						.filter(({ department }) => name === null || department === name)
						.flatMap((each) => each.marks[id] ?? []);
					if (!seen) continue;
					expect(seen.counts).toEqual([1, 2, 3, 4, 5].map((mark) => marks.filter((each) => each === mark).length));
					expect(seen.mean).toBeCloseTo(marks.reduce((sum, mark) => sum + mark, 0) / marks.length, 0.9);
				}
			}
		}),
		{ numRuns: 200 }
	);
});

test('[BASE-4] below five answers there is a number of answers and no figure', () => {
	const four = Array.from({ length: 4 }, () => ({ department: 'Billing', marks: { 'base-1': 3 } }));

	const { answers, questions: asked } = baselineResults(baseline, four);

	expect(answers).toBe(4);
	expect(asked.flatMap(({ figure, departments }) => [figure, ...departments.map((each) => each.figure)])).toEqual(
		asked.flatMap(() => [null, null])
	);
});
