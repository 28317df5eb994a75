/**
 * What somebody is to be told, written in the transaction of what it is about. A row is unique in its recipient, kind,
 * subject and period: written twice it is told once. The letters of a day take the waiting rows into one mail.
 */
import { and, asc, eq, gte, inArray, isNull, lte, max, or, sql } from 'drizzle-orm';
import { newId, type MailId, type WorkshopId } from '#domain/ids.ts';
import type { LetterKind, LetterPart, Recipient } from '#domain/letters.ts';
import { mailWishes, notifications, workshops } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { FAILURES_UNTIL_SHOWN } from './jobs.ts';

export interface NewNotification {
	readonly workshopId: WorkshopId;
	readonly recipient: Recipient;
	readonly kind: LetterKind;
	/** What it is about, by its id; empty for none. */
	readonly subjectId: string;
	/** Which time round: a week, a day, the number of an answer; empty where it can only be told once. */
	readonly period: string;
	readonly part: LetterPart;
	/** Not told before. The reader's morning, workdays and the one mail a day are seen to when it is sent. */
	readonly notBefore: Date;
	readonly at: Date;
}

/** True where it was not there yet. Whoever calls wakes the follow-up afterwards. */
export async function notify(tx: Transaction, { at, ...told }: NewNotification): Promise<boolean> {
	const written = await tx
		.insert(notifications)
		.values({ id: newId(), ...told, asks: told.part.asks, madeAt: at })
		.onConflictDoNothing()
		.returning({ id: notifications.id });
	return written.length > 0;
}

/** Several at once, of one instant; those that were there already stay as they are. */
export async function notifyAll(tx: Transaction, told: readonly NewNotification[]): Promise<void> {
	if (told.length === 0) return;
	await tx
		.insert(notifications)
		.values(told.map(({ at, ...row }) => ({ id: newId(), ...row, asks: row.part.asks, madeAt: at })))
		.onConflictDoNothing();
}

export interface Waiting {
	readonly id: string;
	readonly recipient: Recipient;
	readonly kind: LetterKind;
	readonly subjectId: string;
	readonly period: string;
	readonly part: LetterPart;
	readonly notBefore: Date;
	readonly madeAt: Date;
}

const isWaiting = and(isNull(notifications.mailId), isNull(notifications.droppedAt));

/** Its time has come, and it rests after no failure. */
const isDue = (now: Date) =>
	and(
		isWaiting,
		lte(notifications.notBefore, now),
		or(isNull(notifications.triedUntil), lte(notifications.triedUntil, now))
	);

/** Of all workshops: what kinds wait for whom, on whose clock. */
export const workshopsWaiting = (reading: Reading, now: Date) =>
	reading
		.selectDistinct({
			workshopId: notifications.workshopId,
			recipient: notifications.recipient,
			kind: notifications.kind,
			workshopZone: workshops.timezone,
			timezone: mailWishes.timezone,
			snoozedUntil: mailWishes.snoozedUntil
		})
		.from(notifications)
		.innerJoin(workshops, eq(workshops.id, notifications.workshopId))
		.leftJoin(
			mailWishes,
			and(eq(mailWishes.workshopId, notifications.workshopId), eq(mailWishes.recipient, notifications.recipient))
		)
		.where(isDue(now));

/** Who waits to be told what, without the words: they are read for one reader at a time. */
export const recipientsWaiting = (reading: Reading, workshopId: WorkshopId, now: Date) =>
	reading
		.selectDistinct({ recipient: notifications.recipient, kind: notifications.kind })
		.from(notifications)
		.where(and(eq(notifications.workshopId, workshopId), isDue(now)));

/** What waits for one reader, oldest first, held so that nobody else tells it meanwhile. */
export const waitingFor = (
	tx: Transaction,
	workshopId: WorkshopId,
	recipient: Recipient,
	now: Date
): Promise<readonly Waiting[]> =>
	tx
		.select({
			id: notifications.id,
			recipient: notifications.recipient,
			kind: notifications.kind,
			subjectId: notifications.subjectId,
			period: notifications.period,
			part: notifications.part,
			notBefore: notifications.notBefore,
			madeAt: notifications.madeAt
		})
		.from(notifications)
		.where(and(eq(notifications.workshopId, workshopId), eq(notifications.recipient, recipient), isDue(now)))
		.orderBy(asc(notifications.madeAt), asc(notifications.id))
		.for('update', { skipLocked: true });

/** No mail tells these. */
export async function dropNotifications(
	tx: Transaction,
	ids: readonly string[],
	droppedBecause: string,
	droppedAt: Date
): Promise<void> {
	if (ids.length === 0) return;
	await tx
		.update(notifications)
		.set({ droppedAt, droppedBecause })
		.where(inArray(notifications.id, [...ids]));
}

/** No letter could be made: of one row, of all that waits for a reader, or in the whole workshop. Later and later. */
export async function noteUntold(
	tx: Transaction,
	{
		workshopId,
		recipient,
		id,
		at
	}: { readonly workshopId: WorkshopId; readonly recipient?: Recipient; readonly id?: string; readonly at: Date },
	failure: string
): Promise<void> {
	await tx
		.update(notifications)
		.set({
			tries: sql`${notifications.tries} + 1`,
			failure: failure.slice(0, 300) || 'unknown',
			triedUntil: sql`${at.toISOString()}::timestamptz + least(power(2, least(${notifications.tries}, 12)), 240) * interval '1 minute'`
		})
		.where(
			and(
				eq(notifications.workshopId, workshopId),
				isDue(at),
				...(recipient === undefined ? [] : [eq(notifications.recipient, recipient)]),
				...(id === undefined ? [] : [eq(notifications.id, id)])
			)
		);
}

/** Kinds of letters of a workshop that failed so often that somebody should look. */
export const failingLetters = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			kind: notifications.kind,
			failure: max(notifications.failure),
			dueAt: sql<string>`min(${notifications.notBefore})`
		})
		.from(notifications)
		.where(and(eq(notifications.workshopId, workshopId), isWaiting, gte(notifications.tries, FAILURES_UNTIL_SHOWN)))
		.groupBy(notifications.kind);

/** This mail tells them. */
export async function toldBy(tx: Transaction, ids: readonly string[], mailId: MailId): Promise<void> {
	await tx
		.update(notifications)
		.set({ mailId })
		.where(inArray(notifications.id, [...ids]));
}
