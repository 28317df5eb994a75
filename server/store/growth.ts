/** "Where could I go from here?": the map an action of the kind "growing" ends in. */
import { eq } from 'drizzle-orm';
import type { ActionId, PersonId, WorkshopId } from '#domain/ids.ts';
import { actions, growthMaps } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export interface GrowthLine {
	readonly from: string;
	readonly to: string;
	readonly how: string;
}

export interface NewMap {
	readonly actionId: ActionId;
	readonly lines: readonly GrowthLine[];
	readonly writtenBy: PersonId;
	readonly at: Date;
}

export class GrowthStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The whole map; without lines there is none. */
	write({ actionId, lines, writtenBy, at: writtenAt }: NewMap): Promise<void> {
		return this.#database.transaction(async (tx) => {
			if (lines.length === 0) return void (await tx.delete(growthMaps).where(eq(growthMaps.actionId, actionId)));
			await tx
				.insert(growthMaps)
				.values({ actionId, lines, writtenBy, writtenAt })
				.onConflictDoUpdate({ target: growthMaps.actionId, set: { lines, writtenBy, writtenAt } });
		});
	}
}

export const growthOf = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			actionId: growthMaps.actionId,
			lines: growthMaps.lines,
			writtenBy: growthMaps.writtenBy,
			writtenAt: growthMaps.writtenAt
		})
		.from(growthMaps)
		.innerJoin(actions, eq(actions.id, growthMaps.actionId))
		.where(eq(actions.workshopId, workshopId));
