/** Marks on the actions of the example: whether they can be reached, what they bring and what they cost. */
import { askedIn } from '#domain/action-marks.ts';
import { asId } from '#domain/ids.ts';
import type { MarkAbout } from '#domain/plan.ts';
import { simpleRef } from '#domain/refs.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DemoRows } from '../store/demo-rows.ts';
import type { DemoBoards } from './boards.ts';
import type { Demo } from './demo-file.ts';
import { shareMarks } from './shares.ts';

type Planned = NonNullable<DemoRows['actions']>[number];
type Mark = NonNullable<DemoRows['actionMarks']>[number];

const REACHED = new Date('2027-01-13T12:28:00Z');
const WEIGHED = new Date('2027-01-13T14:04:00Z');

/** @param planned the rows of the actions, in the order of the example */
export function markRows(
	demo: Demo,
	planned: readonly Planned[],
	boards: DemoBoards,
	now: WorkshopNow
): Pick<DemoRows, 'actionMarks'> {
	const { id: workshopId } = now.workshop;
	const everyone = demo.people.map(({ id }) => id);
	const marks = (about: MarkAbout, target: string, mean: number, people: readonly string[]): Mark[] =>
		shareMarks(mean, people).map(({ person, mark }) => ({
			...{ workshopId, about, target, mark },
			personId: asId(person),
			markedAt: about === 'reach' ? REACHED : WEIGHED
		}));
	const actionMarks = demo.actions.flatMap((action, at) => {
		const row = planned[at];
		if (!row) return [];
		const { id, syndicate, reach, impact, effort } = action;
		const target = simpleRef('action', row.id);
		const members = demo.people.filter((person) => person.syndicate === syndicate).map((person) => person.id);
		const asked = askedIn('draft', { target: row.measureTarget ?? null, dueOn: row.dueOn ?? null });
		return [
			...marks('reach', boards.ref(`draft of ${id}`), reach, members).map((mark) => ({ ...mark, asked })),
			...marks('impact', target, impact, everyone),
			...marks('effort', target, effort, everyone)
		];
	});
	return { actionMarks };
}
