import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balanceOf } from '#domain/balance.ts';
import { draw, type InDraw } from '#domain/draw.ts';

const DEPARTMENTS = ['Contact centre', 'Field engineers', 'Billing', 'Planning', 'Sales', ''];

interface Drawn {
	readonly people: readonly InDraw[];
	readonly syndicates: number;
	readonly seed: number;
}

const drawn = ({
	most,
	withManagers,
	withLocks
}: {
	readonly most: number;
	readonly withManagers: boolean;
	readonly withLocks: boolean;
}): fc.Arbitrary<Drawn> =>
	fc.integer({ min: 2, max: 8 }).chain((syndicates) =>
		fc.record({
			syndicates: fc.constant(syndicates),
			seed: fc.integer(),
			people: fc
				.array(
					fc.record({
						department: fc.constantFrom(...DEPARTMENTS),
						manager: fc.option(fc.nat(most), { nil: null }),
						lockedTo: fc.option(fc.nat(syndicates - 1), { nil: null, freq: 3 })
					}),
					{ maxLength: most }
				)
				.map((rows) =>
					rows.map(({ department, manager, lockedTo }, at) => ({
						id: `p${at}`,
						name: `Person ${at}`,
						department,
						reportsTo: withManagers && manager !== null ? `person ${manager}` : null,
						lockedTo: withLocks ? lockedTo : null
					}))
				)
		})
	);

const sizesOf = ({ people, syndicates }: Drawn, places: ReadonlyMap<string, number>): readonly number[] =>
	Array.from({ length: syndicates }, (_, at) => people.filter(({ id }) => places.get(id) === at).length);

const spread = (numbers: readonly number[]): number => Math.max(...numbers) - Math.min(...numbers);

/** Pairs of a manager and a report who sit together. */
const together = (people: readonly InDraw[], places: ReadonlyMap<string, number>): number =>
	people.filter(({ id, name, reportsTo }) => {
		const manager = people.find((other) => other.name.toLowerCase() === reportsTo);
		return manager && manager.name !== name && places.get(manager.id) === places.get(id);
	}).length;

/** Whether any draw with even sizes keeps them apart, found by trying all of them. */
function canBeApart({ people, syndicates }: Drawn): boolean {
	const places = new Map<string, number>();
	const go = (at: number): boolean => {
		const person = people[at];
		if (!person) return spread(sizesOf({ people, syndicates, seed: 0 }, places)) <= 1 && together(people, places) === 0;
		for (let place = 0; place < syndicates; place += 1) {
			places.set(person.id, place);
			if (go(at + 1)) return true;
		}
		places.delete(person.id);
		return false;
	};
	return go(0);
}

describe('[PEOPLE-4] the balanced draw', () => {
	test('sizes differ by at most one, whoever reports to whom', () => {
		fc.assert(
			fc.property(drawn({ most: 60, withManagers: true, withLocks: false }), (world) => {
				const places = draw(world.people, world.syndicates, world.seed);

				expect(places.size).toBe(world.people.length);
				expect(spread(sizesOf(world, places))).toBeLessThanOrEqual(1);
			})
		);
	});

	test('every department is spread as evenly as can be', () => {
		fc.assert(
			fc.property(drawn({ most: 60, withManagers: false, withLocks: false }), (world) => {
				const places = draw(world.people, world.syndicates, world.seed);

				for (const department of DEPARTMENTS) {
					const people = world.people.filter((person) => person.department === department);
					expect(spread(sizesOf({ ...world, people }, places))).toBeLessThanOrEqual(1);
				}
			})
		);
	});

	test('managers sit apart from those who report to them whenever even sizes allow it', () => {
		fc.assert(
			fc.property(
				drawn({ most: 7, withManagers: true, withLocks: false }).filter(({ syndicates }) => syndicates <= 3),
				(world) => {
					const places = draw(world.people, world.syndicates, world.seed);

					expect(together(world.people, places) === 0).toBe(canBeApart(world));
				}
			),
			{ numRuns: 150 }
		);
	});

	test('in a workshop of forty with a manager in each department nobody sits with theirs, and departments stay mixed', () => {
		const people = Array.from({ length: 40 }, (_, at) => ({
			id: `p${at}`,
			name: `Person ${at}`,
			department: DEPARTMENTS[at % 5]!,
			reportsTo: at < 5 ? null : `person ${at % 5}`,
			lockedTo: null
		}));

		for (let seed = 0; seed < 20; seed += 1) {
			const places = draw(people, 6, seed);
			const world = { people, syndicates: 6, seed };

			expect([together(people, places), spread(sizesOf(world, places))]).toEqual([0, 1]);
			for (const department of DEPARTMENTS.slice(0, 5)) {
				const own = people.filter((person) => person.department === department);
				expect(spread(sizesOf({ ...world, people: own }, places))).toBeLessThanOrEqual(2);
			}
		}
	});

	test('two hundred people are drawn without a pause that anybody notices', () => {
		const people = Array.from({ length: 200 }, (_, at) => ({
			id: `p${at}`,
			name: `Person ${at}`,
			department: DEPARTMENTS[at % 5]!,
			reportsTo: at < 20 ? 'person 0' : `person ${at % 20}`,
			lockedTo: null
		}));

		const places = draw(people, 8, 3);

		expect(together(people, places)).toBe(0);
		expect(spread(sizesOf({ people, syndicates: 8, seed: 3 }, places))).toBe(0);
	});

	test('who was placed by hand stays there, and the others make up for it', () => {
		fc.assert(
			fc.property(drawn({ most: 40, withManagers: true, withLocks: true }), (world) => {
				const places = draw(world.people, world.syndicates, world.seed);
				const sizes = sizesOf(world, places);
				const locked = sizesOf({ ...world, people: world.people.filter((person) => person.lockedTo !== null) }, places);
				// Nobody is put into a syndicate that is larger than the smallest one would be with them.
				const filled = sizes.filter((size, at) => size > (locked[at] ?? 0));

				expect(world.people.every(({ id, lockedTo }) => lockedTo === null || places.get(id) === lockedTo)).toBe(true);
				if (filled.length > 0) expect(Math.max(...filled) - Math.min(...sizes)).toBeLessThanOrEqual(1);
			})
		);
	});

	test('the same seed draws the same, another one otherwise', () => {
		const people = Array.from({ length: 40 }, (_, at) => ({
			id: `p${at}`,
			name: `Person ${at}`,
			department: DEPARTMENTS[at % 5]!,
			reportsTo: null,
			lockedTo: null
		}));

		expect(draw(people, 6, 7)).toEqual(draw(people, 6, 7));
		expect(draw(people, 6, 8)).not.toEqual(draw(people, 6, 7));
	});
});

test('[PEOPLE-5] what is not balanced is said in words, and blocks nothing', () => {
	const person = (name: string, department: string, reportsTo: string | null = null) => ({
		id: name,
		name,
		department,
		reportsTo
	});
	const people = [
		person('Ana', 'Sales'),
		person('Ben', 'Billing', 'ana'),
		person('Cleo', 'Billing'),
		person('Dan', 'Sales'),
		person('Eve', 'Billing')
	];
	const at = (places: Readonly<Record<string, number>>) => (id: string) => places[id] ?? null;

	expect(balanceOf(people, at({}), ['Alder', 'Birch'])).toEqual([]);
	expect(balanceOf(people, at({ Ana: 0, Ben: 1, Cleo: 0, Dan: 1, Eve: 1 }), ['Alder', 'Birch'])).toEqual([
		{ tone: 'ok', text: 'Every syndicate has Sales and Billing' },
		{ tone: 'ok', text: 'Nobody sits with their manager' }
	]);
	expect(balanceOf(people, at({ Ana: 0, Ben: 0, Cleo: 0, Dan: 0, Eve: 1 }), ['Alder', 'Birch'])).toEqual([
		{ tone: 'ok', text: 'Every syndicate has Billing' },
		{ tone: 'warn', text: 'Alder has 4 people, Birch has 1' },
		{ tone: 'warn', text: 'Ben sits with Ana, whom they report to' },
		{ tone: 'warn', text: 'Birch has no one from Sales' }
	]);
});
