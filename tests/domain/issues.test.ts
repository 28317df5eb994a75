import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { dealt, DEALING, thinlyDealt, type ToDeal } from '#domain/issues.ts';

const syndicates = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => asId<'Syndicate'>(id));
const issue = (id: number, wishedBy: readonly string[] = [], has: readonly string[] = []): ToDeal => ({
	id: asId(`issue-${id}`),
	wishedBy: wishedBy.map((each) => asId(each)),
	syndicates: has.map((each) => asId(each))
});

test('[ISSUE-1] nine issues and six syndicates: each issue is discussed by two, each syndicate has three', () => {
	const given = dealt(
		Array.from({ length: 9 }, (_, n) => issue(n)),
		syndicates,
		DEALING
	);
	const loads = syndicates.map((id) => given.filter((one) => one.syndicates.includes(id)).length);

	expect(given.map((one) => new Set(one.syndicates).size)).toEqual(Array.from({ length: 9 }, () => 2));
	expect(loads).toEqual([3, 3, 3, 3, 3, 3]);
	expect(thinlyDealt(given, 6, DEALING)).toEqual([]);
});

test('[ISSUE-1] whoever asked for a point discusses it while there is room, and what was dealt by hand stays', () => {
	const given = dealt([issue(1, ['f', 'e']), issue(2, [], ['a', 'b', 'c']), issue(3, ['f'])], syndicates, DEALING);

	expect(given[0]?.syndicates.toSorted()).toEqual(['e', 'f']);
	expect(given[1]?.syndicates).toEqual(['a', 'b', 'c']);
	expect(given[2]?.syndicates.length).toBe(2);
});

test('[ISSUE-1] a room with one syndicate gives it everything, and none is thin', () => {
	const [only] = syndicates;
	const given = dealt([issue(1), issue(2)], [only!], DEALING);

	expect(given.map((one) => one.syndicates)).toEqual([[only], [only]]);
	expect(thinlyDealt(given, 1, DEALING)).toEqual([]);
	expect(thinlyDealt(given, 2, DEALING).length).toBe(2);
});
