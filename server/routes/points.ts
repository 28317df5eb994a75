/** What the customer said: written down, mended, pinned, joined, and checked by the customer. */
import { Hono } from 'hono';
import { asId, type PointId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { ChangePoint, CheckPoint, ConfirmPoints, JoinPoint, NewPoint, PinPoint } from '#protocol/point-bodies.ts';
import type { PointView } from '#protocol/point-views.ts';
import { body, type Env } from '../http.ts';
import { DealtIssues, type DealtIssuesDeps } from '../live/dealt-issues.ts';
import type { WorkshopDesk } from '../live/desk.ts';
import { PointList } from '../live/point-list.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { IssueStore } from '../store/issues.ts';
import { PointJoins } from '../store/point-joins.ts';
import { PinStore } from '../store/point-pins.ts';
import { PointStore } from '../store/points.ts';
import { Tries } from '../tries.ts';

interface PointDeps extends Pick<PlanDeps, 'database' | 'now'> {
	readonly desk: Pick<WorkshopDesk, 'get' | 'bump' | 'revisions'>;
	readonly rooms: DealtIssuesDeps['rooms'];
}

export const pointRoutes = ({ database, now, desk, rooms }: PointDeps) => {
	const points = new PointStore(database);
	const pins = new PinStore(database);
	const joins = new PointJoins(database);
	const list = new PointList(points, pins, desk);
	const boards = new DealtIssues({ desk, rooms, issues: new IssueStore(database), now });
	/** What waited on a device through a long gap comes at once; a script comes without end. */
	const capturing = new Tries({ tries: 60, seconds: 60 });

	const listed = (workshopId: WorkshopId): Promise<readonly PointView[]> => {
		desk.bump(workshopId, 'points');
		return list.of(workshopId);
	};
	const one = async (workshopId: WorkshopId, id: PointId): Promise<PointView> => {
		const point = (await listed(workshopId)).find((each) => each.id === id);
		if (!point) throw new Problem('not-found', 'There is no such point any more.');
		return point;
	};
	/** Issues are made of other points than before. Called when every device was told of the points. */
	const laidOut = async (workshopId: WorkshopId, forgotten: readonly string[] = []): Promise<void> => {
		try {
			await boards.layOut(workshopId, forgotten);
		} finally {
			desk.bump(workshopId, 'issues');
		}
	};
	/** What facilitators confirmed while no customer had a device: theirs to undo, until a customer looks. */
	const inTheirPlace = new Set<PointId>();
	const pointOf = (param: string): PointId => asId(param);

	return new Hono<Env>()
		.get('/workshops/:id/points', mayInWorkshop('point.read'), async (c) => c.json(await list.of(c.get('workshop').id)))
		.post('/workshops/:id/points', mayInWorkshop('point.capture'), body(NewPoint), async (c) => {
			const { personId: writtenBy, syndicateId: scribeSyndicateId } = personOf(c);
			const workshopId = c.get('workshop').id;
			await capturing.take(writtenBy);
			const words = c.req.valid('json');
			const { id } = await points.add({ workshopId, ...words, scribeSyndicateId, writtenBy, at: now() });
			return c.json(await one(workshopId, id), 201);
		})
		.post('/workshops/:id/points/confirm', mayInWorkshop('point.check'), body(ConfirmPoints), async (c) => {
			const workshopId = c.get('workshop').id;
			const { points: seen, on } = c.req.valid('json');
			const isHers = personOf(c).role === 'customer';
			const theirs = on || isHers ? seen : seen.filter((id) => inTheirPlace.has(id));
			const changed = await points.confirm(workshopId, theirs, on, now());
			for (const id of changed) inTheirPlace[isHers || !on ? 'delete' : 'add'](id);
			return c.json(await listed(workshopId));
		})
		.patch('/workshops/:id/points/:point', mayInWorkshop('point.mark'), body(ChangePoint), async (c) => {
			const workshopId = c.get('workshop').id;
			const id = pointOf(c.req.param('point'));
			await points.change({ workshopId, id }, c.req.valid('json'), personOf(c));
			return c.json(await one(workshopId, id));
		})
		.post('/workshops/:id/points/:point/remove', mayInWorkshop('point.capture'), async (c) => {
			const workshopId = c.get('workshop').id;
			const { leftIssue } = await points.remove({ workshopId, id: pointOf(c.req.param('point')) }, personOf(c));
			desk.bump(workshopId, 'points');
			if (leftIssue) await laidOut(workshopId);
			return c.json(await listed(workshopId));
		})
		.post('/workshops/:id/points/:point/check', mayInWorkshop('point.check'), body(CheckPoint), async (c) => {
			const workshopId = c.get('workshop').id;
			const id = pointOf(c.req.param('point'));
			const said = c.req.valid('json');
			if (said.verdict === 'take-back') await boards.forget(workshopId, await points.namesOf({ workshopId, id }));
			const { forgotten } = await points.check({ workshopId, id }, said, personOf(c), now());
			if (personOf(c).role === 'customer') inTheirPlace.delete(id);
			// Told to every device before the boards are gone through.
			const view = await one(workshopId, id);
			if (forgotten) await laidOut(workshopId, forgotten.names);
			return c.json(view);
		})
		.post('/workshops/:id/points/:point/pin', mayInWorkshop('point.pin'), body(PinPoint), async (c) => {
			const { syndicateId } = personOf(c);
			if (syndicateId === null)
				throw new Problem('not-allowed', 'Sit down in a syndicate first. It is syndicates that pin.');
			const workshopId = c.get('workshop').id;
			const id = pointOf(c.req.param('point'));
			await pins.pin({ workshopId, id }, syndicateId, c.req.valid('json').on, now());
			return c.json(await one(workshopId, id));
		})
		.post('/workshops/:id/points/:point/join', mayInWorkshop('point.join'), body(JoinPoint), async (c) => {
			const workshopId = c.get('workshop').id;
			const place = { workshopId, id: pointOf(c.req.param('point')) };
			const { to } = c.req.valid('json');
			if (to === null) await joins.apart(place, now());
			else await joins.join(place, to);
			desk.bump(workshopId, 'points');
			await laidOut(workshopId);
			return c.json(await listed(workshopId));
		});
};
