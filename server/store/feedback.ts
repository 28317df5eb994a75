/** Customers' words before day 1: numbered lines, read or not. */
import { and, asc, eq, inArray, max } from 'drizzle-orm';
import { dealEvenly, lookAtFeedback } from '#domain/feedback.ts';
import { newId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { feedbackLines, workshops } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export type FeedbackRecord = Pick<typeof feedbackLines.$inferSelect, 'id' | 'n' | 'text' | 'syndicateId' | 'readAt'>;

const columns = {
	id: feedbackLines.id,
	n: feedbackLines.n,
	text: feedbackLines.text,
	syndicateId: feedbackLines.syndicateId,
	readAt: feedbackLines.readAt
};
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

	/**
	 * @param readAt null: unread again
	 * @param of only where it was dealt to this syndicate
	 * @throws Problem `not-found`
	 */
	mark(workshopId: WorkshopId, id: string, readAt: Date | null, of?: SyndicateId): Promise<void> {
		return this.#set(workshopId, id, { readAt }, of);
	}

	/** Gives a line to a syndicate; null takes it back. @throws Problem `not-found` */
	deal(workshopId: WorkshopId, id: string, syndicateId: SyndicateId | null): Promise<void> {
		return this.#set(workshopId, id, { syndicateId });
	}

	/** Deals what is with nobody, each syndicate as many as the others. Gives back how many lines were dealt. */
	dealAll(workshopId: WorkshopId, syndicates: readonly SyndicateId[]): Promise<number> {
		return this.#database.transaction(async (tx) => {
			await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
			const lines = await tx
				.select(columns)
				.from(feedbackLines)
				.where(eq(feedbackLines.workshopId, workshopId))
				.orderBy(asc(feedbackLines.n));
			const dealt = dealEvenly(
				lines.map(({ id, syndicateId, readAt }) => ({ id, syndicateId, isDone: readAt !== null })),
				syndicates
			);
			for (const syndicateId of syndicates) {
				const ids = [...dealt].flatMap(([id, to]) => (to === syndicateId ? [id] : []));
				for (let at = 0; at < ids.length; at += AT_ONCE)
					await tx
						.update(feedbackLines)
						.set({ syndicateId })
						.where(inArray(feedbackLines.id, ids.slice(at, at + AT_ONCE)));
			}
			return dealt.size;
		});
	}

	async #set(
		workshopId: WorkshopId,
		id: string,
		change: { readonly readAt: Date | null } | { readonly syndicateId: SyndicateId | null },
		of?: SyndicateId
	): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const line = and(eq(feedbackLines.workshopId, workshopId), eq(feedbackLines.id, id));
			const changed = await tx
				.update(feedbackLines)
				.set(change)
				.where(of === undefined ? line : and(line, eq(feedbackLines.syndicateId, of)))
				.returning({ id: feedbackLines.id });
			if (changed.length === 0) throw new Problem('not-found', 'This line is no longer here. Load the list again.');
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
