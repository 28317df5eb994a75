/** Small steps of actions, and everybody's small part of a day. */
import { and, asc, count, eq, isNull, max } from 'drizzle-orm';
import { newId, type ActionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { MOST_STEPS, nextStep } from '#domain/steps.ts';
import { actions, actionSteps, todayGoals } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

export interface NewStep {
	readonly actionId: ActionId;
	readonly text: string;
	readonly dueOn: string | null;
	readonly writtenBy: PersonId;
	readonly at: Date;
}

/** Parts that are left out stay as they are. */
export interface StepChange {
	readonly text?: string | undefined;
	readonly dueOn?: string | null | undefined;
	readonly isDone?: boolean | undefined;
	readonly isDropped?: boolean | undefined;
}

export interface DayPart {
	readonly workshopId: WorkshopId;
	readonly personId: PersonId;
	/** Calendar day in the workshop's time zone. */
	readonly day: string;
}

export class StepStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** @throws Problem `too-many-actions` when it has as many as an action may have */
	add({ actionId, text, dueOn, writtenBy, at }: NewStep): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdAction(tx, actionId);
			const [known] = await tx
				.select({ last: max(actionSteps.n) })
				.from(actionSteps)
				.where(eq(actionSteps.actionId, actionId));
			const [open] = await tx
				.select({ steps: count() })
				.from(actionSteps)
				.where(and(eq(actionSteps.actionId, actionId), isNull(actionSteps.droppedAt)));
			if ((open?.steps ?? 0) >= MOST_STEPS) {
				throw new Problem('too-many-actions', `${MOST_STEPS} small steps are enough. Take one away first.`);
			}
			const n = (known?.last ?? 0) + 1;
			await tx.insert(actionSteps).values({ id: newId(), actionId, n, text, dueOn, writtenBy, writtenAt: at });
		});
	}

	/** Done twice it stays done since the first time. @throws Problem `not-found` */
	change(actionId: ActionId, id: string, { text, dueOn, isDone, isDropped }: StepChange, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const [step] = await tx
				.select({ doneAt: actionSteps.doneAt, droppedAt: actionSteps.droppedAt })
				.from(actionSteps)
				.where(and(eq(actionSteps.id, id), eq(actionSteps.actionId, actionId)))
				.for('update');
			if (!step) throw new Problem('not-found', 'This small step is not here any more.');
			await tx
				.update(actionSteps)
				.set({
					...(text === undefined ? {} : { text }),
					...(dueOn === undefined ? {} : { dueOn }),
					doneAt: isDone === undefined ? step.doneAt : isDone ? (step.doneAt ?? at) : null,
					droppedAt: isDropped === undefined ? step.droppedAt : isDropped ? (step.droppedAt ?? at) : null
				})
				.where(eq(actionSteps.id, id));
		});
	}

	/** Everybody's of a day. */
	today(workshopId: WorkshopId, day: string) {
		return this.#database.db
			.select({ personId: todayGoals.personId, text: todayGoals.text, doneAt: todayGoals.doneAt })
			.from(todayGoals)
			.where(and(eq(todayGoals.workshopId, workshopId), eq(todayGoals.day, day)));
	}

	/** One a person and day; without words it is taken away. Other words are not done yet. */
	writePart({ workshopId, personId, day }: DayPart, text: string, writtenAt: Date): Promise<void> {
		const own = and(eq(todayGoals.workshopId, workshopId), eq(todayGoals.personId, personId), eq(todayGoals.day, day));
		return this.#database.transaction(async (tx) => {
			if (text === '') return void (await tx.delete(todayGoals).where(own));
			await tx
				.insert(todayGoals)
				.values({ workshopId, personId, day, text, writtenAt })
				.onConflictDoUpdate({
					target: [todayGoals.workshopId, todayGoals.personId, todayGoals.day],
					set: { text, writtenAt, doneAt: null }
				});
		});
	}

	/** @throws Problem `not-found` while nothing was written for the day */
	finishPart({ workshopId, personId, day }: DayPart, doneAt: Date | null): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const done = await tx
				.update(todayGoals)
				.set({ doneAt })
				.where(and(eq(todayGoals.workshopId, workshopId), eq(todayGoals.personId, personId), eq(todayGoals.day, day)))
				.returning({ day: todayGoals.day });
			if (done.length === 0) throw new Problem('not-found', 'Nothing is written for today yet.');
		});
	}
}

/** One after the other, so that two steps get two numbers. */
const holdAction = (tx: Transaction, id: ActionId) =>
	tx.select({ id: actions.id }).from(actions).where(eq(actions.id, id)).for('no key update');

/** Of all actions of a plan, without those that were dropped. */
export const stepsOf = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			id: actionSteps.id,
			actionId: actionSteps.actionId,
			n: actionSteps.n,
			text: actionSteps.text,
			dueOn: actionSteps.dueOn,
			doneAt: actionSteps.doneAt,
			writtenBy: actionSteps.writtenBy
		})
		.from(actionSteps)
		.innerJoin(actions, eq(actions.id, actionSteps.actionId))
		.where(and(eq(actions.workshopId, workshopId), isNull(actionSteps.droppedAt)))
		.orderBy(asc(actionSteps.actionId), asc(actionSteps.n));

/** What a letter tells of an action: the next small step, with its day where it has one. Null where nothing is open. */
export async function nextStepOf(
	reading: Reading,
	actionId: ActionId
): Promise<{ readonly text: string; readonly dueOn: string | null } | null> {
	const [action] = await reading.select({ firstStep: actions.firstStep }).from(actions).where(eq(actions.id, actionId));
	const steps = await reading
		.select({ n: actionSteps.n, text: actionSteps.text, dueOn: actionSteps.dueOn, doneAt: actionSteps.doneAt })
		.from(actionSteps)
		.where(and(eq(actionSteps.actionId, actionId), isNull(actionSteps.droppedAt)));
	return nextStep(
		action?.firstStep ?? '',
		steps.map(({ doneAt, ...step }) => ({ ...step, isDone: doneAt !== null }))
	);
}
