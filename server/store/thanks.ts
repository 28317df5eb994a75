/** Thanks for an action or a note, by name: given, taken back by whoever gave it, and told to everybody it names. */
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { newId, type PersonId, type ThanksId, type WorkshopId } from '#domain/ids.ts';
import { toPerson, type LetterPart } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import { notifications, people, thanks, thanksTo } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { notify } from './notifications.ts';

export interface ThanksRow {
	readonly id: ThanksId;
	readonly ref: string;
	readonly text: string;
	readonly givenBy: PersonId;
	readonly givenAt: Date;
	readonly to: readonly PersonId[];
}

export interface NewThanks {
	readonly workshopId: WorkshopId;
	readonly ref: string;
	readonly text: string;
	readonly givenBy: PersonId;
	/** Nobody is among them who is not in the workshop. Empty: it stands where it was given, and is told to nobody. */
	readonly to: readonly PersonId[];
	readonly part: LetterPart;
	readonly at: Date;
}

export class ThanksStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	all(workshopId: WorkshopId): Promise<readonly ThanksRow[]> {
		return thanksOf(this.#database.db, workshopId);
	}

	/** The same words for the same thing, sent twice by the same person, are one: a button that was pressed twice. */
	give({ workshopId, ref, text, givenBy, to, part, at }: NewThanks): Promise<ThanksId> {
		return this.#database.transaction(async (tx) => {
			await holdGiver(tx, givenBy);
			const [known] = await tx
				.select({ id: thanks.id })
				.from(thanks)
				.where(
					and(
						eq(thanks.workshopId, workshopId),
						eq(thanks.ref, ref),
						eq(thanks.givenBy, givenBy),
						eq(thanks.text, text),
						isNull(thanks.withdrawnAt)
					)
				);
			if (known) return known.id;
			const id = newId<'Thanks'>();
			await tx.insert(thanks).values({ id, workshopId, ref, text, givenBy, givenAt: at });
			if (to.length > 0) {
				await tx.insert(thanksTo).values(to.map((personId) => ({ thanksId: id, personId })));
			}
			for (const personId of to) {
				const recipient = toPerson(personId);
				await notify(tx, {
					...{ workshopId, recipient, kind: 'thanks', subjectId: id, period: '', part },
					...{ notBefore: at, at }
				});
			}
			return id;
		});
	}

	/**
	 * By whoever gave it; a letter that is not on its way yet stays behind.
	 * @throws Problem `not-found`, `not-allowed`
	 */
	takeBack(workshopId: WorkshopId, id: ThanksId, personId: PersonId, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const [given] = await tx
				.select({ givenBy: thanks.givenBy })
				.from(thanks)
				.where(and(eq(thanks.workshopId, workshopId), eq(thanks.id, id)))
				.for('no key update');
			if (!given) throw new Problem('not-found', 'These thanks are not here any more.');
			if (given.givenBy !== personId) {
				throw new Problem('not-allowed', 'Only whoever gave thanks can take them back.');
			}
			await tx
				.update(thanks)
				.set({ withdrawnAt: at })
				.where(and(eq(thanks.id, id), isNull(thanks.withdrawnAt)));
			await tx
				.update(notifications)
				.set({ droppedAt: at, droppedBecause: 'taken back' })
				.where(
					and(
						eq(notifications.kind, 'thanks'),
						eq(notifications.subjectId, id),
						isNull(notifications.mailId),
						isNull(notifications.droppedAt)
					)
				);
		});
	}
}

/** One after the other for one person, so that a press too many finds the first. */
const holdGiver = (tx: Transaction, givenBy: PersonId) =>
	tx.select({ id: people.id }).from(people).where(eq(people.id, givenBy)).for('no key update');

/** Those that were not taken back, the newest first. */
export async function thanksOf(reading: Reading, workshopId: WorkshopId): Promise<readonly ThanksRow[]> {
	const rows = await reading
		.select({ id: thanks.id, ref: thanks.ref, text: thanks.text, givenBy: thanks.givenBy, givenAt: thanks.givenAt })
		.from(thanks)
		.where(and(eq(thanks.workshopId, workshopId), isNull(thanks.withdrawnAt)))
		.orderBy(desc(thanks.givenAt), desc(thanks.id));
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const named = await reading
		.select({ thanksId: thanksTo.thanksId, personId: thanksTo.personId })
		.from(thanksTo)
		.where(inArray(thanksTo.thanksId, ids))
		.orderBy(asc(thanksTo.personId));
	return rows.map((row) => ({
		...row,
		to: named.flatMap(({ thanksId, personId }) => (thanksId === row.id ? [personId] : []))
	}));
}
