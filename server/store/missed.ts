/** When the steps of a workshop began. */
import { eq } from 'drizzle-orm';
import type { StepId, WorkshopId } from '#domain/ids.ts';
import { stepStates } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export class MissedStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Of those that were opened. */
	async openedAt(workshopId: WorkshopId): Promise<ReadonlyMap<StepId, Date>> {
		const rows = await this.#database.db
			.select({ step: stepStates.step, openedAt: stepStates.openedAt })
			.from(stepStates)
			.where(eq(stepStates.workshopId, workshopId));
		return new Map(rows.flatMap(({ step, openedAt }) => (openedAt ? [[step, openedAt]] : [])));
	}
}
