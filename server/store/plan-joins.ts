/** Actions that say the same become one, with the sources of both; and two again. No row is lost by either. */
import { eq } from 'drizzle-orm';
import type { ActionId } from '#domain/ids.ts';
import { ACTIONS_IN_PLAN, isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actions } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { openToChange, type Changer } from './open-signing.ts';
import { findAction, heldAction, roomInPlan, type ActionPlace } from './plan.ts';

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
	 * @param most actions there may be in the plan
	 * @throws Problem `not-found`, `too-many-actions`, `in-use` (people sign), `plan-already-signed`
	 */
	separate(place: ActionPlace, changer: Changer, most: number = ACTIONS_IN_PLAN): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { joinedTo } = await heldAction(tx, place);
			if (joinedTo === null) return;
			await openToChange(tx, place.workshopId, changer);
			await roomInPlan(tx, place.workshopId, most);
			await tx.update(actions).set({ joinedTo: null }).where(eq(actions.id, place.id));
		});
	}
}
