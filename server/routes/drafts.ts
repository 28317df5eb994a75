/** Drafts on their boards: who said yes to them in person. */
import { Hono } from 'hono';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { parseRef } from '#domain/refs.ts';
import { OwnDraft } from '#protocol/bodies.ts';
import type { DraftsView } from '#protocol/views.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { draftToTake } from '../signing/draft-notes.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { DraftYesStore } from '../store/draft-yeses.ts';

export const draftRoutes = ({ database, now: clock, desk, rooms }: PlanDeps) => {
	const yeses = new DraftYesStore(database);

	const view = async (workshopId: WorkshopId, actor: Actor): Promise<DraftsView> => {
		const now = await desk.get(workshopId);
		const mayRead = (text: string): boolean => {
			const ref = parseRef(text);
			const document = ref?.kind === 'note' ? now.documents.get(asId(ref.documentId)) : undefined;
			return document !== undefined && authorize(actor, 'document.read', now.resourceOf(document));
		};
		const said = (await yeses.all(workshopId)).filter(({ ref }) => mayRead(ref));
		return { owners: Object.fromEntries(said.map(({ ref, personId }) => [ref, personId])) };
	};

	return new Hono<Env>()
		.get('/workshops/:id/drafts', mayInWorkshop('plan.read'), async (c) =>
			c.json(await view(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/drafts/own', mayInWorkshop('plan.own'), body(OwnDraft), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { ref, yes } = c.req.valid('json');
			const { personId } = actor;
			// What went into the bin is still given back.
			if (yes) await draftToTake(await desk.get(workshopId), rooms, actor, { ref, kind: 'action' });
			await yeses.say({ workshopId, ref, personId, at: clock() }, yes);
			desk.bump(workshopId, 'plan');
			return c.json(await view(workshopId, actor));
		});
};
