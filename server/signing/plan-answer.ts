/** What every command of the plan answers: the plan as it is now, for whoever asked. */
import type { Actor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import type { LiveRevisions } from '#protocol/live.ts';
import type { PlanView } from '#protocol/views.ts';
import { changesOf } from '../store/action-changes.ts';
import { handOversOf } from '../store/hand-overs.ts';
import { nextDateOf } from '../store/next-dates.ts';
import { offersOf } from '../store/open-offers.ts';
import { readPlan } from '../store/plan-rows.ts';
import { toldReach } from './mark-facts.ts';
import type { PlanDeps } from './plan-deps.ts';
import { planView } from './plan-view.ts';

type AnswerDeps = Pick<PlanDeps, 'database' | 'desk' | 'now'>;

export const planAnswer = (deps: AnswerDeps) => {
	const { desk, now: clock } = deps;
	const underWay = new Map<WorkshopId, { readonly since: LiveRevisions; readonly reading: ReturnType<typeof read> }>();

	/** Forty devices ask at once after a change: they share the reading that is under way since it. */
	const shared = (workshopId: WorkshopId): ReturnType<typeof read> => {
		const since = desk.revisions(workshopId);
		const known = underWay.get(workshopId);
		if (known?.since === since) return known.reading;
		const reading = read(workshopId, deps);
		const mine = { since, reading };
		underWay.set(workshopId, mine);
		const over = () => {
			if (underWay.get(workshopId) === mine) underWay.delete(workshopId);
		};
		reading.then(over, over);
		return reading;
	};

	return async (workshopId: WorkshopId, actor: Actor): Promise<PlanView> => {
		const { plan, around, now } = await shared(workshopId);
		return planView(plan, around, { now, actor, at: clock() });
	};
};

async function read(workshopId: WorkshopId, { database: { db }, desk }: AnswerDeps) {
	const now = await desk.get(workshopId);
	const plan = await readPlan(db, workshopId);
	const around = {
		reach: await toldReach(db, now, plan.actions),
		changes: plan.signedAt === null ? [] : await changesOf(db, workshopId),
		handOvers: await handOversOf(db, workshopId),
		nextDate: await nextDateOf(db, workshopId),
		offers: plan.signedAt === null ? [] : await offersOf(db, workshopId)
	};
	return { plan, around, now };
}
