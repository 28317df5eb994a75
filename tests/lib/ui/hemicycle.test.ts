import type { SyndicateLetter } from '#domain/workshop.ts';
import { describe, expect, test } from 'vitest';
import { filledSeats, MOST_SEATS, rowCount, seatPlan, type Wedge } from '#lib/ui/hemicycle.ts';
import { SHAPES } from '#lib/ui/syndicate-shapes.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const satisfies readonly SyndicateLetter[];

const room = (...people: number[]): Wedge[] =>
	people.map((count, at) => ({ letter: LETTERS[at] ?? 'a', people: count }));

const degrees = (place: { x: number; y: number }): number => (Math.atan2(-place.y, -place.x) * 180) / Math.PI;

const rowsOf = (wedges: readonly Wedge[], letter: SyndicateLetter): number[] => {
	const { places, rows } = seatPlan(wedges);
	return Array.from(
		{ length: rows },
		(_, row) => places.filter((place) => place.letter === letter && place.row === row).length
	);
};

describe('the hemicycle', () => {
	test('seven people sit two, two and three from the inside', () => {
		expect(rowsOf(room(7, 7, 7, 7, 6, 6), 'a')).toEqual([2, 2, 3]);
		expect(rowsOf(room(7, 7, 7, 7, 6, 6), 'e')).toEqual([2, 2, 2]);
	});

	test('everybody has one seat, numbered from the inside in the order they came', () => {
		const { places } = seatPlan(room(7, 5, 12));

		for (const [letter, people] of [
			['a', 7],
			['b', 5],
			['c', 12]
		] as const) {
			const own = places.filter((place) => place.letter === letter);
			expect(own.map((place) => place.seat)).toEqual(Array.from({ length: people }, (_, seat) => seat));
			expect(own.map((place) => place.row)).toEqual(own.map((place) => place.row).sort((a, b) => a - b));
		}
	});

	test('a syndicate twice as large gets a wedge twice as wide', () => {
		const { places, seatSize } = seatPlan(room(20, 10));
		const width = (letter: SyndicateLetter): number => {
			const outer = places.filter((place) => place.letter === letter && place.row === 2);
			const angles = outer.map(degrees);
			return Math.max(...angles) - Math.min(...angles) + (seatSize / 522) * (180 / Math.PI);
		};

		expect(width('a') / width('b')).toBeCloseTo(2, 1);
	});

	test('more than sixty people sit in more rows', () => {
		expect([4, 60, 61, 90, 91, 120].map(rowCount)).toEqual([3, 3, 4, 4, 5, 5]);
	});

	test('where only numbers are known, the first seats are the filled ones', () => {
		expect(filledSeats(2, 4)).toEqual([true, true, false, false]);
		expect(filledSeats(2, 1)).toEqual([true, true]);
	});

	test('a syndicate without people takes no room', () => {
		expect(seatPlan(room(4, 0)).places.map((place) => place.letter)).toEqual(['a', 'a', 'a', 'a']);
		expect(seatPlan([]).places).toEqual([]);
	});

	const rooms = [
		room(2, 2),
		room(1, 1),
		room(7, 7, 7, 7, 6, 6),
		room(5, 5, 5, 5, 5, 5, 5, 5),
		room(30, 30),
		room(1, 20, 20, 19),
		room(15, 15, 15, 15, 15, 15, 15, 15),
		room(2, 3, 40, 15, 30, 10, 10, 10)
	];

	test.each(rooms.map((wedges) => [wedges.map((wedge) => wedge.people).join(' '), wedges] as const))(
		'in a room of %s no two seats touch, and all are inside the picture',
		(_, wedges) => {
			const { places, seatSize } = seatPlan(wedges);

			expect(places).toHaveLength(wedges.reduce((sum, wedge) => sum + wedge.people, 0));
			expect(places.length).toBeLessThanOrEqual(MOST_SEATS);
			expect(seatSize).toBeGreaterThan(20);
			for (const [at, place] of places.entries()) {
				expect(Math.abs(place.x) + (place.scale * 24) / 2).toBeLessThanOrEqual(563);
				expect(place.y + seatSize / 2).toBeLessThanOrEqual(0);
				expect(place.scale).toBeCloseTo((seatSize / 24) * SHAPES[place.letter].scale, 6);
				for (const other of places.slice(at + 1)) {
					expect(Math.hypot(place.x - other.x, place.y - other.y)).toBeGreaterThan(seatSize * 0.99);
				}
			}
		}
	);
});

describe('[LOBBY-3]', () => {
	const rooms = [2, 3, 4, 5, 6, 7, 8].flatMap((syndicates) =>
		[syndicates, 16, 40, 61, 91, 120].map((people) => [syndicates, people] as const)
	);

	test.each(rooms)(
		'%i syndicates of %i people: a seat each, on the picture, and none upon another',
		(syndicates, people) => {
			const share = (at: number) => Math.floor(people / syndicates) + (at < people % syndicates ? 1 : 0);
			const { places, seatSize } = seatPlan(room(...Array.from({ length: syndicates }, (_, at) => share(at))));

			expect(places).toHaveLength(people);
			const distances = places.flatMap((one, at) =>
				places.slice(at + 1).map((other) => Math.hypot(one.x - other.x, one.y - other.y))
			);
			expect(Math.min(Infinity, ...distances)).toBeGreaterThanOrEqual(seatSize * 0.99);
			expect(places.every(({ x, y }) => Math.hypot(x, y) <= 563 && y <= 30)).toBe(true);
			// Of a screen 1920 wide the hemicycle has about 1100 px, for 1126 units: a seat is seen from the back row.
			expect(seatSize).toBeGreaterThan(20);
		}
	);
});
