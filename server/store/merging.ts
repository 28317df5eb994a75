/**
 * Two entries that are one person. The older one stays; what the other one gave and said goes over to it, as far as one
 * person may give it. Notes keep the id they were written with: `merged_into` says whose it is now.
 */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { PersonId, SessionId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { freeSlot } from '#domain/votes.ts';
import { documents, people, seats, votes } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { moveFollowUp } from './merging-follow.ts';
import { moveGiven, moveSaid } from './merging-given.ts';
import { goneAlready, nameTaken } from './people.ts';
import { holdPlan } from './plan-rows.ts';
import { nextPlace } from './rings.ts';

export interface Merging {
	readonly keeps: PersonId;
	readonly goes: PersonId;
	readonly votesMoved: number;
	/** Given twice to one thing, or more than one person has. */
	readonly votesDropped: number;
	readonly devices: readonly SessionId[];
}

export class MergeStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** What a merge would do. @throws Problem `not-found` */
	async preview(workshopId: WorkshopId, one: PersonId, other: PersonId): Promise<Merging> {
		const { db } = this.#database;
		const [keeps, goes] = await inOrder(db, workshopId, one, other);
		const { moved, dropped } = await votesOf(db, workshopId, keeps.id, goes.id);
		return {
			keeps: keeps.id,
			goes: goes.id,
			votesMoved: moved.length,
			votesDropped: dropped.length,
			devices: await devicesOf(db, workshopId, goes.id)
		};
	}

	/**
	 * @param alone steps in which people write alone now: what each wrote there cannot be put together yet
	 * @throws Problem `not-found`, `in-use`, `name-taken`
	 */
	async merge(
		workshopId: WorkshopId,
		one: PersonId,
		other: PersonId,
		alone: readonly StepId[],
		now: Date
	): Promise<Merging> {
		const work = async (tx: Transaction): Promise<Merging> => {
			// First the plan, as everything that writes into it does: its rows name these people.
			await holdPlan(tx, workshopId);
			// Both rows are held: a vote that is being given waits, and so does a second merge.
			await tx
				.select({ id: people.id })
				.from(people)
				.where(inArray(people.id, [one, other]))
				.orderBy(asc(people.id))
				.for('update');
			const [keeps, goes] = await inOrder(tx, workshopId, one, other);
			await movePrivate(tx, workshopId, keeps.id, goes.id, alone);
			const { moved, dropped } = await votesOf(tx, workshopId, keeps.id, goes.id);
			await tx.delete(votes).where(and(eq(votes.workshopId, workshopId), eq(votes.personId, goes.id)));
			if (moved.length > 0) await tx.insert(votes).values([...moved]);
			await moveGiven(tx, workshopId, keeps.id, goes.id);
			await moveSaid(tx, workshopId, keeps.id, goes.id);
			await moveFollowUp(tx, workshopId, keeps.id, goes.id);
			const devices = await devicesOf(tx, workshopId, goes.id);
			await tx
				.update(seats)
				.set({ personId: keeps.id })
				.where(and(eq(seats.workshopId, workshopId), eq(seats.personId, goes.id)));
			await joinEntries(tx, keeps, goes, now);
			return {
				keeps: keeps.id,
				goes: goes.id,
				votesMoved: moved.length,
				votesDropped: dropped.length,
				devices
			};
		};
		try {
			return await this.#database.transaction(work);
		} catch (error) {
			// It takes the other one's seat, and a namesake may sit there.
			throw nameTaken(error);
		}
	}
}

type Entry = Pick<
	typeof people.$inferSelect,
	| 'id'
	| 'syndicateId'
	| 'accountId'
	| 'returnCodeHash'
	| 'department'
	| 'email'
	| 'reportsTo'
	| 'rolePlace'
	| 'arrivedAt'
	| 'joinedAt'
>;

/** The older entry first. */
async function inOrder(
	db: Reading,
	workshopId: WorkshopId,
	one: PersonId,
	other: PersonId
): Promise<readonly [Entry, Entry]> {
	const found: Entry[] = await db
		.select({
			id: people.id,
			syndicateId: people.syndicateId,
			accountId: people.accountId,
			returnCodeHash: people.returnCodeHash,
			department: people.department,
			email: people.email,
			reportsTo: people.reportsTo,
			rolePlace: people.rolePlace,
			arrivedAt: people.arrivedAt,
			joinedAt: people.joinedAt
		})
		.from(people)
		.where(
			and(
				eq(people.workshopId, workshopId),
				inArray(people.id, [one, other]),
				eq(people.role, 'participant'),
				isNull(people.removedAt)
			)
		)
		.orderBy(asc(people.joinedAt), asc(people.id));
	const [keeps, goes] = found;
	if (!keeps || !goes) throw goneAlready();
	return [keeps, goes];
}

type Vote = typeof votes.$inferSelect;

/** The other entry's votes as this one may have them: each target once, and in every step no more than its budget. */
async function votesOf(
	db: Reading,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId
): Promise<{ readonly moved: readonly Vote[]; readonly dropped: readonly Vote[] }> {
	const all: Vote[] = await db
		.select()
		.from(votes)
		.where(and(eq(votes.workshopId, workshopId), inArray(votes.personId, [keeps, goes])))
		.orderBy(asc(votes.castAt), asc(votes.slot));
	const kept = all.filter(({ personId }) => personId === keeps);
	const moved: Vote[] = [];
	const dropped: Vote[] = [];
	for (const vote of all.filter(({ personId }) => personId === goes)) {
		const inStep = [...kept, ...moved].filter(({ step }) => step === vote.step);
		const slot = freeSlot(
			inStep.map((each) => each.slot),
			vote.budget
		);
		if (slot === null || inStep.some(({ target }) => target === vote.target)) dropped.push(vote);
		else moved.push({ ...vote, personId: keeps, slot });
	}
	return { moved, dropped };
}

const devicesOf = async (db: Reading, workshopId: WorkshopId, personId: PersonId): Promise<readonly SessionId[]> => {
	const rows = await db
		.select({ sessionId: seats.sessionId })
		.from(seats)
		.where(and(eq(seats.workshopId, workshopId), eq(seats.personId, personId)));
	return rows.map(({ sessionId }) => sessionId);
};

/**
 * What people write alone goes along, also what has still to come from a device that was away, unless both have begun to
 * in a step that is hidden. Where all lies open a second one stays as it is.
 */
async function movePrivate(
	tx: Transaction,
	workshopId: WorkshopId,
	keeps: PersonId,
	goes: PersonId,
	alone: readonly StepId[]
): Promise<void> {
	const rows = await tx
		.select({ id: documents.id, step: documents.step, personId: documents.personId })
		.from(documents)
		.where(
			and(
				eq(documents.workshopId, workshopId),
				eq(documents.kind, 'private'),
				inArray(documents.personId, [keeps, goes])
			)
		);
	for (const { id, step, personId } of rows) {
		if (personId !== goes) continue;
		const isTwice = rows.some((other) => other.step === step && other.personId === keeps);
		if (isTwice && alone.includes(step))
			throw new Problem('in-use', 'Both have written alone in this step. Open the notes first, then merge them.');
		if (!isTwice) await tx.update(documents).set({ personId: keeps }).where(eq(documents.id, id));
	}
}

/** What is known of either is known of the one that stays; it sits where somebody already sits. */
async function joinEntries(tx: Transaction, keeps: Entry, goes: Entry, now: Date): Promise<void> {
	await tx.update(people).set({ mergedInto: keeps.id }).where(eq(people.mergedInto, goes.id));
	await tx
		.update(people)
		.set({
			mergedInto: keeps.id,
			removedAt: now,
			accountId: null,
			// Both codes go on opening the door: the one on paper, and the one on the phone.
			...(keeps.returnCodeHash === null ? { returnCodeHash: null } : {})
		})
		.where(eq(people.id, goes.id));
	const takesSeat = keeps.syndicateId === null || (keeps.arrivedAt === null && goes.arrivedAt !== null);
	const syndicateId = takesSeat ? (goes.syndicateId ?? keeps.syndicateId) : keeps.syndicateId;
	const isMoved = syndicateId !== null && syndicateId !== keeps.syndicateId;
	const arrivals = [keeps.arrivedAt, goes.arrivedAt].filter((at) => at !== null);
	await tx
		.update(people)
		.set({
			syndicateId,
			...(isMoved ? { rolePlace: await nextPlace(tx, syndicateId) } : {}),
			accountId: keeps.accountId ?? goes.accountId,
			returnCodeHash: keeps.returnCodeHash ?? goes.returnCodeHash,
			department: keeps.department || goes.department,
			email: keeps.email ?? goes.email,
			reportsTo: keeps.reportsTo ?? goes.reportsTo,
			arrivedAt: arrivals.length === 0 ? null : new Date(Math.min(...arrivals.map((at) => at.getTime())))
		})
		.where(eq(people.id, keeps.id));
}
