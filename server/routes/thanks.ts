/** Thanks: by whoever was part of it, to everybody who did it. */
import { Hono } from 'hono';
import type { PersonActor } from '#domain/access.ts';
import { asId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { parseRef } from '#domain/refs.ts';
import { GiveThanks } from '#protocol/action-bodies.ts';
import { thanksFor } from '../follow/after.ts';
import { thanksPart } from '../follow/thanks-part.ts';
import { body, type Env } from '../http.ts';
import { mayInWorkshop, personOf } from '../rights.ts';
import { collectChain, walkKept, withWords } from '../signing/chain.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { chainSources } from '../signing/sources.ts';
import { readPlanNow } from '../store/action-changes.ts';
import { ChainStore } from '../store/chain.ts';
import { ThanksStore } from '../store/thanks.ts';

/** What is thanked for, and whom it reaches where nobody is named. */
interface Thanked {
	readonly about: string;
	readonly path: string;
	readonly isOfAction: boolean;
	readonly to: readonly PersonId[];
}

export const thanksRoutes = (deps: PlanDeps) => {
	const { database, now: clock, desk, followUp } = deps;
	const given = new ThanksStore(database);
	const chain = new ChainStore(database);

	/** @throws Problem `not-found` */
	const actionThanked = async (workshopId: WorkshopId, id: string): Promise<Thanked> => {
		const { actions } = await readPlanNow(database.db, workshopId);
		const action = actions.find((each) => each.id === id);
		if (!action || !isPlanned(action)) throw new Problem('not-found', 'This action is not part of the plan.');
		return {
			about: `action ${action.n}, “${action.text}”`,
			path: `/w/${workshopId}/actions/${action.n}`,
			isOfAction: true,
			to: [...(action.ownerId === null ? [] : [action.ownerId]), ...action.helpers]
		};
	};

	/** Whoever reads the chain may thank for what stands in it; other notes only where their board may be read. */
	const noteThanked = async (workshopId: WorkshopId, ref: string, actor: PersonActor): Promise<Thanked> => {
		const kept = await chain.kept(workshopId);
		const inChain = withWords(walkKept([ref], kept, []));
		const links =
			inChain.length > 0
				? inChain
				: withWords(await collectChain([ref], await chainSources(deps, await desk.get(workshopId), actor)));
		const note = links.find((link) => link.ref === ref);
		if (!note || note.text === '') throw new Problem('not-found', 'This note is not here any more.');
		return {
			about: `your note, “${note.text}”`,
			path: `/w/${workshopId}/me`,
			isOfAction: false,
			to: note.authorId === null ? [] : [note.authorId]
		};
	};

	return new Hono<Env>()
		.get('/workshops/:id/thanks', mayInWorkshop('thanks.read'), async (c) =>
			c.json(await thanksFor(database.db, c.get('workshop').id, c.get('actor')))
		)
		.post('/workshops/:id/thanks', mayInWorkshop('thanks.give'), body(GiveThanks), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			const { ref, text, to } = c.req.valid('json');
			const parsed = parseRef(ref);
			// A customer reads no names and no notes: theirs is for an action, and for everybody who did it.
			if (actor.role === 'customer' && (parsed?.kind !== 'action' || to)) throw notForCustomers();
			const thanked =
				parsed?.kind === 'action'
					? await actionThanked(workshopId, parsed.id)
					: await noteThanked(workshopId, ref, actor);
			const { people } = (await desk.get(workshopId)).rows;
			// A note still carries the id of an entry that became another.
			const found = (id: string) => people.find((one) => one.id === id || one.mergedIds?.some((old) => old === id));
			if (to?.some((id) => !found(id))) throw new Problem('not-found', 'Somebody of them is not here any more.');
			const meant = new Set((to ?? thanked.to).flatMap((id) => found(id)?.id ?? []));
			const others = [...meant].filter((id) => id !== actor.personId);
			if (others.length === 0 && meant.size > 0) throw themselves();
			const from = found(actor.personId)?.name ?? '';
			await given.give({
				...{ workshopId, ref, text, givenBy: actor.personId, to: others, at: clock() },
				part: thanksPart({ ...thanked, from, text })
			});
			followUp.wake();
			desk.bump(workshopId, 'plan');
			return c.json(await thanksFor(database.db, workshopId, actor), 201);
		})
		.post('/workshops/:id/thanks/:thanks/take-back', mayInWorkshop('thanks.give'), async (c) => {
			const actor = personOf(c);
			const workshopId = c.get('workshop').id;
			await given.takeBack(workshopId, asId<'Thanks'>(c.req.param('thanks')), actor.personId, clock());
			desk.bump(workshopId, 'plan');
			return c.json(await thanksFor(database.db, workshopId, actor));
		});
};

const themselves = (): Problem =>
	new Problem('malformed', 'Nobody thanks themselves. Name somebody who helped you.', { field: 'to' });
const notForCustomers = (): Problem =>
	new Problem('malformed', 'Thank everybody who did this action together.', { field: 'to' });
