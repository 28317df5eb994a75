/** What is asked of management and what it answered, in words. */
import type { SupportCounts } from '#domain/support.ts';
import type { SupportAnswer, SupportRequest } from '#domain/plan.ts';
import { count, dayWords } from '#domain/words/en.ts';

/** What each answer has to say, as the template asks for it. */
export const ANSWER_ASKS: Readonly<Record<SupportAnswer, string>> = {
	yes: 'What happens now, and by when?',
	'yes-with-a-limit': 'Which limit, and why?',
	'not-now': 'What has to happen first?',
	no: 'The reason, as you would say it to their face'
};

/** What follows from an answer, where it is not plain. */
export const ANSWER_LINES: Readonly<Partial<Record<SupportAnswer, string>>> = {
	'not-now': 'The date starts a clock. On that day the request comes back by itself.',
	no: 'Shown with its reason, to everyone who signed.'
};

/** "6 yes, 2 with a limit, 1 not now, 1 no, 2 open"; parts that are none are left out. */
export function countWords({ yes, limit, notNow, no, open }: SupportCounts): string {
	const parts: readonly (readonly [number, string])[] = [
		[yes, 'yes'],
		[limit, 'with a limit'],
		[notNow, 'not now'],
		[no, 'no'],
		[open, 'open']
	];
	return parts.flatMap(([n, word]) => (n === 0 ? [] : `${n} ${word}`)).join(', ');
}

/** Days that the oldest open request waits; empty before the first whole day. */
export const waitWords = ({ daysWaited }: SupportCounts): string =>
	daysWaited === null || daysWaited === 0 ? '' : `The oldest has been open for ${count(daysWaited, 'day', 'days')}.`;

/** What a request for authority asks beside its words: up to which limit, by whom, from when. */
export function authorityWords({ kind, details }: Pick<SupportRequest, 'kind' | 'details'>): string {
	if (kind !== 'authority' || !details['what']) return '';
	const { what, limit, who, from } = details;
	const rest = [limit && `up to ${limit}`, who, from && `from ${dayWords(from)}`].filter((part) => part);
	return `${what}${rest.length > 0 ? `: ${rest.join(', ')}` : ''}`;
}
