/** What the customer said, word for word. A point taken back keeps its number and loses its words, here and everywhere. */
import { and, asc, eq, max } from 'drizzle-orm';
import { newId, type PersonId, type PointId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { customerPoints } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { forgetInReply } from './reply.ts';

export interface PointRow {
	readonly id: PointId;
	readonly n: number;
	readonly kind: 'wish' | 'praise';
	readonly state: 'as-said' | 'corrected' | 'taken-back';
	/** Null once taken back. */
	readonly text: string | null;
	readonly scribeSyndicateId: SyndicateId | null;
	readonly writtenAt: Date;
}

export interface NewPoint {
	readonly workshopId: WorkshopId;
	readonly kind: PointRow['kind'];
	readonly text: string;
	readonly scribeSyndicateId: SyndicateId | null;
	readonly writtenBy: PersonId;
	readonly at: Date;
}

export type PointVerdict =
	| { readonly verdict: 'confirm' }
	| { readonly verdict: 'correct'; readonly text: string }
	| { readonly verdict: 'take-back' };

const columns = {
	id: customerPoints.id,
	n: customerPoints.n,
	kind: customerPoints.kind,
	state: customerPoints.state,
	text: customerPoints.text,
	scribeSyndicateId: customerPoints.scribeSyndicateId,
	writtenAt: customerPoints.writtenAt
};

export class PointStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order in which they were said. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly PointRow[]> {
		return pointsOf(this.#database.db, workshopId);
	}

	/** Keeps a point under the next number. */
	add({ workshopId, kind, text, scribeSyndicateId, writtenBy, at: writtenAt }: NewPoint): Promise<PointRow> {
		return this.#database.transaction(async (tx) => {
			// Two scribes at once may reach for the same number: the second takes the one after it.
			for (;;) {
				const [last] = await tx
					.select({ n: max(customerPoints.n) })
					.from(customerPoints)
					.where(eq(customerPoints.workshopId, workshopId));
				const n = (last?.n ?? 0) + 1;
				const [made] = await tx
					.insert(customerPoints)
					.values({ id: newId<'Point'>(), workshopId, n, kind, text, scribeSyndicateId, writtenBy, writtenAt })
					.onConflictDoNothing()
					.returning(columns);
				if (made) return made;
			}
		});
	}

	/**
	 * The customer says whether it is what was said.
	 * @throws Problem `not-found`, `taken-back`
	 */
	check(place: { readonly workshopId: WorkshopId; readonly id: PointId }, verdict: PointVerdict): Promise<PointRow> {
		return this.#database.transaction(async (tx) => {
			const here = and(eq(customerPoints.workshopId, place.workshopId), eq(customerPoints.id, place.id));
			const [point] = await tx.select(columns).from(customerPoints).where(here).for('update');
			if (!point) throw new Problem('not-found', 'There is no such point.');
			if (point.state === 'taken-back') {
				if (verdict.verdict === 'take-back') return point;
				throw new Problem('taken-back', 'This point was taken back. Its words are gone everywhere.');
			}
			const change = changeOf(verdict, point);
			if (!change) return point;
			if (verdict.verdict === 'take-back') await forgetInReply(tx, place.workshopId, await wordingsOf(tx, place.id));
			const [changed] = await tx.update(customerPoints).set(change).where(here).returning(columns);
			return changed ?? point;
		});
	}
}

export const pointsOf = (reading: Reading, workshopId: WorkshopId): Promise<PointRow[]> =>
	reading
		.select(columns)
		.from(customerPoints)
		.where(eq(customerPoints.workshopId, workshopId))
		.orderBy(asc(customerPoints.n));

/** What it says, and what the scribe had heard. */
async function wordingsOf(tx: Transaction, id: PointId): Promise<readonly (string | null)[]> {
	const [point] = await tx
		.select({ text: customerPoints.text, heardText: customerPoints.heardText })
		.from(customerPoints)
		.where(eq(customerPoints.id, id));
	return point ? [point.text, point.heardText] : [];
}

function changeOf(verdict: PointVerdict, point: PointRow): Pick<PointRow, 'state' | 'text'> | null {
	switch (verdict.verdict) {
		case 'confirm':
			return null;
		case 'correct':
			return verdict.text === point.text ? null : { state: 'corrected', text: verdict.text };
		case 'take-back':
			return { state: 'taken-back', text: null };
	}
}
