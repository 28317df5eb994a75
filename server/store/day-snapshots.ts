/** What the boards held when a day was closed. Closed again, a day is kept as it stands then. */
import { and, eq } from 'drizzle-orm';
import type { DaySnapshot } from '#domain/day-snapshot.ts';
import type { WorkshopId } from '#domain/ids.ts';
import { daySnapshots } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export interface KeptDay {
	readonly takenAt: Date;
	readonly contents: DaySnapshot;
}

export class DaySnapshotStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Null where the day was not closed yet. */
	async read(workshopId: WorkshopId, day: number): Promise<KeptDay | null> {
		const [kept] = await this.#database.db
			.select({ takenAt: daySnapshots.takenAt, contents: daySnapshots.contents })
			.from(daySnapshots)
			.where(and(eq(daySnapshots.workshopId, workshopId), eq(daySnapshots.day, day)));
		return kept ?? null;
	}

	keep(workshopId: WorkshopId, day: number, { takenAt, contents }: KeptDay): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await tx
				.insert(daySnapshots)
				.values({ workshopId, day, takenAt, contents })
				.onConflictDoUpdate({
					target: [daySnapshots.workshopId, daySnapshots.day],
					set: { takenAt, contents }
				});
		});
	}
}
