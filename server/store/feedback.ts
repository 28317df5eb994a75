/** Customers' words before day 1: numbered lines, read or not. */
import { and, asc, eq, inArray, max } from 'drizzle-orm';
import { lookAtFeedback } from '#domain/feedback.ts';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { feedbackLines, workshops } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export type FeedbackRecord = Pick<typeof feedbackLines.$inferSelect, 'id' | 'n' | 'text' | 'readAt'>;

const columns = { id: feedbackLines.id, n: feedbackLines.n, text: feedbackLines.text, readAt: feedbackLines.readAt };
/** Rows of one statement. */
const AT_ONCE = 500;

export class FeedbackStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	list(workshopId: WorkshopId): Promise<readonly FeedbackRecord[]> {
		return this.#database.db
			.select(columns)
			.from(feedbackLines)
			.where(eq(feedbackLines.workshopId, workshopId))
			.orderBy(asc(feedbackLines.n));
	}

	/**
	 * All of them or none: what the page showed as good is looked at once more, since somebody else may have been first.
	 * Gives back their ids, so that the import can be taken back.
	 * @throws Problem `malformed` naming the first line that cannot be kept
	 */
	add(workshopId: WorkshopId, lines: readonly string[]): Promise<readonly string[]> {
		return this.#database.transaction(async (tx) => {
			await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
			const known = await tx
				.select({ text: feedbackLines.text })
				.from(feedbackLines)
				.where(eq(feedbackLines.workshopId, workshopId));
			const { good, bad } = lookAtFeedback(
				lines,
				known.map(({ text }) => text)
			);
			const [first] = bad;
			if (first)
				throw new Problem(
					'malformed',
					`Line ${first.at} ${first.why}. Nothing was taken over; look at the lines again.`,
					{
						field: 'lines'
					}
				);
			const [last] = await tx
				.select({ n: max(feedbackLines.n) })
				.from(feedbackLines)
				.where(eq(feedbackLines.workshopId, workshopId));
			const rows = good.map((text, at) => ({ id: newId(), workshopId, n: (last?.n ?? 0) + at + 1, text }));
			for (let at = 0; at < rows.length; at += AT_ONCE)
				await tx.insert(feedbackLines).values(rows.slice(at, at + AT_ONCE));
			return rows.map(({ id }) => id);
		});
	}

	/** @param readAt null: unread again. @throws Problem `not-found` */
	async mark(workshopId: WorkshopId, id: string, readAt: Date | null): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const marked = await tx
				.update(feedbackLines)
				.set({ readAt })
				.where(and(eq(feedbackLines.workshopId, workshopId), eq(feedbackLines.id, id)))
				.returning({ id: feedbackLines.id });
			if (marked.length === 0) throw new Problem('not-found', 'This line is no longer here. Load the list again.');
		});
	}

	/** Those that are gone already stay gone. */
	async remove(workshopId: WorkshopId, ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		await this.#database.transaction(async (tx) => {
			await tx
				.delete(feedbackLines)
				.where(and(eq(feedbackLines.workshopId, workshopId), inArray(feedbackLines.id, [...ids])));
		});
	}
}
