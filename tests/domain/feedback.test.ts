import { expect, test } from 'vitest';
import { FEEDBACK_LINES, lookAtFeedback } from '#domain/feedback.ts';

test('[BRIEF-8] bad lines are named by their number in what was given, and nothing is cut off', () => {
	const looked = lookAtFeedback(
		['You rang  back.', '', 'x'.repeat(501), 'you rang back.', 'Known already', 'A\0B', 'Last'],
		['known already']
	);

	expect(looked).toEqual({
		good: ['You rang back.', 'Last'],
		bad: [
			{ at: 3, why: 'has 501 of 500 characters' },
			{ at: 4, why: 'is line 1 once more' },
			{ at: 5, why: 'is on the list already' },
			{ at: 6, why: 'holds a character that cannot be kept' }
		]
	});
});

test('[BRIEF-8] more lines than fit are left out by name', () => {
	const { good, bad } = lookAtFeedback(Array.from({ length: FEEDBACK_LINES + 2 }, (_, n) => `line ${n}`));

	expect(good).toHaveLength(FEEDBACK_LINES);
	expect(bad.map(({ at }) => at)).toEqual([FEEDBACK_LINES + 1, FEEDBACK_LINES + 2]);
});
