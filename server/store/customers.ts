/** The customers beside the first one, whom the brief names; and where sponsor and customers sit in. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { CUSTOMERS_LIMIT } from '#domain/customers.ts';
import { newId, type PersonId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey } from '#domain/workshop.ts';
import { people, workshops } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { goneAlready } from './people.ts';
import { syndicateBySlug } from './places.ts';

interface Named {
	readonly id: PersonId;
	readonly nameKey: string;
	readonly joinedAt: Date;
	readonly removedAt: Date | null;
}

export class CustomerStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Somebody who comes along with the first customer, with a link of their own.
	 * @throws Problem `empty` while nobody is the first, `too-many-people`, `name-taken`
	 */
	add(workshopId: WorkshopId, name: string, now: Date): Promise<PersonId> {
		return this.#database.transaction(async (tx) => {
			const all = await customersOf(tx, workshopId);
			const [first] = all;
			if (!first || first.removedAt)
				throw new Problem('empty', 'Write down who the customer is first, then who comes along.', {
					field: 'customer'
				});
			mustFit(all, name);
			const id = newId<'Person'>();
			// Behind the first one also when both were named in the same instant.
			const joinedAt = new Date(Math.max(now.getTime(), ...all.map((each) => each.joinedAt.getTime() + 1)));
			await tx.insert(people).values({ id, workshopId, name, nameKey: nameKey(name), role: 'customer', joinedAt });
			return id;
		});
	}

	/** @throws Problem `not-found`, `name-taken`, `in-use` for the first one, whom the brief names */
	rename(workshopId: WorkshopId, id: PersonId, name: string): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const all = await customersOf(tx, workshopId);
			const person = mustComeAlong(all, id);
			if (person.removedAt) throw goneAlready();
			mustFit(
				all.filter((each) => each !== person),
				name
			);
			await tx
				.update(people)
				.set({ name, nameKey: nameKey(name) })
				.where(eq(people.id, id));
		});
	}

	/** Out, or in again (null). Their links open nothing as long as they are out. @throws Problem as `rename`, `add` */
	setRemoved(workshopId: WorkshopId, id: PersonId, removedAt: Date | null): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const all = await customersOf(tx, workshopId);
			const person = mustComeAlong(all, id);
			if (removedAt === null && person.removedAt !== null) {
				const [row] = await tx.select({ name: people.name }).from(people).where(eq(people.id, id));
				mustFit(all, row?.name ?? '');
			}
			await tx.update(people).set({ removedAt, sitsWith: null }).where(eq(people.id, id));
		});
	}

	/** Sponsor or customer at a syndicate's table; null: at nobody's. Gives back where they sat. @throws Problem `not-found` */
	sit(workshopId: WorkshopId, id: PersonId, syndicate: string | null): Promise<SyndicateId | null> {
		return this.#database.transaction(async (tx) => {
			const [person] = await tx
				.select({ sitsWith: people.sitsWith })
				.from(people)
				.where(
					and(
						eq(people.workshopId, workshopId),
						eq(people.id, id),
						inArray(people.role, ['sponsor', 'customer']),
						isNull(people.removedAt)
					)
				)
				.for('update');
			if (!person) throw goneAlready();
			const sitsWith = syndicate === null ? null : (await syndicateBySlug(tx, workshopId, syndicate)).id;
			await tx.update(people).set({ sitsWith }).where(eq(people.id, id));
			return person.sitsWith;
		});
	}
}

/** All of them, the first one first, those who are out as well. Whoever changes them holds the workshop. */
async function customersOf(tx: Transaction, workshopId: WorkshopId): Promise<readonly Named[]> {
	await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
	return tx
		.select({ id: people.id, nameKey: people.nameKey, joinedAt: people.joinedAt, removedAt: people.removedAt })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.role, 'customer')))
		.orderBy(asc(people.joinedAt), asc(people.id));
}

function mustComeAlong(all: readonly Named[], id: PersonId): Named {
	const person = all.find((each) => each.id === id);
	if (!person) throw goneAlready();
	if (person === all[0])
		throw new Problem('in-use', 'The first customer is named in the brief. Change the name there.', {
			field: 'customer'
		});
	return person;
}

function mustFit(all: readonly Named[], name: string): void {
	const here = all.filter(({ removedAt }) => removedAt === null);
	if (here.length >= CUSTOMERS_LIMIT)
		throw new Problem('too-many-people', `${CUSTOMERS_LIMIT} customers have a seat already. Take one out first.`);
	if (here.some((each) => each.nameKey === nameKey(name)))
		throw new Problem('name-taken', 'One of the customers has this name already. Add a letter.', { field: 'name' });
}
