/** The customers, one to four of them: what they are called, which steps are theirs, and what they write down beforehand. */
import { takesIssues } from './issues.ts';
import type { Activity } from './template.ts';
import type { PersonRole } from './workshop.ts';

/** How many customers a workshop has at most: the first, and three who come along. */
export const CUSTOMERS_LIMIT = 4;
/** Statements one customer may keep, and the letters of one: as many as a point has. */
export const STATEMENTS_LIMIT = 30;
export const STATEMENT_LIMIT = 200;

const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

/** Names as a sentence joins them: "Ingrid", "Ingrid and Marek", "Ingrid, Marek and Pia". */
export function joined(names: readonly string[]): string {
	const last = names.at(-1) ?? '';
	return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** What the customers are called in headings, by first names in the order in which they were named. Empty without any. */
export const guestNames = (people: readonly { readonly name: string; readonly role: PersonRole }[]): string =>
	joined(people.filter(({ role }) => role === 'customer').flatMap(({ name }) => firstName(name) || []));

/** As `guestNames`, for the beginning of a sentence where nobody is named yet. */
export const guestOf = (people: Parameters<typeof guestNames>[0]): string => guestNames(people) || 'The customer';

const OF_SEVERAL: Readonly<Record<string, string>> = { is: 'are', was: 'were', has: 'have', does: 'do' };
const ofSeveral = (verb: string): string => OF_SEVERAL[verb] ?? verb.replace(/s$/, '');

/** A text of the template, which speaks of one customer, where there are several: "What are {guest} asking for?". */
export const forSeveral = (text: string): string =>
	text
		.replace(/\b(is|was|has|does) \{guest\}/gi, (_, verb: string) => {
			const plural = ofSeveral(verb.toLowerCase());
			return `${verb.charAt(0) === verb.charAt(0).toLowerCase() ? plural : plural.charAt(0).toUpperCase() + plural.slice(1)} {guest}`;
		})
		.replace(
			/\{guest\} ((?:[a-z]+s\b(?:, | or | and )?)+)/g,
			(_, verbs: string) => `{guest} ${verbs.replace(/[a-z]+s\b/g, ofSeveral)}`
		);

/** A step in which somebody who came to hear the customers has a place: what they say, and what they are asked. */
export const isHeard = ({ board }: Pick<Activity, 'board'>): boolean =>
	board.kind === 'points' || board.kind === 'queue';

/** A step that is a customer's own: what they say, what they are asked, and what the syndicates make of it. */
export const isCustomers = (activity: Pick<Activity, 'board'>): boolean =>
	isHeard(activity) || takesIssues(activity.board);

/** Whether this step belongs to a guest of that role; `isGuest` tells who is one. */
export const isGuestStep = (role: PersonRole, activity: Pick<Activity, 'board'>): boolean =>
	role === 'customer' ? isCustomers(activity) : isHeard(activity);
