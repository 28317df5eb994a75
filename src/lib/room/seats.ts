/** Who sits where in the hemicycle, by what each person did. */
import type { SyndicateView, PersonView } from '#protocol/views.ts';

/** Participants by syndicate in the order they came, each true once they are in `done`. */
export const seatsOf = (
	syndicates: readonly Pick<SyndicateView, 'id' | 'letter' | 'name'>[],
	people: readonly Pick<PersonView, 'id' | 'role' | 'syndicateId'>[],
	done: ReadonlySet<string>
) =>
	syndicates.map(({ id, letter, name }) => ({
		letter,
		name,
		seats: people
			.filter(({ role, syndicateId }) => role === 'participant' && syndicateId === id)
			.map((person) => done.has(person.id))
	}));
