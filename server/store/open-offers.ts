/** Offers of actions that nobody took yet. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { ActionId, PersonId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import { actionOffers, actions, notifications } from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';

export interface OfferRow {
	readonly id: string;
	readonly actionId: ActionId;
	/** Asked first; null: everybody is asked. */
	readonly syndicateId: SyndicateId | null;
	readonly reason: string;
	readonly offeredAt: Date;
}

/** Oldest first. */
export const offersOf = (reading: Reading, workshopId: WorkshopId): Promise<OfferRow[]> =>
	reading
		.select({
			id: actionOffers.id,
			actionId: actionOffers.actionId,
			syndicateId: actionOffers.syndicateId,
			reason: actionOffers.reason,
			offeredAt: actionOffers.offeredAt
		})
		.from(actionOffers)
		.innerJoin(actions, eq(actions.id, actionOffers.actionId))
		.where(and(eq(actions.workshopId, workshopId), isNull(actionOffers.endedAt)))
		.orderBy(asc(actionOffers.offeredAt), asc(actionOffers.id));

export async function isOnOffer(reading: Reading, actionId: ActionId): Promise<boolean> {
	const [open] = await reading
		.select({ id: actionOffers.id })
		.from(actionOffers)
		.where(and(eq(actionOffers.actionId, actionId), isNull(actionOffers.endedAt)));
	return open !== undefined;
}

/** Somebody took it, or nobody needs to any more: who was not asked yet is not asked. False where there was none. */
export async function endOffer(
	tx: Transaction,
	actionId: ActionId,
	endedAt: Date,
	takenBy: PersonId | null
): Promise<boolean> {
	const [ended] = await tx
		.update(actionOffers)
		.set({ endedAt, takenBy })
		.where(and(eq(actionOffers.actionId, actionId), isNull(actionOffers.endedAt)))
		.returning({ id: actionOffers.id });
	if (!ended) return false;
	const { kind, subjectId, mailId, droppedAt } = notifications;
	await tx
		.update(notifications)
		.set({ droppedAt: endedAt, droppedBecause: 'offer ended' })
		.where(and(eq(kind, 'offer'), eq(subjectId, ended.id), isNull(mailId), isNull(droppedAt)));
	return true;
}
