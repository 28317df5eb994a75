/** Wordings that people offer for a line of the room, and who could live with them. Authors are kept, and never told. */
import { and, asc, count, eq, ne } from 'drizzle-orm';
import { newId, type PersonId, type ProposalId, type SyndicateId, type ZoneId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { people, proposals, proposalVotes } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { countingStep, type StepPlace } from './votes.ts';

/** Open wordings of one person in a step; enough for every line and the compass. */
const OPEN_LIMIT = 12;

export interface NewProposal extends StepPlace {
	readonly zone: ZoneId;
	readonly line: string | null;
	readonly text: string;
	readonly personId: PersonId;
	readonly syndicateId: SyndicateId | null;
	readonly at: Date;
}

export interface ProposalRow {
	readonly id: ProposalId;
	readonly zone: ZoneId;
	readonly line: string | null;
	readonly text: string;
	readonly personId: PersonId;
	readonly syndicateId: SyndicateId | null;
	readonly state: 'open' | 'taken';
	readonly votes: number;
}

export interface ProposalPlace extends StepPlace {
	readonly id: ProposalId;
}

export class ProposalStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** As they came; those that were withdrawn are gone for everybody. */
	async ofStep({ workshopId, step }: StepPlace): Promise<readonly ProposalRow[]> {
		const { db } = this.#database;
		const here = and(eq(proposals.workshopId, workshopId), eq(proposals.step, step), ne(proposals.state, 'withdrawn'));
		const { id, zone, line, text, personId, syndicateId, state } = proposals;
		const rows = await db
			.select({ id, zone, line, text, personId, syndicateId, state })
			.from(proposals)
			.where(here)
			.orderBy(asc(proposals.writtenAt), asc(proposals.id));
		const counted = await db
			.select({ id: proposalVotes.proposalId, votes: count() })
			.from(proposalVotes)
			.innerJoin(proposals, eq(proposals.id, proposalVotes.proposalId))
			.where(here)
			.groupBy(proposalVotes.proposalId);
		const votes = new Map(counted.map((row) => [row.id, row.votes]));
		return rows.map((row) => ({
			...row,
			state: row.state === 'taken' ? 'taken' : 'open',
			votes: votes.get(row.id) ?? 0
		}));
	}

	/** The syndicate of each wording, taken or not, by its id. */
	async syndicatesOf(workshopId: StepPlace['workshopId']): Promise<ReadonlyMap<string, SyndicateId | null>> {
		const { id, syndicateId } = proposals;
		const rows = await this.#database.db
			.select({ id, syndicateId })
			.from(proposals)
			.where(eq(proposals.workshopId, workshopId));
		return new Map(rows.map((row) => [row.id, row.syndicateId]));
	}

	/** What a person voted for in a step. */
	async votedBy({ workshopId, step }: StepPlace, personId: PersonId): Promise<ReadonlySet<ProposalId>> {
		const rows = await this.#database.db
			.select({ id: proposalVotes.proposalId })
			.from(proposalVotes)
			.innerJoin(proposals, eq(proposals.id, proposalVotes.proposalId))
			.where(and(eq(proposals.workshopId, workshopId), eq(proposals.step, step), eq(proposalVotes.personId, personId)));
		return new Set(rows.map(({ id }) => id));
	}

	/**
	 * Offers a wording. The same words for the same place, sent twice, are one.
	 * @throws Problem `step-closed`, `too-many-notes`, `not-found`
	 */
	propose({ at: writtenAt, ...proposal }: NewProposal): Promise<ProposalId> {
		return this.#database.transaction(async (tx) => {
			await refuseUnlessOpen(tx, proposal);
			// One after the other for one person, so that two devices at once stay within the limit.
			await tx.select({ id: people.id }).from(people).where(eq(people.id, proposal.personId)).for('update');
			const mine = await tx
				.select({ id: proposals.id, zone: proposals.zone, line: proposals.line, text: proposals.text })
				.from(proposals)
				.where(
					and(
						eq(proposals.workshopId, proposal.workshopId),
						eq(proposals.step, proposal.step),
						eq(proposals.personId, proposal.personId),
						eq(proposals.state, 'open')
					)
				);
			const same = mine.find(
				({ zone, line, text }) => zone === proposal.zone && line === proposal.line && text === proposal.text
			);
			if (same) return same.id;
			if (mine.length >= OPEN_LIMIT) {
				throw new Problem(
					'too-many-notes',
					`${OPEN_LIMIT} of your wordings are open. Withdraw one that you no longer need, then go on.`
				);
			}
			const id = newId<'Proposal'>();
			await tx.insert(proposals).values({ id, ...proposal, writtenAt });
			return id;
		});
	}

	/**
	 * Turns a person's one vote for a wording on or off.
	 * @throws Problem `step-closed`, `not-found`, `taken-back`
	 */
	vote(place: ProposalPlace, personId: PersonId, on: boolean, castAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await refuseUnlessOpen(tx, place);
			const { id: proposalId, state } = await held(tx, place, 'share');
			if (state !== 'open') throw alreadyTaken();
			if (on) await tx.insert(proposalVotes).values({ proposalId, personId, castAt }).onConflictDoNothing();
			else
				await tx
					.delete(proposalVotes)
					.where(and(eq(proposalVotes.proposalId, proposalId), eq(proposalVotes.personId, personId)));
		});
	}

	/**
	 * Takes the own wording back; one that was withdrawn before is no fault.
	 * @throws Problem `not-found` (somebody else's too: whose it is, is nobody's to know), `taken-back`
	 */
	withdraw(place: ProposalPlace, personId: PersonId): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await refuseUnlessOpen(tx, place);
			const found = await held(tx, place, 'update', true);
			if (found.personId !== personId) throw notFound();
			if (found.state === 'taken') throw alreadyTaken();
			await tx.update(proposals).set({ state: 'withdrawn' }).where(eq(proposals.id, found.id));
		});
	}

	/**
	 * A writer uses it. Taken twice it is taken once: the words may have to be put in again.
	 * @throws Problem `step-closed`, `not-found`
	 */
	take(place: ProposalPlace): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await refuseUnlessOpen(tx, place);
			const { id } = await held(tx, place, 'update');
			await tx.update(proposals).set({ state: 'taken' }).where(eq(proposals.id, id));
		});
	}
}

async function held(
	tx: Transaction,
	{ workshopId, step, id }: ProposalPlace,
	lock: 'share' | 'update',
	withWithdrawn = false
) {
	const [found] = await tx
		.select({ id: proposals.id, personId: proposals.personId, state: proposals.state })
		.from(proposals)
		.where(and(eq(proposals.workshopId, workshopId), eq(proposals.step, step), eq(proposals.id, id)))
		.for(lock);
	if (!found || (found.state === 'withdrawn' && !withWithdrawn)) throw notFound();
	return found;
}

async function refuseUnlessOpen(tx: Transaction, place: StepPlace): Promise<void> {
	const step = await countingStep(tx, place, true);
	if (!step) throw new Problem('not-found', 'There is no such step.');
	if (step.workshopState !== 'room' || step.state !== 'open') {
		throw new Problem('step-closed', 'Wordings are proposed while the room is at it. Your words stay in the box.');
	}
}

const notFound = (): Problem => new Problem('not-found', 'This wording was withdrawn.');
const alreadyTaken = (): Problem =>
	new Problem('taken-back', 'A writer has taken this wording. It stands on the page.');
