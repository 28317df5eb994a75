/** What every command of the plan answers: the plan as it is now, for whoever asked. */
import type { Actor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import type { PlanView } from '#protocol/views.ts';
import { changesOf } from '../store/action-changes.ts';
import { handOversOf } from '../store/hand-overs.ts';
import { nextDateOf } from '../store/next-dates.ts';
import { readPlan } from '../store/plan-rows.ts';
import { toldReach } from './mark-facts.ts';
import type { PlanDeps } from './plan-deps.ts';
import { planView } from './plan-view.ts';

export const planAnswer =
	({ database: { db }, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) =>
	async (workshopId: WorkshopId, actor: Actor): Promise<PlanView> => {
		const now = await desk.get(workshopId);
		const plan = await readPlan(db, workshopId);
		const around = {
			reach: await toldReach(db, now, plan.actions),
			changes: plan.signedAt === null ? [] : await changesOf(db, workshopId),
			handOvers: await handOversOf(db, workshopId),
			nextDate: await nextDateOf(db, workshopId)
		};
		return planView(plan, around, { now, actor, at: clock() });
	};
