/** The plan: read, sent to, signed, closed. */
import { facilitates } from '#domain/workshop.ts';
import { Hono } from 'hono';
import { authorize, type PersonActor } from '#domain/access.ts';
import { asId, type DocumentId } from '#domain/ids.ts';
import { ACTIONS_PER_SYNDICATE } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { noteRef } from '#domain/refs.ts';
import { CutPlan, SendDraft, UndoCut } from '#protocol/bodies.ts';
import { Sign } from '#protocol/commitment-bodies.ts';
import type { SignaturesView } from '#protocol/commitment-views.ts';
import { body, type Env } from '../http.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { readBoard, waitForSender } from '../signing/boards.ts';
import { inOrder, standingRefs } from '../signing/chain.ts';
import { closePlan } from '../signing/close.ts';
import { readDraft } from '../signing/draft.ts';
import { draftRoom } from '../signing/draft-room.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import { readingOf } from '../signing/seal.ts';
import { chainSources } from '../signing/sources.ts';
import { PlanCutStore } from '../store/plan-cut.ts';
import type { PlanRecord } from '../store/plan-rows.ts';
import { PlanStore } from '../store/plan.ts';
import { SignatureStore, signaturesOf } from '../store/signatures.ts';

export const planRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk, rooms } = deps;
	const plans = new PlanStore(database);
	const cuts = new PlanCutStore(database);
	const signatures = new SignatureStore(database);
	const answer = planAnswer(deps);

	return new Hono<Env>()
		.get('/workshops/:id/plan', mayInWorkshop('plan.read'), async (c) =>
			c.json(await answer(c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/plan/send', mayInWorkshop('plan.send'), body(SendDraft), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { documentId: document, noteId, stateVector } = c.req.valid('json');
			const documentId: DocumentId = asId(document);
			const now = await desk.get(workshopId);
			const syndicateId = draftBoard(now, documentId, actor);
			await waitForSender(rooms, documentId, stateVector);
			const { notes } = await readBoard(rooms, documentId);
			const note = notes.find(({ id, removedAt }) => id === asId<'Note'>(noteId) && removedAt === null);
			if (!note) throw new Problem('not-found', 'This draft is not on the board any more.');
			const sources = await standingRefs(inOrder(note.from), await chainSources(deps, now, actor));
			const at = clock();
			const { words, support } = readDraft(note, draftRoom(now, at));
			const step = now.documents.get(documentId)?.step;
			await plans.send(
				{
					workshopId,
					syndicateId,
					ref: noteRef(documentId, noteId),
					...{ words, sources, support },
					most: (step && now.activities.get(step)?.board.max) ?? ACTIONS_PER_SYNDICATE,
					sentBy: actor.personId,
					at
				},
				{ isFacilitator: facilitates(actor.role) }
			);
			desk.bump(workshopId, 'plan');
			return c.json(await answer(workshopId, actor), 201);
		})
		.post('/workshops/:id/plan/cut', mayInWorkshop('plan.choose'), body(CutPlan), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const rest = c.req.valid('json').rest.map(({ id, reason }) => ({ id: asId<'Action'>(id), reason }));
			await cuts.cut(workshopId, rest, { isFacilitator: facilitates(actor.role) });
			desk.bump(workshopId, 'plan');
			return c.json(await answer(workshopId, actor));
		})
		.post('/workshops/:id/plan/cut/undo', mayInWorkshop('plan.choose'), body(UndoCut), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			await cuts.undo(workshopId, c.req.valid('json').actions.map(asId<'Action'>));
			desk.bump(workshopId, 'plan');
			return c.json(await answer(workshopId, actor));
		})
		.get('/workshops/:id/plan/signatures', mayInWorkshop('plan.read'), async (c) => {
			const view: SignaturesView = {
				signatures: (await signaturesOf(database.db, c.get('workshop').id)).map(({ personId, signedAt }) => ({
					personId,
					signedAt: signedAt.toISOString()
				}))
			};
			return c.json(view);
		})
		.post('/workshops/:id/plan/sign', mayInWorkshop('plan.sign'), body(Sign), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { saw } = c.req.valid('json');
			const isRead = saw === undefined ? undefined : (plan: PlanRecord) => readingOf(plan) === saw;
			await signatures.sign(workshopId, actor.personId, clock, isRead);
			desk.bump(workshopId, 'signatures');
			return c.json(await answer(workshopId, actor));
		})
		.post('/workshops/:id/plan/close', mayInWorkshop('plan.close'), async (c) => {
			const workshopId = c.get('workshop').id;
			await closePlan(workshopId, deps);
			deps.followUp.wake();
			return c.json(await answer(workshopId, c.get('actor')));
		});
};

/**
 * The syndicate whose drafts lie in this document.
 * @throws Problem `not-found`, `not-your-syndicate`
 */
function draftBoard(now: WorkshopNow, documentId: DocumentId, actor: PersonActor) {
	const document = now.documents.get(documentId);
	const isOfDrafts = document && now.activities.get(document.step)?.board.kind === 'actions';
	if (!isOfDrafts || document.kind === 'private') {
		throw new Problem('not-found', 'Only a draft on a syndicate’s board can be sent to the plan.');
	}
	const isOwn = document.syndicateId === null || document.syndicateId === actor.syndicateId;
	if (!(isOwn || facilitates(actor.role)) || !authorize(actor, 'document.read', now.resourceOf(document))) {
		throw new Problem('not-your-syndicate', 'This draft is another syndicate’s. They send it themselves.');
	}
	return document.syndicateId;
}
