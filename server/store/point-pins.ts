/** Pins: the points a syndicate wants to discuss. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { PointId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { customerPoints, pointPins } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';
import { heldPoint, takenBack, type PointPlace } from './points.ts';
import { oneModerator } from './questions.ts';

export interface Pin {
	readonly pointId: PointId;
	readonly syndicateId: SyndicateId;
}

export class PinStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order in which they were set. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly Pin[]> {
		return pinsOf(this.#database.db, workshopId);
	}

	/** One a syndicate and point; on one that is joined to another it pins that one. @throws Problem `not-found`, `taken-back` */
	pin(place: PointPlace, syndicateId: SyndicateId, on: boolean, pinnedAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			const point = await heldPoint(tx, place);
			if (point.state === 'taken-back') throw takenBack();
			const pointId = point.joinedTo ?? point.id;
			if (on) {
				await tx.insert(pointPins).values({ pointId, syndicateId, pinnedAt }).onConflictDoNothing();
				return;
			}
			const below = tx
				.select({ id: customerPoints.id })
				.from(customerPoints)
				.where(eq(customerPoints.joinedTo, pointId));
			const isPin = eq(pointPins.syndicateId, syndicateId);
			await tx.delete(pointPins).where(and(isPin, eq(pointPins.pointId, pointId)));
			await tx.delete(pointPins).where(and(isPin, inArray(pointPins.pointId, below)));
		});
	}
}

const pinsOf = (reading: Reading, workshopId: WorkshopId): Promise<Pin[]> =>
	reading
		.select({ pointId: pointPins.pointId, syndicateId: pointPins.syndicateId })
		.from(pointPins)
		.innerJoin(customerPoints, eq(customerPoints.id, pointPins.pointId))
		.where(eq(customerPoints.workshopId, workshopId))
		.orderBy(asc(pointPins.pinnedAt), asc(pointPins.syndicateId));
