/** "Make it the standard": asked by whoever did it, made into the next version by whoever leads or follows up. */
import { Hono } from 'hono';
import { GrowStandards, NewStandardWish } from '#protocol/action-bodies.ts';
import { afterView, ownAction } from '../follow/after.ts';
import { body, type Env } from '../http.ts';
import { mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { StandardWishStore } from '../store/standard-wishes.ts';

export const standardWishRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const wishes = new StandardWishStore(database);
	const after = afterView(deps);

	return new Hono<Env>()
		.post('/workshops/:id/actions/:action/standard', mayAsk('action.step'), body(NewStandardWish), async (c) => {
			const { personId: writtenBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await wishes.add({ ...c.req.valid('json'), workshopId, actionId, writtenBy, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')), 201);
		})
		.post('/workshops/:id/actions/:action/standard/:wish/take-back', mayAsk('action.step'), async (c) => {
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await wishes.takeBack(actionId, c.req.param('wish'), clock());
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')));
		})
		.post('/workshops/:id/standards/grow', mayInWorkshop('standards.grow'), body(GrowStandards), async (c) => {
			const { personId } = personOf(c);
			const workshopId = c.get('workshop').id;
			await wishes.grow(workshopId, c.req.valid('json').wishes, personId, clock());
			desk.bump(workshopId, 'standards');
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')), 201);
		});
};
