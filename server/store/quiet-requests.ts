/** Who was asked quietly for a first note: once a person and step, told to nobody else. */
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { DocumentId, PersonId, StepId, WorkshopId } from '#domain/ids.ts';
import { documentClients, people, quietRequests } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export interface QuietPlace {
	readonly workshopId: WorkshopId;
	readonly step: StepId;
}

export class QuietRequestStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Who was asked in this step and has not put it away. */
	async waiting({ workshopId, step }: QuietPlace): Promise<ReadonlySet<PersonId>> {
		const rows = await this.#database.db
			.select({ personId: quietRequests.personId })
			.from(quietRequests)
			.where(and(eq(quietRequests.workshopId, workshopId), eq(quietRequests.step, step), isNull(quietRequests.seenAt)));
		return new Set(rows.map(({ personId }) => personId));
	}

	/** Asks those who were not asked in this step yet. Gives back how many that are. */
	ask({ workshopId, step }: QuietPlace, persons: readonly PersonId[], askedAt: Date): Promise<number> {
		if (persons.length === 0) return Promise.resolve(0);
		return this.#database.transaction(async (tx) => {
			const asked = await tx
				.insert(quietRequests)
				.values(persons.map((personId) => ({ workshopId, step, personId, askedAt })))
				.onConflictDoNothing()
				.returning({ personId: quietRequests.personId });
			return asked.length;
		});
	}

	/** Put away by the person, or answered by a note. */
	async putAway({ workshopId, step }: QuietPlace, personId: PersonId, seenAt: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx
				.update(quietRequests)
				.set({ seenAt })
				.where(
					and(
						eq(quietRequests.workshopId, workshopId),
						eq(quietRequests.step, step),
						eq(quietRequests.personId, personId),
						isNull(quietRequests.seenAt)
					)
				);
		});
	}

	/** Who has ever changed one of these documents; of merged entries the person they belong to. */
	async writers(ids: readonly DocumentId[]): Promise<ReadonlySet<PersonId>> {
		if (ids.length === 0) return new Set();
		const rows = await this.#database.db
			.selectDistinct({ personId: sql<PersonId>`coalesce(${people.mergedInto}, ${documentClients.personId})` })
			.from(documentClients)
			.leftJoin(people, eq(people.id, documentClients.personId))
			.where(inArray(documentClients.documentId, [...ids]));
		return new Set(rows.map(({ personId }) => personId));
	}
}
