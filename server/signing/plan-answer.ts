/** What every command of the plan answers: the plan as it is now, for whoever asked. */
import type { Actor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import type { PlanView } from '#protocol/views.ts';
import { readPlan } from '../store/plan-rows.ts';
import { toldReach } from './mark-facts.ts';
import type { PlanDeps } from './plan-deps.ts';
import { planView } from './plan-view.ts';

export const planAnswer =
	({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) =>
	async (workshopId: WorkshopId, actor: Actor): Promise<PlanView> => {
		const now = await desk.get(workshopId);
		const plan = await readPlan(database.db, workshopId);
		const reach = await toldReach(database.db, now, plan.actions);
		return planView(plan, { now, reach, actor, at: clock() });
	};
