/** Who has come and who is still expected: the seats of the hemicycle before the first step. */
import type { SyndicateId } from './ids.ts';
import type { PersonRole } from './workshop.ts';

export interface Comer {
	readonly role: PersonRole;
	readonly syndicateId: SyndicateId | null;
	readonly hasArrived: boolean;
	/** Known before they came. */
	readonly isListed: boolean;
}

export interface Lobby {
	/** In the order given. A seat for everybody who is expected; without a list, for as many as the syndicate takes. */
	readonly syndicates: readonly { readonly id: SyndicateId; readonly arrived: number; readonly seats: number }[];
	/** Not drawn into a syndicate yet. */
	readonly unseated: { readonly arrived: number; readonly expected: number };
	readonly arrived: number;
	readonly expected: number;
	readonly isComplete: boolean;
}

export function lobbyOf(
	people: readonly Comer[],
	syndicates: readonly { readonly id: SyndicateId; readonly seats: number }[]
): Lobby {
	const participants = people.filter(({ role }) => role === 'participant');
	const isListKept = participants.some(({ isListed }) => isListed);
	const numbers = (members: readonly Comer[]) => ({
		arrived: members.filter(({ hasArrived }) => hasArrived).length,
		expected: members.length
	});
	const seated = syndicates.map(({ id, seats }) => {
		const { arrived, expected } = numbers(participants.filter(({ syndicateId }) => syndicateId === id));
		return { id, arrived, seats: isListKept ? expected : Math.max(expected, seats) };
	});
	const unseated = numbers(participants.filter(({ syndicateId }) => syndicateId === null));
	const arrived = seated.reduce((sum, syndicate) => sum + syndicate.arrived, unseated.arrived);
	const expected = seated.reduce((sum, { seats }) => sum + seats, unseated.expected);
	return { syndicates: seated, unseated, arrived, expected, isComplete: arrived > 0 && arrived >= expected };
}
