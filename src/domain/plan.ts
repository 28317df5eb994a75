/** The plan: actions, what makes one ready to be signed, and how it stands afterwards. */
import { calendarDay, daysBetween } from './calendar.ts';
import type { ActionId, PersonId, SupportRequestId, SyndicateId } from './ids.ts';

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
}

export interface SupportRequest {
	readonly id: SupportRequestId;
	readonly actionId: ActionId;
	readonly kind: SupportKind;
	readonly ask: string;
	readonly askedBy: PersonId;
	readonly askedAt: string;
	/** Oldest first; the last one counts. */
	readonly answers: readonly {
		readonly answer: SupportAnswer;
		readonly words: string;
		readonly limit: string | null;
		readonly answerBy: string | null;
		readonly answeredAt: string;
	}[];
}

export interface ActionUpdate {
	readonly id: string;
	readonly writtenBy: PersonId;
	readonly health: UpdateHealth;
	readonly text: string;
	readonly reading: number | null;
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
	readonly notNowReason: string | null;
	readonly sources: readonly string[];
	readonly support: readonly SupportRequest[];
	readonly updates: readonly ActionUpdate[];
}

/** Actions a syndicate may have in the plan at a time, and the plan in all (template: boards `drafts` and `plan`). */
export const ACTIONS_PER_SYNDICATE = 3;
export const ACTIONS_IN_PLAN = 12;

const filled = (text: string): boolean => text.trim() !== '';

/** The letters of SMART that an action still misses, in order (design, part 8). The draft itself is no source. */
export function missingLetters(action: Omit<Action, 'updates'>, draftRefs = 1): readonly SmartLetter[] {
	const has: Readonly<Record<SmartLetter, boolean>> = {
		S: filled(action.text) && action.ownerId !== null,
		M: hasMeasure(action.measure),
		A: filled(action.firstStep) && action.support.every((request) => request.answers.length > 0),
		R: action.sources.length > draftRefs,
		T: action.dueOn !== null
	};
	const letters: readonly SmartLetter[] = ['S', 'M', 'A', 'R', 'T'];
	return letters.filter((letter) => !has[letter]);
}

/** A name, today's value and a target that differs from it. */
export const hasMeasure = ({ name, baseline, target }: Measure): boolean =>
	filled(name) && baseline !== null && target !== null && baseline !== target;

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
