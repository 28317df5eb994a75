/** What shows that an action did something: words, and a figure where there is one. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { newId, type ActionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { actions, evidence } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

export interface NewEvidence {
	readonly actionId: ActionId;
	readonly text: string;
	readonly figure: string;
	readonly writtenBy: PersonId;
	readonly at: Date;
}

export class EvidenceStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	async add(shown: NewEvidence): Promise<void> {
		await this.#database.transaction((tx) => showEvidence(tx, shown));
	}

	/** @throws Problem `not-found` */
	takeBack(actionId: ActionId, id: string, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			if (!(await withdrawEvidence(tx, actionId, id, at))) {
				throw new Problem('not-found', 'This is not here any more.');
			}
		});
	}
}

/** Gives its id. */
export async function showEvidence(
	tx: Transaction,
	{ actionId, text, figure, writtenBy, at }: NewEvidence
): Promise<string> {
	const id = newId();
	await tx.insert(evidence).values({ id, actionId, text, figure, writtenBy, writtenAt: at });
	return id;
}

/** False where it was taken back before, or never was. */
export async function withdrawEvidence(tx: Transaction, actionId: ActionId, id: string, at: Date): Promise<boolean> {
	const taken = await tx
		.update(evidence)
		.set({ withdrawnAt: at })
		.where(and(eq(evidence.id, id), eq(evidence.actionId, actionId), isNull(evidence.withdrawnAt)))
		.returning({ id: evidence.id });
	return taken.length > 0;
}

/** Of all actions of a plan, oldest first, without what was taken back. */
export const evidenceOf = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			id: evidence.id,
			actionId: evidence.actionId,
			text: evidence.text,
			figure: evidence.figure,
			writtenBy: evidence.writtenBy,
			writtenAt: evidence.writtenAt
		})
		.from(evidence)
		.innerJoin(actions, eq(actions.id, evidence.actionId))
		.where(and(eq(actions.workshopId, workshopId), isNull(evidence.withdrawnAt)))
		.orderBy(asc(evidence.writtenAt), asc(evidence.id));
