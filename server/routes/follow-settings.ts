/** How the weeks after the signing run: holidays, when an action is quiet, until when, who takes turns, who has left. */
import { Hono } from 'hono';
import { asId } from '#domain/ids.ts';
import type { Template } from '#domain/template.ts';
import { ChangeFollowSettings, PersonLeft } from '#protocol/monday-bodies.ts';
import { setLastDay } from '../follow/last-day.ts';
import { personLeaves } from '../follow/leaving.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { changeFollowing } from '../store/follow-settings.ts';
import { holdPlan } from '../store/plan-rows.ts';
import { planRotation } from '../follow/rotation.ts';
import { mondayAnswer } from './monday.ts';

export const followSettingsRoutes = (deps: PlanDeps & { readonly template: Template }) => {
	const { database, desk, now: clock, followUp } = deps;
	const answer = mondayAnswer(deps);

	return new Hono<Env>()
		.post(
			'/workshops/:id/follow-up/settings',
			mayInWorkshop('follow-up.set'),
			body(ChangeFollowSettings),
			async (c) => {
				const { workshop } = await desk.get(c.get('workshop').id);
				const { holidays, deputyRotates, until, ...changes } = c.req.valid('json');
				const at = clock();
				const { mayProlong } = deps.template.followUp;
				await database.transaction(async (tx) => {
					await holdPlan(tx, workshop.id);
					await changeFollowing(tx, workshop.id, {
						...changes,
						...(holidays === undefined ? {} : { holidays: [...new Set(holidays)].toSorted() }),
						...(deputyRotates === undefined ? {} : { deputyRotates })
					});
					if (until !== undefined) await setLastDay(tx, { workshopId: workshop.id, until, at, mayProlong });
					if (deputyRotates === true) await planRotation(tx, workshop.id, at);
				});
				await desk.refresh(workshop.id, 'workshop');
				desk.bump(workshop.id, 'plan');
				followUp.wake();
				return c.json(await answer(c));
			}
		)
		.post('/workshops/:id/follow-up/left', mayInWorkshop('follow-up.set'), body(PersonLeft), async (c) => {
			const { personId: by } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { personId, left } = c.req.valid('json');
			const now = await desk.get(workshopId);
			await database.transaction(async (tx) => {
				await holdPlan(tx, workshopId);
				await personLeaves(tx, { now, personId: asId<'Person'>(personId), left, by, at: clock() });
			});
			await desk.refresh(workshopId, 'appointments');
			desk.bump(workshopId, 'people');
			desk.bump(workshopId, 'plan');
			followUp.wake();
			return c.json(await answer(c));
		});
};
