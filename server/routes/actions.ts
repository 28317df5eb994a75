/** One action of the plan: reworded, owned, chosen, followed back to its first story. */
import { facilitates } from '#domain/workshop.ts';
import { Hono, type Context } from 'hono';
import type { Deed } from '#domain/workshop-deeds.ts';
import { asId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { ActionChange, ChooseAction, FrontPage, JoinActions, OwnAction } from '#protocol/bodies.ts';
import { AskSupport } from '#protocol/support-bodies.ts';
import { calendarDay } from '#domain/calendar.ts';
import { refuseHaste } from '../flood.ts';
import { body, type Env } from '../http.ts';
import { allow, mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import { standingRefs } from '../signing/chain.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { mostInPlan, mostOfSyndicate } from '../signing/plan-limits.ts';
import { chainSources } from '../signing/sources.ts';
import { PlanStore, type ActionPlace } from '../store/plan.ts';
import { PlanCutStore } from '../store/plan-cut.ts';
import { PlanJoinStore } from '../store/plan-joins.ts';
import { SupportStore } from '../store/support.ts';

export const actionRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk, followUp } = deps;
	const plans = new PlanStore(database);
	const cuts = new PlanCutStore(database);
	const joins = new PlanJoinStore(database);
	const support = new SupportStore(database);
	const answer = planAnswer(deps);

	const allowed = async (c: Context<Env>, deed: Deed, place: ActionPlace) => {
		const { ownerId, syndicateId } = await plans.action(place);
		const { id: workshopId, state } = c.get('workshop');
		allow(c, deed, { kind: 'action', workshopId, state, ownerId, syndicateId });
	};
	const changed = (workshopId: WorkshopId) => desk.bump(workshopId, 'plan');

	return new Hono<Env>()
		.patch('/workshops/:id/actions/:action', mayAsk('plan.edit'), body(ActionChange), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
			await allowed(c, 'plan.edit', place);
			const words = c.req.valid('json');
			if (words.sources) {
				const sources = await chainSources(deps, await desk.get(place.workshopId), actor);
				const standing = await standingRefs(words.sources, sources);
				if (standing.length < words.sources.length) {
					throw new Problem('not-found', 'One of these links leads to nothing that is here.', { field: 'sources' });
				}
			}
			await plans.edit(
				place,
				{ ...words, helpers: words.helpers?.map(asId<'Person'>) },
				{ isFacilitator: facilitates(actor.role) },
				calendarDay(clock(), (await desk.get(place.workshopId)).workshop.timezone)
			);
			changed(place.workshopId);
			return c.json(await answer(place.workshopId, actor));
		})
		.post('/workshops/:id/actions/:action/own', mayInWorkshop('plan.own'), body(OwnAction), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
			await plans.own(place, actor.personId, c.req.valid('json').yes, clock());
			changed(place.workshopId);
			return c.json(await answer(place.workshopId, actor));
		})
		.post('/workshops/:id/actions/:action/choose', mayInWorkshop('plan.choose'), body(ChooseAction), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
			const choice = c.req.valid('json');
			const notNowReason = choice.place === 'plan' ? null : choice.reason;
			const now = await desk.get(place.workshopId);
			await plans.choose(place, notNowReason, { isFacilitator: facilitates(actor.role) }, mostInPlan(now));
			changed(place.workshopId);
			return c.json(await answer(place.workshopId, actor));
		})
		.post('/workshops/:id/actions/:action/front', mayInWorkshop('plan.choose'), body(FrontPage), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
			await cuts.front(place, c.req.valid('json').front, { isFacilitator: facilitates(actor.role) });
			changed(place.workshopId);
			return c.json(await answer(place.workshopId, actor));
		})
		.post('/workshops/:id/actions/:action/join', mayAsk('plan.join'), body(JoinActions), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
			await allowed(c, 'plan.join', place);
			await joins.join(place, asId<'Action'>(c.req.valid('json').into), { isFacilitator: facilitates(actor.role) });
			changed(place.workshopId);
			return c.json(await answer(place.workshopId, actor));
		})
		.post('/workshops/:id/actions/:action/separate', mayAsk('plan.join'), async (c) => {
			const actor = personOf(c);
			const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
			await allowed(c, 'plan.join', place);
			const now = await desk.get(place.workshopId);
			const limits = { inPlan: mostInPlan(now), ofSyndicate: mostOfSyndicate(now) };
			await joins.separate(place, { isFacilitator: facilitates(actor.role) }, limits);
			changed(place.workshopId);
			return c.json(await answer(place.workshopId, actor));
		})
		.post(
			'/workshops/:id/actions/:action/support',
			mayInWorkshop('support.ask'),
			refuseHaste(),
			body(AskSupport),
			async (c) => {
				const actor = personOf(c);
				const place = { workshopId: c.get('workshop').id, id: asId<'Action'>(c.req.param('action')) };
				const { contactId, ...asked } = c.req.valid('json');
				const contact = contactId === null ? null : asId<'Person'>(contactId);
				await support.ask(place, { ...asked, contactId: contact, askedBy: actor.personId, now: clock });
				changed(place.workshopId);
				followUp.wake();
				return c.json(await answer(place.workshopId, actor));
			}
		);
};
