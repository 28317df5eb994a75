/** The follow-up goes from one person to another in one act, before the signing and after it. */
import { and, asc, eq, inArray, or } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { appointments, handOvers } from '#drizzle/schema.ts';
import { askOnce, holderOf, noteHandOver, presentParticipant, type HandOver, type Holder } from './appointed.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { holdPlan } from './plan-rows.ts';

export interface HandOverRow {
	readonly fromId: PersonId;
	readonly toId: PersonId;
	readonly words: string;
	readonly handedAt: Date;
}

export class HandOverStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * To the deputy: they change places at once, for the deputy has said yes. To anybody else: it is offered, and goes
	 * over with that person's own yes; until then whoever follows up goes on.
	 * @throws Problem `not-found` (nobody follows up, or nobody of this name could), `already-answered`
	 */
	handOver({ workshopId, to, words, at }: HandOver): Promise<'handed' | 'offered'> {
		return this.#database.transaction(async (tx) => {
			await holdPlan(tx, workshopId);
			const from = await holderOf(tx, workshopId, 'follow-up-manager');
			if (!from) throw new Problem('not-found', 'Nobody follows up yet. Somebody has to say yes to it first.');
			if (from.personId === to) throw new Problem('already-answered', `${from.name} follows up already.`);
			const deputy = await holderOf(tx, workshopId, 'deputy');
			const taker = await presentParticipant(tx, workshopId, to);
			if (!taker) throw new Problem('not-found', 'Hand it over to somebody who sits in a syndicate.');
			if (deputy?.personId === to) {
				await changePlaces(tx, workshopId, from, deputy, at);
				await noteHandOver(tx, { workshopId, from: from.personId, to, words, at });
				return 'handed';
			}
			await askOnce(tx, { workshopId, role: 'follow-up-manager', personId: to }, taker.name, at, words);
			return 'offered';
		});
	}
}

/** In the order in which it went over. */
export const handOversOf = (reading: Reading, workshopId: WorkshopId): Promise<HandOverRow[]> =>
	reading
		.select({
			fromId: handOvers.fromId,
			toId: handOvers.toId,
			words: handOvers.words,
			handedAt: handOvers.handedAt
		})
		.from(handOvers)
		.where(eq(handOvers.workshopId, workshopId))
		.orderBy(asc(handOvers.handedAt), asc(handOvers.id));

/** Each keeps the own words, and nobody else is asked any more. Who has left the workshop becomes nobody's deputy. */
async function changePlaces(tx: Transaction, workshopId: WorkshopId, from: Holder, deputy: Holder, at: Date) {
	await tx
		.delete(appointments)
		.where(
			and(
				eq(appointments.workshopId, workshopId),
				or(
					inArray(appointments.personId, [from.personId, deputy.personId]),
					and(eq(appointments.role, 'follow-up-manager'), eq(appointments.state, 'asked'))
				)
			)
		);
	const place = (role: 'follow-up-manager' | 'deputy', { personId, words }: Holder) => ({
		...{ workshopId, role, personId, words },
		state: 'accepted' as const,
		askedAt: at,
		answeredAt: at
	});
	await tx
		.insert(appointments)
		.values([place('follow-up-manager', deputy), ...(from.isHere ? [place('deputy', from)] : [])]);
}
