/** The chain from an action back to the first story: while boards are written it is read from them, then it is kept. */
import { eq } from 'drizzle-orm';
import type { PersonId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { chainLinks } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

/** One thing that something else comes from. */
export interface ChainLink {
	readonly ref: string;
	readonly step: StepId;
	/** The zone's id; for a point its kind. */
	readonly zone: string;
	readonly text: string;
	readonly syndicateId: SyndicateId | null;
	/** Null where the names rule of the step hides the author. */
	readonly authorId: PersonId | null;
	/** The refs it came from itself. */
	readonly from: readonly string[];
}

export class ChainStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** What was kept when the plan was signed; empty before. */
	kept(workshopId: WorkshopId): Promise<readonly ChainLink[]> {
		return keptChain(this.#database.db, workshopId);
	}
}

export const keptChain = (reading: Reading, workshopId: WorkshopId): Promise<readonly ChainLink[]> =>
	reading
		.select({
			ref: chainLinks.ref,
			step: chainLinks.step,
			zone: chainLinks.zone,
			text: chainLinks.text,
			syndicateId: chainLinks.syndicateId,
			authorId: chainLinks.authorId,
			from: chainLinks.from
		})
		.from(chainLinks)
		.where(eq(chainLinks.workshopId, workshopId));

/** Keeps the links with the signed plan. A few hundred a statement: a driver takes a limited number of values. */
export async function keepChain(tx: Transaction, workshopId: WorkshopId, links: readonly ChainLink[]): Promise<void> {
	for (let at = 0; at < links.length; at += 500) {
		await tx
			.insert(chainLinks)
			.values(links.slice(at, at + 500).map((link) => ({ workshopId, ...link })))
			.onConflictDoNothing();
	}
}
