/** The suggestion box: which question a month asks, and how long a suggestion has waited. */
import { daysBetween } from './calendar.ts';
import type { SuggestionAnswer } from './follow-up.ts';

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

/** One after the other, beginning with the month of the signing. */
export function questionOfMonth(questions: readonly string[], signedOn: string, today: string): string {
	const months = Math.max(0, monthOf(today) - monthOf(signedOn));
	return questions[months % Math.max(1, questions.length)] ?? '';
}

export interface SuggestionClock {
	/** Whole days since it was written, or since the day of its "not now" came. */
	readonly days: number;
	/** It has no answer, or one whose day has come. */
	readonly isWaiting: boolean;
	/** Longer than promised. */
	readonly isOverdue: boolean;
}

export function clockOf(
	writtenOn: string,
	answers: readonly { readonly answer: SuggestionAnswer; readonly answerBy: string | null }[],
	today: string,
	within: number
): SuggestionClock {
	const last = answers.at(-1);
	const due = last?.answer === 'not-now' && last.answerBy !== null && last.answerBy <= today ? last.answerBy : null;
	const since = last === undefined ? writtenOn : due;
	if (since === null) return { days: 0, isWaiting: false, isOverdue: false };
	const days = Math.max(0, daysBetween(since, today));
	return { days, isWaiting: true, isOverdue: due !== null || days > within };
}
