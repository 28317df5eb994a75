import { count } from '#domain/words/en.ts';
import type { SyndicateLetter } from '#domain/workshop.ts';
import type { DeskSyndicate } from '#protocol/live.ts';
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

/** Those who sign, in the order in which they are called up; a person in two of them stands in both. */
export interface SigningGroup {
	readonly who: 'Owners' | 'Sponsor' | 'Follow-up manager' | 'Everyone';
	readonly signed: number;
	readonly of: number;
	readonly missing: readonly string[];
}

export interface ToSign {
	readonly owners: readonly string[];
	/** Null where nobody is named. */
	readonly sponsor: string | null;
	readonly followUp: string | null;
	readonly everyone: readonly string[];
	readonly hasSigned: (personId: string) => boolean;
}

/** Nobody is kept from signing earlier: it is the order for calling people up. A group without people is left out. */
export function signingOrder({ owners, sponsor, followUp, everyone, hasSigned }: ToSign): readonly SigningGroup[] {
	const groups: readonly (readonly [SigningGroup['who'], readonly (string | null)[]])[] = [
		['Owners', owners],
		['Sponsor', [sponsor]],
		['Follow-up manager', [followUp]],
		['Everyone', everyone]
	];
	return groups.flatMap(([who, people]) => {
		const all = [...new Set(people.filter((person) => person !== null))];
		const missing = all.filter((person) => !hasSigned(person));
		return all.length === 0 ? [] : [{ who, signed: all.length - missing.length, of: all.length, missing }];
	});
}

/** Devices that hold changes which are on no board yet: they would come too late once the plan is closed. */
export const unsavedPlaces = (
	desk: readonly Pick<DeskSyndicate, 'id' | 'unsaved' | 'unsavedOn'>[],
	syndicates: readonly Pick<SyndicateView, 'id' | 'name'>[]
): readonly string[] =>
	desk
		.filter(({ unsaved }) => unsaved > 0)
		.map(({ id, unsaved, unsavedOn }) => {
			const name = syndicates.find((syndicate) => syndicate.id === id)?.name ?? 'A syndicate';
			const where = unsavedOn === 1 ? 'A device' : `${unsavedOn} devices`;
			return `${where} of ${name} ${unsavedOn === 1 ? 'holds' : 'hold'} ${count(unsaved, 'change', 'changes')} that ${unsaved === 1 ? 'is' : 'are'} not saved yet.`;
		});
