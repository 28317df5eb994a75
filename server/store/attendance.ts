/** Who was here on which day: from the first device of theirs that was. */
import { asc, eq } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { attendances } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export interface AttendanceRecord {
	readonly personId: PersonId;
	/** `YYYY-MM-DD` in the workshop's time zone. */
	readonly heldOn: string;
	readonly firstAt: Date;
}

export class AttendanceStore {
	readonly #database: Database;
	/** What is written already: forty phones that come back after a break ask the database nothing. */
	readonly #known = new Set<string>();

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order of the days. */
	list(workshopId: WorkshopId): Promise<readonly AttendanceRecord[]> {
		return this.#database.db
			.select({ personId: attendances.personId, heldOn: attendances.heldOn, firstAt: attendances.firstAt })
			.from(attendances)
			.where(eq(attendances.workshopId, workshopId))
			.orderBy(asc(attendances.heldOn), asc(attendances.firstAt));
	}

	/** The rows went with a rehearsal: whoever comes on the same day is noted anew. */
	forget(): void {
		this.#known.clear();
	}

	/** Somebody is here. True when it is the first time on that day. */
	async note(workshopId: WorkshopId, personId: PersonId, heldOn: string, firstAt: Date): Promise<boolean> {
		const key = `${personId} ${heldOn}`;
		if (this.#known.has(key)) return false;
		this.#known.add(key);
		try {
			return await this.#database.transaction(async (tx) => {
				const made = await tx
					.insert(attendances)
					.values({ workshopId, personId, heldOn, firstAt })
					.onConflictDoNothing()
					.returning({ personId: attendances.personId });
				return made.length > 0;
			});
		} catch (error) {
			this.#known.delete(key);
			throw error;
		}
	}
}
