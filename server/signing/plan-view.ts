/** The plan as one reader sees it. */
import { facilitates } from '#domain/workshop.ts';
import { authorize, type Actor } from '#domain/access.ts';
import { calendarDay } from '#domain/calendar.ts';
import type { ActionId } from '#domain/ids.ts';
import { daysSinceWord, healthOf, isPlanned, missingLetters, type Action, type FollowUpDay } from '#domain/plan.ts';
import type { ActionView, PlanView } from '#protocol/views.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { PlanRecord } from '../store/plan-rows.ts';
import { barsOfPlan } from '../store/signatures.ts';

export interface PlanReader {
	readonly now: WorkshopNow;
	/** Means of "can we reach it?" that are told. */
	readonly reach: ReadonlyMap<ActionId, number>;
	readonly actor: Actor;
	readonly at: Date;
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

export function planView(plan: PlanRecord, { now, reach, actor, at }: PlanReader): PlanView {
	const day = followUpDay(now, plan.signedAt, at);
	return {
		signedAt: day.signedAt,
		version: plan.version,
		hash: plan.hash,
		actions: plan.actions.map((action) => ({
			...action,
			reach: reach.get(action.id) ?? null,
			missing: missingLetters(action, reach.get(action.id)),
			health: healthOf(action, day),
			may: mayWith(action, plan, now, actor),
			daysSinceWord: daysSinceWord(action, day)
		})),
		appointments: plan.appointments.map(({ role, personId, state, words }) => ({ role, personId, state, words })),
		signatures: plan.signatures.map(({ personId, signedAt }) => ({ personId, signedAt: signedAt.toISOString() })),
		bars: plan.signedAt === null ? barsOfPlan(plan, now.rows.people, reach) : [],
		outputs: plan.outputs,
		tried: now.workshop.brief.triedBefore,
		today: day.today
	};
}

function mayWith(action: Action, plan: PlanRecord, now: WorkshopNow, actor: Actor): ActionView['may'] {
	const { id: workshopId, state } = now.workshop;
	const { ownerId, syndicateId } = action;
	const resource = { kind: 'action', workshopId, state, ownerId, syndicateId } as const;
	const isMine = actor.kind === 'person' && ownerId === actor.personId;
	const isFree = ownerId === null || now.person(ownerId) === null;
	const isFacilitator = actor.kind === 'person' && facilitates(actor.role);
	return {
		edit: authorize(actor, 'plan.edit', resource) && (plan.signatures.length === 0 || isFacilitator),
		join: authorize(actor, 'plan.join', resource) && (plan.signatures.length === 0 || isFacilitator),
		own: authorize(actor, 'plan.own', resource) && (isMine || (isFree && isPlanned(action))),
		report: authorize(actor, 'action.report', resource) && isPlanned(action)
	};
}
