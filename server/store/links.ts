/** Secret links: the screen, the progress page, the sponsor, the customer. The token is kept as a hash only. */
import { and, asc, count, desc, eq, isNull, max, min } from 'drizzle-orm';
import { people, seats, shareLinks } from '#drizzle/schema.ts';
import { newId, type LinkId, type PersonId, type SessionId, type WorkshopId } from '#domain/ids.ts';
import type { LinkPurpose } from '#domain/links.ts';
import { Problem } from '#domain/problem.ts';
import type { Database, Transaction } from './database.ts';
import { goneAlready } from './people.ts';

export interface LinkRecord {
	readonly id: LinkId;
	readonly purpose: LinkPurpose;
	/** Whose seat it gives; null for the screen and the pages without a seat. */
	readonly personId: PersonId | null;
	readonly createdAt: Date;
	readonly revokedAt: Date | null;
}

/** A link, and the devices on which it is open. */
export interface ListedLink extends LinkRecord {
	readonly devices: number;
	/** When the first and the last of them opened it; null where none did. */
	readonly firstOpenedAt: Date | null;
	readonly lastOpenedAt: Date | null;
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
	personId: shareLinks.personId,
	createdAt: shareLinks.createdAt,
	revokedAt: shareLinks.revokedAt
};

export class LinkStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Newest first, revoked ones included. */
	list(workshopId: WorkshopId): Promise<readonly ListedLink[]> {
		return this.#database.db
			.select({
				...linkColumns,
				devices: count(seats.sessionId),
				firstOpenedAt: min(seats.createdAt),
				lastOpenedAt: max(seats.createdAt)
			})
			.from(shareLinks)
			.leftJoin(seats, eq(seats.linkId, shareLinks.id))
			.where(eq(shareLinks.workshopId, workshopId))
			.groupBy(shareLinks.id)
			.orderBy(desc(shareLinks.createdAt));
	}

	/**
	 * A link for the sponsor or a customer belongs to that person, who has to be named first.
	 * @param of which customer; null for the first one
	 * @throws Problem `empty`, `not-found`
	 */
	async create(
		workshopId: WorkshopId,
		{ purpose, of }: { readonly purpose: LinkPurpose; readonly of: PersonId | null },
		tokenHash: string,
		now: Date
	): Promise<LinkRecord> {
		return this.#database.transaction(async (tx) => {
			const personId =
				purpose === 'sponsor' || purpose === 'customer' ? await personFor(tx, workshopId, purpose, of) : null;
			return insertLink(tx, { workshopId, purpose, personId, tokenHash, createdAt: now });
		});
	}

	/**
	 * Another link in place of one that may be in the wrong hands: the old one and every seat it gave end.
	 * @throws Problem `not-found`, `link-expired` where it had ended already
	 */
	async renew(
		workshopId: WorkshopId,
		id: LinkId,
		tokenHash: string,
		now: Date
	): Promise<{ readonly link: LinkRecord; readonly sessions: readonly SessionId[] }> {
		return this.#database.transaction(async (tx) => {
			const { purpose, personId, department, revokedAt } = await heldLink(tx, workshopId, id);
			// Two facilitators at once: the second would end nothing, and leave a link nobody was given.
			if (revokedAt !== null) throw new Problem('link-expired', 'This link has ended already. Load the list again.');
			const sessions = await endLink(tx, id, now);
			const link = { workshopId, purpose, personId, department, tokenHash, createdAt: now };
			return { link: await insertLink(tx, link), sessions };
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
			await heldLink(tx, workshopId, id);
			return endLink(tx, id, now);
		});
	}
}

export const linkExpired = (): Problem =>
	new Problem('link-expired', 'This link no longer opens anything. Ask the facilitator for a new one.');

async function heldLink(tx: Transaction, workshopId: WorkshopId, id: LinkId) {
	const [link] = await tx
		.select({
			purpose: shareLinks.purpose,
			personId: shareLinks.personId,
			department: shareLinks.department,
			revokedAt: shareLinks.revokedAt
		})
		.from(shareLinks)
		.where(and(eq(shareLinks.id, id), eq(shareLinks.workshopId, workshopId)))
		.for('update');
	if (!link) throw new Problem('not-found', 'There is no such link. Load the list again.');
	return link;
}

async function insertLink(
	tx: Transaction,
	link: Pick<LinkRecord, 'purpose' | 'personId' | 'createdAt'> & {
		readonly workshopId: WorkshopId;
		/** Whose page it opens, where its purpose is a department’s. */
		readonly department?: string | null;
		readonly tokenHash: string;
	}
): Promise<LinkRecord> {
	const id = newId<'Link'>();
	await tx.insert(shareLinks).values({ id, ...link });
	const { purpose, personId, createdAt } = link;
	return { id, purpose, personId, createdAt, revokedAt: null };
}

/** With every seat it gave; ended already, it keeps the time at which it ended. */
async function endLink(tx: Transaction, id: LinkId, now: Date): Promise<readonly SessionId[]> {
	await tx
		.update(shareLinks)
		.set({ revokedAt: now })
		.where(and(eq(shareLinks.id, id), isNull(shareLinks.revokedAt)));
	const ended = await tx.delete(seats).where(eq(seats.linkId, id)).returning({ sessionId: seats.sessionId });
	return ended.map(({ sessionId }) => sessionId);
}

async function personFor(
	tx: Transaction,
	workshopId: WorkshopId,
	role: 'sponsor' | 'customer',
	of: PersonId | null
): Promise<PersonId> {
	const [person] = await tx
		.select({ id: people.id })
		.from(people)
		.where(
			and(
				eq(people.workshopId, workshopId),
				eq(people.role, role),
				isNull(people.removedAt),
				of === null ? undefined : eq(people.id, of)
			)
		)
		.orderBy(asc(people.joinedAt), asc(people.id))
		.limit(1);
	if (!person && of !== null) throw goneAlready();
	if (!person) throw new Problem('empty', `Write down who the ${role} is first, then make the link.`, { field: role });
	return person.id;
}
