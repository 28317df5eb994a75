/** Points that say the same: one stays, the others stand below it, and whoever looks for one finds them together. */
import { and, asc, eq } from 'drizzle-orm';
import type { PointId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { simpleRef } from '#domain/refs.ts';
import { customerPoints, pointPins } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { leaveWithDeals, meetInIssue } from './issue-sources.ts';
import { oneModerator } from './questions.ts';

interface Place {
	readonly workshopId: WorkshopId;
	readonly id: PointId;
}

export class PointJoins {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Puts a point, and all that is joined to it, below another; one that is joined itself leads to the one that stays.
	 * @throws Problem `not-found`, `taken-back`
	 */
	join({ workshopId, id }: Place, to: PointId): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, workshopId);
			const goes = await standing(tx, { workshopId, id });
			const asked = await standing(tx, { workshopId, id: to });
			const stays = asked.joinedTo ?? asked.id;
			if (stays === goes.id)
				throw new Problem('not-your-turn', 'They are joined already, the other way round. Take them apart first.');
			if (asked.kind !== goes.kind)
				throw new Problem('not-your-turn', 'A wish and praise do not say the same. Change one of them first.');
			await tx.update(customerPoints).set({ joinedTo: stays }).where(eq(customerPoints.joinedTo, id));
			await tx.update(customerPoints).set({ joinedTo: stays }).where(eq(customerPoints.id, id));
			const family = await tx
				.select({ id: customerPoints.id })
				.from(customerPoints)
				.where(eq(customerPoints.joinedTo, stays))
				.orderBy(asc(customerPoints.n));
			await meetInIssue(
				tx,
				workshopId,
				[stays, ...family.map((point) => point.id)].map((point) => simpleRef('point', point))
			);
		});
	}

	/** It stands by itself again; an issue of its own goes to whoever discusses the one it was joined to. @throws Problem `not-found`, `taken-back` */
	apart(place: Place, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			const { joinedTo } = await standing(tx, place);
			if (joinedTo === null) return;
			await tx.update(customerPoints).set({ joinedTo: null }).where(eq(customerPoints.id, place.id));
			await leaveWithDeals(tx, place.workshopId, simpleRef('point', place.id), at);
		});
	}
}

/** The words of a point go: it stands by itself, and what was joined to it stays together without it. */
export async function standAlone(tx: Transaction, { workshopId, id }: Place): Promise<void> {
	const below = await tx
		.select({ id: customerPoints.id })
		.from(customerPoints)
		.where(and(eq(customerPoints.workshopId, workshopId), eq(customerPoints.joinedTo, id)))
		.orderBy(asc(customerPoints.n));
	const [first] = below;
	if (first) {
		// Who pinned the one on top wants those below as well.
		const pins = await tx.select().from(pointPins).where(eq(pointPins.pointId, id));
		if (pins.length > 0)
			await tx
				.insert(pointPins)
				.values(pins.map((pin) => ({ ...pin, pointId: first.id })))
				.onConflictDoNothing();
		await tx.update(customerPoints).set({ joinedTo: first.id }).where(eq(customerPoints.joinedTo, id));
		await tx.update(customerPoints).set({ joinedTo: null }).where(eq(customerPoints.id, first.id));
	}
	await tx.update(customerPoints).set({ joinedTo: null }).where(eq(customerPoints.id, id));
}

async function standing(tx: Transaction, { workshopId, id }: Place) {
	const [point] = await tx
		.select({
			id: customerPoints.id,
			kind: customerPoints.kind,
			state: customerPoints.state,
			joinedTo: customerPoints.joinedTo
		})
		.from(customerPoints)
		.where(and(eq(customerPoints.workshopId, workshopId), eq(customerPoints.id, id)));
	if (!point) throw new Problem('not-found', 'There is no such point any more.');
	if (point.state === 'taken-back')
		throw new Problem('taken-back', 'This point was taken back. Its words are gone everywhere.');
	return point;
}
