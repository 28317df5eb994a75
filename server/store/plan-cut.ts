/** The plan is cut to its number in one act; and the three measures that stand on its front page. */
import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { ActionId, WorkshopId } from '#domain/ids.ts';
import { FRONT_PLACES, isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actions } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { mustNotBeSigned, openToChange, type Changer } from './open-signing.ts';
import { findAction, heldAction, type ActionPlace } from './plan.ts';
import { holdUnsigned } from './plan-rows.ts';

/** An action that goes to "not now", and why. */
export interface NotNow {
	readonly id: ActionId;
	readonly reason: string;
}

export class PlanCutStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Puts all of these aside, each with its own reason; one without a reason keeps all where they are.
	 * @throws Problem `reason-missing`, `not-found`, `in-use`, `plan-already-signed`
	 */
	cut(workshopId: WorkshopId, rest: readonly NotNow[], changer: Changer): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			for (const [at, { id, reason }] of rest.entries()) {
				const action = await findAction(tx, { workshopId, id });
				if (!isPlanned(action)) throw new Problem('in-use', `Action ${action.n} is not in the plan any more.`);
				if (reason.trim() === '') {
					throw new Problem(
						'reason-missing',
						`Moving action ${action.n} to “not now” needs a reason. One sentence is enough. Nothing was moved.`,
						{ field: `rest.${at}` }
					);
				}
			}
			await openToChange(tx, workshopId, changer);
			for (const { id, reason } of rest) {
				await tx.update(actions).set({ notNowReason: reason, frontPlace: null }).where(eq(actions.id, id));
			}
		});
	}

	/**
	 * Takes a cut back: all of these stand in the plan again. A plan may hold more than its number until it is cut. Once
	 * people sign it comes too late: an action is then taken back by itself.
	 * @throws Problem `not-found`, `in-use` (people sign), `plan-already-signed`
	 */
	undo(workshopId: WorkshopId, ids: readonly ActionId[]): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			const aside: ActionId[] = [];
			for (const id of ids) if ((await findAction(tx, { workshopId, id })).notNowReason !== null) aside.push(id);
			if (aside.length === 0) return;
			await mustNotBeSigned(tx, workshopId, undoneTooLate);
			for (const id of aside) await tx.update(actions).set({ notNowReason: null }).where(eq(actions.id, id));
		});
	}

	/**
	 * Puts an action's measure on the front page, or takes it away. It takes the first free place of three.
	 * @throws Problem `not-found`, `in-use` (three are there, or it has no measure), `plan-already-signed`
	 */
	front(place: ActionPlace, isThere: boolean, changer: Changer): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const action = await heldAction(tx, place);
			if (isThere === (action.frontPlace !== null)) return;
			const taken = await tx
				.select({ n: actions.n, frontPlace: actions.frontPlace })
				.from(actions)
				.where(and(eq(actions.workshopId, place.workshopId), isNotNull(actions.frontPlace)))
				.orderBy(asc(actions.n));
			if (isThere) {
				if (!isPlanned(action))
					throw new Problem('in-use', 'This action is not in the plan. Take it into the plan first.');
				if (action.measureName.trim() === '') throw new Problem('in-use', 'Give it a measure first.');
				if (taken.length >= FRONT_PLACES) throw frontIsFull(taken.map(({ n }) => n));
			}
			await openToChange(tx, place.workshopId, changer);
			const free = [1, 2, 3].find((each) => !taken.some(({ frontPlace }) => frontPlace === each)) ?? null;
			await tx
				.update(actions)
				.set({ frontPlace: isThere ? free : null })
				.where(eq(actions.id, place.id));
		});
	}
}

const undoneTooLate =
	'People are signing the plan as it was cut. Take a single action into the plan again; then they sign again.';

const frontIsFull = (taken: readonly number[]): Problem =>
	new Problem(
		'in-use',
		`Three measures are on the front page, of actions ${taken.slice(0, -1).join(', ')} and ${taken.at(-1)}. Take one away first.`
	);
