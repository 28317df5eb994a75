/** Requests after the signing: which of them wait, since when, and which a filter shows. */
import { daysBetween } from '#domain/calendar.ts';
import { isWaiting, type SupportAnswer, type SupportRequest } from '#domain/plan.ts';

export type RequestFilter = 'all' | 'open' | SupportAnswer;

export const FILTERS: readonly { readonly value: RequestFilter; readonly label: string }[] = [
	{ value: 'all', label: 'All' },
	{ value: 'open', label: 'Open' },
	{ value: 'yes', label: 'Yes' },
	{ value: 'yes-with-a-limit', label: 'With a limit' },
	{ value: 'not-now', label: 'Not now' },
	{ value: 'no', label: 'No' }
];

/** A "not now" whose day has come is open again. */
export const filterOf = (request: SupportRequest, today: string): Exclude<RequestFilter, 'all'> =>
	isWaiting(request, today) ? 'open' : (request.answers.at(-1)?.answer ?? 'open');

export interface Clock {
	readonly words: string;
	readonly isWaiting: boolean;
	/** Whole days, for the order. */
	readonly days: number;
}

const days = (n: number): string => (n === 1 ? 'one day' : `${n} days`);

const DAY_MS = 86_400_000;
const between = (from: string, to: number): number => Math.max(0, Math.floor((to - Date.parse(from)) / DAY_MS));

/**
 * How long it waits, or waited.
 * @param today calendar day of the workshop, for the day a "not now" named
 * @param now the server's time in ms
 */
export function clockOf(request: SupportRequest, today: string, now: number): Clock {
	const last = request.answers.at(-1);
	const age = between(request.askedAt, now);
	if (!last) return { words: age === 0 ? 'Asked today' : `Waits for ${days(age)}`, isWaiting: true, days: age };
	if (isWaiting(request, today) && last.answerBy !== null) {
		const since = daysBetween(last.answerBy, today);
		const words = since === 0 ? '“Not now” comes due today' : `“Not now” came due ${days(since)} ago`;
		return { words: age === 0 ? words : `${words}, asked ${days(age)} ago`, isWaiting: true, days: age };
	}
	const took = between(request.askedAt, Date.parse(request.answers[0]?.answeredAt ?? request.askedAt));
	const words = took === 0 ? 'Answered within a day' : `Answered after ${days(took)}`;
	return { words, isWaiting: false, days: age };
}
