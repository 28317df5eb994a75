/** What whoever follows up did about a row that needed somebody. Words are private to those who follow up. */
import { and, desc, eq } from 'drizzle-orm';
import { asId, newId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { FollowNote } from '#domain/needs-notes.ts';
import { Problem } from '#domain/problem.ts';
import { followNotes, mails } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { isUnsure } from './mails.ts';

export interface NewFollowNote {
	readonly workshopId: WorkshopId;
	readonly ref: string;
	readonly kind: FollowNote['kind'];
	readonly words: string;
	readonly writtenBy: PersonId;
	readonly writtenAt: Date;
}

export async function addFollowNote(tx: Transaction, note: NewFollowNote): Promise<string> {
	const id = newId<'FollowNote'>();
	await tx.insert(followNotes).values({ id, ...note });
	return id;
}

/** How often something of a kind was done about it, and when last. */
export async function lastNotes(
	reading: Reading,
	workshopId: WorkshopId,
	ref: string
): Promise<readonly { readonly kind: FollowNote['kind']; readonly ref: string; readonly writtenAt: string }[]> {
	const rows = await reading
		.select({ kind: followNotes.kind, ref: followNotes.ref, writtenAt: followNotes.writtenAt })
		.from(followNotes)
		.where(and(eq(followNotes.workshopId, workshopId), eq(followNotes.ref, ref)))
		.orderBy(desc(followNotes.writtenAt));
	return rows.map(({ writtenAt, ...note }) => ({ ...note, writtenAt: writtenAt.toISOString() })).reverse();
}

/** Takes back what told nobody anything: a call that was noted, a row that was put away. @throws Problem `not-found` */
export async function takeBackNote(tx: Transaction, workshopId: WorkshopId, id: string): Promise<void> {
	const [note] = await tx
		.select({ kind: followNotes.kind })
		.from(followNotes)
		.where(and(eq(followNotes.workshopId, workshopId), eq(followNotes.id, id)));
	if (!note) throw new Problem('not-found', 'This is taken back already.');
	if (note.kind === 'nudge' || note.kind === 'raise') {
		throw new Problem('not-allowed', 'A letter was sent. What is sent cannot be taken back.');
	}
	await tx.delete(followNotes).where(eq(followNotes.id, id));
}

/** A mail that may or may not have gone, or that nobody took, is nobody's worry any more. @throws Problem `not-found` */
export async function settleMail(tx: Transaction, workshopId: WorkshopId, id: string, at: Date): Promise<void> {
	const settled = await tx
		.update(mails)
		.set({ settledAt: at })
		.where(and(eq(mails.workshopId, workshopId), eq(mails.id, asId<'Mail'>(id)), isUnsure(at)))
		.returning({ id: mails.id });
	if (settled.length === 0) throw new Problem('not-found', 'There is no such letter.');
}
