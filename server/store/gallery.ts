/** What readers leave on others' boards: a row a person, target and kind, so pressing twice is pressing once. */
import { and, eq } from 'drizzle-orm';
import type { GalleryMark } from '#domain/gallery.ts';
import type { PersonId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { galleryMarks, people } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export interface MarkRow {
	readonly personId: PersonId;
	/** The reader's syndicate, as it is now. */
	readonly syndicateId: SyndicateId | null;
	readonly target: string;
	readonly kind: GalleryMark;
}

export interface NewMark extends Omit<MarkRow, 'syndicateId'> {
	readonly workshopId: WorkshopId;
}

export class GalleryStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	marks(workshopId: WorkshopId): Promise<readonly MarkRow[]> {
		const { personId, target, kind } = galleryMarks;
		return this.#database.db
			.select({ personId, target, kind, syndicateId: people.syndicateId })
			.from(galleryMarks)
			.innerJoin(people, eq(people.id, galleryMarks.personId))
			.where(eq(galleryMarks.workshopId, workshopId));
	}

	/** The same mark left again is the same mark. */
	async leave(mark: NewMark, at: Date): Promise<void> {
		await this.#database.transaction((tx) =>
			tx
				.insert(galleryMarks)
				.values({ ...mark, markedAt: at })
				.onConflictDoNothing()
		);
	}

	/** One that was never left is no fault. */
	async takeBack({ workshopId, personId, target, kind }: NewMark): Promise<void> {
		await this.#database.transaction((tx) =>
			tx
				.delete(galleryMarks)
				.where(
					and(
						eq(galleryMarks.workshopId, workshopId),
						eq(galleryMarks.personId, personId),
						eq(galleryMarks.target, target),
						eq(galleryMarks.kind, kind)
					)
				)
		);
	}
}
