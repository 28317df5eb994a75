/** Marks on actions: "can we reach it?" by the syndicate, effect and effort by the room. */
import { Hono } from 'hono';
import type { Actor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { MarkAction } from '#protocol/bodies.ts';
import type { ActionMarksView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { draftsOn, markables, marksView, mayMark } from '../signing/action-marks.ts';
import { factsOf } from '../signing/mark-facts.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ActionMarkStore } from '../store/action-marks.ts';
import type { Reading } from '../store/database.ts';

export const actionMarkRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const marks = new ActionMarkStore(database);

	const view = async (workshopId: WorkshopId, actor: Actor): Promise<ActionMarksView> => {
		const now = await desk.get(workshopId);
		return marksView(markables(await factsOf(database.db, now, await draftsOn(now, rooms))), now, actor);
	};

	return new Hono<Env>()
		.get('/workshops/:id/actions/marks', mayInWorkshop('plan.read'), async (c) =>
			c.json(await view(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/actions/marks', mayInWorkshop('rating.give'), body(MarkAction), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { about, target, mark } = c.req.valid('json');
			const now = await desk.get(workshopId);
			const drafts = about === 'reach' ? await draftsOn(now, rooms) : [];
			const find = async (reading: Reading, isHeld: boolean) =>
				markables(await factsOf(reading, now, drafts, { isHeld, target })).find(
					(one) => one.about === about && one.target === target
				);
			const marked = await find(database.db, false);
			if (!marked) throw new Problem('not-found', 'This is not here any more, or cannot be marked.');
			if (!mayMark(actor, marked)) {
				throw new Problem('not-your-syndicate', 'Whether it can be reached is said by the syndicate whose it is.');
			}
			const { asked } = marked;
			await marks.give(
				{ workshopId, about, target, personId: actor.personId, mark, asked, at: clock() },
				async (tx) => {
					const held = await find(tx, true);
					return held !== undefined && held.asked === asked && held.state.isOpen;
				},
				async (tx) => (await find(tx, true))?.tells ?? []
			);
			desk.bump(workshopId, 'votes');
			const after = await view(workshopId, actor);
			// From then on everybody reads its mean.
			if (after[about][target]?.mean != null) desk.bump(workshopId, 'plan');
			return c.json(after);
		});
};
