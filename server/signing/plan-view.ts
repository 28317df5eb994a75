/** The plan as one reader sees it. */
import { authorize, type Actor } from '#domain/access.ts';
import { calendarDay } from '#domain/calendar.ts';
import type { ActionId } from '#domain/ids.ts';
import { DIGEST, firstReportAfter } from '#domain/next-date.ts';
import { daysSinceWord, healthOf, isPlanned, missingLetters, type Action, type FollowUpDay } from '#domain/plan.ts';
import { partOf, withChanges, type ActionChange } from '#domain/signed-changes.ts';
import { facilitates } from '#domain/workshop.ts';
import type { ActionView, PlanView } from '#protocol/views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { HandOverRow } from '../store/hand-overs.ts';
import type { NextDate } from '../store/next-dates.ts';
import type { OfferRow } from '../store/open-offers.ts';
import type { AppointmentRow, PlanRecord } from '../store/plan-rows.ts';
import { barsOfPlan } from '../store/signatures.ts';
import { mostInPlan } from './plan-limits.ts';
import { readingOf } from './seal.ts';

export interface PlanReader {
	readonly now: WorkshopNow;
	readonly actor: Actor;
	readonly at: Date;
}

/** What belongs to a plan beside what is signed. */
export interface AroundPlan {
	/** Means of "can we reach it?" that are told. */
	readonly reach: ReadonlyMap<ActionId, number>;
	/** Oldest first. */
	readonly changes: readonly ActionChange[];
	readonly handOvers: readonly HandOverRow[];
	readonly nextDate: NextDate | null;
	/** Actions that look for an owner. */
	readonly offers: readonly OfferRow[];
}

/** The calendar day in the workshop's time zone, and what else the health of an action depends on. */
export const followUpDay = (
	{ workshop }: WorkshopNow,
	signedAt: Date | null,
	at: Date
): FollowUpDay & { readonly quietAfterDays: number } => ({
	today: calendarDay(at, workshop.timezone),
	timezone: workshop.timezone,
	signedAt: signedAt?.toISOString() ?? null,
	quietAfterDays: workshop.quietAfterDays
});

export function planView(
	plan: PlanRecord,
	{ reach, changes, handOvers, nextDate, offers }: AroundPlan,
	{ now, actor, at }: PlanReader
): PlanView {
	const day = followUpDay(now, plan.signedAt, at);
	const signedOn = plan.signedAt ? calendarDay(plan.signedAt, now.workshop.timezone) : day.today;
	return {
		signedAt: day.signedAt,
		version: plan.version,
		hash: plan.hash,
		actions: plan.actions.map((signed) => {
			const own = changes.filter(({ actionId }) => actionId === signed.id);
			const action = withChanges(signed, own);
			const offer = offers.find(({ actionId }) => actionId === signed.id);
			return {
				...action,
				reach: reach.get(action.id) ?? null,
				missing: missingLetters(action, reach.get(action.id)),
				health: healthOf(action, day),
				may: mayWith(action, plan, now, actor, offer !== undefined),
				daysSinceWord: daysSinceWord(action, day),
				changes: own.map(({ actionId: _action, ...change }) => ({ ...change, signed: partOf(signed, change.part) })),
				offer: offer ? { ...asked(offer), offeredAt: offer.offeredAt.toISOString() } : null
			};
		}),
		appointments: plan.appointments
			.filter((appointment) => seesAppointment(actor, appointment))
			.map(({ role, personId, state, words }) => ({ role, personId, state, words })),
		asking: [...new Set(plan.appointments.flatMap(({ role, state }) => (state === 'asked' ? [role] : [])))],
		handOvers: handOvers.map(({ handedAt, ...handOver }) => ({ ...handOver, handedAt: handedAt.toISOString() })),
		nextDate,
		firstReport: { on: firstReportAfter(signedOn), at: DIGEST.time },
		reading: readingOf(plan),
		signatures: plan.signatures.map(({ personId, signedAt }) => ({ personId, signedAt: signedAt.toISOString() })),
		bars: plan.signedAt === null ? barsOfPlan(plan, now.rows.people, reach, mostInPlan(now)) : [],
		outputs: plan.outputs,
		tried: now.workshop.brief.triedBefore,
		today: day.today
	};
}

const asked = ({ syndicateId, reason }: OfferRow) => ({ syndicateId, reason });

/** Nobody is seen to have said no, but by who said it, and by those who go on asking. */
function seesAppointment(actor: Actor, { state, personId }: AppointmentRow): boolean {
	if (state === 'accepted') return true;
	if (actor.kind !== 'person') return false;
	return actor.personId === personId || facilitates(actor.role) || actor.appointments.length > 0;
}

function mayWith(
	action: Action,
	plan: PlanRecord,
	now: WorkshopNow,
	actor: Actor,
	isOnOffer: boolean
): ActionView['may'] {
	const { id: workshopId, state } = now.workshop;
	const { ownerId, syndicateId } = action;
	const resource = { kind: 'action', workshopId, state, ownerId, syndicateId } as const;
	const isMine = actor.kind === 'person' && ownerId === actor.personId;
	const isFree = ownerId === null || now.person(ownerId) === null;
	const isFacilitator = actor.kind === 'person' && facilitates(actor.role);
	return {
		edit: authorize(actor, 'plan.edit', resource) && (plan.signatures.length === 0 || isFacilitator),
		join: authorize(actor, 'plan.join', resource) && (plan.signatures.length === 0 || isFacilitator),
		contact: authorize(actor, 'support.change', resource),
		own: authorize(actor, 'plan.own', resource) && (isMine || (isFree && isPlanned(action))),
		report: authorize(actor, 'action.report', resource) && isPlanned(action),
		change: authorize(actor, 'action.change', resource) && isPlanned(action),
		take: authorize(actor, 'action.take', resource) && (isFree || (isOnOffer && !isMine)) && isPlanned(action)
	};
}
