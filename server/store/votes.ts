/** Votes: a row each. The budget is a constraint (a slot a vote), so two taps at once never give one too many. */
import { and, eq } from 'drizzle-orm';
import type { PersonId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Activity } from '#domain/template.ts';
import { freeSlot, voteWindow, type Running } from '#domain/votes.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import { agendaItems, stepStates, votes, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

export interface StepPlace {
	readonly workshopId: WorkshopId;
	readonly step: StepId;
}

/** A step as far as counting depends on it. */
export interface CountingStep extends Running {
	readonly activity: Activity;
	readonly workshopState: WorkshopState;
}

export interface VoteRow {
	readonly personId: PersonId;
	readonly target: string;
}

export interface NewVote extends StepPlace, VoteRow {
	readonly at: Date;
}

export class VoteStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Null where the workshop has no such step. */
	step(place: StepPlace): Promise<CountingStep | null> {
		return countingStep(this.#database.db, place);
	}

	/** Everything given in a step. */
	given({ workshopId, step }: StepPlace): Promise<readonly VoteRow[]> {
		return this.#database.db
			.select({ personId: votes.personId, target: votes.target })
			.from(votes)
			.where(and(eq(votes.workshopId, workshopId), eq(votes.step, step)));
	}

	/**
	 * Gives one vote. The same vote given again is the same vote.
	 * @throws Problem `step-closed`, `votes-used-up`, `not-found` (a step without a budget)
	 */
	cast(vote: NewVote): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const budget = await openBudget(tx, vote);
			// Somebody's other device may take the slot between reading and writing: then the next free one is looked for.
			for (;;) {
				const mine = await slotsOf(tx, vote);
				if (mine.some(({ target }) => target === vote.target)) return;
				const slot = freeSlot(
					mine.map(({ slot }) => slot),
					budget
				);
				if (slot === null) throw votesUsedUp(budget);
				const { workshopId, step, personId, target, at: castAt } = vote;
				const made = await tx
					.insert(votes)
					.values({ workshopId, step, personId, target, slot, budget, castAt })
					.onConflictDoNothing()
					.returning({ slot: votes.slot });
				if (made.length > 0) return;
			}
		});
	}

	/**
	 * Takes a vote back; one that was never given is no fault.
	 * @throws Problem `step-closed`, `not-found`
	 */
	takeBack(vote: Omit<NewVote, 'at'>): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await openBudget(tx, vote);
			await tx.delete(votes).where(and(ofPerson(vote), eq(votes.target, vote.target)));
		});
	}
}

/** The step, and, inside a transaction with `lock`, held as it is until the transaction ends. */
export async function countingStep(
	reading: Reading,
	{ workshopId, step }: StepPlace,
	lock = false
): Promise<CountingStep | null> {
	const ofStep = reading
		.select({ state: stepStates.state, phase: stepStates.phase, votesClosed: stepStates.votesClosed })
		.from(stepStates)
		.where(and(eq(stepStates.workshopId, workshopId), eq(stepStates.step, step)));
	const [running] = await (lock ? ofStep.for('share') : ofStep);
	const [found] = await reading
		.select({ activity: agendaItems.activity, workshopState: workshops.state })
		.from(agendaItems)
		.innerJoin(workshops, eq(workshops.id, agendaItems.workshopId))
		.where(and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.step, step)));
	if (!found?.activity) return null;
	const { activity, workshopState } = found;
	return { activity, workshopState, ...(running ?? { state: 'ahead', phase: null, votesClosed: false }) };
}

async function openBudget(tx: Transaction, place: StepPlace): Promise<number> {
	const step = await countingStep(tx, place, true);
	const budget = step?.activity.votes?.budget ?? null;
	if (!step || budget === null) throw new Problem('not-found', 'There is no vote in this step.');
	const window = step.workshopState === 'room' ? voteWindow(step.activity, step) : 'closed';
	if (window === 'closed') throw new Problem('step-closed', 'The vote is closed. What you gave is counted.');
	if (window === 'hidden')
		throw new Problem('step-closed', 'The vote is not open yet. It opens when the room comes to it.');
	return budget;
}

const votesUsedUp = (budget: number): Problem =>
	new Problem(
		'votes-used-up',
		budget === 1
			? 'Your one vote is given. Take it back to move it.'
			: `All ${budget} votes are given. Take one back to move it.`
	);

const slotsOf = (tx: Transaction, vote: StepPlace & Pick<VoteRow, 'personId'>) =>
	tx.select({ target: votes.target, slot: votes.slot }).from(votes).where(ofPerson(vote));

const ofPerson = ({ workshopId, step, personId }: StepPlace & Pick<VoteRow, 'personId'>) =>
	and(eq(votes.workshopId, workshopId), eq(votes.step, step), eq(votes.personId, personId));
