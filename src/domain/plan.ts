/** The plan: actions, what makes one ready to be signed, and how it stands afterwards. */
import { calendarDay, daysBetween } from './calendar.ts';
import type { ActionId, PersonId, SupportRequestId, SyndicateId } from './ids.ts';
import { isNoWay, needsPair } from './plan-measures.ts';
import { REACH_MIN } from './plan-words.ts';

export type ActionKind = string;
export type Horizon = 'now' | 'quarter' | 'long';
export type MeasureEvery = 'day' | 'week' | 'month';
export type SupportKind =
	'money' | 'time' | 'people' | 'authority' | 'rule-change' | 'other-department' | 'hearing' | 'career-path';
export type SupportAnswer = 'yes' | 'yes-with-a-limit' | 'not-now' | 'no';
/** What an owner or the follow-up manager can say of an action. */
export type UpdateHealth = 'on-course' | 'help' | 'done' | 'learned' | 'stopped';
/** How an action is shown; derived, never stored. */
export type Health = 'on-course' | 'help' | 'waiting' | 'quiet' | 'late' | 'done' | 'learned' | 'stopped';
export type SmartLetter = 'S' | 'M' | 'A' | 'R' | 'T';

export interface Measure {
	readonly name: string;
	readonly unit: string;
	readonly baseline: number | null;
	readonly target: number | null;
	readonly countedBy: string;
	readonly every: MeasureEvery;
	/** Of the template's groups of measures; empty where none was chosen. */
	readonly group: string;
	/** `compass`, or the ref of a standard's line; empty while it is tied to nothing. */
	readonly serves: string;
	/** A customer's outcome beside a measure that counts cost only. */
	readonly pair: PairedMeasure | null;
}

export type PairedMeasure = Pick<Measure, 'name' | 'unit' | 'baseline' | 'target'>;

/** What marks from 1 to 5 are given for: "can we reach it?" by the syndicate, effect and effort by the room. */
export type MarkAbout = 'reach' | 'impact' | 'effort';

export interface SupportRequest {
	readonly id: SupportRequestId;
	readonly actionId: ActionId;
	readonly kind: SupportKind;
	readonly ask: string;
	readonly askedBy: PersonId;
	/** Whom management talks to about it; null: whoever asked. */
	readonly contactId: PersonId | null;
	/** What its kind asks beside the words. */
	readonly details: Readonly<Record<string, string>>;
	readonly askedAt: string;
	/** Oldest first; the last one counts. */
	readonly answers: readonly {
		readonly answer: SupportAnswer;
		readonly words: string;
		readonly limit: string | null;
		readonly answerBy: string | null;
		/** A later, better answer: "changed because of you". */
		readonly changedMind: boolean;
		readonly answeredAt: string;
	}[];
}

export interface ActionUpdate {
	readonly id: string;
	readonly writtenBy: PersonId;
	readonly health: UpdateHealth;
	readonly text: string;
	readonly reading: number | null;
	/** What was learned, with an end as `learned`; empty otherwise. */
	readonly lesson: string;
	readonly writtenAt: string;
}

export interface Action {
	readonly id: ActionId;
	readonly n: number;
	readonly syndicateId: SyndicateId | null;
	readonly text: string;
	readonly why: string;
	readonly kind: ActionKind;
	readonly horizon: Horizon;
	readonly firstStep: string;
	readonly dueOn: string | null;
	readonly ownerId: PersonId | null;
	readonly measure: Measure;
	/** Named beside the owner. */
	readonly helpers: readonly PersonId[];
	/** Of the template's motivators, at most three. */
	readonly motivators: readonly string[];
	/** "When …, I will …" */
	readonly whenThen: string;
	/** The answers to what its kind asks, by the field's id. */
	readonly kindFields: Readonly<Record<string, string>>;
	/** The row of "tried before" it repeats, and what differs; null and empty for none. */
	readonly triedRow: string | null;
	readonly triedDiffers: string;
	/** What the owner wants to learn by it. */
	readonly learn: string;
	/** Why the target stays although the syndicate thinks it cannot be reached. */
	readonly reachAnswer: string;
	/** Place among the three measures of the front page, from 1; null for none. */
	readonly frontPlace: number | null;
	/** The action it was joined into, whose sources then hold this one's; null: it stands for itself. */
	readonly joinedTo: ActionId | null;
	readonly notNowReason: string | null;
	readonly sources: readonly string[];
	readonly support: readonly SupportRequest[];
	readonly updates: readonly ActionUpdate[];
}

/** Actions a syndicate may have in the plan at a time, and the plan in all (template: boards `drafts` and `plan`). */
export const ACTIONS_PER_SYNDICATE = 3;
export const ACTIONS_IN_PLAN = 12;

/** Three measures of the plan stand on its front page (template: `measureRules.onFrontPage`). */
export const FRONT_PLACES = 3;

/** In the plan: neither put aside nor joined into another action. */
export const isPlanned = ({ notNowReason, joinedTo }: Pick<Action, 'notNowReason' | 'joinedTo'>): boolean =>
	notNowReason === null && joinedTo === null;

const filled = (text: string): boolean => text.trim() !== '';

/**
 * The letters of SMART that an action still misses, in order (design, part 8). The draft itself is no source.
 * @param reach mean of "can we reach it?"; null while it is not told
 */
export function missingLetters(action: Omit<Action, 'updates'>, reach: number | null = null): readonly SmartLetter[] {
	const { measure, support } = action;
	const has: Readonly<Record<SmartLetter, boolean>> = {
		S: filled(action.text) && action.ownerId !== null,
		M: hasMeasure(measure) && isPaired(measure) && filled(measure.serves),
		A:
			filled(action.firstStep) &&
			support.every((request) => request.answers.length > 0) &&
			!isOutOfReach(action, reach),
		R: action.sources.length > 1,
		T: action.dueOn !== null
	};
	const letters: readonly SmartLetter[] = ['S', 'M', 'A', 'R', 'T'];
	return letters.filter((letter) => !has[letter]);
}

/** A measure of cost has a customer's outcome beside it, with its own way to go. */
export const isPaired = (measure: Measure): boolean =>
	!needsPair(measure) && (measure.pair === null || hasMeasure(measure.pair));

/** Its syndicate does not believe in the target, and nobody said why it stays. */
export const isOutOfReach = ({ reachAnswer }: Pick<Action, 'reachAnswer'>, reach: number | null): boolean =>
	reach !== null && reach < REACH_MIN && !filled(reachAnswer);

/** A name, today's value and a target that differs from it. */
export const hasMeasure = ({ name, baseline, target }: PairedMeasure): boolean =>
	filled(name) && baseline !== null && target !== null && !isNoWay({ baseline, target });

/** What a calendar needs: `today` in the workshop's time zone, and when the plan was signed (null: not yet). */
export interface FollowUpDay {
	readonly today: string;
	readonly timezone: string;
	readonly signedAt: string | null;
}

/** Calendar days since somebody wrote about the action, or since the signing; 0 before it. */
export function daysSinceWord(action: Pick<Action, 'updates'>, { today, timezone, signedAt }: FollowUpDay): number {
	const lastWord = action.updates.at(-1)?.writtenAt ?? signedAt;
	return lastWord === null ? 0 : Math.max(0, daysBetween(calendarDay(new Date(lastWord), timezone), today));
}

/**
 * How an action stands on `today`. An end state stays; then waiting for management, late, a call for help, quiet
 * (no word for `quietAfterDays`, counted from the signing), on course.
 */
export function healthOf(
	action: Pick<Action, 'dueOn' | 'support' | 'updates'>,
	day: FollowUpDay & { readonly quietAfterDays: number }
): Health {
	const last = action.updates.at(-1);
	if (last && (last.health === 'done' || last.health === 'learned' || last.health === 'stopped')) return last.health;
	if (action.support.some((request) => isWaiting(request, day.today))) return 'waiting';
	if (action.dueOn !== null && action.dueOn < day.today) return 'late';
	if (last?.health === 'help') return 'help';
	return daysSinceWord(action, day) >= day.quietAfterDays ? 'quiet' : 'on-course';
}

/** A request waits while it has no answer, or its "not now" has come due. */
export function isWaiting(request: SupportRequest, today: string): boolean {
	const last = request.answers.at(-1);
	if (!last) return true;
	return last.answer === 'not-now' && last.answerBy !== null && last.answerBy <= today;
}
