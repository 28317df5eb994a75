/** Where the room is: steps, phases, clocks, the screen, and how much was voted. */
import { and, count, eq, inArray } from 'drizzle-orm';
import { people, ratings, stepStates, votes, workshops } from '#drizzle/schema.ts';
import type { PersonId, PhaseId, StepId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { Clock, ScreenView } from '#domain/workshop.ts';
import type { Database, Transaction } from './database.ts';

const stepColumns = {
	step: stepStates.step,
	state: stepStates.state,
	phase: stepStates.phase,
	clock: stepStates.clock,
	votesClosed: stepStates.votesClosed,
	syndicateClocks: stepStates.syndicateClocks,
	closedFor: stepStates.closedFor,
	revealedFor: stepStates.revealedFor,
	reportBack: stepStates.reportBack,
	writers: stepStates.writers
};

export type StepRecord = Pick<typeof stepStates.$inferSelect, keyof typeof stepColumns>;

/** How much people gave in a step, never to what. */
export interface Given {
	readonly votes: ReadonlyMap<PersonId, number>;
	readonly ratings: ReadonlyMap<PersonId, number>;
}

/** Where the room arrives in a step. */
export interface Arrival {
	readonly phase: PhaseId;
	/** What the clock shows when the phase is another one than before. */
	readonly clock: Clock;
	/** Phases after which a vote that was closed by hand is open again. */
	readonly reopensVoteAfter: readonly PhaseId[];
}

export class RoomStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	steps(workshopId: WorkshopId): Promise<readonly StepRecord[]> {
		return this.#database.db.select(stepColumns).from(stepStates).where(eq(stepStates.workshopId, workshopId));
	}

	/**
	 * The room is in this step and phase from now on, and the step is open. The one it was in is closing.
	 */
	async goTo(
		workshopId: WorkshopId,
		step: StepId,
		{ phase, clock, reopensVoteAfter }: Arrival,
		now: Date
	): Promise<readonly StepId[]> {
		return this.#database.transaction(async (tx) => {
			const [room] = await tx
				.select({ left: workshops.currentStep })
				.from(workshops)
				.where(eq(workshops.id, workshopId))
				.for('update');
			const [current] = await tx
				.select({ phase: stepStates.phase, clock: stepStates.clock, openedAt: stepStates.openedAt })
				.from(stepStates)
				.where(where(workshopId, step))
				.for('update');
			const moved = !current || current.clock === null || current.phase !== phase;
			const changes = {
				state: 'open' as const,
				phase,
				clock: moved ? clock : current.clock,
				openedAt: current?.openedAt ?? now,
				closedAt: null,
				...(current?.phase && reopensVoteAfter.includes(current.phase) ? { votesClosed: false } : {})
			};
			await tx
				.insert(stepStates)
				.values({ workshopId, step, ...changes })
				.onConflictDoUpdate({ target: [stepStates.workshopId, stepStates.step], set: changes });
			await tx.update(workshops).set({ currentStep: step }).where(eq(workshops.id, workshopId));
			if (!room || room.left === null || room.left === step) return [];
			const left = await tx
				.update(stepStates)
				.set({ state: 'closing' })
				.where(and(where(workshopId, room.left), eq(stepStates.state, 'open')))
				.returning({ step: stepStates.step });
			return left.map((row) => row.step);
		});
	}

	/** Opens a step without moving the room to it. @throws Problem `not-found` */
	async open(workshopId: WorkshopId, step: StepId, phase: PhaseId | null, now: Date): Promise<void> {
		await this.#change(workshopId, step, async (tx, current) => {
			await tx
				.update(stepStates)
				.set({ state: 'open', phase: current.phase ?? phase, closedAt: null, openedAt: current.openedAt ?? now })
				.where(where(workshopId, step));
		});
	}

	/** False when it was not open. */
	async beginClosing(workshopId: WorkshopId, step: StepId): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const rows = await tx
				.update(stepStates)
				.set({ state: 'closing' })
				.where(and(where(workshopId, step), eq(stepStates.state, 'open')))
				.returning({ step: stepStates.step });
			return rows.length > 0;
		});
	}

	/** From closing to closed; a step that was opened again meanwhile stays open. */
	async finishClosing(workshopId: WorkshopId, step: StepId, now: Date): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const rows = await tx
				.update(stepStates)
				.set({ state: 'closed', closedAt: now })
				.where(and(where(workshopId, step), eq(stepStates.state, 'closing')))
				.returning({ step: stepStates.step });
			return rows.length > 0;
		});
	}

	/** At the start: what was closing when the process ended is closed. Gives back in which workshops. */
	async finishAllClosing(now: Date): Promise<ReadonlySet<WorkshopId>> {
		const closed = await this.#database.transaction((tx) =>
			tx
				.update(stepStates)
				.set({ state: 'closed', closedAt: now })
				.where(eq(stepStates.state, 'closing'))
				.returning({ workshopId: stepStates.workshopId })
		);
		return new Set(closed.map(({ workshopId }) => workshopId));
	}

	/** `change` sees the clock as it is stored, so that two deeds at once both count. */
	async setClock(workshopId: WorkshopId, step: StepId, change: (clock: Clock | null) => Clock | null): Promise<void> {
		await this.#change(workshopId, step, async (tx, current) => {
			await tx
				.update(stepStates)
				.set({ clock: change(current.clock) })
				.where(where(workshopId, step));
		});
	}

	async setWriters(workshopId: WorkshopId, step: StepId, writers: readonly PersonId[]): Promise<void> {
		await this.#change(workshopId, step, async (tx) => {
			const known = await tx
				.select({ id: people.id })
				.from(people)
				.where(
					and(eq(people.workshopId, workshopId), eq(people.role, 'participant'), inArray(people.id, [...writers]))
				);
			if (known.length < new Set(writers).size) {
				throw new Problem('not-found', 'One of these people is not here. Load the list again.', { field: 'people' });
			}
			await tx.update(stepStates).set({ writers }).where(where(workshopId, step));
		});
	}

	async setVotesClosed(workshopId: WorkshopId, step: StepId, votesClosed: boolean): Promise<void> {
		await this.#change(workshopId, step, async (tx) => {
			await tx.update(stepStates).set({ votesClosed }).where(where(workshopId, step));
		});
	}

	async show(workshopId: WorkshopId, screen: ScreenView): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.update(workshops).set({ screen }).where(eq(workshops.id, workshopId));
		});
	}

	async given(workshopId: WorkshopId, step: StepId): Promise<Given> {
		const { db } = this.#database;
		const voted = await db
			.select({ personId: votes.personId, given: count() })
			.from(votes)
			.where(and(eq(votes.workshopId, workshopId), eq(votes.step, step)))
			.groupBy(votes.personId);
		const rated = await db
			.select({ personId: ratings.personId, given: count() })
			.from(ratings)
			.where(and(eq(ratings.workshopId, workshopId), eq(ratings.step, step)))
			.groupBy(ratings.personId);
		return {
			votes: new Map(voted.map(({ personId, given }) => [personId, given])),
			ratings: new Map(rated.map(({ personId, given }) => [personId, given]))
		};
	}

	async #change(
		workshopId: WorkshopId,
		step: StepId,
		work: (tx: Transaction, current: StepRecord & { readonly openedAt: Date | null }) => Promise<void>
	): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const [current] = await tx
				.select({ ...stepColumns, openedAt: stepStates.openedAt })
				.from(stepStates)
				.where(where(workshopId, step))
				.for('update');
			if (!current) throw new Problem('not-found', 'This step is not in the agenda. Load the page again.');
			await work(tx, current);
		});
	}
}

const where = (workshopId: WorkshopId, step: StepId) =>
	and(eq(stepStates.workshopId, workshopId), eq(stepStates.step, step));
