/** Ratings: one mark from 1 to 5 a person and target. Read as counts only, never with who gave them. */
import { and, count, eq, ne } from 'drizzle-orm';
import { isLow } from '#domain/agreement.ts';
import type { PersonId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { takesRatings } from '#domain/votes.ts';
import { ratings } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { countingStep, type StepPlace } from './votes.ts';

export interface NewRating extends StepPlace {
	readonly personId: PersonId;
	readonly target: string;
	/** 1 to 5 */
	readonly mark: number;
	/** Kept with a low mark only. Left out: what was said before stays. */
	readonly why?: string | undefined;
	readonly at: Date;
}

export interface MarkCount {
	readonly target: string;
	readonly mark: number;
	readonly given: number;
}

export class RatingStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Gives a mark, or another one instead.
	 * @throws Problem `step-closed`, `not-found`
	 */
	rate({ workshopId, step, personId, target, mark, why, at: ratedAt }: NewRating): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const running = await countingStep(tx, { workshopId, step }, true);
			if (!running) throw new Problem('not-found', 'There is no such step.');
			if (running.workshopState !== 'room' || !takesRatings(running.activity, running)) {
				throw new Problem('step-closed', 'Nothing is rated now. The marks you gave are counted.');
			}
			await tx
				.insert(ratings)
				.values({ workshopId, step, personId, target, mark, why: isLow(mark) ? (why ?? '') : '', ratedAt })
				.onConflictDoUpdate({
					target: [ratings.workshopId, ratings.step, ratings.personId, ratings.target],
					set: { mark, ratedAt, ...(isLow(mark) ? (why === undefined ? {} : { why }) : { why: '' }) }
				});
		});
	}

	/** How often each mark was given to each target of a step. */
	counts({ workshopId, step }: StepPlace): Promise<readonly MarkCount[]> {
		return this.#database.db
			.select({ target: ratings.target, mark: ratings.mark, given: count() })
			.from(ratings)
			.where(and(eq(ratings.workshopId, workshopId), eq(ratings.step, step)))
			.groupBy(ratings.target, ratings.mark);
	}

	/** A person's own marks and reasons. */
	marksOf({ workshopId, step, personId }: StepPlace & { readonly personId: PersonId }) {
		return this.#database.db
			.select({ target: ratings.target, mark: ratings.mark, why: ratings.why })
			.from(ratings)
			.where(and(eq(ratings.workshopId, workshopId), eq(ratings.step, step), eq(ratings.personId, personId)));
	}

	/** What was said with low marks; whose it is, is not read at all. */
	whys({ workshopId, step }: StepPlace) {
		return this.#database.db
			.select({ target: ratings.target, why: ratings.why })
			.from(ratings)
			.where(and(eq(ratings.workshopId, workshopId), eq(ratings.step, step), ne(ratings.why, '')));
	}
}
