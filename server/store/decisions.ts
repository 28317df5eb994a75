/** The log of decisions: what, who decides, whether the people were asked who do the work, until when, and what came out. */
import { and, asc, eq, max } from 'drizzle-orm';
import { newId, type DecisionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { decisions, workshops } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export interface NewDecision {
	readonly workshopId: WorkshopId;
	readonly what: string;
	readonly whoDecides: string;
	readonly wereStaffAsked: boolean;
	/** Calendar day; null where none is named. */
	readonly until: string | null;
	/** Empty while it is open. */
	readonly outcome: string;
	readonly writtenBy: PersonId;
	readonly at: Date;
}

export class DecisionStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	add({ at, workshopId, ...decision }: NewDecision): Promise<void> {
		return this.#database.transaction(async (tx) => {
			// Two at once take two numbers: the workshop's row is held while one is found.
			await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');
			const [last] = await tx
				.select({ n: max(decisions.n) })
				.from(decisions)
				.where(eq(decisions.workshopId, workshopId));
			await tx.insert(decisions).values({
				...decision,
				id: newId(),
				workshopId,
				n: (last?.n ?? 0) + 1,
				decidedAt: decision.outcome === '' ? null : at,
				writtenAt: at
			});
		});
	}

	/**
	 * What came out, once: what changes later is a decision of its own.
	 * @throws Problem `not-found`, `empty`, `already-answered`
	 */
	decide(
		place: { readonly workshopId: WorkshopId; readonly id: DecisionId },
		outcome: string,
		at: Date
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const here = and(eq(decisions.workshopId, place.workshopId), eq(decisions.id, place.id));
			const [decision] = await tx
				.select({
					decidedAt: decisions.decidedAt,
					n: decisions.n,
					voteOpenedAt: decisions.voteOpenedAt,
					voteClosedAt: decisions.voteClosedAt
				})
				.from(decisions)
				.where(here)
				.for('update');
			if (!decision) throw new Problem('not-found', 'There is no such decision.');
			if (outcome === '') throw new Problem('empty', 'Say what was decided.', { field: 'outcome' });
			if (decision.decidedAt !== null) {
				throw new Problem('already-answered', `Decision ${decision.n} is made. Write a new one for what changes.`);
			}
			if (decision.voteOpenedAt !== null && decision.voteClosedAt === null) {
				throw new Problem(
					'step-closed',
					`The vote on decision ${decision.n} is open. Close it first, then write what came out.`
				);
			}
			await tx.update(decisions).set({ outcome, decidedAt: at }).where(here);
		});
	}
}

/** In the order in which they were written down. */
export const decisionsOf = (reading: Reading, workshopId: WorkshopId) =>
	reading.select().from(decisions).where(eq(decisions.workshopId, workshopId)).orderBy(asc(decisions.n));
