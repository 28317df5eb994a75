import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { storiesToTell, type Story } from '#domain/stories.ts';

const story = (text: string, syndicate: string, votes: number, isReleased = true): Story => ({
	ref: text,
	text,
	syndicateId: asId(syndicate),
	authorId: null,
	isReleased,
	votes
});

test('[DAY-5] released stories come first, then those with most votes, and every syndicate before one twice', () => {
	const told = storiesToTell(
		[
			story('fourth', 'alder', 9),
			story('first', 'alder', 10),
			story('third', 'cedar', 12, false),
			story('second', 'birch', 1)
		],
		4
	);

	expect(told.map(({ text }) => text)).toEqual(['first', 'second', 'third', 'fourth']);
	expect(storiesToTell(told, 2)).toHaveLength(2);
});
