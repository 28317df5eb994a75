/** What signed links did, once each; and what their readers wish of letters. */
import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import type { Recipient } from '#domain/letters.ts';
import type { SignedWord } from '#domain/signed-links.ts';
import { linkUses, mailWishes } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface LinkUse {
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
			value: linkUses.value,
			wrote: linkUses.wrote,
			usedAt: linkUses.usedAt,
			undoneAt: linkUses.undoneAt
		})
		.from(linkUses)
		.where(eq(linkUses.nonce, nonce))
		.orderBy(desc(linkUses.usedAt))
		.limit(1);
	return use ?? null;
}

/**
 * True where this link has not said this yet, or took it back: of two presses at once one is told so.
 * @param most nothing more is taken where it was used so often
 */
export async function takeUse(
	tx: Transaction,
	{ workshopId, nonce, recipient }: SignedWord,
	value: string,
	usedAt: Date,
	most: number
): Promise<boolean> {
	if ((await tx.$count(linkUses, eq(linkUses.nonce, nonce))) >= most) return false;
	const taken = await tx
		.insert(linkUses)
		.values({ workshopId, nonce, value, recipient, usedAt })
		.onConflictDoUpdate({
			target: [linkUses.nonce, linkUses.value],
			set: { usedAt, undoneAt: null },
			setWhere: isNotNull(linkUses.undoneAt)
		})
		.returning({ value: linkUses.value });
	if (taken.length === 0) return false;
	// Whoever answers is asked again.
	await changeWishes(tx, { workshopId, recipient }, { unanswered: 0 });
	return true;
}

export async function noteWrote(tx: Transaction, nonce: string, value: string, wrote: string): Promise<void> {
	await tx.update(linkUses).set({ wrote }).where(useOf(nonce, value));
}

export async function noteUndone(tx: Transaction, nonce: string, value: string, undoneAt: Date): Promise<void> {
	await tx.update(linkUses).set({ undoneAt }).where(useOf(nonce, value));
}

const useOf = (nonce: string, value: string) => and(eq(linkUses.nonce, nonce), eq(linkUses.value, value));

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

const wishesAt = ({ workshopId, recipient }: WishesPlace) =>
	and(eq(mailWishes.workshopId, workshopId), eq(mailWishes.recipient, recipient));
