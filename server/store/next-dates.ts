/** When everybody meets or hears again: one date a workshop. */
import { eq } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { nextDates } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export interface NextDate {
	/** Calendar day in the workshop's time zone. */
	readonly heldOn: string;
	/** `HH:MM`; empty where no time is said. */
	readonly heldAt: string;
	readonly words: string;
}

export class NextDateStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The last one set counts. */
	async set(workshopId: WorkshopId, date: NextDate, setBy: PersonId, setAt: Date): Promise<void> {
		const { heldOn, heldAt, words } = date;
		const row = { heldOn, heldAt, words, setBy, setAt };
		await this.#database.transaction(async (tx) => {
			await tx
				.insert(nextDates)
				.values({ workshopId, ...row })
				.onConflictDoUpdate({ target: nextDates.workshopId, set: row });
		});
	}
}

export async function nextDateOf(reading: Reading, workshopId: WorkshopId): Promise<NextDate | null> {
	const [date] = await reading
		.select({ heldOn: nextDates.heldOn, heldAt: nextDates.heldAt, words: nextDates.words })
		.from(nextDates)
		.where(eq(nextDates.workshopId, workshopId));
	return date ?? null;
}
