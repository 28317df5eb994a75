/** Letters that go to many, as drafts that can be read, mended and held before their time: one of a kind and period. */
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, max, ne, not, sql, type SQL } from 'drizzle-orm';
import { newId, type LetterId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { LetterEdits, LetterKind } from '#domain/letters.ts';
import { letters, mails, notifications } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { IN_OUTBOX } from './mails.ts';

const EDITIONS: LetterKind[] = ['digest', 'day-30', 'day-60', 'day-90'];

export type LetterRow = typeof letters.$inferSelect;

export interface LetterName {
	readonly workshopId: WorkshopId;
	readonly kind: LetterKind;
	/** `w4`, `day-30` */
	readonly period: string;
}

const isNamed = ({ workshopId, kind, period }: LetterName) =>
	and(eq(letters.workshopId, workshopId), eq(letters.kind, kind), eq(letters.period, period));

const isOpen = and(isNull(letters.sentAt), isNull(letters.skippedAt));

/** Those of a workshop, the next one first, then the last sent. */
export const lettersOf = (reading: Reading, workshopId: WorkshopId): Promise<readonly LetterRow[]> =>
	reading
		.select()
		.from(letters)
		.where(eq(letters.workshopId, workshopId))
		.orderBy(desc(letters.goesAt), asc(letters.kind));

/** Drafts that will go by themselves. */
export const upcomingLetters = (reading: Reading, workshopId: WorkshopId, now: Date): Promise<readonly LetterRow[]> =>
	reading
		.select()
		.from(letters)
		.where(and(eq(letters.workshopId, workshopId), isOpen, isNull(letters.heldAt), gt(letters.goesAt, now)));

/** When a letter of this kind went last before another one; null for never. */
export async function lastSent(reading: Reading, { workshopId, kind }: LetterName, before: Date): Promise<Date | null> {
	const [last] = await reading
		.select({ at: max(letters.goesAt) })
		.from(letters)
		.where(
			and(
				eq(letters.workshopId, workshopId),
				eq(letters.kind, kind),
				isNotNull(letters.sentAt),
				lt(letters.goesAt, before)
			)
		);
	return last?.at ?? null;
}

export class LetterStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** The draft of this name; made where there is none yet. */
	ensure(name: LetterName, goesAt: Date, madeAt: Date): Promise<LetterRow> {
		return this.#database.transaction(async (tx) => {
			await tx
				.insert(letters)
				.values({ id: newId<'Letter'>(), ...name, goesAt, madeAt })
				.onConflictDoNothing();
			const [row] = await tx.select().from(letters).where(isNamed(name));
			if (!row) throw new Error('a letter that was made is not there');
			return row;
		});
	}

	async find(workshopId: WorkshopId, id: LetterId): Promise<LetterRow | null> {
		const [row] = await this.#database.db
			.select()
			.from(letters)
			.where(and(eq(letters.workshopId, workshopId), eq(letters.id, id)));
		return row ?? null;
	}

	/** False where it went, or was left out, meanwhile. */
	edit(id: LetterId, edits: LetterEdits, editedBy: PersonId, editedAt: Date): Promise<boolean> {
		return this.#change(id, { edits, editedBy, editedAt });
	}

	hold(id: LetterId, heldAt: Date): Promise<boolean> {
		return this.#change(id, { heldAt });
	}

	skip(id: LetterId, skippedAt: Date): Promise<boolean> {
		return this.#change(id, { skippedAt });
	}

	/** Goes at that time, held or not. */
	release(id: LetterId, goesAt: Date, sentBy: PersonId | null = null): Promise<boolean> {
		return this.#change(id, { heldAt: null, goesAt, sentBy });
	}

	noteSent(id: LetterId, sentAt: Date, sentTo: number): Promise<boolean> {
		return this.#change(id, { sentAt, sentTo });
	}

	#change(id: LetterId, set: Partial<typeof letters.$inferInsert>): Promise<boolean> {
		return this.#database.transaction(async (tx: Transaction) => {
			const rows = await tx
				.update(letters)
				.set(set)
				.where(and(eq(letters.id, id), isOpen))
				.returning({ id: letters.id });
			return rows.length > 0;
		});
	}
}

/** What became of the mails that tell a letter, counted by the letter's id. */
export async function proofOf(reading: Reading, workshopId: WorkshopId, unsureBefore: Date) {
	const inSql = (condition: SQL | undefined) => sql<number>`(count(*) filter (where ${condition}))::int`;
	const isByHand = sql`(${mails.address} = '' or ${mails.failure} = ${IN_OUTBOX})`;
	const rows = await reading
		.select({
			letterId: notifications.subjectId,
			all: sql<number>`count(*)::int`,
			leftOut: inSql(isNotNull(notifications.droppedAt)),
			byHand: inSql(isByHand),
			handedOver: inSql(and(isNotNull(mails.sentAt), not(isByHand))),
			failed: inSql(and(isNull(mails.sentAt), ne(mails.failure, ''))),
			unsure: inSql(and(isNull(mails.sentAt), eq(mails.failure, ''), lt(mails.claimedAt, unsureBefore)))
		})
		.from(notifications)
		.leftJoin(mails, eq(mails.id, notifications.mailId))
		.where(and(eq(notifications.workshopId, workshopId), inArray(notifications.kind, EDITIONS)))
		.groupBy(notifications.subjectId);
	return new Map(rows.map(({ letterId, ...proof }) => [letterId, proof]));
}
