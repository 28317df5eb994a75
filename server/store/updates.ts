/** What becomes of an action after the signing, in the words of whoever reports it. Only ever added to. */
import { desc, eq } from 'drizzle-orm';
import { newId, type PersonId } from '#domain/ids.ts';
import type { UpdateHealth } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { isEnd } from '#domain/updates.ts';
import { actionUpdates } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { showEvidence } from './evidence.ts';
import { endOffer } from './open-offers.ts';
import { holdPlan } from './plan-rows.ts';
import { findAction, type ActionPlace } from './plan.ts';

export interface NewUpdate {
	readonly writtenBy: PersonId;
	readonly health: UpdateHealth;
	readonly text: string;
	/** The measure's reading, where there is a measure. */
	readonly reading: number | null;
	/** What was learned, with an end as `learned`. */
	readonly lesson?: string;
	/** What shows it, with an end as `done`: kept as evidence beside the words. */
	readonly figure?: string;
	readonly at: Date;
}

export class UpdateStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** @throws Problem `plan-not-signed`, `not-found`, `malformed` (a reading without a measure) */
	async add(place: ActionPlace, update: NewUpdate): Promise<void> {
		await this.#database.transaction((tx) => addUpdate(tx, place, update));
	}
}

/**
 * In the transaction of what else belongs to it; gives the id of the row.
 * @throws Problem `plan-not-signed`, `not-found`, `malformed` (a reading without a measure)
 */
export async function addUpdate(
	tx: Transaction,
	place: ActionPlace,
	{ writtenBy, health, text, reading, lesson = '', figure = '', at }: NewUpdate
): Promise<string> {
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
	const id = newId();
	await tx.insert(actionUpdates).values({
		id,
		actionId: place.id,
		writtenBy,
		health,
		text,
		reading,
		lesson: health === 'learned' ? lesson : '',
		writtenAt
	});
	// Whoever was asked to take it needs to no more.
	if (isEnd(health)) await endOffer(tx, place.id, writtenAt, null);
	if (health === 'done' && figure !== '') {
		await showEvidence(tx, { actionId: place.id, text, figure, writtenBy, at: writtenAt });
	}
	return id;
}
