/** Where the room is: steps, phases, clocks, the screen, and how much was voted. */
import { and, count, eq, inArray } from 'drizzle-orm';
import { agendaItems, people, ratings, stepStates, votes, workshops } from '#drizzle/schema.ts';
import type { PersonId, PhaseId, StepId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { NamesRule } from '#domain/template.ts';
import type { Clock, ReportBack, ScreenView } from '#domain/workshop.ts';
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

export class RoomStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	steps(workshopId: WorkshopId): Promise<readonly StepRecord[]> {
		return this.#database.db.select(stepColumns).from(stepStates).where(eq(stepStates.workshopId, workshopId));
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

	/** From closing to closed (or ahead, after an undo); a step that was opened again meanwhile stays open. */
	async finishClosing(
		workshopId: WorkshopId,
		step: StepId,
		now: Date,
		endsAs: 'closed' | 'ahead' = 'closed'
	): Promise<boolean> {
		return this.#database.transaction(async (tx) => {
			const rows = await tx
				.update(stepStates)
				.set({ state: endsAs, closedAt: endsAs === 'closed' ? now : null })
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

	/** A syndicate's own clock; null gives it the room's again. `change` sees its own and the room's. */
	async setSyndicateClock(
		workshopId: WorkshopId,
		step: StepId,
		syndicate: SyndicateId,
		change: (own: Clock | null, room: Clock | null) => Clock | null
	): Promise<void> {
		await this.#change(workshopId, step, async (tx, current) => {
			const { [syndicate]: own = null, ...others } = current.syndicateClocks;
			const clock = change(own, current.clock);
			const syndicateClocks = clock ? { ...others, [syndicate]: clock } : others;
			await tx.update(stepStates).set({ syndicateClocks }).where(where(workshopId, step));
		});
	}

	/** Closes or opens the board of one syndicate, while the step is open for the others. */
	async setClosedFor(workshopId: WorkshopId, step: StepId, syndicate: SyndicateId, isClosed: boolean): Promise<void> {
		await this.#change(workshopId, step, async (tx, { closedFor }) => {
			const others = closedFor.filter((id) => id !== syndicate);
			await tx
				.update(stepStates)
				.set({ closedFor: isClosed ? [...others, syndicate] : others })
				.where(where(workshopId, step));
		});
	}

	/** The notes of one syndicate are open from now on, while others still write alone. */
	async addRevealedFor(workshopId: WorkshopId, step: StepId, syndicate: SyndicateId): Promise<void> {
		await this.#change(workshopId, step, async (tx, { revealedFor }) => {
			if (revealedFor.includes(syndicate)) return;
			await tx
				.update(stepStates)
				.set({ revealedFor: [...revealedFor, syndicate] })
				.where(where(workshopId, step));
		});
	}

	async setReportBack(
		workshopId: WorkshopId,
		step: StepId,
		change: (reportBack: ReportBack | null) => ReportBack | null
	): Promise<void> {
		await this.#change(workshopId, step, async (tx, current) => {
			await tx
				.update(stepStates)
				.set({ reportBack: change(current.reportBack) })
				.where(where(workshopId, step));
		});
	}

	async hold(workshopId: WorkshopId, isHeld: boolean): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.update(workshops).set({ isHeld }).where(eq(workshops.id, workshopId));
		});
	}

	/** Changes the lengths of agenda entries, all or none. @throws Problem `not-found` where one is not as it was seen */
	async resize(
		workshopId: WorkshopId,
		changes: readonly { readonly id: string; readonly from: number; readonly to: number }[]
	): Promise<void> {
		await this.#database.transaction(async (tx) => {
			for (const { id, from, to } of changes) {
				const rows = await tx
					.update(agendaItems)
					.set({ minutes: to })
					.where(and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.id, id), eq(agendaItems.minutes, from)))
					.returning({ id: agendaItems.id });
				if (rows.length === 0) {
					throw new Problem('not-found', 'The agenda was changed meanwhile. Nothing was changed now; look again.');
				}
			}
		});
	}

	/** How notes of a step show who wrote them, from now on. */
	async setNames(workshopId: WorkshopId, step: StepId, names: NamesRule): Promise<void> {
		await this.#database.transaction(async (tx) => {
			const place = and(eq(agendaItems.workshopId, workshopId), eq(agendaItems.step, step));
			const [entry] = await tx.select({ activity: agendaItems.activity }).from(agendaItems).where(place).for('update');
			if (!entry?.activity) throw new Problem('not-found', 'This step is not in the agenda. Load the page again.');
			if (EXPOSURE[names] >= EXPOSURE[entry.activity.names]) {
				throw new Problem(
					'not-allowed',
					'Names can be hidden during the day, never shown again: people wrote under the rule that they read.'
				);
			}
			await tx
				.update(agendaItems)
				.set({ activity: { ...entry.activity, names } })
				.where(place);
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

/** How much of its writer a note shows. */
const EXPOSURE = { named: 2, syndicate: 1, anonymous: 0 } as const satisfies Record<NamesRule, number>;

const where = (workshopId: WorkshopId, step: StepId) =>
	and(eq(stepStates.workshopId, workshopId), eq(stepStates.step, step));
