/** How somebody wants to be written to, where two entries are one person: of both what the stricter one said. */
import { eq, inArray } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { linkUses, mailWishes } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import { changeFollowing, settingsOf } from './follow-settings.ts';

type Wishes = Omit<typeof mailWishes.$inferSelect, 'workshopId' | 'recipient'>;

/** Nobody hears again from what they stopped; who answered under either name has answered. */
function strictest(one: Wishes, other: Wishes): Wishes {
	const day = [one.snoozedUntil, other.snoozedUntil].filter((each) => each !== null).toSorted();
	return {
		timezone: one.timezone ?? other.timezone,
		isMonthly: one.isMonthly || other.isMonthly,
		stoppedAt: one.stoppedAt ?? other.stoppedAt,
		snoozedUntil: day.at(-1) ?? null,
		stoppedActions: [...new Set([...one.stoppedActions, ...other.stoppedActions])],
		unanswered: Math.min(one.unanswered, other.unanswered),
		version: Math.max(one.version, other.version),
		disownedAt: one.disownedAt ?? other.disownedAt
	};
}

/** The caller holds the plan, as does whoever sets how a workshop is followed up. */
export async function moveWishes(
	tx: Transaction,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId
): Promise<void> {
	const [from, to] = [toPerson(goes), toPerson(keeps)];
	const rows = await tx
		.select()
		.from(mailWishes)
		.where(inArray(mailWishes.recipient, [from, to]))
		.orderBy(mailWishes.recipient)
		.for('update');
	const going = rows.find(({ recipient }) => recipient === from);
	const kept = rows.find(({ recipient }) => recipient === to);
	if (going && kept) {
		await tx.delete(mailWishes).where(eq(mailWishes.recipient, from));
		await tx.update(mailWishes).set(strictest(kept, going)).where(eq(mailWishes.recipient, to));
	} else await tx.update(mailWishes).set({ recipient: to }).where(eq(mailWishes.recipient, from));
	await tx.update(linkUses).set({ recipient: to }).where(eq(linkUses.recipient, from));
	const { left } = await settingsOf(tx, workshopId);
	if (!left.includes(goes)) return;
	await changeFollowing(tx, workshopId, { left: [...new Set(left.map((id) => (id === goes ? keeps : id)))] });
}
