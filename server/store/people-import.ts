/** The list that is brought along: put in whole, and taken out whole as long as nobody of it has come. */
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { flawOf, LIST_LIMIT, type ListedPerson } from '#domain/people-list.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey } from '#domain/workshop.ts';
import { people, workshops } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

export class PeopleList {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Puts people on the list, all or none. They all get the same instant, by which they are found again.
	 * @throws Problem `malformed`, `name-taken`, `too-many-people`
	 */
	async add(workshopId: WorkshopId, listed: readonly ListedPerson[], now: Date): Promise<void> {
		for (const person of listed) {
			const flaw = flawOf(person);
			if (flaw !== null) throw new Problem('malformed', `${person.name || 'Somebody'}: ${flaw}`, { field: 'people' });
		}
		await this.#database.transaction(async (tx) => {
			// Two facilitators who paste at once wait for each other: nobody is on the list twice.
			await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
			const known = await tx
				.select({ nameKey: people.nameKey })
				.from(people)
				.where(and(eq(people.workshopId, workshopId), eq(people.role, 'participant'), isNull(people.removedAt)));
			const keys = new Set(known.map((row) => row.nameKey));
			if (known.length + listed.length > LIST_LIMIT)
				throw new Problem(
					'too-many-people',
					`A workshop holds ${LIST_LIMIT} people; ${known.length} are on the list.`,
					{
						field: 'people'
					}
				);
			const twice = listed.find(({ name }) => keys.has(nameKey(name)) || !keys.add(nameKey(name)));
			if (twice) throw new Problem('name-taken', `${twice.name} is on the list already.`, { field: 'people' });
			await tx.insert(people).values(
				listed.map(({ name, department, email, reportsTo }) => ({
					id: newId<'Person'>(),
					workshopId,
					name,
					nameKey: nameKey(name),
					role: 'participant' as const,
					department,
					email,
					reportsTo: reportsTo === null ? null : nameKey(reportsTo),
					joinedAt: now
				}))
			);
		});
	}

	/**
	 * Takes out those who were put on the list at that instant.
	 * @throws Problem `in-use` when one of them has come, `not-found`
	 */
	async undo(workshopId: WorkshopId, listedAt: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const batch = and(
				eq(people.workshopId, workshopId),
				eq(people.joinedAt, listedAt),
				eq(people.role, 'participant'),
				isNull(people.removedAt)
			);
			const [came] = await tx
				.select({ name: people.name })
				.from(people)
				// A newcomer was never listed: they came at the instant they joined.
				.where(and(batch, sql`${people.arrivedAt} is not null`, ne(people.arrivedAt, people.joinedAt)))
				.limit(1);
			if (came)
				throw new Problem('in-use', `${came.name} has come already. Take out the others one by one.`, {
					field: 'people'
				});
			const gone = await tx
				.delete(people)
				.where(and(batch, isNull(people.arrivedAt)))
				.returning({ id: people.id });
			if (gone.length === 0) throw new Problem('not-found', 'This list was taken out already. Load the page again.');
		});
	}
}
