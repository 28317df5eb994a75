/**
 * The five roles of a syndicate. Everybody has a place in the syndicate's ring, drawn once; with every step the roles move
 * on by one place, so that nobody does the same thing twice in a row and everybody's turn comes.
 */
import type { PersonId } from './ids.ts';

export type SyndicateRole = 'host' | 'scribe' | 'timekeeper' | 'spokesperson' | 'reader';

/** In the template's order and words; a test holds the two together. */
export const SYNDICATE_ROLES: readonly {
	readonly id: SyndicateRole;
	readonly label: string;
	readonly does: string;
}[] = [
	{ id: 'host', label: 'Host', does: 'Sees that everyone is heard, the quiet ones first.' },
	{ id: 'scribe', label: 'Scribe', does: 'Types what is said, in the words of the one who said it.' },
	{ id: 'timekeeper', label: 'Timekeeper', does: 'Says when half the time is gone.' },
	{ id: 'spokesperson', label: 'Spokesperson', does: 'Tells the room. Two minutes, no notes.' },
	{ id: 'reader', label: 'Reader', does: 'Reads notes aloud, without comment.' }
];

/** One of a syndicate's people, as far as its roles depend on them. */
export interface InRing {
	readonly id: PersonId;
	/** Null before the draw: such people sit at the end of the ring. */
	readonly rolePlace: number | null;
	readonly isHere: boolean;
}

/**
 * Who has which role in a step. Where somebody is not here, the next one in the ring who is, and has nothing to do yet,
 * steps in; a small syndicate gives several roles to one person. Nobody here: as if everybody were.
 * @param members the people of one syndicate, in any order
 * @param stepIndex the step's place among the steps of the agenda, from 0
 */
export function rolesAt(members: readonly InRing[], stepIndex: number): ReadonlyMap<SyndicateRole, PersonId> {
	const ring = [...members].sort(
		(a, b) => (a.rolePlace ?? Infinity) - (b.rolePlace ?? Infinity) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
	);
	const isAnybodyHere = ring.some(({ isHere }) => isHere);
	const roles = new Map<SyndicateRole, PersonId>();
	const carries = new Map<PersonId, number>();
	const give = (role: SyndicateRole, { id }: InRing): void => {
		roles.set(role, id);
		carries.set(id, (carries.get(id) ?? 0) + 1);
	};
	const nominal = SYNDICATE_ROLES.map(({ id }, at) => ({ role: id, at: at + stepIndex }));
	const isAvailable = (person: InRing | undefined): person is InRing =>
		person !== undefined && (person.isHere || !isAnybodyHere);
	const vacant = nominal.filter(({ role, at }) => {
		const person = ring[at % ring.length];
		if (!isAvailable(person) || carries.has(person.id)) return true;
		give(role, person);
		return false;
	});
	for (const { role, at } of vacant) {
		const following = ring.map((_, ahead) => ring[(at + ahead) % ring.length]).filter(isAvailable);
		const [next] = following.sort((a, b) => (carries.get(a.id) ?? 0) - (carries.get(b.id) ?? 0));
		if (next) give(role, next);
	}
	return roles;
}

/** The roles somebody has in a step, in the template's order; mostly one, or none. */
export const rolesOf = (roles: ReadonlyMap<SyndicateRole, PersonId>, person: PersonId): readonly SyndicateRole[] =>
	SYNDICATE_ROLES.flatMap(({ id }) => (roles.get(id) === person ? [id] : []));
