/** An action looks for an owner: its syndicate is asked first. Whoever takes it does so as any free action is taken. */
import { Hono, type Context } from 'hono';
import { asId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { OfferAction } from '#protocol/commitment-bodies.ts';
import { body, type Env } from '../http.ts';
import { allow, mayAsk, personOf } from '../rights.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { ownerNow } from '../store/action-changes.ts';
import { offerAction } from '../store/offers.ts';
import { endOffer } from '../store/open-offers.ts';
import { holdPlan } from '../store/plan-rows.ts';

export const offerRoutes = (deps: PlanDeps) => {
	const { database, desk, now: clock, followUp } = deps;
	const answer = planAnswer(deps);

	const asked = async (c: Context<Env>) => {
		const { id: workshopId, state } = c.get('workshop');
		const actionId = asId<'Action'>(c.req.param('action') ?? '');
		const ownerId = await ownerNow(database.db, workshopId, actionId);
		allow(c, 'action.change', { kind: 'action', workshopId, state, ownerId, syndicateId: null });
		return { workshopId, actionId };
	};

	return new Hono<Env>()
		.post('/workshops/:id/actions/:action/offer', mayAsk('action.change'), body(OfferAction), async (c) => {
			const actor = personOf(c);
			const { workshopId, actionId } = await asked(c);
			const { reason } = c.req.valid('json');
			const isNew = await database.transaction(async (tx) => {
				await holdPlan(tx, workshopId);
				return offerAction(tx, { workshopId, actionId, reason, offeredBy: actor.personId, at: clock() });
			});
			if (!isNew) throw new Problem('already-asked', 'It looks for an owner already.');
			desk.bump(workshopId, 'plan');
			followUp.wake();
			return c.json(await answer(workshopId, actor), 201);
		})
		.post('/workshops/:id/actions/:action/offer/end', mayAsk('action.change'), async (c) => {
			const actor = personOf(c);
			const { workshopId, actionId } = await asked(c);
			const isEnded = await database.transaction(async (tx) => {
				await holdPlan(tx, workshopId);
				return endOffer(tx, actionId, clock(), null);
			});
			if (!isEnded) throw new Problem('not-found', 'It does not look for an owner any more.');
			desk.bump(workshopId, 'plan');
			return c.json(await answer(workshopId, actor));
		});
};
