/** Who sits where in the hemicycle, by what each person did. */
import type { SyndicateView, PersonView } from '#protocol/views.ts';

/** Participants who came, by syndicate and in the order they came, each true once they are in `done`. */
export const seatsOf = (
	syndicates: readonly Pick<SyndicateView, 'id' | 'letter' | 'name'>[],
	people: readonly Pick<PersonView, 'id' | 'role' | 'syndicateId' | 'hasArrived'>[],
	done: ReadonlySet<string>
) =>
	syndicates.map(({ id, letter, name }) => ({
		letter,
		name,
		seats: people
			.filter(({ role, syndicateId, hasArrived }) => role === 'participant' && syndicateId === id && hasArrived)
			.map((person) => done.has(person.id))
	}));
