/** The log of decisions: read by the house, written by whoever leads the room or follows up. */
import { Hono } from 'hono';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { DecideDecision, NewDecision } from '#protocol/commitment-bodies.ts';
import type { DecisionsView } from '#protocol/commitment-views.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { DecisionStore, decisionsOf } from '../store/decisions.ts';

export const decisionRoutes = ({ database, desk, now: clock }: PlanDeps) => {
	const decisions = new DecisionStore(database);

	const view = async (workshopId: WorkshopId): Promise<DecisionsView> => ({
		decisions: (await decisionsOf(database.db, workshopId)).map(
			({ workshopId: _workshop, decidedAt, writtenAt, ...decision }) => ({
				...decision,
				decidedAt: decidedAt?.toISOString() ?? null,
				writtenAt: writtenAt.toISOString()
			})
		)
	});

	return new Hono<Env>()
		.get('/workshops/:id/decisions', mayInWorkshop('decision.read'), async (c) =>
			c.json(await view(c.get('workshop').id))
		)
		.post('/workshops/:id/decisions', mayInWorkshop('decision.write'), body(NewDecision), async (c) => {
			const { personId } = personOf(c);
			const workshopId = c.get('workshop').id;
			await decisions.add({ ...c.req.valid('json'), workshopId, writtenBy: personId, at: clock() });
			desk.bump(workshopId, 'plan');
			return c.json(await view(workshopId), 201);
		})
		.post(
			'/workshops/:id/decisions/:decision/outcome',
			mayInWorkshop('decision.write'),
			body(DecideDecision),
			async (c) => {
				const workshopId = c.get('workshop').id;
				const place = { workshopId, id: asId<'Decision'>(c.req.param('decision')) };
				await decisions.decide(place, c.req.valid('json').outcome, clock());
				desk.bump(workshopId, 'plan');
				return c.json(await view(workshopId));
			}
		);
};
