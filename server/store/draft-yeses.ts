/** Who said yes in person to a draft on a board. It becomes the owner when the draft is sent. */
import { and, eq, isNull } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { actions, actionSources, draftYeses, people } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { holdUnsigned } from './plan-rows.ts';

export interface DraftYes {
	readonly ref: string;
	readonly personId: PersonId;
}

export interface NewDraftYes extends DraftYes {
	readonly workshopId: WorkshopId;
	readonly at: Date;
}

export class DraftYesStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Of those who are here: whoever left has set the draft free. */
	all(workshopId: WorkshopId): Promise<readonly DraftYes[]> {
		return this.#database.db
			.select({ ref: draftYeses.ref, personId: draftYeses.personId })
			.from(draftYeses)
			.innerJoin(people, eq(people.id, draftYeses.personId))
			.where(and(eq(draftYeses.workshopId, workshopId), isNull(people.removedAt)));
	}

	/**
	 * A person's own yes, or giving it back. Of two who say yes at once, one has it.
	 * @throws Problem `already-answered` (somebody else has it), `in-use` (it is in the plan), `plan-already-signed`
	 */
	say({ workshopId, ref, personId, at: saidAt }: NewDraftYes, yes: boolean): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await holdUnsigned(tx, workshopId);
			await refuseInPlan(tx, workshopId, ref);
			const place = and(eq(draftYeses.workshopId, workshopId), eq(draftYeses.ref, ref));
			const [held] = await tx
				.select({ personId: draftYeses.personId, name: people.name, removedAt: people.removedAt })
				.from(draftYeses)
				.innerJoin(people, eq(people.id, draftYeses.personId))
				.where(place);
			if (held?.personId === personId) {
				if (!yes) await tx.delete(draftYeses).where(place);
				return;
			}
			if (!yes) return;
			if (held && held.removedAt === null) {
				throw new Problem('already-answered', `${held.name} has said yes to this action.`);
			}
			await tx.delete(draftYeses).where(place);
			await tx.insert(draftYeses).values({ workshopId, ref, personId, saidAt });
		});
	}
}

async function refuseInPlan(tx: Transaction, workshopId: WorkshopId, ref: string): Promise<void> {
	const [sent] = await tx
		.select({ n: actions.n })
		.from(actionSources)
		.innerJoin(actions, eq(actions.id, actionSources.actionId))
		.where(and(eq(actions.workshopId, workshopId), eq(actionSources.ref, ref), eq(actionSources.position, 1)));
	if (sent)
		throw new Problem('in-use', `This draft is in the plan, as action ${sent.n}. Take it or give it back there.`);
}
