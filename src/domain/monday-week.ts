/** What comes in the next seven days, and what moved in the last seven. */
import { calendarDay, dayPlus, daysBetween } from './calendar.ts';
import type { ActionId, DecisionId } from './ids.ts';
import { firstReportAfter } from './next-date.ts';
import type { Action, FollowUpDay, UpdateHealth } from './plan.ts';

/** Calendar days after the signing on which everybody hears how far it is, and weeks of the three questions (template). */
export const MILESTONE_DAYS = [30, 60, 90] as const;
export const PULSE_WEEKS = [4, 8, 12] as const;

const WEEK = 7;

export interface Coming {
	/** Calendar day, and `HH:MM` or nothing. */
	readonly on: string;
	readonly at: string;
	readonly kind: 'due' | 'step' | 'meeting' | 'pulse' | 'milestone' | 'decision' | 'heads-up' | 'support';
	readonly actionId: ActionId | null;
	readonly words: string;
}

export interface WeekFacts {
	readonly day: FollowUpDay;
	/** In the plan, and not at their end. */
	readonly running: readonly Pick<Action, 'id' | 'text' | 'dueOn' | 'support'>[];
	readonly steps: readonly { readonly actionId: ActionId; readonly text: string; readonly dueOn: string }[];
	readonly nextDate: { readonly heldOn: string; readonly heldAt: string; readonly words: string } | null;
	/** Open ones with a day. */
	readonly decisions: readonly { readonly what: string; readonly until: string }[];
	readonly headsUps: readonly { readonly what: string; readonly startsOn: string }[];
}

/** Today and the six days after it, in their order. */
export function comingWeek({ day, running, steps, nextDate, decisions, headsUps }: WeekFacts): readonly Coming[] {
	const coming = (kind: Coming['kind'], on: string, words: string, actionId: ActionId | null = null, at = '') => ({
		...{ on, at, kind, actionId, words }
	});
	const all: readonly Coming[] = [
		...running.flatMap(({ id, text, dueOn }) => (dueOn === null ? [] : [coming('due', dueOn, text, id)])),
		...running.flatMap(({ id, support }) =>
			support.flatMap(({ ask, answers }) => {
				const last = answers.at(-1);
				return last?.answer === 'not-now' && last.answerBy !== null ? [coming('support', last.answerBy, ask, id)] : [];
			})
		),
		...steps.map(({ actionId, text, dueOn }) => coming('step', dueOn, text, actionId)),
		...(nextDate ? [coming('meeting', nextDate.heldOn, nextDate.words, null, nextDate.heldAt)] : []),
		...ofSigning(day).map(({ kind, on, words }) => coming(kind, on, words)),
		...decisions.map(({ what, until }) => coming('decision', until, what)),
		...headsUps.map(({ what, startsOn }) => coming('heads-up', startsOn, what))
	];
	return all
		.filter(({ on }) => on >= day.today && daysBetween(day.today, on) < WEEK)
		.toSorted((one, other) => one.on.localeCompare(other.on) || one.at.localeCompare(other.at));
}

function ofSigning({ signedAt, timezone }: FollowUpDay) {
	if (signedAt === null) return [];
	const signedOn = calendarDay(new Date(signedAt), timezone);
	return [
		...MILESTONE_DAYS.map((days) => ({
			kind: 'milestone' as const,
			on: dayPlus(signedOn, days),
			words: `${days} days since the signing`
		})),
		...PULSE_WEEKS.map((week) => ({
			kind: 'pulse' as const,
			on: dayPlus(firstReportAfter(signedOn), WEEK * (week - 1)),
			words: `Three questions to everybody, week ${week}`
		}))
	];
}

export interface Moved {
	/** Of the update or decision. */
	readonly id: string;
	readonly at: string;
	readonly kind: 'report' | 'end' | 'decision' | 'answer';
	readonly actionId: ActionId | null;
	readonly words: string;
	readonly health: UpdateHealth | null;
	readonly reading: number | null;
}

export interface MovedFacts {
	readonly day: FollowUpDay;
	readonly actions: readonly Pick<Action, 'id' | 'updates' | 'support'>[];
	readonly decisions: readonly {
		readonly id: DecisionId;
		readonly what: string;
		readonly outcome: string;
		readonly decidedAt: string | null;
	}[];
}

const ENDS: readonly UpdateHealth[] = ['done', 'learned', 'stopped'];

/** The seven days before today and today itself; newest first. */
export function movedLately({ day, actions, decisions }: MovedFacts): readonly Moved[] {
	const from = dayPlus(day.today, -WEEK);
	const none = { actionId: null, health: null, reading: null };
	const all: readonly Moved[] = [
		...actions.flatMap(({ id: actionId, updates }) =>
			updates.map(({ id, writtenAt: at, health, text: words, reading }, place) => {
				// Counted on after its end, it does not end again.
				const isEnd = ENDS.includes(health) && updates[place - 1]?.health !== health;
				return { id, at, kind: isEnd ? ('end' as const) : ('report' as const), actionId, words, health, reading };
			})
		),
		...actions.flatMap(({ id: actionId, support }) =>
			support.flatMap(({ id, ask, answers }) =>
				answers.map(({ answeredAt: at, words }, place) => ({
					...none,
					...{ id: `${id}:${place}`, at, kind: 'answer' as const, actionId, words: words === '' ? ask : words }
				}))
			)
		),
		...decisions.flatMap(({ id, what, outcome, decidedAt }) =>
			decidedAt === null
				? []
				: [{ ...none, id, at: decidedAt, kind: 'decision' as const, words: `${what}: ${outcome}` }]
		)
	];
	return all
		.filter(({ at }) => {
			const on = calendarDay(new Date(at), day.timezone);
			return on >= from && on <= day.today;
		})
		.toSorted((one, other) => other.at.localeCompare(one.at));
}
