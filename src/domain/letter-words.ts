/** Small words that several letters use. One line each, whatever people wrote. */
import { dayWords } from './words/en.ts';
import type { Health } from './plan.ts';
import type { LetterBlock, LetterLink, SignedPurpose } from './letters.ts';

export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? '';

/** As a heading or a line takes it: one line, not longer than this. */
export function short(text: string, most = 110): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if ([...line].length <= most) return line;
	const cut = [...line].slice(0, most - 1).join('');
	return `${cut.replace(/[\s,;:.–-]+\S{0,12}$/, '')}…`;
}

/** "Elin", "Elin and Peter", "Elin, Peter and Sofia". */
export function listed(words: readonly string[]): string {
	if (words.length < 2) return words[0] ?? '';
	return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const NUMBERS = [
	'no',
	'one',
	'two',
	'three',
	'four',
	'five',
	'six',
	'seven',
	'eight',
	'nine',
	'ten',
	'eleven',
	'twelve'
];

/** In words up to twelve. */
export const inWords = (n: number): string => NUMBERS[n] ?? String(n);

export const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** "Thursday 14 January" */
export const longDay = (day: string): string => {
	const weekday = new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', { weekday: 'long', timeZone: 'UTC' });
	return `${weekday} ${dayWords(day, false)}`;
};

/** How an action stands, in the digest's order; several words each. */
export const HEALTH_COUNTS: readonly (readonly [Health, string])[] = [
	['done', 'done'],
	['on-course', 'on course'],
	['learned', 'tried and learned'],
	['waiting', 'waiting for management'],
	['help', 'asking for help'],
	['quiet', 'quiet'],
	['late', 'late'],
	['stopped', 'stopped with a reason']
];

/** "1 done, 4 on course, 1 late"; nothing of what there is none. */
export const countWords = (counts: readonly { readonly health: Health; readonly count: number }[]): string =>
	HEALTH_COUNTS.flatMap(([health, words]) => {
		const count = counts.find((each) => each.health === health)?.count ?? 0;
		return count > 0 ? [`${count} ${words}`] : [];
	}).join(', ');

export const text = (words: string, tone?: 'quiet' | 'quote' | 'lead'): LetterBlock =>
	tone ? { kind: 'text', text: words, tone } : { kind: 'text', text: words };
export const heading = (words: string): LetterBlock => ({ kind: 'heading', text: words });
export const links = (...all: readonly LetterLink[]): LetterBlock => ({ kind: 'links', links: all });
export const button = (label: string, path: string): LetterBlock => ({
	kind: 'button',
	link: { label, to: { kind: 'page', path } }
});
export const signed = (label: string, purpose: SignedPurpose, subjectId: string, value: string): LetterLink => ({
	label,
	to: { kind: 'signed', purpose, subjectId, value }
});
