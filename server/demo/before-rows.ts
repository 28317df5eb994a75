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
	baselineAnswers: answersOf(demo).map((answer) => ({ id: newId(), workshopId, round: 'before' as const, ...answer }))
});

/** The example tells how often each mark was given; who gave which is spread so that no two questions look alike. */
function answersOf({
	baseline
}: Demo): readonly { readonly department: string; readonly marks: Record<string, number> }[] {
	const departments = baseline.byDepartment.flatMap(({ department, before }) =>
		Array.from({ length: before }, () => department)
	);
	const questions = Object.entries(baseline.before.answers).map(([id, { counts }]) => ({
		id,
		marks: counts.flatMap((times, at) => Array.from({ length: times }, () => at + 1))
	}));
	return departments.map((department, person) => ({
		department,
		marks: Object.fromEntries(
			questions.flatMap(({ id, marks }, question) => {
				// 7 and the number of answers have no divisor in common: every mark is given once.
				const mark = marks[(person * 7 + question * 5) % marks.length];
				return mark === undefined ? [] : [[id, mark]];
			})
		)
	}));
}
