/** What becomes of an action after the signing, in the words of whoever reports it. Only ever added to. */
import { desc, eq } from 'drizzle-orm';
import { newId, type PersonId } from '#domain/ids.ts';
import type { UpdateHealth } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actionUpdates } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { holdPlan } from './plan-rows.ts';
import { findAction, type ActionPlace } from './plan.ts';

export interface NewUpdate {
	readonly writtenBy: PersonId;
	readonly health: UpdateHealth;
	readonly text: string;
	/** The measure's reading, where there is a measure. */
	readonly reading: number | null;
	readonly at: Date;
}

export class UpdateStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** @throws Problem `plan-not-signed`, `not-found`, `malformed` (a reading without a measure) */
	add(place: ActionPlace, { writtenBy, health, text, reading, at }: NewUpdate): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const { signedAt } = await holdPlan(tx, place.workshopId);
			if (signedAt === null) {
				throw new Problem('plan-not-signed', 'The plan is not signed yet. Updates begin after that.');
			}
			const action = await findAction(tx, place);
			if (action.notNowReason !== null) throw new Problem('not-found', 'This action is not part of the plan.');
			if (reading !== null && action.measureName === '') {
				throw new Problem('malformed', 'This action has no measure. Leave the number out.', { field: 'reading' });
			}
			const [last] = await tx
				.select({ writtenAt: actionUpdates.writtenAt })
				.from(actionUpdates)
				.where(eq(actionUpdates.actionId, place.id))
				.orderBy(desc(actionUpdates.writtenAt))
				.limit(1);
			// The last word counts, so two of one millisecond still need an order.
			const writtenAt = new Date(Math.max(at.getTime(), (last?.writtenAt.getTime() ?? 0) + 1));
			await tx
				.insert(actionUpdates)
				.values({ id: newId(), actionId: place.id, writtenBy, health, text, reading, writtenAt });
		});
	}
}
