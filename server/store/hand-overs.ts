/** The follow-up goes from one person to another in one act, before the signing and after it. */
import { createHash } from 'node:crypto';
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

/** Who does it: whoever follows up, a facilitator, or the deputy alone. */
export interface HandingOver extends HandOver {
	readonly by: PersonId;
	readonly isFacilitator: boolean;
}

export class HandOverStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * To the deputy: they change places at once, for the deputy has said yes. To anybody else: it is offered, and goes
	 * over with that person's own yes; until then whoever follows up goes on. The deputy alone takes it over for somebody
	 * who is away, and says why where everybody reads it; to others they hand over what they follow up themselves.
	 * @throws Problem `not-found` (nobody follows up, or nobody of this name could), `already-answered`, `not-allowed`,
	 * `reason-missing`
	 */
	handOver({ workshopId, to, words, at, by, isFacilitator }: HandingOver): Promise<'handed' | 'offered'> {
		return this.#database.transaction(async (tx) => {
			const { signedAt } = await holdPlan(tx, workshopId);
			const from = await holderOf(tx, workshopId, 'follow-up-manager');
			if (!from) throw new Problem('not-found', 'Nobody follows up yet. Somebody has to say yes to it first.');
			if (from.personId === to) throw new Problem('already-answered', `${from.name} follows up already.`);
			if (!isFacilitator && from.isHere && by !== from.personId) mayStandIn(from, { by, to, words });
			const deputy = await holderOf(tx, workshopId, 'deputy');
			const taker = await presentParticipant(tx, workshopId, to);
			if (!taker) throw new Problem('not-found', 'Hand it over to somebody who sits in a syndicate.');
			if (deputy?.personId === to) {
				await changePlaces(tx, workshopId, from, deputy, at);
				await noteHandOver(tx, { workshopId, from: from.personId, to, words, at });
				return 'handed';
			}
			const place = { workshopId, role: 'follow-up-manager', personId: to } as const;
			await askOnce(tx, place, taker.name, { askedAt: at, isSigned: signedAt !== null, words });
			return 'offered';
		});
	}
}

/** Somebody who follows up and is here is not asked by the deputy, but everybody reads why. */
function mayStandIn({ name }: Holder, { by, to, words }: Pick<HandingOver, 'by' | 'to' | 'words'>): void {
	if (to !== by) {
		throw new Problem(
			'not-allowed',
			`${name} follows up. As deputy you can take it over yourself; only ${name} or a facilitator gives it to somebody else.`
		);
	}
	if (words.trim() === '') {
		throw new Problem('reason-missing', `Say in a sentence why you stand in for ${name}. Everybody can read it.`, {
			field: 'words'
		});
	}
}

/** Said in the log of hand-overs by a turn that was set beforehand. */
const TURN = 'The next four weeks.';

/**
 * Both change places at their turn, once for its key; false where one of them is missing, or it was done. The caller
 * holds the plan.
 */
export async function changeTurns(tx: Transaction, workshopId: WorkshopId, key: string, at: Date): Promise<boolean> {
	const from = await holderOf(tx, workshopId, 'follow-up-manager');
	const deputy = await holderOf(tx, workshopId, 'deputy');
	if (!from?.isHere || !deputy?.isHere) return false;
	const id = createHash('sha256').update(key).digest('base64url').slice(0, 16);
	const noted = await tx
		.insert(handOvers)
		.values({ id, workshopId, fromId: from.personId, toId: deputy.personId, words: TURN, handedAt: at })
		.onConflictDoNothing()
		.returning({ id: handOvers.id });
	if (noted.length === 0) return false;
	await changePlaces(tx, workshopId, from, deputy, at);
	return true;
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
