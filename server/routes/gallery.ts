/** Marks that readers leave on others' boards. */
import { Hono } from 'hono';
import type { Actor } from '#domain/access.ts';
import { asId, type StepId, type WorkshopId } from '#domain/ids.ts';
import { LeaveMark, type GalleryView } from '#protocol/gallery.ts';
import { body, type Env } from '../http.ts';
import { boardOf } from '../live/board-things.ts';
import { galleryView, mustTakeMarks } from '../live/gallery.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { GalleryStore } from '../store/gallery.ts';

export const galleryRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const store = new GalleryStore(database);
	const view = async (workshopId: WorkshopId, step: StepId, actor: Actor): Promise<GalleryView> =>
		galleryView(await desk.get(workshopId), step, actor, await store.marks(workshopId));

	return new Hono<Env>()
		.get('/workshops/:id/steps/:step/gallery', mayInWorkshop('vote.read'), async (c) =>
			c.json(await view(c.get('workshop').id, asId(c.req.param('step')), c.get('actor')))
		)
		.post('/workshops/:id/gallery/marks', mayInWorkshop('gallery.mark'), body(LeaveMark), async (c) => {
			const actor = personOf(c);
			const { id: workshopId } = c.get('workshop');
			const { on, target, kind } = c.req.valid('json');
			const now = await desk.get(workshopId);
			const { document } = await boardOf(target, actor, now, rooms);
			const mark = { workshopId, personId: actor.personId, target, kind };
			if (on) {
				mustTakeMarks(now, document, actor, kind);
				await store.leave(mark, clock());
			} else await store.takeBack(mark);
			desk.bump(workshopId, 'gallery');
			return c.json(await view(workshopId, document.step, actor));
		});
};
