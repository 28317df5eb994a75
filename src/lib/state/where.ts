import type { StepId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import { facilitates, isGuest, type WorkshopState } from '#domain/workshop.ts';
import type { LivePersonal } from '#protocol/live.ts';
import type { SyndicateView } from '#protocol/views.ts';

/** What decides where a person belongs now. */
export interface Whereabouts {
	readonly workshopId: string;
	readonly state: WorkshopState;
	readonly step: StepId | null;
	readonly activities: readonly Activity[];
	readonly syndicates: readonly Pick<SyndicateView, 'id' | 'slug'>[];
	readonly me: Pick<LivePersonal, 'role' | 'syndicateId'>;
}

/** The steps that have a screen of their own, and the last part of its path. */
const OWN_SCREEN: Readonly<Record<string, string>> = {
	customer: 'customer',
	questions: 'customer',
	vision: 'vision',
	plan: 'plan',
	support: 'sign',
	sign: 'sign'
};

/**
 * The page a person belongs to now, or null where only waiting is left (the lobby). A facilitator steers, the sponsor
 * answers, the customer hears the room; everybody else goes where the room is.
 */
export function whereNow({ workshopId, state, step, activities, syndicates, me }: Whereabouts): string | null {
	const at = `/w/${workshopId}`;
	if (me.role === 'screen') return `${at}/screen`;
	// Before the room opens the sponsor promises; then the sponsor answers.
	if (me.role === 'sponsor') return state === 'preparing' ? `${at}/sponsor` : `${at}/support`;
	if (isGuest(me.role)) return `${at}/room/customer`;
	if (state === 'preparing') return facilitates(me.role) ? `${at}/prepare/agenda` : null;
	if (state === 'signed') return `${at}/follow`;
	if (facilitates(me.role)) return `${at}/run`;
	return pageOfStep(at, step, activities, syndicates.find(({ id }) => id === me.syndicateId)?.slug ?? null);
}

/** The page of a step: a syndicate's own board, a screen of its own, or the board of the whole room. */
function pageOfStep(
	at: string,
	step: StepId | null,
	activities: readonly Activity[],
	syndicate: string | null
): string | null {
	const activity = activities.find(({ id }) => id === step);
	if (!activity) return null;
	const own = OWN_SCREEN[activity.id];
	if (own !== undefined) return `${at}/room/${own}`;
	if (activity.scope === 'room') return `${at}/room/${activity.id}`;
	return syndicate === null ? null : `${at}/s/${syndicate}/${activity.id}`;
}
