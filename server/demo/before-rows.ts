/** What was there before day 1: customers' words, and the answers to the five questions. */
import { newId, type WorkshopId } from '#domain/ids.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { Demo } from './demo-file.ts';

/** The second reading took place on the Friday before. */
const READ = new Date('2027-01-08T15:00:00Z');

export const beforeRows = (demo: Demo, workshopId: WorkshopId): DemoRows => ({
	feedbackLines: demo.feedback.map(({ text, state }, at) => ({
		id: newId(),
		workshopId,
		n: at + 1,
		text,
		readAt: state === 'read-no-action' ? READ : null
	})),
	baselineAnswers: answersIn(demo, 'before').map((answer) => ({
		id: newId(),
		workshopId,
		round: 'before' as const,
		...answer
	}))
});

/** The same five questions once more, at the end. */
export const answersIn = (
	{ baseline }: Demo,
	round: 'before' | 'week12'
): readonly { readonly department: string; readonly marks: Record<string, number> }[] => {
	const marks = spreadMarks(baseline[round].answers);
	return baseline.byDepartment
		.flatMap((each) => Array.from({ length: each[round] }, () => each.department))
		.map((department, person) => ({ department, marks: marks(person) }));
};

/**
 * The example tells how often each mark was given; who gave which is spread so that no two questions look alike.
 * @param answers question -> how often each mark from 1 to 5 was given
 */
export function spreadMarks(
	answers: Readonly<Record<string, { readonly counts: readonly number[] }>>
): (person: number) => Record<string, number> {
	const questions = Object.entries(answers).map(([id, { counts }]) => ({
		id,
		marks: counts.flatMap((times, at) => Array.from({ length: times }, () => at + 1))
	}));
	return (person) =>
		Object.fromEntries(
			questions.flatMap(({ id, marks }, question) => {
				// 7 and the number of answers have no divisor in common: every mark is given once.
				const mark = marks[(person * 7 + question * 5) % marks.length];
				return mark === undefined ? [] : [[id, mark]];
			})
		);
}
