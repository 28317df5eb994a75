/**
 * What somebody is to be told, written in the transaction of what it is about. A row is unique in its recipient, kind,
 * subject and period: written twice it is told once. The letters of a day take the waiting rows into one mail.
 */
import { and, asc, eq, inArray, isNull, lte } from 'drizzle-orm';
import { newId, type MailId, type WorkshopId } from '#domain/ids.ts';
import type { LetterKind, LetterPart, Recipient } from '#domain/letters.ts';
import { notifications } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

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

/** Workshops in which something waits to be told. */
export async function workshopsWaiting(reading: Reading, now: Date): Promise<readonly WorkshopId[]> {
	const rows = await reading
		.selectDistinct({ workshopId: notifications.workshopId })
		.from(notifications)
		.where(and(isWaiting, lte(notifications.notBefore, now)));
	return rows.map(({ workshopId }) => workshopId);
}

/** Who waits to be told what, without the words: they are read for one reader at a time. */
export const recipientsWaiting = (reading: Reading, workshopId: WorkshopId, now: Date) =>
	reading
		.selectDistinct({ recipient: notifications.recipient, kind: notifications.kind })
		.from(notifications)
		.where(and(eq(notifications.workshopId, workshopId), isWaiting, lte(notifications.notBefore, now)));

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
		.where(
			and(
				eq(notifications.workshopId, workshopId),
				eq(notifications.recipient, recipient),
				isWaiting,
				lte(notifications.notBefore, now)
			)
		)
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

/** This mail tells them. */
export async function toldBy(tx: Transaction, ids: readonly string[], mailId: MailId): Promise<void> {
	await tx
		.update(notifications)
		.set({ mailId })
		.where(inArray(notifications.id, [...ids]));
}
