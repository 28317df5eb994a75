/** Links that give a seat to a syndicate's laptop, or to somebody who listens. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { newId, type LinkId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { ListedPerson } from '#domain/people-list.ts';
import { nameKey } from '#domain/workshop.ts';
import { people, shareLinks } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export class SeatLinkStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Somebody of another department who listens; they come in by a link. */
	async addObserver(
		workshopId: WorkshopId,
		{ name, department }: Pick<ListedPerson, 'name' | 'department'>,
		now: Date
	): Promise<PersonId> {
		const id = newId<'Person'>();
		await this.#database.transaction(async (tx) => {
			await tx
				.insert(people)
				.values({ id, workshopId, name, nameKey: nameKey(name), role: 'observer', department, joinedAt: now });
		});
		return id;
	}

	/** A link that gives a laptop's or an observer's seat. */
	async addLink(
		workshopId: WorkshopId,
		personId: PersonId,
		purpose: 'laptop' | 'observer',
		tokenHash: string,
		createdAt: Date
	): Promise<LinkId> {
		const id = newId<'Link'>();
		await this.#database.transaction(async (tx) => {
			await tx.insert(shareLinks).values({ id, workshopId, purpose, tokenHash, personId, createdAt });
		});
		return id;
	}

	/** Links of laptops and observers that hold, oldest first. */
	async openLinks(
		workshopId: WorkshopId
	): Promise<readonly { readonly id: LinkId; readonly personId: PersonId; readonly createdAt: Date }[]> {
		const rows = await this.#database.db
			.select({ id: shareLinks.id, personId: shareLinks.personId, createdAt: shareLinks.createdAt })
			.from(shareLinks)
			.where(
				and(
					eq(shareLinks.workshopId, workshopId),
					inArray(shareLinks.purpose, ['laptop', 'observer']),
					isNull(shareLinks.revokedAt)
				)
			)
			.orderBy(asc(shareLinks.createdAt));
		return rows.flatMap(({ personId, ...link }) => (personId === null ? [] : [{ ...link, personId }]));
	}
}
