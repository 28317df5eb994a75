/** Coming in: by a name, on the list or not, as a syndicate's laptop, or back on another device; and going out again. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { PersonId, SessionId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import { claimCodes, people, seats, syndicates, workshops } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { arrive, laptopOf, namesakesOf, newcomer, seatArrived, type AtTheDoor, type CameIn } from './newcomers.ts';
import { nameTaken } from './people.ts';
import { smallestWithSeat } from './places.ts';

type OpenSession = (tx: Transaction) => Promise<SessionId>;

export class JoinStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Somebody takes a seat, and the device with them, together or not at all. A name that is on the list is that person,
	 * in the syndicate that was drawn, also when it is full; any other name is somebody new. `openSession` gives the device
	 * its new session inside the same transaction.
	 * @throws Problem `name-taken`, `syndicate-full`, `too-many-people`, `not-found`, `code-unknown`, `not-allowed`
	 */
	async join(who: AtTheDoor, openSession: OpenSession, now: Date): Promise<CameIn> {
		try {
			return await this.#database.transaction(async (tx) => {
				const { workshopId } = who;
				await mustBeOpen(tx, workshopId);
				const namesakes = await namesakesOf(tx, who);
				const listed = namesakes.find(({ arrivedAt, removedAt }) => removedAt === null && arrivedAt === null);
				const came = listed ? await arrive(tx, who, listed, now) : await newcomer(tx, who, namesakes, now);
				await sit(tx, { sessionId: await openSession(tx), workshopId, personId: came.personId, now });
				return came;
			});
		} catch (error) {
			throw nameTaken(error);
		}
	}

	/** The device becomes the syndicate's laptop: nobody's, and everybody's who sits there. @throws Problem `code-unknown`, `not-found` */
	async joinAsLaptop(workshopId: WorkshopId, syndicate: string, openSession: OpenSession, now: Date): Promise<CameIn> {
		return this.#database.transaction(async (tx) => {
			await mustBeOpen(tx, workshopId);
			const laptop = await laptopOf(tx, workshopId, syndicate, now);
			await sit(tx, { sessionId: await openSession(tx), workshopId, personId: laptop.personId, now });
			return laptop;
		});
	}

	/** The person behind a link for a syndicate's laptop; made the first time. @throws Problem `not-found` */
	laptop(workshopId: WorkshopId, syndicate: string, now: Date): Promise<CameIn> {
		return this.#database.transaction((tx) => laptopOf(tx, workshopId, syndicate, now));
	}

	/**
	 * The person with this return code, or with this owner's code on paper, gets a seat on another device. A seat of
	 * someone else on it ends. Somebody who was given the code on paper comes in with it for the first time. Null when no
	 * one has the code, or they were removed.
	 */
	async comeBack(
		returnCodeHash: string,
		openSession: OpenSession,
		now: Date
	): Promise<
		(Omit<CameIn, 'syndicate'> & { readonly workshopId: WorkshopId; readonly syndicate: string | null }) | null
	> {
		const holder = alias(people, 'holder');
		const [claimed] = await this.#database.db
			.select({ personId: claimCodes.personId })
			.from(claimCodes)
			.where(eq(claimCodes.codeHash, returnCodeHash));
		const isHolder = claimed ? eq(holder.id, claimed.personId) : eq(holder.returnCodeHash, returnCodeHash);
		const [person] = await this.#database.db
			.select({
				workshopId: people.workshopId,
				personId: people.id,
				name: people.name,
				syndicateId: people.syndicateId,
				arrivedAt: people.arrivedAt,
				syndicate: syndicates.slug,
				state: workshops.state
			})
			.from(holder)
			// A code of an entry that was merged opens the one it was merged into.
			.innerJoin(people, eq(people.id, sql`coalesce(${holder.mergedInto}, ${holder.id})`))
			.innerJoin(workshops, eq(workshops.id, people.workshopId))
			.leftJoin(syndicates, eq(syndicates.id, people.syndicateId))
			.where(and(isHolder, isNull(people.removedAt)));
		if (!person || !isPeopled(person.state)) return null;
		const { workshopId, personId, name } = person;
		return this.#database.transaction(async (tx) => {
			let { syndicate } = person;
			if (person.arrivedAt === null) {
				const place = person.syndicateId === null ? await smallestWithSeat(tx, workshopId) : null;
				await seatArrived(tx, { personId, syndicateId: place?.id ?? person.syndicateId, now });
				syndicate = place?.slug ?? syndicate;
			}
			await sit(tx, { sessionId: await openSession(tx), workshopId, personId, now });
			return { workshopId, personId, name, syndicate };
		});
	}

	/** "This is not me": this device gives up its seat. The person keeps theirs elsewhere. False when it had none. */
	async leave(workshopId: WorkshopId, sessionId: SessionId): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const left = await tx
				.delete(seats)
				.where(and(eq(seats.workshopId, workshopId), eq(seats.sessionId, sessionId)))
				.returning({ sessionId: seats.sessionId });
			return left.length > 0;
		});
	}

	/** The devices that sit as one of these people. */
	async devicesOf(workshopId: WorkshopId, personId: PersonId): Promise<readonly SessionId[]> {
		const rows = await this.#database.db
			.select({ sessionId: seats.sessionId })
			.from(seats)
			.where(and(eq(seats.workshopId, workshopId), eq(seats.personId, personId)));
		return rows.map(({ sessionId }) => sessionId);
	}
}

/** A signed workshop still has its people: they come back to read and to follow up. */
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
