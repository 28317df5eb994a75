/** What belongs to the actions of a signed plan beside their updates, as one reader sees it; and whose action it is. */
import type { Context } from 'hono';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type ActionId, type WorkshopId } from '#domain/ids.ts';
import { isPlanned, type Action } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import type { Deed } from '#domain/workshop-deeds.ts';
import { facilitates } from '#domain/workshop.ts';
import type { AfterView, ThanksListView } from '#protocol/action-views.ts';
import type { Env } from '../http.ts';
import { allow } from '../rights.ts';
import type { PlanDeps } from '../signing/plan-deps.ts';
import { readPlanNow } from '../store/action-changes.ts';
import type { Reading } from '../store/database.ts';
import { evidenceOf } from '../store/evidence.ts';
import { growthOf } from '../store/growth.ts';
import { wishesOf } from '../store/standard-wishes.ts';
import { stepsOf } from '../store/steps.ts';
import { thanksOf } from '../store/thanks.ts';

/** Customers read what they gave; who wrote a note that is thanked for is for those who sat together. */
export async function thanksFor(reading: Reading, workshopId: WorkshopId, actor: Actor): Promise<ThanksListView> {
	const isHouse = actor.kind !== 'person' || (actor.role !== 'customer' && actor.role !== 'listener');
	const readsAuthors = actor.kind === 'person' && (actor.role === 'participant' || facilitates(actor.role));
	return {
		thanks: (await thanksOf(reading, workshopId))
			.filter(({ givenBy }) => isHouse || (actor.kind === 'person' && givenBy === actor.personId))
			.map(({ givenAt, givenBy: from, to, ...one }) => ({
				...one,
				from,
				to: readsAuthors || (isHouse && one.ref.startsWith('action:')) ? to : [],
				givenAt: givenAt.toISOString()
			}))
	};
}

export const afterView =
	({ database: { db }, desk }: Pick<PlanDeps, 'database' | 'desk'>) =>
	async (workshopId: WorkshopId, actor: Actor): Promise<AfterView> => {
		const { workshop } = await desk.get(workshopId);
		const { state } = workshop;
		const { actions } = await readPlanNow(db, workshopId);
		const mayStep = actions
			.filter((action) => authorize(actor, 'action.step', resourceOf(action, workshopId, state)) && isPlanned(action))
			.map(({ id }) => id);
		return {
			...(await thanksFor(db, workshopId, actor)),
			steps: (await stepsOf(db, workshopId)).map((step) => ({
				...step,
				doneAt: step.doneAt?.toISOString() ?? null
			})),
			evidence: (await evidenceOf(db, workshopId)).map((shown) => ({
				...shown,
				writtenAt: shown.writtenAt.toISOString()
			})),
			wishes: (await wishesOf(db, workshopId)).map((wish) => ({ ...wish, writtenAt: wish.writtenAt.toISOString() })),
			maps: (await growthOf(db, workshopId)).map((map) => ({ ...map, writtenAt: map.writtenAt.toISOString() })),
			mayStep,
			timezone: workshop.timezone,
			mayGrow: authorize(actor, 'standards.grow', { kind: 'workshop', workshopId, state })
		};
	};

/**
 * The action of the path, once this reader was found to have the right for the deed.
 * @throws Problem `plan-not-signed`, `not-found`, `not-allowed`
 */
export async function ownAction(
	c: Context<Env>,
	{ database }: Pick<PlanDeps, 'database'>,
	deed: Deed
): Promise<Action> {
	const { id: workshopId, state } = c.get('workshop');
	const id: ActionId = asId(c.req.param('action') ?? '');
	const { actions } = await readPlanNow(database.db, workshopId);
	const action = actions.find((each) => each.id === id);
	if (!action || !isPlanned(action)) throw new Problem('not-found', 'This action is not part of the plan.');
	if (state !== 'signed') throw new Problem('plan-not-signed', 'The plan is not signed yet. This begins after that.');
	allow(c, deed, resourceOf(action, workshopId, state));
	return action;
}

const resourceOf = (
	{ ownerId, helpers, syndicateId }: Action,
	workshopId: WorkshopId,
	state: Env['Variables']['workshop']['state']
) => ({ kind: 'action', workshopId, state, ownerId, syndicateId, helpers }) as const;
