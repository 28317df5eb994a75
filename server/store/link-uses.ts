/** What signed links did, press by press; and what their readers wish of letters. */
import { and, desc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { WorkshopId } from '#domain/ids.ts';
import type { Recipient } from '#domain/letters.ts';
import type { SignedWord } from '#domain/signed-links.ts';
import { linkUses, mailWishes } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface LinkUse {
	/** As the row is found again. */
	readonly key: string;
	readonly value: string;
	/** The row it wrote. */
	readonly wrote: string;
	readonly usedAt: Date;
	readonly undoneAt: Date | null;
}

/** The last thing a link did; null while it did nothing. */
export async function lastUse(reading: Reading, nonce: string): Promise<LinkUse | null> {
	const [use] = await reading
		.select({
			key: linkUses.value,
			wrote: linkUses.wrote,
			usedAt: linkUses.usedAt,
			undoneAt: linkUses.undoneAt
		})
		.from(linkUses)
		.where(eq(linkUses.nonce, nonce))
		.orderBy(desc(linkUses.usedAt))
		.limit(1);
	return use ? { ...use, value: use.key.split('@')[0] ?? '' } : null;
}

/** A row of its own for each press, so that what was taken back stays so, whatever is said later through the same link. */
const keyOf = (value: string, usedAt: Date): string => `${value}@${usedAt.getTime()}`;

/**
 * Keeps that a link says this now; the caller holds the plan, so that of two presses at once the other one finds it.
 * @param before what it did last
 * @returns the key of the use
 */
export async function addUse(
	tx: Transaction,
	{ workshopId, nonce, recipient }: SignedWord,
	value: string,
	at: Date,
	before: LinkUse | null
): Promise<string> {
	// The last use counts, so two of one millisecond still need an order.
	const usedAt = new Date(Math.max(at.getTime(), (before?.usedAt.getTime() ?? 0) + 1));
	const key = keyOf(value, usedAt);
	await tx.insert(linkUses).values({ workshopId, nonce, value: key, recipient, usedAt });
	// Whoever answers is asked again.
	await changeWishes(tx, { workshopId, recipient }, { unanswered: 0 });
	return key;
}

/** How often a link was used. */
export const countUses = (reading: Reading, nonce: string): Promise<number> =>
	reading.$count(linkUses, eq(linkUses.nonce, nonce));

/** Of a link that may be used for ever the last uses are kept. */
export async function forgetUsesBefore(tx: Transaction, nonce: string, before: Date): Promise<void> {
	await tx.delete(linkUses).where(and(eq(linkUses.nonce, nonce), lt(linkUses.usedAt, before)));
}

export async function noteWrote(tx: Transaction, nonce: string, key: string, wrote: string): Promise<void> {
	await tx.update(linkUses).set({ wrote }).where(useOf(nonce, key));
}

export async function noteUndone(tx: Transaction, nonce: string, key: string, undoneAt: Date): Promise<void> {
	await tx.update(linkUses).set({ undoneAt }).where(useOf(nonce, key));
}

/** The row of a word taken back through its link stays, and nobody reads it: no page, no letter, no figure counts it. */
export const notTakenBack = (workshopId: WorkshopId, id: PgColumn) =>
	sql`not exists (select 1 from ${linkUses} l where l.workshop_id = ${workshopId} and l.undone_at is not null
		and split_part(l.wrote, ' ', 1) = ${id})`;

const useOf = (nonce: string, key: string) => and(eq(linkUses.nonce, nonce), eq(linkUses.value, key));

export interface WishesPlace {
	readonly workshopId: WorkshopId;
	readonly recipient: Recipient;
}

export type Wishes = Omit<typeof mailWishes.$inferSelect, 'workshopId' | 'recipient'>;

export async function wishesOf(reading: Reading, { workshopId, recipient }: WishesPlace): Promise<Wishes | null> {
	const [wishes] = await reading.select().from(mailWishes).where(wishesAt({ workshopId, recipient }));
	return wishes ?? null;
}

export async function changeWishes(tx: Transaction, place: WishesPlace, wishes: Partial<Wishes>): Promise<void> {
	await tx
		.insert(mailWishes)
		.values({ ...place, ...wishes })
		.onConflictDoUpdate({ target: [mailWishes.workshopId, mailWishes.recipient], set: wishes });
}

/** Every link that was sent to this reader before is over. */
export async function endLinks(tx: Transaction, place: WishesPlace, disownedAt: Date | null): Promise<void> {
	const disowned = disownedAt ? { disownedAt } : {};
	await tx
		.insert(mailWishes)
		.values({ ...place, version: 2, ...disowned })
		.onConflictDoUpdate({
			target: [mailWishes.workshopId, mailWishes.recipient],
			set: { version: sql`${mailWishes.version} + 1`, ...disowned }
		});
}

/** Their address is another one, or they say that it is theirs: letters come again, and no link from before does. */
export async function reachedAgain(tx: Transaction, place: WishesPlace): Promise<void> {
	await tx
		.update(mailWishes)
		.set({ disownedAt: null, version: sql`${mailWishes.version} + 1` })
		.where(and(wishesAt(place), isNotNull(mailWishes.disownedAt)));
}

const wishesAt = ({ workshopId, recipient }: WishesPlace) =>
	and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, recipient));
