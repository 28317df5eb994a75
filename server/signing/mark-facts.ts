/** Brings together what the state of marks on actions follows from. */
import { markWindow, meanMark } from '#domain/action-marks.ts';
import type { ActionId, StepId } from '#domain/ids.ts';
import { isPlanned, type Action } from '#domain/plan.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { markedActions, marksOf, type MarkedAction } from '../store/action-marks.ts';
import type { Reading } from '../store/database.ts';
import { isPlanSigned } from '../store/plan-rows.ts';
import { countingStep } from '../store/votes.ts';
import { markables, ofKind, type MarkedDraft, type MarkFacts } from './action-marks.ts';

interface Asked {
	/** Steps stay as they are until the transaction ends. */
	readonly isHeld?: boolean;
	/** Marks of this one only. */
	readonly target?: string | undefined;
	/** Actions that were read before. */
	readonly known?: readonly Action[];
}

const inPlan = (actions: readonly Action[]): readonly MarkedAction[] =>
	actions
		.filter(isPlanned)
		.flatMap(({ id, syndicateId, sources: [draft], measure: { target }, dueOn }) =>
			draft === undefined ? [] : [{ id, syndicateId, draft, of: { target, dueOn } }]
		);

export async function factsOf(
	reading: Reading,
	now: WorkshopNow,
	drafts: readonly MarkedDraft[],
	{ isHeld = false, target, known }: Asked = {}
): Promise<MarkFacts> {
	const workshopId = now.workshop.id;
	const steps = new Map<StepId, Awaited<ReturnType<typeof countingStep>>>();
	for (const { id: step } of [...ofKind(now, 'actions'), ...ofKind(now, 'plan')])
		steps.set(step, await countingStep(reading, { workshopId, step }, isHeld));
	const [plan] = ofKind(now, 'plan');
	return {
		...{ now, drafts },
		actions: known ? inPlan(known) : await markedActions(reading, workshopId),
		isSigned: await isPlanSigned(reading, workshopId),
		marks: await marksOf(reading, workshopId, target),
		windowOf: (id) => {
			const step = steps.get(id);
			return step ? (step.workshopState === 'room' ? markWindow(step.activity, step) : 'over') : 'ahead';
		},
		planStep: plan && steps.get(plan.id)?.state === 'open' ? plan.id : null
	};
}

/** Means of "can we reach it?" that everybody may know, of the actions in the plan. */
export async function toldReach(
	reading: Reading,
	now: WorkshopNow,
	actions?: readonly Action[]
): Promise<ReadonlyMap<ActionId, number>> {
	const facts = await factsOf(reading, now, [], actions ? { known: actions } : {});
	const told = new Map(
		markables(facts).flatMap(({ about, target, state: { isTold, marks } }) =>
			about === 'reach' && isTold ? [[target, meanMark(marks)]] : []
		)
	);
	return new Map(
		facts.actions.flatMap(({ id, draft }) => {
			const mean = told.get(draft);
			return mean === undefined ? [] : [[id, mean]];
		})
	);
}
