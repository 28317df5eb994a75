/** After the signing: what became of an action, and where it came from. */
import { facilitates } from '#domain/workshop.ts';
import { Hono } from 'hono';
import { asId } from '#domain/ids.ts';
import { UpdateAction } from '#protocol/bodies.ts';
import type { ChainView } from '#protocol/views.ts';
import { Problem } from '#domain/problem.ts';
import { body, type Env } from '../http.ts';
import { allow, mayAsk, mayInWorkshop, personOf } from '../rights.ts';
import { collectChain, walkKept, withWords } from '../signing/chain.ts';
import { planAnswer } from '../signing/plan-answer.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { chainSources } from '../signing/sources.ts';
import { ActionChangeStore } from '../store/action-changes.ts';
import { ChainStore } from '../store/chain.ts';
import { PlanStore } from '../store/plan.ts';
import { issuesOf } from '../store/issues.ts';
import { pointsOf } from '../store/points.ts';
import { UpdateStore } from '../store/updates.ts';

export const followRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk, followUp } = deps;
	const plans = new PlanStore(database);
	const updates = new UpdateStore(database);
	const changes = new ActionChangeStore(database);
	const chain = new ChainStore(database);
	const answer = planAnswer(deps);

	return new Hono<Env>()
		.post('/workshops/:id/actions/:action/updates', mayAsk('action.report'), body(UpdateAction), async (c) => {
			const actor = personOf(c);
			const { id: workshopId, state } = c.get('workshop');
			const place = { workshopId, id: asId<'Action'>(c.req.param('action')) };
			const { syndicateId } = await plans.action(place);
			const ownerId = await changes.ownerNow(place);
			if (state !== 'signed')
				throw new Problem('plan-not-signed', 'The plan is not signed yet. Updates begin after that.');
			allow(c, 'action.report', { kind: 'action', workshopId, state, ownerId, syndicateId });
			const said = c.req.valid('json');
			if (said.health === 'learned' && said.lesson === '') throw lessonMissing();
			await updates.add(place, { ...said, writtenBy: actor.personId, at: clock() });
			followUp.wake();
			desk.bump(workshopId, 'plan');
			// Customers are told of no change of the plan, but of what came of their points.
			desk.bump(workshopId, 'reply');
			return c.json(await answer(workshopId, actor), 201);
		})
		.get('/workshops/:id/actions/:action/chain', mayInWorkshop('plan.read'), async (c) => {
			const actor = c.get('actor');
			const workshopId = c.get('workshop').id;
			const plan = await plans.read(workshopId);
			const action = plan.actions.find(({ id }) => id === asId<'Action'>(c.req.param('action')));
			if (!action) throw new Problem('not-found', 'There is no such action.');
			const links = withWords(
				plan.signedAt === null
					? await collectChain(action.sources, await chainSources(deps, await desk.get(workshopId), actor))
					: walkKept(
							action.sources,
							await chain.kept(workshopId),
							await pointsOf(database.db, workshopId),
							await issuesOf(database.db, workshopId)
						)
			);
			// Who wrote what is for those who sat together: the sponsor and the screen see the stories only.
			const showsAuthors = actor.kind === 'person' && (actor.role === 'participant' || facilitates(actor.role));
			const { id, n, text } = action;
			return c.json({
				action: { id, n, text },
				links: showsAuthors ? links : links.map((link) => ({ ...link, authorId: null })),
				roots: action.sources
			} satisfies ChainView);
		});
};

const lessonMissing = (): Problem =>
	new Problem('empty', 'What would you tell the next one who tries? One sentence is enough.', { field: 'lesson' });
