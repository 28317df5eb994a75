/** Marks on actions, a row a person, question and target. Whose a mark is leaves no further than who counts them. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { GivenMark, Reachable } from '#domain/action-marks.ts';
import type { ActionId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { MarkAbout } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { actionMarks, actions, actionSources } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';
import { holdUnsigned } from './plan-rows.ts';

export interface ActionMark extends GivenMark {
	readonly about: MarkAbout;
	/** The ref of a draft for `reach`, of an action for the others. */
	readonly target: string;
}

export interface NewActionMark extends Omit<ActionMark, 'isTold'> {
	readonly workshopId: WorkshopId;
	readonly at: Date;
}

export class ActionMarkStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	all(workshopId: WorkshopId): Promise<readonly ActionMark[]> {
		return marksOf(this.#database.db, workshopId);
	}

	/**
	 * Gives a mark, or another one instead, if it may still be given once its turn has come.
	 * @param toldWith with this mark the mean is told: the words under which the marks in it are kept, none before
	 * @throws Problem `step-closed`, `plan-already-signed`
	 */
	give(
		{ workshopId, about, target, personId, mark, asked, at: markedAt }: NewActionMark,
		isOpen: (reading: Reading) => Promise<boolean>,
		toldWith: (reading: Reading) => Promise<readonly string[]>
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			if (!(await isOpen(tx))) throw marksClosed();
			await tx
				.insert(actionMarks)
				.values({ workshopId, about, target, personId, mark, asked, markedAt })
				.onConflictDoUpdate({
					target: [
						...[actionMarks.workshopId, actionMarks.about, actionMarks.target, actionMarks.personId],
						actionMarks.asked
					],
					set: { mark, markedAt }
				});
			const told = await toldWith(tx);
			if (told.length === 0) return;
			await tx
				.update(actionMarks)
				.set({ isTold: true })
				.where(
					and(
						...[eq(actionMarks.workshopId, workshopId), eq(actionMarks.about, about), eq(actionMarks.target, target)],
						inArray(actionMarks.asked, [...told])
					)
				);
		});
	}
}

/** An action of the plan, as far as marks are concerned. */
export interface MarkedAction {
	readonly id: ActionId;
	readonly syndicateId: SyndicateId | null;
	/** The ref of its draft. */
	readonly draft: string;
	readonly of: Reachable;
}

/** Those that are neither put aside nor joined into another one. */
export async function markedActions(reading: Reading, workshopId: WorkshopId): Promise<readonly MarkedAction[]> {
	const rows = await reading
		.select({
			id: actions.id,
			syndicateId: actions.syndicateId,
			draft: actionSources.ref,
			target: actions.measureTarget,
			dueOn: actions.dueOn
		})
		.from(actions)
		.innerJoin(actionSources, and(eq(actionSources.actionId, actions.id), eq(actionSources.position, 1)))
		.where(and(eq(actions.workshopId, workshopId), isNull(actions.notNowReason), isNull(actions.joinedTo)));
	return rows.map(({ target, dueOn, ...action }) => ({ ...action, of: { target, dueOn } }));
}

/** @param target all of them where it is left out */
export const marksOf = (reading: Reading, workshopId: WorkshopId, target?: string): Promise<readonly ActionMark[]> =>
	reading
		.select({
			about: actionMarks.about,
			target: actionMarks.target,
			personId: actionMarks.personId,
			mark: actionMarks.mark,
			asked: actionMarks.asked,
			isTold: actionMarks.isTold
		})
		.from(actionMarks)
		.where(
			and(eq(actionMarks.workshopId, workshopId), target === undefined ? undefined : eq(actionMarks.target, target))
		)
		.orderBy(asc(actionMarks.markedAt), asc(actionMarks.personId));

const marksClosed = (): Problem =>
	new Problem('step-closed', 'Nothing is marked here now. The marks you gave are counted.');
