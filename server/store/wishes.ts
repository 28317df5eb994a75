/** "I want to learn …": a person's own line, which nobody else reads. */
import { and, eq } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { learningWishes } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export class WishStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Empty while nothing was written. */
	async of(workshopId: WorkshopId, personId: PersonId): Promise<string> {
		const [wish] = await this.#database.db
			.select({ text: learningWishes.text })
			.from(learningWishes)
			.where(and(eq(learningWishes.workshopId, workshopId), eq(learningWishes.personId, personId)));
		return wish?.text ?? '';
	}

	/** Writes it, or takes it away with empty words. */
	write(workshopId: WorkshopId, personId: PersonId, text: string, writtenAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			if (text === '') {
				await tx
					.delete(learningWishes)
					.where(and(eq(learningWishes.workshopId, workshopId), eq(learningWishes.personId, personId)));
				return;
			}
			await tx
				.insert(learningWishes)
				.values({ workshopId, personId, text, writtenAt })
				.onConflictDoUpdate({
					target: [learningWishes.workshopId, learningWishes.personId],
					set: { text, writtenAt }
				});
		});
	}
}
