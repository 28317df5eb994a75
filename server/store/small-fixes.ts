/** Small fixes somebody took: done within seven days without anybody's permission. They are no part of what is signed. */
import { and, asc, eq } from 'drizzle-orm';
import { newId, type PersonId, type SmallFixId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { people, smallFixes } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';

export interface SmallFixRow {
	readonly id: SmallFixId;
	readonly ref: string;
	readonly syndicateId: SyndicateId | null;
	readonly text: string;
	/** Null also where the owner has left. */
	readonly ownerId: PersonId | null;
	readonly dueOn: string | null;
	readonly doneAt: Date | null;
}

export interface TakenFix {
	readonly workshopId: WorkshopId;
	readonly ref: string;
	readonly syndicateId: SyndicateId | null;
	/** As it stands on its note. */
	readonly text: string;
	readonly personId: PersonId;
	readonly dueOn: string;
	readonly at: Date;
}

export class SmallFixStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Oldest first. */
	async all(workshopId: WorkshopId): Promise<readonly SmallFixRow[]> {
		const rows = await this.#database.db
			.select({
				id: smallFixes.id,
				ref: smallFixes.ref,
				syndicateId: smallFixes.syndicateId,
				text: smallFixes.text,
				ownerId: smallFixes.ownerId,
				leftAt: people.removedAt,
				dueOn: smallFixes.dueOn,
				doneAt: smallFixes.doneAt
			})
			.from(smallFixes)
			.leftJoin(people, eq(people.id, smallFixes.ownerId))
			.where(eq(smallFixes.workshopId, workshopId))
			.orderBy(asc(smallFixes.sentAt), asc(smallFixes.id));
		return rows.map(({ leftAt, ...row }) =>
			leftAt === null || row.doneAt !== null ? row : { ...row, ownerId: null, dueOn: null }
		);
	}

	/**
	 * "I do it." Of two who say so at once, one has it.
	 * @throws Problem `already-answered` (somebody else has it)
	 */
	take({ workshopId, ref, syndicateId, text, personId, dueOn, at }: TakenFix): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await tx
				.insert(smallFixes)
				.values({ id: newId(), workshopId, ref, syndicateId, text, sentBy: personId, sentAt: at })
				.onConflictDoNothing();
			const fix = await held(tx, workshopId, eq(smallFixes.ref, ref));
			if (!fix || fix.ownerId === personId) return;
			if (fix.doneAt !== null || (fix.ownerId !== null && fix.leftAt === null)) {
				throw new Problem('already-answered', `${fix.name ?? 'Somebody else'} does it.`);
			}
			await tx
				.update(smallFixes)
				.set({ ownerId: personId, acceptedAt: at, dueOn, text })
				.where(eq(smallFixes.id, fix.id));
		});
	}

	/** Giving back what one does not have is no fault. @throws Problem `in-use` (it is done) */
	giveBack(workshopId: WorkshopId, ref: string, personId: PersonId): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const fix = await held(tx, workshopId, eq(smallFixes.ref, ref));
			if (!fix || fix.ownerId !== personId) return;
			if (fix.doneAt !== null) throw new Problem('in-use', 'It is done. Say first that it is not.');
			await tx
				.update(smallFixes)
				.set({ ownerId: null, acceptedAt: null, dueOn: null })
				.where(eq(smallFixes.id, fix.id));
		});
	}

	/**
	 * Said by its owner alone, before and after the signing.
	 * @throws Problem `not-found`, `not-allowed`
	 */
	finish(workshopId: WorkshopId, id: SmallFixId, personId: PersonId, doneAt: Date | null): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const fix = await held(tx, workshopId, eq(smallFixes.id, id));
			if (!fix) throw new Problem('not-found', 'There is no such small fix.');
			if (fix.ownerId !== personId) {
				throw new Problem('not-allowed', `Only ${fix.name ?? 'whoever does it'} can say that it is done.`);
			}
			if ((fix.doneAt === null) === (doneAt === null)) return;
			await tx.update(smallFixes).set({ doneAt }).where(eq(smallFixes.id, id));
		});
	}
}

async function held(tx: Transaction, workshopId: WorkshopId, which: ReturnType<typeof eq>) {
	const [fix] = await tx
		.select({ id: smallFixes.id, ownerId: smallFixes.ownerId, doneAt: smallFixes.doneAt })
		.from(smallFixes)
		.where(and(eq(smallFixes.workshopId, workshopId), which))
		.for('update');
	if (!fix) return null;
	const [owner] =
		fix.ownerId === null
			? []
			: await tx.select({ name: people.name, leftAt: people.removedAt }).from(people).where(eq(people.id, fix.ownerId));
	return { ...fix, name: owner?.name ?? null, leftAt: owner?.leftAt ?? null };
}
