/** A signed action is changed: version one stays, and the change stands beside it with its reason. */
import { Hono } from 'hono';
import { calendarDay } from '#domain/calendar.ts';
import { asId } from '#domain/ids.ts';
import { ChangeSigned, TakeOver } from '#protocol/commitment-bodies.ts';
import { body, type Env } from '../http.ts';
import { allow, mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ActionChangeStore } from '../store/action-changes.ts';

export const changeRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const changes = new ActionChangeStore(database);
	const answer = planAnswer(deps);

	return new Hono<Env>()
		.post('/workshops/:id/actions/:action/changes', mayAsk('action.change'), body(ChangeSigned), async (c) => {
			const actor = personOf(c);
			const { id: workshopId, state } = c.get('workshop');
			const place = { workshopId, id: asId<'Action'>(c.req.param('action')) };
			const ownerId = await changes.ownerNow(place);
			const { workshop } = await desk.get(workshopId);
			allow(c, 'action.change', { kind: 'action', workshopId, state, ownerId, syndicateId: null });
			const today = calendarDay(clock(), workshop.timezone);
			await changes.add(place, { ...c.req.valid('json'), changedBy: actor.personId, at: clock(), today });
			desk.bump(workshopId, 'plan');
			desk.bump(workshopId, 'reply');
			return c.json(await answer(workshopId, actor), 201);
		})
		.post('/workshops/:id/actions/:action/take', mayInWorkshop('action.take'), body(TakeOver), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const place = { workshopId, id: asId<'Action'>(c.req.param('action')) };
			const { personId } = actor;
			const { workshop } = await desk.get(workshopId);
			const today = calendarDay(clock(), workshop.timezone);
			const { reason } = c.req.valid('json');
			await changes.add(place, { part: 'owner', value: personId, reason, changedBy: personId, at: clock(), today });
			desk.bump(workshopId, 'plan');
			desk.bump(workshopId, 'reply');
			return c.json(await answer(workshopId, actor), 201);
		});
};
