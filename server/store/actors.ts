/**
 * Who acts in a workshop through a device. Every request and every socket asks, and forty laptops ask at once when they
 * come back: so it is one query, and the database has seen it before.
 */
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Actor } from '#domain/access.ts';
import type { PersonId, SessionId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { Appointment, PersonRole, WorkshopState } from '#domain/workshop.ts';
import * as tables from '#drizzle/schema.ts';
import type { Reading } from './database.ts';
import type { Session } from './sessions.ts';

const { sessions, seats, shareLinks, linkCodes, appointments, workshops } = tables;
/** The person that the device's account is in the workshop, and the one that sits on this device. */
const ofAccount = alias(tables.people, 'of_account');
const ofSeat = alias(tables.people, 'of_seat');

export interface Arrival {
	readonly session: Session;
	readonly actor: Actor;
	/** Null where there is no such workshop. */
	readonly state: WorkshopState | null;
	/** Came by a sponsor's link alone: what is decided for good waits for the code. */
	readonly needsCode: boolean;
}

export class ActorStore {
	readonly #ofToken: ReturnType<typeof ofTokenIn>;
	readonly #ofSession: ReturnType<typeof ofSessionIn>;

	constructor(db: Reading) {
		this.#ofToken = ofTokenIn(db);
		this.#ofSession = ofSessionIn(db);
	}

	/** Null for a token that is not known, or has run out. */
	async arriving(tokenHash: string, workshopId: WorkshopId, now: Date): Promise<Arrival | null> {
		const [row] = await this.#ofToken.execute({ tokenHash, workshop: workshopId, now: now.toISOString() });
		if (!row) return null;
		const session = { id: row.sessionId, accountId: row.accountId };
		return { session, actor: actorOf(row, workshopId), state: row.state, needsCode: needsCode(row) };
	}

	async actorIn(session: Session | null, workshopId: WorkshopId): Promise<Actor> {
		if (!session) return { kind: 'anonymous' };
		const [row] = await this.#ofSession.execute({ session: session.id, workshop: workshopId });
		return row ? actorOf(row, workshopId) : { kind: 'anonymous' };
	}
}

const placeholder = sql.placeholder;

const ofTokenIn = (db: Reading) =>
	seated(db)
		.where(and(eq(sessions.tokenHash, placeholder('tokenHash')), gt(sessions.expiresAt, placeholder('now'))))
		.prepare('actor_of_token');

const ofSessionIn = (db: Reading) =>
	seated(db)
		.where(eq(sessions.id, placeholder('session')))
		.prepare('actor_of_session');

function seated(db: Reading) {
	const workshop = placeholder('workshop');
	return db
		.select({
			sessionId: sessions.id,
			accountId: sessions.accountId,
			state: workshops.state,
			account: { personId: ofAccount.id, role: ofAccount.role, syndicateId: ofAccount.syndicateId },
			seat: { personId: ofSeat.id, role: ofSeat.role, syndicateId: ofSeat.syndicateId },
			linkId: seats.linkId,
			purpose: shareLinks.purpose,
			revokedAt: shareLinks.revokedAt,
			confirmedAt: linkCodes.confirmedAt,
			appointments: sql<readonly Appointment[] | null>`(select json_agg(${appointments.role}) from ${appointments}
				where ${appointments.workshopId} = ${workshop} and ${appointments.state} = 'accepted'
				and ${appointments.personId} = coalesce(${ofAccount.id}, ${ofSeat.id}))`
		})
		.from(sessions)
		.leftJoin(workshops, eq(workshops.id, workshop))
		.leftJoin(
			ofAccount,
			and(
				eq(ofAccount.workshopId, workshop),
				eq(ofAccount.accountId, sessions.accountId),
				isNull(ofAccount.removedAt),
				isNull(ofAccount.mergedInto)
			)
		)
		.leftJoin(seats, and(eq(seats.sessionId, sessions.id), eq(seats.workshopId, workshop)))
		.leftJoin(
			ofSeat,
			and(
				eq(ofSeat.id, seats.personId),
				// A seat leads into its own workshop only, whatever else a row might say.
				eq(ofSeat.workshopId, seats.workshopId),
				isNull(ofSeat.removedAt),
				isNull(ofSeat.mergedInto)
			)
		)
		.leftJoin(shareLinks, eq(shareLinks.id, seats.linkId))
		.leftJoin(linkCodes, and(eq(linkCodes.linkId, seats.linkId), eq(linkCodes.sessionId, sessions.id)));
}

interface Place {
	readonly personId: PersonId;
	readonly role: PersonRole;
	readonly syndicateId: SyndicateId | null;
}

interface Row {
	readonly sessionId: SessionId;
	readonly accountId: Session['accountId'];
	readonly state: WorkshopState | null;
	readonly account: Place | null;
	readonly seat: Place | null;
	readonly linkId: string | null;
	readonly purpose: string | null;
	readonly revokedAt: Date | null;
	readonly confirmedAt: Date | null;
	readonly appointments: readonly Appointment[] | null;
}

/**
 * The account's own part comes first: a facilitator who opens the projector's link in the same browser stays the
 * facilitator. A removed person and a revoked link are nobody.
 */
function actorOf(row: Row, workshopId: WorkshopId): Actor {
	const isRevoked = row.linkId !== null && row.revokedAt !== null;
	const place = row.account ?? (isRevoked ? null : row.seat);
	if (place) return { kind: 'person', workshopId, ...place, appointments: row.appointments ?? [] };
	if (!isRevoked && row.purpose === 'screen') return { kind: 'screen', workshopId };
	return row.accountId === null ? { kind: 'anonymous' } : { kind: 'account', accountId: row.accountId };
}

/** An account has its own password; every other seat of a sponsor came by a link. */
const needsCode = ({ account, purpose, confirmedAt }: Row): boolean =>
	account === null && purpose === 'sponsor' && confirmedAt === null;
