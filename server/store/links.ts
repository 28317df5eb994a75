/** Secret links: the screen, the progress page, the sponsor, the customer. The token is kept as a hash only. */
import { and, desc, eq, isNull } from 'drizzle-orm';
import { people, seats, shareLinks } from '#drizzle/schema.ts';
import { newId, type LinkId, type PersonId, type SessionId, type WorkshopId } from '#domain/ids.ts';
import type { LinkPurpose } from '#domain/links.ts';
import { Problem } from '#domain/problem.ts';
import type { Database, Transaction } from './database.ts';

export interface LinkRecord {
	readonly id: LinkId;
	readonly purpose: LinkPurpose;
	readonly createdAt: Date;
	readonly revokedAt: Date | null;
}

export interface OpenLink {
	readonly id: LinkId;
	readonly workshopId: WorkshopId;
	readonly purpose: LinkPurpose;
	readonly personId: PersonId | null;
}

const linkColumns = {
	id: shareLinks.id,
	purpose: shareLinks.purpose,
	createdAt: shareLinks.createdAt,
	revokedAt: shareLinks.revokedAt
};

export class LinkStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Newest first, revoked ones included. */
	list(workshopId: WorkshopId): Promise<readonly LinkRecord[]> {
		return this.#database.db
			.select(linkColumns)
			.from(shareLinks)
			.where(eq(shareLinks.workshopId, workshopId))
			.orderBy(desc(shareLinks.createdAt));
	}

	/**
	 * A link for the sponsor or the customer belongs to that person, who has to be named first.
	 * @throws Problem `empty`
	 */
	async create(workshopId: WorkshopId, purpose: LinkPurpose, tokenHash: string, now: Date): Promise<LinkRecord> {
		return this.#database.transaction(async (tx) => {
			const personId =
				purpose === 'sponsor' || purpose === 'customer' ? await personFor(tx, workshopId, purpose) : null;
			const id = newId<'Link'>();
			await tx.insert(shareLinks).values({ id, workshopId, purpose, tokenHash, personId, createdAt: now });
			return { id, purpose, createdAt: now, revokedAt: null };
		});
	}

	/** A link that holds, by the hash of its token. */
	async byToken(tokenHash: string): Promise<OpenLink | null> {
		const [row] = await this.#database.db
			.select({
				id: shareLinks.id,
				workshopId: shareLinks.workshopId,
				purpose: shareLinks.purpose,
				personId: shareLinks.personId,
				removedAt: people.removedAt
			})
			.from(shareLinks)
			.leftJoin(people, eq(people.id, shareLinks.personId))
			.where(and(eq(shareLinks.tokenHash, tokenHash), isNull(shareLinks.revokedAt)));
		if (!row || row.removedAt) return null;
		const { removedAt: _, ...link } = row;
		return link;
	}

	/** Gives the device the link's seat. It ends with the link. */
	async sit(link: OpenLink, openSession: (tx: Transaction) => Promise<SessionId>, now: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const { id: linkId, workshopId, personId } = link;
			const [held] = await tx
				.select({ id: shareLinks.id })
				.from(shareLinks)
				.where(and(eq(shareLinks.id, linkId), isNull(shareLinks.revokedAt)))
				.for('share');
			// Revoked since it was looked up: no seat may outlive the link.
			if (!held) throw linkExpired();
			const sessionId = await openSession(tx);
			await tx
				.insert(seats)
				.values({ sessionId, workshopId, personId, linkId, createdAt: now })
				.onConflictDoUpdate({ target: [seats.sessionId, seats.workshopId], set: { personId, linkId, createdAt: now } });
		});
	}

	/** Ends the link and every seat it gave. Gives back whose they were. @throws Problem `not-found` */
	async revoke(workshopId: WorkshopId, id: LinkId, now: Date): Promise<readonly SessionId[]> {
		return this.#database.transaction(async (tx) => {
			const [link] = await tx
				.select({ revokedAt: shareLinks.revokedAt })
				.from(shareLinks)
				.where(and(eq(shareLinks.id, id), eq(shareLinks.workshopId, workshopId)))
				.for('update');
			if (!link) throw new Problem('not-found', 'There is no such link. Load the list again.');
			if (link.revokedAt === null) await tx.update(shareLinks).set({ revokedAt: now }).where(eq(shareLinks.id, id));
			const ended = await tx.delete(seats).where(eq(seats.linkId, id)).returning({ sessionId: seats.sessionId });
			return ended.map(({ sessionId }) => sessionId);
		});
	}
}

export const linkExpired = (): Problem =>
	new Problem('link-expired', 'This link no longer opens anything. Ask the facilitator for a new one.');

async function personFor(tx: Transaction, workshopId: WorkshopId, role: 'sponsor' | 'customer'): Promise<PersonId> {
	const [person] = await tx
		.select({ id: people.id })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.role, role), isNull(people.removedAt)));
	if (!person) throw new Problem('empty', `Write down who the ${role} is first, then make the link.`, { field: role });
	return person.id;
}
