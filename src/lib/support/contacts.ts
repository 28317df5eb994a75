import type { PersonView } from '#protocol/views.ts';

/** Whom management can talk to about a request: people who are here, by name; no laptop and no guest. */
export const contactsOf = (people: readonly PersonView[]): readonly PersonView[] =>
	people
		.filter(({ role }) => role === 'participant' || role === 'facilitator' || role === 'co-facilitator')
		.toSorted((one, other) => one.name.localeCompare(other.name));
