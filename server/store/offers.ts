/** Actions that look for an owner: the syndicate they come from is asked first, after some workdays everybody. */
import { and, asc, eq, isNull } from 'drizzle-orm';
import { calendarDay, daysBetween } from '#domain/calendar.ts';
import type { FollowSettings } from '#domain/follow-up.ts';
import { newId, type ActionId, type PersonId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { toPerson } from '#domain/letters.ts';
import { OFFER_WORKDAYS, workdayPlus, workdaysBetween } from '#domain/monday-days.ts';
import { offerPart } from '#domain/monday-letters.ts';
import { isPlanned } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { isEnd } from '#domain/updates.ts';
import { actionOffers, people, workshops } from '#drizzle/schema.ts';
import { freeAction, ownerNow } from './action-changes.ts';
import { presentParticipant } from './appointed.ts';
import type { Reading, Transaction } from './database.ts';
import { settingsOf } from './follow-settings.ts';
import { addJobs, type NewJob } from './jobs.ts';
import { notify } from './notifications.ts';
import { offersOf } from './open-offers.ts';
import { readActions } from './plan-rows.ts';

export interface NewOffer {
	readonly workshopId: WorkshopId;
	readonly actionId: ActionId;
	/** Why it looks for an owner; whoever is asked reads it. */
	readonly reason: string;
	readonly offeredBy: PersonId;
	readonly at: Date;
}

/**
 * Offers a signed action to its syndicate, and tells its people. An owner who offers it themselves gives it back with it,
 * and it is taken from one who has left; any other keeps it until somebody says yes. The caller holds the plan.
 * False where it is on offer already.
 * @throws Problem `reason-missing`, `not-found`, `already-answered` (it has ended)
 */
export async function offerAction(tx: Transaction, offer: NewOffer): Promise<boolean> {
	const { workshopId, actionId, offeredBy, at } = offer;
	const reason = offer.reason.trim();
	if (reason === '') {
		throw new Problem('reason-missing', 'Say in a sentence why it looks for an owner.', { field: 'reason' });
	}
	const action = (await readActions(tx, workshopId)).find(({ id }) => id === actionId);
	if (!action || !isPlanned(action)) throw new Problem('not-found', 'This action is not part of the plan.');
	const last = action.updates.at(-1);
	if (last && isEnd(last.health)) {
		throw new Problem('already-answered', 'This action has ended. It needs no owner any more.');
	}
	const ownerId = await ownerNow(tx, workshopId, actionId);
	const settings = await settingsOf(tx, workshopId);
	if (ownerId !== null && (ownerId === offeredBy || !(await isHere(tx, workshopId, ownerId, settings)))) {
		await freeAction(tx, { workshopId, id: actionId }, { reason, changedBy: offeredBy, at });
	}
	const id = newId<'Offer'>();
	const written = await tx
		.insert(actionOffers)
		.values({ id, actionId, syndicateId: action.syndicateId, reason, offeredBy, offeredAt: at })
		.onConflictDoNothing()
		.returning({ id: actionOffers.id });
	if (written.length === 0) return false;
	await tellOffer(tx, { id, workshopId, syndicateId: action.syndicateId, reason, at, not: ownerId }, action.id);
	if (action.syndicateId !== null) await addJobs(tx, [wideningJob(workshopId, id, at, OFFER_WORKDAYS)]);
	return true;
}

/** Work that asks everybody, once the syndicate had its days. */
export const WIDENING = 'offer-to-all';

const hourMs = 3_600_000;

/** Due some hours later than needed, so that the day has come in the workshop's time zone, whatever the clocks did. */
function wideningJob(workshopId: WorkshopId, offerId: string, at: Date, workdays: number): NewJob {
	const day = at.toISOString().slice(0, 10);
	const days = daysBetween(day, workdayPlus(day, workdays));
	const dueAt = new Date(at.getTime() + (days * 24 + 2) * hourMs);
	const key = `${WIDENING}:${offerId}:${dueAt.toISOString().slice(0, 10)}`;
	return { workshopId, kind: WIDENING, key, dueAt, payload: { offer: offerId } };
}

/**
 * Asks everybody, where its syndicate had its days and nobody took it. The caller holds the plan.
 * @returns the work that comes back to it where a holiday makes it too early
 */
export async function widenOffer(
	tx: Transaction,
	{ workshopId, offerId }: { readonly workshopId: WorkshopId; readonly offerId: string },
	at: Date
): Promise<readonly NewJob[]> {
	const open = (await offersOf(tx, workshopId)).find(({ id }) => id === offerId);
	const [workshop] = await tx
		.select({ timezone: workshops.timezone })
		.from(workshops)
		.where(eq(workshops.id, workshopId));
	if (!workshop || !open || open.syndicateId === null) return [];
	const { actionId, reason, offeredAt } = open;
	const { holidays } = await settingsOf(tx, workshopId);
	const today = calendarDay(at, workshop.timezone);
	if (workdaysBetween(calendarDay(offeredAt, workshop.timezone), today, holidays) < OFFER_WORKDAYS) {
		return [wideningJob(workshopId, offerId, at, 1)];
	}
	await tx.update(actionOffers).set({ syndicateId: null }).where(eq(actionOffers.id, offerId));
	const not = await ownerNow(tx, workshopId, actionId);
	await tellOffer(tx, { id: offerId, workshopId, syndicateId: null, reason, at, not }, actionId);
	return [];
}

async function tellOffer(
	tx: Transaction,
	offer: {
		readonly id: string;
		readonly workshopId: WorkshopId;
		readonly syndicateId: SyndicateId | null;
		readonly reason: string;
		readonly at: Date;
		/** Who owns it, or did. */
		readonly not: PersonId | null;
	},
	actionId: ActionId
): Promise<void> {
	const { workshopId, syndicateId, reason, at } = offer;
	const action = (await readActions(tx, workshopId)).find(({ id }) => id === actionId);
	if (!action) return;
	const { left } = await settingsOf(tx, workshopId);
	const rows = await tx
		.select({ id: people.id, syndicateId: people.syndicateId })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.role, 'participant'), isNull(people.removedAt)))
		.orderBy(asc(people.id));
	const asked = rows.filter(
		(person) =>
			(syndicateId === null ? person.syndicateId !== action.syndicateId : person.syndicateId === syndicateId) &&
			person.id !== offer.not &&
			!left.includes(person.id)
	);
	const part = offerPart({
		...{ workshopId, actionId, n: action.n, text: action.text, reason },
		isForEverybody: syndicateId === null
	});
	for (const { id } of asked) {
		const told = { workshopId, recipient: toPerson(id), kind: 'offer', subjectId: offer.id, period: '' } as const;
		await notify(tx, { ...told, part, notBefore: at, at });
	}
}

/** Here, and not known to have left the company. */
async function isHere(
	reading: Reading,
	workshopId: WorkshopId,
	personId: PersonId,
	{ left }: FollowSettings
): Promise<boolean> {
	return !left.includes(personId) && (await presentParticipant(reading, workshopId, personId)) !== undefined;
}
