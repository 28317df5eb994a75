/** Devices and who acts through them: a session is a cookie's token, kept as a hash, with seats in workshops. */
import { and, eq, gt, isNull, lte, sql } from 'drizzle-orm';
import { newId, type AccountId, type PersonId, type SessionId, type WorkshopId } from '#domain/ids.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import * as tables from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface Session {
	readonly id: SessionId;
	readonly accountId: AccountId | null;
}

/** A seat of a device, as `GET /api/me` lists it. */
export interface Seat {
	readonly workshopId: WorkshopId;
	readonly title: string;
	readonly personId: PersonId;
	readonly name: string;
	/** The slug; null without a syndicate. */
	readonly syndicate: string | null;
}

/** How long a device is remembered: the two days and the twelve weeks after them, with room to spare. */
export const sessionDays = 150;
const dayMs = 24 * 60 * 60 * 1000;

export async function sessionOf(db: Reading, tokenHash: string, now: Date): Promise<Session | null> {
	const [row] = await db
		.select({ id: tables.sessions.id, accountId: tables.sessions.accountId })
		.from(tables.sessions)
		.where(and(eq(tables.sessions.tokenHash, tokenHash), gt(tables.sessions.expiresAt, now)));
	return row ?? null;
}

/** Takes away the sessions that have run out, with their seats; the people stay and come back with their return codes. */
export async function sweepSessions(tx: Transaction, now: Date): Promise<void> {
	await tx.delete(tables.sessions).where(lte(tables.sessions.expiresAt, now));
}

/**
 * Gives the device a new token, so that one it was made to carry before is worth nothing. Its seats stay.
 * @param accountId who is signed in from now on; undefined leaves it as it was
 */
export async function renewSession(
	tx: Transaction,
	session: Session | null,
	{
		tokenHash,
		accountId,
		now
	}: { readonly tokenHash: string; readonly accountId?: AccountId | null; readonly now: Date }
): Promise<Session> {
	const expiresAt = new Date(now.getTime() + sessionDays * dayMs);
	if (session) {
		const [renewed] = await tx
			.update(tables.sessions)
			.set({ tokenHash, expiresAt, ...(accountId === undefined ? {} : { accountId }) })
			.where(eq(tables.sessions.id, session.id))
			.returning({ id: tables.sessions.id, accountId: tables.sessions.accountId });
		if (renewed) return renewed;
	}
	const fresh = { id: newId<'Session'>(), accountId: accountId ?? null };
	await tx.insert(tables.sessions).values({ ...fresh, tokenHash, createdAt: now, expiresAt });
	return fresh;
}

/** Signs the account out of this device. A device without a seat is forgotten; returns whether it is. */
export async function signOutSession(tx: Transaction, session: Session): Promise<boolean> {
	await tx.update(tables.sessions).set({ accountId: null }).where(eq(tables.sessions.id, session.id));
	const [seat] = await tx
		.select({ workshopId: tables.seats.workshopId })
		.from(tables.seats)
		.where(eq(tables.seats.sessionId, session.id))
		.limit(1);
	if (seat) return false;
	await tx.delete(tables.sessions).where(eq(tables.sessions.id, session.id));
	return true;
}

/** The state a workshop's rights depend on; null for an unknown id. */
export async function stateOfWorkshop(db: Reading, workshopId: WorkshopId): Promise<WorkshopState | null> {
	const [row] = await db
		.select({ state: tables.workshops.state })
		.from(tables.workshops)
		.where(eq(tables.workshops.id, workshopId));
	return row?.state ?? null;
}

/** The workshops this device or its account has a person in, newest first. */
export async function seatsOf(db: Reading, session: Session): Promise<readonly Seat[]> {
	const isHere = sql<boolean>`${tables.people.id} in (select ${tables.seats.personId} from ${tables.seats}
		left join ${tables.shareLinks} on ${tables.shareLinks.id} = ${tables.seats.linkId}
		where ${tables.seats.sessionId} = ${session.id} and ${tables.shareLinks.revokedAt} is null)`;
	const isMine =
		session.accountId === null ? isHere : sql`(${isHere} or ${tables.people.accountId} = ${session.accountId})`;
	return db
		.select({
			workshopId: tables.workshops.id,
			title: tables.workshops.title,
			personId: tables.people.id,
			name: tables.people.name,
			syndicate: tables.syndicates.slug
		})
		.from(tables.people)
		.innerJoin(tables.workshops, eq(tables.workshops.id, tables.people.workshopId))
		.leftJoin(tables.syndicates, eq(tables.syndicates.id, tables.people.syndicateId))
		.where(and(isMine, isNull(tables.people.removedAt), isNull(tables.people.mergedInto)))
		.orderBy(sql`${tables.workshops.createdAt} desc`);
}
