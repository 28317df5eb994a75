/** People of a workshop: who belongs to it, where they sit, which roles they have, and who is taken out of it. */
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { LinkId, PersonId, SessionId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { ListedPerson } from '#domain/people-list.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey, type Appointment } from '#domain/workshop.ts';
import { appointments, people, seats, syndicates } from '#drizzle/schema.ts';
import { violatedConstraint, type Database, type Transaction } from './database.ts';
import { syndicateBySlug } from './places.ts';
import { drawRings, nextPlace } from './rings.ts';

const personColumns = {
	id: people.id,
	name: people.name,
	role: people.role,
	syndicateId: people.syndicateId,
	accountId: people.accountId,
	department: people.department,
	email: people.email,
	reportsTo: people.reportsTo,
	rolePlace: people.rolePlace,
	sitsWith: people.sitsWith,
	arrivedAt: people.arrivedAt,
	joinedAt: people.joinedAt,
	/** The last day somebody was here, `YYYY-MM-DD`. Written out, because a lone table's columns lose their table's name. */
	lastHere: sql<
		string | null
	>`(select max(held_on) from attendances where attendances.workshop_id = "people"."workshop_id" and attendances.person_id = "people"."id")`,
	/** Entries that were found to be the same person: notes still carry their ids. */
	mergedIds: sql<
		readonly PersonId[] | null
	>`(select json_agg(twin.id) from people twin where twin.workshop_id = "people"."workshop_id" and twin.merged_into = "people"."id")`
};

type PersonRow = Pick<typeof people.$inferSelect, Exclude<keyof typeof personColumns, 'lastHere' | 'mergedIds'>>;

export interface PersonRecord extends PersonRow {
	readonly lastHere: string | null;
	readonly mergedIds: readonly PersonId[] | null;
}

export interface AppointmentRecord {
	readonly role: Appointment;
	readonly personId: PersonId;
	readonly state: 'asked' | 'accepted' | 'declined';
}

/** What a device holds in a workshop: a person it joined as or was linked to, or the screen. */
export interface Seat {
	readonly personId: PersonId | null;
	readonly name: string | null;
	readonly nameKey: string | null;
	readonly role: PersonRecord['role'] | null;
	readonly syndicate: string | null;
	/** The link that gave it. */
	readonly linkId: LinkId | null;
}

/** Where somebody is to sit; null for nowhere yet. */
export interface Placing {
	readonly personId: PersonId;
	/** The `:syndicate` of a URL. */
	readonly syndicate: string | null;
}

export class PeopleStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Everyone who was not removed, in the order in which they came; those who are only on the list are last. */
	async list(workshopId: WorkshopId): Promise<readonly PersonRecord[]> {
		return this.#database.db
			.select(personColumns)
			.from(people)
			.where(and(eq(people.workshopId, workshopId), isNull(people.removedAt)))
			.orderBy(
				sql`case when ${people.role} = 'participant' then ${people.arrivedAt} else ${people.joinedAt} end nulls last`,
				asc(people.joinedAt),
				asc(people.nameKey),
				asc(people.id)
			);
	}

	/** Those who were taken out, last ones first. A merged entry is not among them: its person is here. */
	removed(workshopId: WorkshopId): Promise<readonly { readonly id: PersonId; readonly name: string }[]> {
		return this.#database.db
			.select({ id: people.id, name: people.name })
			.from(people)
			.where(
				and(
					eq(people.workshopId, workshopId),
					eq(people.role, 'participant'),
					isNotNull(people.removedAt),
					isNull(people.mergedInto)
				)
			)
			.orderBy(sql`${people.removedAt} desc`);
	}

	appointments(workshopId: WorkshopId): Promise<readonly AppointmentRecord[]> {
		return this.#database.db
			.select({ role: appointments.role, personId: appointments.personId, state: appointments.state })
			.from(appointments)
			.where(eq(appointments.workshopId, workshopId))
			.orderBy(asc(appointments.askedAt));
	}

	/** The seat of a device in a workshop; null when it has none, or its person was removed. */
	async seatOf(sessionId: SessionId, workshopId: WorkshopId): Promise<Seat | null> {
		const [row] = await this.#database.db
			.select({
				personId: seats.personId,
				linkId: seats.linkId,
				name: people.name,
				nameKey: people.nameKey,
				role: people.role,
				removedAt: people.removedAt,
				syndicate: syndicates.slug
			})
			.from(seats)
			.leftJoin(people, eq(people.id, seats.personId))
			.leftJoin(syndicates, eq(syndicates.id, people.syndicateId))
			.where(and(eq(seats.sessionId, sessionId), eq(seats.workshopId, workshopId)));
		if (!row || row.removedAt) return null;
		const { removedAt: _, ...seat } = row;
		return seat;
	}

	/**
	 * Takes somebody out of the room and ends their seats; what they wrote stays. The facilitator can let them in again.
	 * @throws Problem `not-found`
	 */
	async remove(workshopId: WorkshopId, personId: PersonId, now: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const removed = await tx
				.update(people)
				.set({ removedAt: now, returnCodeHash: null })
				.where(isOneOf(workshopId, personId, ['participant', 'laptop', 'observer', 'listener']))
				.returning({ id: people.id });
			if (removed.length === 0) throw goneAlready();
			await tx.delete(seats).where(and(eq(seats.workshopId, workshopId), eq(seats.personId, personId)));
		});
	}

	/**
	 * Puts a removed person back on the list: they come in by their name, as the same person.
	 * @throws Problem `not-found`, `name-taken`
	 */
	async readmit(workshopId: WorkshopId, personId: PersonId): Promise<void> {
		await this.#changing(async (tx) => {
			const back = await tx
				.update(people)
				.set({ removedAt: null, arrivedAt: null })
				.where(
					and(
						eq(people.workshopId, workshopId),
						eq(people.id, personId),
						eq(people.role, 'participant'),
						isNotNull(people.removedAt),
						isNull(people.mergedInto)
					)
				)
				.returning({ id: people.id });
			if (back.length === 0) throw goneAlready();
		});
	}

	/**
	 * Puts a participant into another syndicate, also into a full one: this is the facilitator's hand.
	 * @throws Problem `not-found`, `name-taken`
	 */
	async move(workshopId: WorkshopId, personId: PersonId, syndicate: string): Promise<void> {
		await this.place(workshopId, [{ personId, syndicate }]);
	}

	/**
	 * Puts participants into syndicates, all of them or none. Whoever changes syndicate sits at the end of its ring of
	 * roles; `drawRoles` draws the rings of all anew.
	 * @throws Problem `not-found`, `name-taken`
	 */
	async place(workshopId: WorkshopId, placings: readonly Placing[], drawRoles = false): Promise<void> {
		await this.#changing(async (tx) => {
			const targets = new Map<string, SyndicateId>();
			for (const { syndicate } of placings) {
				if (syndicate !== null && !targets.has(syndicate))
					targets.set(syndicate, (await syndicateBySlug(tx, workshopId, syndicate)).id);
			}
			// Out of the way first: two people of one name may change places.
			const ids = placings.map(({ personId }) => personId);
			const found = await tx
				.update(people)
				.set({ syndicateId: null })
				.where(and(inArray(people.id, ids), isOneOf(workshopId, null, ['participant'])))
				.returning({ id: people.id });
			if (found.length < new Set(ids).size) throw goneAlready();
			for (const { personId, syndicate } of placings) {
				const syndicateId = syndicate === null ? null : (targets.get(syndicate) ?? null);
				const rolePlace = syndicateId === null ? null : await nextPlace(tx, syndicateId);
				await tx.update(people).set({ syndicateId, rolePlace }).where(eq(people.id, personId));
			}
			if (drawRoles) await drawRings(tx, workshopId);
		});
	}

	/** Draws the ring of roles of every syndicate anew. */
	async drawRoles(workshopId: WorkshopId): Promise<void> {
		await this.#database.transaction((tx) => drawRings(tx, workshopId));
	}

	/** Puts right what is known of somebody. @throws Problem `not-found`, `name-taken` */
	async describe(
		workshopId: WorkshopId,
		personId: PersonId,
		{ name, department, email, reportsTo }: ListedPerson
	): Promise<void> {
		await this.#changing(async (tx) => {
			const changed = await tx
				.update(people)
				.set({
					name,
					nameKey: nameKey(name),
					department,
					email,
					reportsTo: reportsTo === null ? null : nameKey(reportsTo)
				})
				.where(isOneOf(workshopId, personId, ['participant', 'observer', 'listener']))
				.returning({ id: people.id });
			if (changed.length === 0) throw goneAlready();
		});
	}

	/** Seats of a syndicate. People who sit there already keep theirs. @throws Problem `not-found` */
	async setSeats(workshopId: WorkshopId, syndicate: string, count: number): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const { id } = await syndicateBySlug(tx, workshopId, syndicate);
			await tx.update(syndicates).set({ seats: count }).where(eq(syndicates.id, id));
		});
	}

	/** Gives these people new return codes; earlier ones end. @throws Problem `not-found` when one of them is gone */
	async newReturnCodes(workshopId: WorkshopId, hashes: ReadonlyMap<PersonId, string>): Promise<void> {
		await this.#database.transaction(async (tx) => {
			for (const [personId, returnCodeHash] of hashes) {
				const changed = await tx
					.update(people)
					.set({ returnCodeHash })
					.where(isOneOf(workshopId, personId, ['participant']))
					.returning({ id: people.id });
				if (changed.length === 0) throw goneAlready();
				// The code of an entry that was merged into this one opened it, too.
				await tx.update(people).set({ returnCodeHash: null }).where(eq(people.mergedInto, personId));
			}
		});
	}

	async #changing(work: (tx: Transaction) => Promise<void>): Promise<void> {
		try {
			await this.#database.transaction(work);
		} catch (error) {
			throw nameTaken(error);
		}
	}
}

/** Somebody who has not been taken out of the room; `null` for everybody of these roles. */
const isOneOf = (workshopId: WorkshopId, personId: PersonId | null, roles: readonly PersonRecord['role'][]) =>
	and(
		eq(people.workshopId, workshopId),
		personId === null ? undefined : eq(people.id, personId),
		inArray(people.role, [...roles]),
		isNull(people.removedAt)
	);

export const goneAlready = (): Problem =>
	new Problem('not-found', 'This person is no longer here. Load the list again.');

/** The unique index decides a race of two with one name; the later one reads the same sentence. */
export function nameTaken(error: unknown): unknown {
	if (violatedConstraint(error) !== 'people_name') return error;
	return new Problem(
		'name-taken',
		'Somebody in this syndicate already has this name. If it is you, take your seat back; if not, add a letter.',
		{ field: 'name' }
	);
}
