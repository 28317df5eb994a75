/** "What can you do now that you could not do before?" Read and changed by the person who wrote it, and by nobody else. */
import { and, asc, eq } from 'drizzle-orm';
import { newId, type ActionId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { actions, skillNotes } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export interface Writer {
	readonly workshopId: WorkshopId;
	readonly personId: PersonId;
}

/** So many lines are kept for one person. */
const MOST = 200;

export class SkillStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** @throws Problem `not-found` (no such action), `too-long` */
	add({ workshopId, personId }: Writer, text: string, actionId: ActionId | null, writtenAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			if (actionId !== null) {
				const found = await tx
					.select({ id: actions.id })
					.from(actions)
					.where(and(eq(actions.workshopId, workshopId), eq(actions.id, actionId)));
				if (found.length === 0) throw new Problem('not-found', 'There is no such action.');
			}
			const known = await skillsOf(tx, { workshopId, personId });
			if (known.length >= MOST) throw new Problem('too-long', `${MOST} lines are kept. Take one away first.`);
			await tx.insert(skillNotes).values({ id: newId(), workshopId, personId, actionId, text, writtenAt });
		});
	}

	/** Other words, or none: then the line is gone. @throws Problem `not-found`, also for anybody else's */
	change({ workshopId, personId }: Writer, id: string, text: string): Promise<void> {
		const own = and(eq(skillNotes.id, id), eq(skillNotes.workshopId, workshopId), eq(skillNotes.personId, personId));
		return this.#database.transaction(async (tx) => {
			const done =
				text === ''
					? await tx.delete(skillNotes).where(own).returning({ id: skillNotes.id })
					: await tx.update(skillNotes).set({ text }).where(own).returning({ id: skillNotes.id });
			if (done.length === 0) throw new Problem('not-found', 'This line is not here any more.');
		});
	}
}

/** Oldest first. */
export const skillsOf = (reading: Reading, { workshopId, personId }: Writer) =>
	reading
		.select({
			id: skillNotes.id,
			text: skillNotes.text,
			actionId: skillNotes.actionId,
			writtenAt: skillNotes.writtenAt
		})
		.from(skillNotes)
		.where(and(eq(skillNotes.workshopId, workshopId), eq(skillNotes.personId, personId)))
		.orderBy(asc(skillNotes.writtenAt), asc(skillNotes.id));
