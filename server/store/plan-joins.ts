/** Actions that say the same become one, with the sources of both; and two again. No row is lost by either. */
import { eq } from 'drizzle-orm';
import type { ActionId } from '#domain/ids.ts';
import { ACTIONS_IN_PLAN, ACTIONS_PER_SYNDICATE, isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actions } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { openToChange, type Changer } from './open-signing.ts';
import { findAction, heldAction, roomForOneMore, roomInPlan, type ActionPlace } from './plan.ts';

const STANDARD_LIMITS = { inPlan: ACTIONS_IN_PLAN, ofSyndicate: ACTIONS_PER_SYNDICATE };

export class PlanJoinStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Joins an action into another, which then holds its sources, its people as helpers and what it asked for. Its own
	 * rows stay as they are, so that separating gives back all of it.
	 * @throws Problem `not-found`, `in-use` (itself, put aside, joined already, or people sign), `plan-already-signed`
	 */
	join(place: ActionPlace, into: ActionId, changer: Changer): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const action = await heldAction(tx, place);
			if (place.id === into) throw new Problem('in-use', 'An action cannot be joined into itself.');
			const other = await findAction(tx, { ...place, id: into });
			if (action.joinedTo === into) return;
			if (!isPlanned(action) || !isPlanned(other)) {
				throw new Problem('in-use', 'Only actions of the plan are joined: neither put aside nor part of another.');
			}
			await openToChange(tx, place.workshopId, changer);
			await tx.update(actions).set({ joinedTo: into, frontPlace: null }).where(eq(actions.id, place.id));
		});
	}

	/**
	 * @param limits actions there may be in the plan, and of one syndicate
	 * @throws Problem `not-found`, `too-many-actions`, `in-use` (people sign), `plan-already-signed`
	 */
	separate(
		place: ActionPlace,
		changer: Changer,
		limits: { readonly inPlan: number; readonly ofSyndicate: number } = STANDARD_LIMITS
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { joinedTo, syndicateId } = await heldAction(tx, place);
			if (joinedTo === null) return;
			if (syndicateId !== null) await roomForOneMore(tx, place.workshopId, syndicateId, limits.ofSyndicate);
			await roomInPlan(tx, place.workshopId, limits.inPlan);
			await openToChange(tx, place.workshopId, changer);
			await tx.update(actions).set({ joinedTo: null }).where(eq(actions.id, place.id));
		});
	}
}
