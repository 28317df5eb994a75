import type { SyndicateLetter } from '#domain/workshop.ts';
import type { PersonView, SyndicateView } from '#protocol/views.ts';

/** The hemicycle of the signing: a seat for each participant who came, filled once that person has signed. */
export interface SignedSyndicate {
	readonly letter: SyndicateLetter;
	readonly name: string;
	readonly seats: readonly boolean[];
}

/** Syndicates in their order, people in the order they came; a syndicate without people has no wedge. */
export function signedSeats(
	syndicates: readonly SyndicateView[],
	people: readonly PersonView[],
	hasSigned: (personId: string) => boolean
): readonly SignedSyndicate[] {
	return syndicates
		.map(({ id, letter, name }) => ({
			letter,
			name,
			seats: seated(people, id).map((person) => hasSigned(person.id))
		}))
		.filter(({ seats }) => seats.length > 0);
}

/** Where a person sits, for the yellow ring; undefined without a seat in a syndicate. */
export function seatOf(
	syndicates: readonly SyndicateView[],
	people: readonly PersonView[],
	personId: string | null
): { readonly letter: SyndicateLetter; readonly seat: number } | undefined {
	for (const { id, letter } of syndicates) {
		const seat = seated(people, id).findIndex((person) => person.id === personId);
		if (seat !== -1) return { letter, seat };
	}
	return undefined;
}

const seated = (people: readonly PersonView[], syndicateId: string): readonly PersonView[] =>
	people.filter((person) => person.syndicateId === syndicateId && person.role === 'participant' && person.hasArrived);
