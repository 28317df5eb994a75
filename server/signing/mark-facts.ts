/** Brings together what the state of marks on actions follows from. */
import { markWindow, meanMark } from '#domain/action-marks.ts';
import type { ActionId, StepId } from '#domain/ids.ts';
import type { Action } from '#domain/plan.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { marksOf } from '../store/action-marks.ts';
import type { Reading } from '../store/database.ts';
import { isPlanSigned, readActions } from '../store/plan-rows.ts';
import { countingStep } from '../store/votes.ts';
import { markables, ofKind, type MarkedDraft, type MarkFacts } from './action-marks.ts';

export async function factsOf(
	reading: Reading,
	now: WorkshopNow,
	drafts: readonly MarkedDraft[],
	isHeld = false,
	known?: readonly Action[]
): Promise<MarkFacts> {
	const workshopId = now.workshop.id;
	const steps = new Map<StepId, Awaited<ReturnType<typeof countingStep>>>();
	for (const { id: step } of [...ofKind(now, 'actions'), ...ofKind(now, 'plan')])
		steps.set(step, await countingStep(reading, { workshopId, step }, isHeld));
	const [plan] = ofKind(now, 'plan');
	return {
		...{ now, drafts },
		actions: known ?? (await readActions(reading, workshopId)),
		isSigned: await isPlanSigned(reading, workshopId),
		marks: await marksOf(reading, workshopId),
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
	const facts = await factsOf(reading, now, [], false, actions);
	const told = new Map(
		markables(facts).flatMap(({ about, target, state: { isTold, marks } }) =>
			about === 'reach' && isTold ? [[target, meanMark(marks)]] : []
		)
	);
	return new Map(
		facts.actions.flatMap(({ id, sources: [draft] }) => {
			const mean = draft === undefined ? undefined : told.get(draft);
			return mean === undefined ? [] : [[id, mean]];
		})
	);
}
