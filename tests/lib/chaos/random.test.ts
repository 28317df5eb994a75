import { expect, test } from 'vitest';
import { Random } from '../../chaos/harness/random.ts';

const draws = (random: Random) => Array.from({ length: 50 }, () => random.integer(0, 1_000_000));

test('[CHAOS-3] the same seed gives the same numbers, another one others', () => {
	expect(draws(new Random(7))).toEqual(draws(new Random(7)));
	expect(draws(new Random(7))).not.toEqual(draws(new Random(8)));
});

test('[CHAOS-3] a part has numbers of its own, whatever the others draw', () => {
	const [one, two] = [new Random(7), new Random(7)];
	draws(two);

	expect(draws(one.fork('client 1'))).toEqual(draws(two.fork('client 1')));
	expect(draws(one.fork('client 1'))).not.toEqual(draws(one.fork('client 2')));
});

test('[CHAOS-3] numbers stay between their ends and reach them', () => {
	const random = new Random(7);
	const drawn = new Set(Array.from({ length: 200 }, () => random.integer(3, 6)));

	expect([...drawn].sort()).toEqual([3, 4, 5, 6]);
	expect(random.shuffled([1, 2, 3, 4]).toSorted()).toEqual([1, 2, 3, 4]);
});
