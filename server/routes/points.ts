/** What the customer said. */
import { Hono } from 'hono';
import { asId } from '#domain/ids.ts';
import { simpleRef } from '#domain/refs.ts';
import { CheckPoint, NewPoint } from '#protocol/bodies.ts';
import type { PointView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import { DealtIssues, type DealtIssuesDeps } from '../live/dealt-issues.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { IssueStore } from '../store/issues.ts';
import { PointStore, type PointRow } from '../store/points.ts';

interface PointDeps extends Pick<PlanDeps, 'database' | 'now' | 'desk'> {
	readonly rooms: DealtIssuesDeps['rooms'];
}

export const pointRoutes = ({ database, now, desk, rooms }: PointDeps) => {
	const points = new PointStore(database);
	const issues = new IssueStore(database);
	const boards = new DealtIssues({ desk, rooms, issues, now });

	return new Hono<Env>()
		.get('/workshops/:id/points', mayInWorkshop('point.read'), async (c) =>
			c.json((await points.ofWorkshop(c.get('workshop').id)).map(pointView))
		)
		.post('/workshops/:id/points', mayInWorkshop('point.capture'), body(NewPoint), async (c) => {
			const { personId: writtenBy, syndicateId: scribeSyndicateId } = personOf(c);
			const workshopId = c.get('workshop').id;
			const point = await points.add({ workshopId, ...c.req.valid('json'), scribeSyndicateId, writtenBy, at: now() });
			desk.bump(workshopId, 'points');
			return c.json(pointView(point), 201);
		})
		.post('/workshops/:id/points/:point/check', mayInWorkshop('point.check'), body(CheckPoint), async (c) => {
			const workshopId = c.get('workshop').id;
			const verdict = c.req.valid('json');
			const point = await points.check({ workshopId, id: asId(c.req.param('point')) }, verdict);
			if (verdict.verdict === 'take-back') {
				await boards.layOut(workshopId, await issues.forgetNames(workshopId, simpleRef('point', point.id)));
				desk.bump(workshopId, 'issues');
			}
			desk.bump(workshopId, 'points');
			return c.json(pointView(point));
		});
};

const pointView = ({ writtenAt, ...point }: PointRow): PointView => ({ ...point, writtenAt: writtenAt.toISOString() });
