/** What every command of the plan answers: the plan as it is now, for whoever asked. */
import type { Actor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import type { PlanView } from '#protocol/views.ts';
import { readPlan } from '../store/plan-rows.ts';
import type { PlanDeps } from './plan-deps.ts';
import { planView } from './plan-view.ts';

export const planAnswer =
	({ database, desk, now: clock }: Pick<PlanDeps, 'database' | 'desk' | 'now'>) =>
	async (workshopId: WorkshopId, actor: Actor): Promise<PlanView> =>
		planView(await readPlan(database.db, workshopId), { now: await desk.get(workshopId), actor, at: clock() });
