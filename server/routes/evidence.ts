/** What belongs to an action once it is signed: what shows it, and the map a growing one ends in. */
import { Hono } from 'hono';
import { GrowthMap, NewEvidence } from '#protocol/action-bodies.ts';
import { afterView, ownAction } from '../follow/after.ts';
import { body, type Env } from '../http.ts';
import { mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { EvidenceStore } from '../store/evidence.ts';
import { GrowthStore } from '../store/growth.ts';

export const evidenceRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock } = deps;
	const shown = new EvidenceStore(database);
	const maps = new GrowthStore(database);
	const after = afterView(deps);

	return new Hono<Env>()
		.get('/workshops/:id/after', mayInWorkshop('plan.read'), async (c) =>
			c.json(await after(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/actions/:action/evidence', mayAsk('action.step'), body(NewEvidence), async (c) => {
			const { personId: writtenBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await shown.add({ ...c.req.valid('json'), actionId, writtenBy, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')), 201);
		})
		.post('/workshops/:id/actions/:action/evidence/:evidence/take-back', mayAsk('action.step'), async (c) => {
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await shown.takeBack(actionId, c.req.param('evidence'), clock());
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')));
		})
		.post('/workshops/:id/actions/:action/growth', mayAsk('action.step'), body(GrowthMap), async (c) => {
			const { personId: writtenBy } = personOf(c);
			const workshopId = c.get('workshop').id;
			const { id: actionId } = await ownAction(c, deps, 'action.step');
			await maps.write({ ...c.req.valid('json'), actionId, writtenBy, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await after(workshopId, c.get('actor')), 201);
		});
};
