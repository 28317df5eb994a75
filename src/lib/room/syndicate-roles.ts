/** Who does what in a syndicate, for the pages that say so. */
import type { PersonId } from '#domain/ids.ts';
import { rolesAt, SYNDICATE_ROLES, type SyndicateRole } from '#domain/roles.ts';
import type { Activity } from '#domain/template.ts';
import type { PersonView } from '#protocol/views.ts';

interface Room {
	readonly people: readonly PersonView[];
	readonly workshop: { readonly steps: readonly Pick<Activity, 'id' | 'scope'>[] };
}

/** The roles of those who came; null in a step of the whole room, and where one alone would have them all. */
export function rolesIn(
	{ people, workshop: { steps } }: Room,
	syndicate: string,
	step: string
): ReadonlyMap<SyndicateRole, PersonId> | null {
	const at = steps.findIndex(({ id }) => id === step);
	const ring = ringOf(people, syndicate);
	return steps[at]?.scope === 'syndicate' && ring.length > 1 ? rolesAt(ring, at) : null;
}

/** Who sets the syndicate's light and clock, in every step, as the server counts it; null where nobody came. */
export function hostIn({ people, workshop: { steps } }: Room, syndicate: string, step: string): PersonId | null {
	const at = steps.findIndex(({ id }) => id === step);
	return rolesAt(ringOf(people, syndicate), Math.max(0, at)).get('host') ?? null;
}

const ringOf = (people: readonly PersonView[], syndicate: string) =>
	people
		.filter(({ role, syndicateId, hasArrived }) => role === 'participant' && syndicateId === syndicate && hasArrived)
		.map(({ id, rolePlace, isHereToday }) => ({ id, rolePlace, isHere: isHereToday }));

/** All five on one line: “Host: Amira · Scribe: Jonas”. */
export const roleWords = (
	roles: ReadonlyMap<SyndicateRole, PersonId>,
	nameOf: (id: PersonId | null) => string
): string => SYNDICATE_ROLES.map(({ id, label }) => `${label}: ${nameOf(roles.get(id) ?? null)}`).join(' · ');
