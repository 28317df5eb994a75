import { describe, expect, test } from 'vitest';
import { asId, type PersonId } from '#domain/ids.ts';
import { pairsOf, turnAt, turnsOf } from '#domain/pairs.ts';
import type { Clock } from '#domain/workshop.ts';

const people = (number: number): readonly PersonId[] =>
	Array.from({ length: number }, (_, at) => asId<'Person'>(`person${at}`));
const partnersIn = (pairs: readonly (readonly PersonId[])[]) =>
	new Map(pairs.flatMap((pair) => pair.map((one) => [one, pair.filter((other) => other !== one).join()] as const)));

describe('[WELCOME-4]', () => {
	test.each([0, 1, 2, 3, 7, 40, 119, 120])(
		'of %i people everybody has a neighbour, and one too many makes a three',
		(n) => {
			const pairs = pairsOf(people(n), 'autumn welcome');

			expect(pairs.flat().toSorted()).toEqual(people(n).toSorted());
			const sizes = pairs.map(({ length }) => length);
			expect(sizes.filter((size) => size === 3)).toHaveLength(n > 1 ? n % 2 : 0);
			expect(sizes.every((size) => size === 2 || size === 3 || n === 1)).toBe(true);
		}
	);

	test('every device works out the same, in whatever order it knows the people; another step mixes anew', () => {
		const pairs = pairsOf(people(40), 'autumn welcome');

		expect(pairsOf(people(40).toReversed(), 'autumn welcome')).toEqual(pairs);
		expect(pairsOf(people(40), 'autumn evening')).not.toEqual(pairs);
	});

	test('when somebody comes or goes most people keep their neighbour', () => {
		let changed = 0;
		for (let round = 0; round < 30; round += 1) {
			const before = partnersIn(pairsOf(people(40), `round ${round}`));
			const gone = people(40).filter((_, at) => at !== round);
			const after = partnersIn(pairsOf(gone, `round ${round}`));
			changed += gone.filter((one) => before.get(one) !== after.get(one)).length;
		}

		// Of forty, in thirty rounds: the one left over, the three it joins, and a few on the way there.
		expect(changed / 30).toBeLessThan(10);
	});
});

describe('[WELCOME-5]', () => {
	const lengthMs = 7 * 60_000;
	const running = (passedMs: number): Clock => ({
		kind: 'running',
		endsAtMs: 1_000_000 + lengthMs - passedMs,
		lengthMs
	});
	const at = (passedMs: number, size: number) => turnAt(running(passedMs), 1_000_000, size);

	test('each side speaks for a minute on the clock of the phase, and twice', () => {
		expect(at(0, 2)).toEqual({ minute: 0, remainingMs: 60_000 });
		expect(at(59_999, 2)).toEqual({ minute: 0, remainingMs: 1 });
		expect(at(60_000, 2)).toEqual({ minute: 1, remainingMs: 60_000 });
		expect(at(239_000, 2)).toEqual({ minute: 3, remainingMs: 1000 });
		expect(turnsOf(2)).toBe(4);
	});

	test('then it ends quietly, a three later than a pair', () => {
		expect(at(240_000, 2)).toBeNull();
		expect(at(240_000, 3)).toEqual({ minute: 4, remainingMs: 60_000 });
		expect(at(360_000, 3)).toBeNull();
	});

	test('before the clock was started nobody has to speak, and a pause keeps the minute', () => {
		expect(turnAt(null, 0, 2)).toBeNull();
		expect(turnAt({ kind: 'paused', remainingMs: lengthMs, lengthMs }, 0, 2)).toBeNull();
		expect(turnAt({ kind: 'paused', remainingMs: lengthMs - 90_000, lengthMs }, 0, 2)).toEqual({
			minute: 1,
			remainingMs: 30_000
		});
	});
});
