/**
 * What somebody is to be told, written in the transaction of what it is about. A row is unique in its recipient, kind,
 * subject and period: written twice it is told once. The letters of a day take the waiting rows into one mail.
 */
import { newId, type WorkshopId } from '#domain/ids.ts';
import type { LetterKind, LetterPart, Recipient } from '#domain/letters.ts';
import { notifications } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

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
		.values({ id: newId(), ...told, madeAt: at })
		.onConflictDoNothing()
		.returning({ id: notifications.id });
	return written.length > 0;
}
