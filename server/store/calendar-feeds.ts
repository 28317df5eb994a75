/** Whose calendar of the follow-up is read by an address of its own. The token is kept as a hash; a new one ends the old. */
import { and, eq, isNull } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { calendarFeeds, people } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { hasLeft } from './follow-settings.ts';

export interface FeedPlace {
	readonly workshopId: WorkshopId;
	readonly personId: PersonId;
}

export class CalendarFeedStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Since when there is one; null for none. */
	async madeAt({ workshopId, personId }: FeedPlace): Promise<Date | null> {
		const [feed] = await this.#database.db
			.select({ madeAt: calendarFeeds.madeAt })
			.from(calendarFeeds)
			.where(of({ workshopId, personId }));
		return feed?.madeAt ?? null;
	}

	async make(place: FeedPlace, tokenHash: string, madeAt: Date): Promise<void> {
		await this.#database.transaction((tx) =>
			tx
				.insert(calendarFeeds)
				.values({ ...place, tokenHash, madeAt })
				.onConflictDoUpdate({
					target: [calendarFeeds.workshopId, calendarFeeds.personId],
					set: { tokenHash, madeAt }
				})
		);
	}

	async end(place: FeedPlace): Promise<void> {
		await this.#database.transaction((tx) => tx.delete(calendarFeeds).where(of(place)));
	}

	/** Null for an ended one, and for somebody who has left. */
	async byToken(tokenHash: string): Promise<FeedPlace | null> {
		const [feed] = await this.#database.db
			.select({ workshopId: calendarFeeds.workshopId, personId: calendarFeeds.personId })
			.from(calendarFeeds)
			.innerJoin(people, and(eq(people.id, calendarFeeds.personId), isNull(people.removedAt)))
			.where(eq(calendarFeeds.tokenHash, tokenHash));
		return feed && !(await hasLeft(this.#database.db, feed.workshopId, feed.personId)) ? feed : null;
	}
}

const of = ({ workshopId, personId }: FeedPlace) =>
	and(eq(calendarFeeds.workshopId, workshopId), eq(calendarFeeds.personId, personId));
