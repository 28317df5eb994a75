/** What is asked of management: how it is counted, what an answer needs, and when one has become better. */
import { daysBetween } from './calendar.ts';
import type { SupportAnswer, SupportRequest } from './plan.ts';
import type { StandardLine, StandardsLines } from './standards.ts';
import { dayWords } from './words/en.ts';

/** From the least to the most that is given. */
const RANKS: readonly SupportAnswer[] = ['no', 'not-now', 'yes-with-a-limit', 'yes'];

/** More is given than before: "changed because of you". The sponsor alone can say so of another limit. */
export const isBetter = (before: SupportAnswer | undefined, after: SupportAnswer): boolean =>
	before !== undefined && RANKS.indexOf(after) > RANKS.indexOf(before);

export type GivenAnswer = SupportRequest['answers'][number];

export const lastAnswer = ({ answers }: Pick<SupportRequest, 'answers'>): GivenAnswer | undefined => answers.at(-1);

/** Requests by their newest answer. `changed`: requests that have an answer marked as changed because of somebody. */
export interface SupportCounts {
	readonly asked: number;
	readonly yes: number;
	readonly limit: number;
	readonly notNow: number;
	readonly no: number;
	/** Without any answer. */
	readonly open: number;
	readonly changed: number;
	/** Whole days that the oldest open one waits; null where none is open. */
	readonly daysWaited: number | null;
}

const dayMs = 86_400_000;

/** @param now the server's time in ms */
export function supportCounts(
	requests: readonly Pick<SupportRequest, 'answers' | 'askedAt'>[],
	now: number
): SupportCounts {
	const last = requests.map((request) => lastAnswer(request)?.answer);
	const of = (answer: SupportAnswer | undefined): number => last.filter((each) => each === answer).length;
	const open = requests.filter(({ answers }) => answers.length === 0).map(({ askedAt }) => Date.parse(askedAt));
	return {
		asked: requests.length,
		yes: of('yes'),
		limit: of('yes-with-a-limit'),
		notNow: of('not-now'),
		no: of('no'),
		open: open.length,
		changed: requests.filter(({ answers }) => answers.some(({ changedMind }) => changedMind)).length,
		daysWaited: open.length === 0 ? null : Math.max(0, Math.floor((now - Math.min(...open)) / dayMs))
	};
}

/** How long a request has been open, to the whole minute, hour or day. */
export function waited(askedAt: string, now: number): { readonly n: number; readonly unit: 'minute' | 'hour' | 'day' } {
	const minutes = Math.max(0, Math.floor((now - Date.parse(askedAt)) / 60_000));
	if (minutes < 60) return { n: minutes, unit: 'minute' };
	if (minutes < 48 * 60) return { n: Math.floor(minutes / 60), unit: 'hour' };
	return { n: Math.floor(minutes / (24 * 60)), unit: 'day' };
}

export interface AnswerWords {
	readonly answer: SupportAnswer;
	readonly words: string;
	readonly limit: string;
	/** Calendar day, or null. */
	readonly answerBy: string | null;
}

export type AnswerGap = 'words' | 'limit' | 'answerBy';

/** What an answer still lacks, in the order of the form. `today` is the day in the workshop's time zone. */
export function answerGaps({ answer, words, limit, answerBy }: AnswerWords, today: string): readonly AnswerGap[] {
	const gaps: AnswerGap[] = [];
	if (answer === 'yes-with-a-limit' && limit.trim() === '') gaps.push('limit');
	if (answer === 'not-now' && (answerBy === null || daysBetween(today, answerBy) <= 0)) gaps.push('answerBy');
	if (words.trim() === '') gaps.push('words');
	return gaps;
}

/** What a request for `authority` says beside its words. `standard` is the ref of a line on the standards sheet. */
export const AUTHORITY_FIELDS = ['standard', 'what', 'limit', 'who', 'from'] as const;
export type AuthorityField = (typeof AUTHORITY_FIELDS)[number];

/** A request for authority as the standards sheet needs it. */
export interface Grant {
	/** The number of its action. */
	readonly n: number;
	readonly details: Readonly<Record<string, string>>;
	/** Oldest first. */
	readonly answers: readonly { readonly answer: SupportAnswer; readonly limit: string | null }[];
}

/** The new line of the sheet; null where nothing is given, or nobody said what. */
export function grantLine({ n, details }: Grant, given: Grant['answers'][number] | undefined): string | null {
	const what = details['what']?.trim() ?? '';
	if (!given || what === '' || given.answer === 'no' || given.answer === 'not-now') return null;
	const limit = given.answer === 'yes-with-a-limit' ? (given.limit ?? '') : (details['limit'] ?? '');
	const rest = [limit && `up to ${limit}`, details['who'], details['from'] && `from ${dayWords(details['from'])}`]
		.map((part) => part?.trim() ?? '')
		.filter((part) => part !== '');
	return `${what.replace(/[.\s]+$/, '')}${rest.length > 0 ? `: ${rest.join(', ')}` : ''} (by answer to action ${n})`;
}

/**
 * The sheet as the answers have it: each standard may decide what was given for it by the newest answer, and what an
 * earlier answer gave and this one does not is gone. The same answers give the same sheet, however often.
 */
export function withGrants(sheet: StandardsLines, grants: readonly Grant[]): StandardsLines {
	const withGrantsOf = (line: StandardLine): StandardLine => {
		const about = grants.filter(({ details }) => details['standard'] === line.ref);
		if (about.length === 0) return line;
		const ever = new Set(about.flatMap((grant) => grant.answers.map((answer) => grantLine(grant, answer))));
		const given = about.flatMap((grant) => grantLine(grant, grant.answers.at(-1)) ?? []);
		return { ...line, mayDecide: [...line.mayDecide.filter((text) => !ever.has(text)), ...new Set(given)] };
	};
	return { ...sheet, lines: sheet.lines.map(withGrantsOf) };
}

/** Management's word on what no request asks for: a parked question, an action that was put aside. */
export interface OutputWord {
	readonly isSupported: boolean;
	readonly words: string;
	readonly answeredAt: string;
}
