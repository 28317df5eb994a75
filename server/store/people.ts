/** People of a workshop and the seats of their devices. */
import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { appointments, people, seats, syndicates, workshops } from '#drizzle/schema.ts';
import { newId, type LinkId, type PersonId, type SessionId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey, type Appointment, type WorkshopState } from '#domain/workshop.ts';
import { violatedConstraint, type Database, type Reading, type Transaction } from './database.ts';

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
	arrivedAt: people.arrivedAt
};

export type PersonRecord = Pick<typeof people.$inferSelect, keyof typeof personColumns>;

export interface AppointmentRecord {
	readonly role: Appointment;
	readonly personId: PersonId;
	readonly state: 'asked' | 'accepted' | 'declined';
}

export interface NewPerson {
	readonly workshopId: WorkshopId;
	/** Tidied: no spaces around it, none doubled. */
	readonly name: string;
	/** The `:syndicate` of a URL. */
	readonly syndicate: string;
	readonly returnCodeHash: string;
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

export class PeopleStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Everyone who was not removed, in the order in which they came. */
	list(workshopId: WorkshopId): Promise<readonly PersonRecord[]> {
		return this.#database.db
			.select(personColumns)
			.from(people)
			.where(and(eq(people.workshopId, workshopId), isNull(people.removedAt)))
			.orderBy(asc(people.joinedAt), asc(people.id));
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
	 * A new participant and the seat of the device, together or not at all. `openSession` gives the device its new
	 * session inside the same transaction.
	 * @throws Problem `name-taken`, `syndicate-full`, `not-found`, `code-unknown`
	 */
	async join(
		{ workshopId, name, syndicate, returnCodeHash }: NewPerson,
		openSession: (tx: Transaction) => Promise<SessionId>,
		now: Date
	): Promise<{ readonly personId: PersonId; readonly syndicate: string }> {
		try {
			return await this.#database.transaction(async (tx) => {
				await mustBeOpen(tx, workshopId);
				const target = await freeSeatIn(tx, workshopId, syndicate);
				const personId = newId<'Person'>();
				await tx.insert(people).values({
					id: personId,
					workshopId,
					name,
					nameKey: nameKey(name),
					role: 'participant',
					syndicateId: target.id,
					returnCodeHash,
					arrivedAt: now,
					joinedAt: now
				});
				await sit(tx, { sessionId: await openSession(tx), workshopId, personId, now });
				return { personId, syndicate: target.slug };
			});
		} catch (error) {
			throw nameTaken(error);
		}
	}

	/**
	 * The person with this return code gets a seat on another device. A seat of someone else on it ends.
	 * Null when no one has the code, or they were removed.
	 */
	async comeBack(
		returnCodeHash: string,
		openSession: (tx: Transaction) => Promise<SessionId>,
		now: Date
	): Promise<{
		readonly workshopId: WorkshopId;
		readonly personId: PersonId;
		readonly name: string;
		readonly syndicate: string | null;
	} | null> {
		const [person] = await this.#database.db
			.select({
				workshopId: people.workshopId,
				personId: people.id,
				name: people.name,
				syndicate: syndicates.slug,
				state: workshops.state
			})
			.from(people)
			.innerJoin(workshops, eq(workshops.id, people.workshopId))
			.leftJoin(syndicates, eq(syndicates.id, people.syndicateId))
			.where(and(eq(people.returnCodeHash, returnCodeHash), isNull(people.removedAt)));
		if (!person) return null;
		const { state, ...back } = person;
		if (!isPeopled(state)) return null;
		await this.#database.transaction(async (tx) => {
			const sessionId = await openSession(tx);
			await sit(tx, { sessionId, workshopId: back.workshopId, personId: back.personId, now });
		});
		return back;
	}

	/**
	 * Takes the person out of the room and ends their seats; what they wrote stays.
	 * @throws Problem `not-found`
	 */
	async remove(workshopId: WorkshopId, personId: PersonId, now: Date): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const removed = await tx
				.update(people)
				.set({ removedAt: now, returnCodeHash: null })
				.where(isSeated(workshopId, personId))
				.returning({ id: people.id });
			if (removed.length === 0) throw new Problem('not-found', 'This person is no longer here. Load the list again.');
			await tx.delete(seats).where(and(eq(seats.workshopId, workshopId), eq(seats.personId, personId)));
		});
	}

	/**
	 * Puts a participant into another syndicate, also into a full one: this is the facilitator's hand.
	 * @throws Problem `not-found`, `name-taken`
	 */
	async move(workshopId: WorkshopId, personId: PersonId, syndicate: string): Promise<void> {
		try {
			await this.#database.transaction(async (tx) => {
				const target = await syndicateBySlug(tx, workshopId, syndicate);
				const moved = await tx
					.update(people)
					.set({ syndicateId: target.id })
					.where(isSeated(workshopId, personId))
					.returning({ id: people.id });
				if (moved.length === 0) throw new Problem('not-found', 'This person is no longer here. Load the list again.');
			});
		} catch (error) {
			throw nameTaken(error);
		}
	}
}

/** A signed workshop still has its people: they come back to read and to follow up. */
/** A participant who has not been taken out of the room. */
const isSeated = (workshopId: WorkshopId, personId: PersonId) =>
	and(
		eq(people.workshopId, workshopId),
		eq(people.id, personId),
		eq(people.role, 'participant'),
		isNull(people.removedAt)
	);

const isPeopled = (state: WorkshopState): boolean => state !== 'preparing';

async function mustBeOpen(tx: Transaction, workshopId: WorkshopId): Promise<void> {
	const [workshop] = await tx.select({ state: workshops.state }).from(workshops).where(eq(workshops.id, workshopId));
	if (workshop?.state !== 'room') throw codeUnknown();
}

/** One answer for a code that never was, is not live yet, or no longer is. */
export const codeUnknown = (): Problem =>
	new Problem('code-unknown', 'No workshop is open with this code. Look at the screen again, or ask the facilitator.', {
		field: 'code'
	});

async function syndicateBySlug(
	tx: Transaction,
	workshopId: WorkshopId,
	slug: string
): Promise<{ readonly id: SyndicateId; readonly slug: string; readonly name: string; readonly seats: number }> {
	const [row] = await tx
		.select({ id: syndicates.id, slug: syndicates.slug, name: syndicates.name, seats: syndicates.seats })
		.from(syndicates)
		.where(and(eq(syndicates.workshopId, workshopId), eq(syndicates.slug, slug)))
		// Whoever takes the last seat makes the next one wait, and find it taken.
		.for('update');
	if (!row)
		throw new Problem('not-found', 'There is no such syndicate. Choose one of the list.', { field: 'syndicate' });
	return row;
}

async function freeSeatIn(tx: Transaction, workshopId: WorkshopId, slug: string) {
	const syndicate = await syndicateBySlug(tx, workshopId, slug);
	if ((await countIn(tx, syndicate.id)) >= syndicate.seats) {
		throw new Problem(
			'syndicate-full',
			`${syndicate.name} is full. Choose another syndicate, or ask the facilitator to put you in.`,
			{ field: 'syndicate' }
		);
	}
	return syndicate;
}

async function countIn(db: Reading, syndicateId: SyndicateId): Promise<number> {
	const [row] = await db
		.select({ people: count() })
		.from(people)
		.where(and(eq(people.syndicateId, syndicateId), isNull(people.removedAt)));
	return row?.people ?? 0;
}

/** Gives the device this person's seat; one seat a device and workshop. */
async function sit(
	tx: Transaction,
	seat: {
		readonly sessionId: SessionId;
		readonly workshopId: WorkshopId;
		readonly personId: PersonId;
		readonly now: Date;
	}
): Promise<void> {
	const { sessionId, workshopId, personId, now } = seat;
	await tx
		.insert(seats)
		.values({ sessionId, workshopId, personId, linkId: null, createdAt: now })
		.onConflictDoUpdate({
			target: [seats.sessionId, seats.workshopId],
			set: { personId, linkId: null, createdAt: now }
		});
}

/** The unique index decides a race of two with one name; the later one reads the same sentence. */
function nameTaken(error: unknown): unknown {
	if (violatedConstraint(error) !== 'people_name') return error;
	return new Problem(
		'name-taken',
		'Somebody in this syndicate already has this name. If it is you, use your return code; if not, add a letter.',
		{ field: 'name' }
	);
}
