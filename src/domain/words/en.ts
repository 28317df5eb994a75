/**
 * Texts that more than one screen or letter says. One piece, so that every wording is found in one place; bundles take
 * only the parts they name.
 */
import type { SuggestionAnswer } from '../follow-up.ts';
import type { SupportAnswer } from '../plan.ts';
import type { NamesRule } from '../template.ts';
import type { WorkshopState } from '../workshop.ts';

export const CODE_HINT = 'Codes never contain 0, O, 1, I or L.';

/** "3 free", "Full". */
export const freeSeats = (free: number): string => (free > 0 ? `${free} free` : 'Full');

/** `count(1, 'person', 'people')` is "1 person". */
export const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const STATE_WORDS = {
	preparing: 'Being prepared',
	room: 'The room is open',
	signed: 'Signed, follow-up runs'
} as const satisfies Record<WorkshopState, string>;

/** Whose names a step shows, as a facilitator reads it. */
export const NAMES_WORDS = {
	named: 'Each note shows who wrote it',
	syndicate: 'Each note shows its syndicate, not its writer',
	anonymous: 'Nobody sees who wrote a note, the facilitator neither'
} as const satisfies Record<NamesRule, string>;

export const ANSWER_WORDS = {
	yes: 'Yes',
	'yes-with-a-limit': 'Yes, with a limit',
	'not-now': 'Not now',
	no: 'No'
} as const satisfies Record<SupportAnswer, string>;

/** What became of a suggestion. */
export const SUGGESTION_WORDS = {
	done: 'Done',
	started: 'Started',
	'not-now': 'Not now',
	no: 'No'
} as const satisfies Record<SuggestionAnswer, string>;

export const LINK_WORDS = {
	screen: 'The screen in the room',
	sponsor: 'The sponsor',
	customer: 'The customer',
	progress: 'The progress page'
} as const;

/** `2027-01-12` as "12 January 2027"; the year stays away where it goes without saying. */
export function dayWords(day: string, withYear = true): string {
	const date = new Date(`${day.slice(0, 10)}T12:00:00Z`);
	return date.toLocaleDateString('en-GB', {
		day: 'numeric',
		month: 'long',
		...(withYear ? { year: 'numeric' } : {}),
		timeZone: 'UTC'
	});
}
