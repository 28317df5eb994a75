/** Links that give a seat to a syndicate's laptop, or to somebody who listens. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { newId, type LinkId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import type { ListedPerson } from '#domain/people-list.ts';
import { nameKey, type PersonRole } from '#domain/workshop.ts';
import { people, shareLinks } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { goneAlready } from './people.ts';

/** The whole workshop, or only what the customers say and are asked. */
export type Hearing = 'everything' | 'customer';

const roleFor = (hears: Hearing): PersonRole => (hears === 'customer' ? 'listener' : 'observer');

export class SeatLinkStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Somebody of another department who listens; they come in by a link. */
	async addObserver(
		workshopId: WorkshopId,
		{ name, department, hears }: Pick<ListedPerson, 'name' | 'department'> & { readonly hears: Hearing },
		now: Date
	): Promise<PersonId> {
		const id = newId<'Person'>();
		await this.#database.transaction(async (tx) => {
			await tx
				.insert(people)
				.values({ id, workshopId, name, nameKey: nameKey(name), role: roleFor(hears), department, joinedAt: now });
		});
		return id;
	}

	/** What an observer is invited to, from now on. @throws Problem `not-found` */
	async setHears(workshopId: WorkshopId, id: PersonId, hears: Hearing): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const changed = await tx
				.update(people)
				.set({ role: roleFor(hears) })
				.where(
					and(
						eq(people.workshopId, workshopId),
						eq(people.id, id),
						inArray(people.role, ['observer', 'listener']),
						isNull(people.removedAt)
					)
				)
				.returning({ id: people.id });
			if (changed.length === 0) throw goneAlready();
		});
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
