/** A decision can go to a vote of everybody who signed: opened once, closed once, and counted out afterwards. */
import { and, eq, isNull } from 'drizzle-orm';
import type { DecisionId, PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { decisions, decisionVotes } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { hasSigned, notSigned } from './prolong.ts';

interface Place {
	readonly workshopId: WorkshopId;
	readonly id: DecisionId;
}

const at = ({ workshopId, id }: Place) => and(eq(decisions.workshopId, workshopId), eq(decisions.id, id));

async function held(tx: Transaction, place: Place) {
	const [decision] = await tx.select().from(decisions).where(at(place)).for('update');
	if (!decision) throw new Problem('not-found', 'There is no such decision.');
	return decision;
}

/** @throws Problem `not-found`, `already-answered` */
export const openVote = (database: Database, place: Place, now: Date): Promise<void> =>
	database.transaction(async (tx) => {
		const { n, decidedAt, voteOpenedAt } = await held(tx, place);
		if (decidedAt !== null)
			throw new Problem('already-answered', `Decision ${n} is made. There is nothing to vote on.`);
		if (voteOpenedAt !== null) throw new Problem('already-answered', `Decision ${n} went to a vote already.`);
		await tx.update(decisions).set({ voteOpenedAt: now }).where(at(place));
	});

/** Counted out from here on. @throws Problem `not-found`, `step-closed` */
export const closeVote = (database: Database, place: Place, now: Date): Promise<void> =>
	database.transaction(async (tx) => {
		const { voteOpenedAt, voteClosedAt } = await held(tx, place);
		if (voteOpenedAt === null || voteClosedAt !== null) throw notOpen();
		await tx.update(decisions).set({ voteClosedAt: now }).where(at(place));
	});

/** May be changed until the vote is closed: nothing is counted out before. @throws Problem `not-allowed`, `step-closed` */
export const castVote = (
	database: Database,
	place: Place,
	{ personId, yes, at: votedAt }: { readonly personId: PersonId; readonly yes: boolean; readonly at: Date }
): Promise<void> =>
	database.transaction(async (tx) => {
		const [decision] = await tx
			.select({ id: decisions.id })
			.from(decisions)
			.where(and(at(place), isNull(decisions.voteClosedAt)))
			.for('share');
		const [open] = await tx.select({ openedAt: decisions.voteOpenedAt }).from(decisions).where(at(place));
		if (!decision || !open?.openedAt) throw notOpen();
		if (!(await hasSigned(tx, place.workshopId, personId))) throw notSigned();
		const row = { isYes: yes, votedAt };
		await tx
			.insert(decisionVotes)
			.values({ decisionId: place.id, personId, ...row })
			.onConflictDoUpdate({ target: [decisionVotes.decisionId, decisionVotes.personId], set: row });
	});

export const votesOn = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({ decisionId: decisionVotes.decisionId, personId: decisionVotes.personId, isYes: decisionVotes.isYes })
		.from(decisionVotes)
		.innerJoin(decisions, eq(decisions.id, decisionVotes.decisionId))
		.where(eq(decisions.workshopId, workshopId));

const notOpen = () => new Problem('step-closed', 'This vote is not open. What was given before is counted.');
