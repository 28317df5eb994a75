import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { lobbyOf, type Comer } from '#domain/lobby.ts';

const syndicates = [
	{ id: asId<'Syndicate'>('alder'), seats: 7 },
	{ id: asId<'Syndicate'>('birch'), seats: 7 }
];
const comer = (syndicate: string | null, hasArrived: boolean, isListed: boolean): Comer => ({
	role: 'participant',
	syndicateId: syndicate === null ? null : asId(syndicate),
	hasArrived,
	isListed
});

test('[LOBBY-2] with a list the empty seats are those of people who have not come', () => {
	const lobby = lobbyOf(
		[comer('alder', true, true), comer('alder', false, true), comer('birch', true, false), comer(null, false, true)],
		syndicates
	);

	expect(lobby).toEqual({
		syndicates: [
			{ id: 'alder', arrived: 1, seats: 2 },
			{ id: 'birch', arrived: 1, seats: 1 }
		],
		unseated: { arrived: 0, expected: 1 },
		arrived: 2,
		expected: 4,
		isComplete: false
	});
});

test('[LOBBY-2] everyone is here once all of the list are, whoever came beside them', () => {
	const people = [comer('alder', true, true), comer('birch', true, false), comer(null, true, true)];

	expect(lobbyOf(people, syndicates).isComplete).toBe(true);
	expect(lobbyOf([...people, comer('birch', false, true)], syndicates).isComplete).toBe(false);
	expect(lobbyOf([], syndicates).isComplete).toBe(false);
});

test('[LOBBY-2] without a list every syndicate has the seats it takes, and laptops and facilitators have none', () => {
	const lobby = lobbyOf([comer('alder', true, false), { ...comer('alder', true, false), role: 'laptop' }], syndicates);

	expect(lobby).toMatchObject({ arrived: 1, expected: 14, isComplete: false });
});
