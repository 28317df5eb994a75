import type { SyndicateLetter } from '#domain/workshop.ts';
import { SHAPES } from '#lib/ui/syndicate-shapes.ts';

/** How many people still get a seat each; above that the numbers stand alone. */
export const MOST_SEATS = 120;

const OUTER_RADIUS = 522;
const INNER_RADIUS = 322;
/** Rows stay this far apart until there are so many that they must come closer. */
const ROW_GAP = 100;
const LARGEST_SEAT = 66;
/** The room a seat keeps to its neighbour, as a part of its own size. */
const AIR = 0.16;
/** The half circle begins and ends a little above the ground, so that no seat sinks below it. */
const EDGE_DEGREES = 1.7;
const WEDGE_GAP_DEGREES = 5;
/** A syndicate of one among many keeps a wedge wide enough for a seat one can see. */
const SMALLEST_SHARE = 0.07;

export interface Wedge {
	readonly letter: SyndicateLetter;
	readonly people: number;
}

export interface SeatPlace {
	readonly letter: SyndicateLetter;
	/** The seat's number in its wedge: first come, inside first. */
	readonly seat: number;
	readonly row: number;
	/** The centre, where 0 0 is the middle of the half circle and up is negative. */
	readonly x: number;
	readonly y: number;
	/** What makes the shape, drawn in a square of 24, the right size here. */
	readonly scale: number;
}

export interface SeatPlan {
	readonly places: readonly SeatPlace[];
	/** Of a circle, before the shapes are made to look equally large. */
	readonly seatSize: number;
	readonly rows: number;
}

/** Three rows up to 60 people, then one more for every 30. */
export const rowCount = (people: number): number => (people <= 60 ? 3 : people <= 90 ? 4 : 5);

/**
 * Where everybody sits: a wedge for each syndicate, its angle in proportion to its people, five degrees between
 * wedges. Within a wedge the seats are numbered from the inside out.
 */
export function seatPlan(wedges: readonly Wedge[]): SeatPlan {
	const seated = wedges.filter((wedge) => wedge.people > 0);
	const people = seated.reduce((sum, wedge) => sum + wedge.people, 0);
	const rows = rowCount(people);
	const radii = rowRadii(rows);
	const angles = wedgeAngles(seated, people);
	const spread = seated.map((wedge) => seatsPerRow(wedge.people, radii));
	const seatSize = largestSeat(angles, spread, radii);

	const places = seated.flatMap((wedge, at) => {
		const { start, width } = angles[at] ?? { start: 0, width: 0 };
		return placesOf(wedge.letter, start, width, spread[at] ?? [], radii, seatSize);
	});
	return { places, seatSize, rows };
}

/** From the inside out. */
function rowRadii(rows: number): readonly number[] {
	const gap = Math.min(ROW_GAP, (OUTER_RADIUS - INNER_RADIUS + (rows - 3) * 30) / (rows - 1));
	return Array.from({ length: rows }, (_, row) => OUTER_RADIUS - gap * (rows - 1 - row));
}

/** Start and width of each wedge in radians, from the left. */
function wedgeAngles(wedges: readonly Wedge[], people: number): readonly { start: number; width: number }[] {
	const gap = radians(WEDGE_GAP_DEGREES);
	const open = Math.PI - 2 * radians(EDGE_DEGREES) - gap * Math.max(0, wedges.length - 1);
	const shares = wedges.map((wedge) => Math.max(wedge.people / people, SMALLEST_SHARE));
	const total = shares.reduce((sum, share) => sum + share, 0);
	let start = radians(EDGE_DEGREES);
	return shares.map((share) => {
		const wedge = { start, width: (open * share) / total };
		start += wedge.width + gap;
		return wedge;
	});
}

/** Seats by row in proportion to the row's length: seven people in three rows sit 2, 2, 3. */
function seatsPerRow(people: number, radii: readonly number[]): readonly number[] {
	const length = radii.reduce((sum, radius) => sum + radius, 0);
	const exact = radii.map((radius) => (people * radius) / length);
	const seats = exact.map(Math.floor);
	const left = people - seats.reduce((sum, count) => sum + count, 0);
	const neediest = exact
		.map((share, row) => ({ row, rest: share - Math.floor(share) }))
		.sort((a, b) => b.rest - a.rest || b.row - a.row)
		.slice(0, left);
	for (const { row } of neediest) seats[row] = (seats[row] ?? 0) + 1;
	return seats;
}

/** The largest size at which no seat touches its neighbour in the row or the row behind. */
function largestSeat(
	angles: readonly { width: number }[],
	spread: readonly (readonly number[])[],
	radii: readonly number[]
): number {
	const [inner = INNER_RADIUS, next = OUTER_RADIUS] = radii;
	let size = Math.min(LARGEST_SEAT, (next - inner) / (1 + AIR));
	for (const [at, { width }] of angles.entries()) {
		for (const [row, count] of (spread[at] ?? []).entries()) {
			if (count > 0) size = Math.min(size, (width * (radii[row] ?? 0)) / (count + AIR * (count - 1)));
		}
	}
	return size;
}

function placesOf(
	letter: SyndicateLetter,
	start: number,
	width: number,
	counts: readonly number[],
	radii: readonly number[],
	size: number
): readonly SeatPlace[] {
	const scale = (size / 24) * SHAPES[letter].scale;
	const places: SeatPlace[] = [];
	for (const [row, count] of counts.entries()) {
		const radius = radii[row] ?? OUTER_RADIUS;
		const free = width - size / radius;
		// A row of few seats in a wide wedge stays together instead of running to the wedge's edges.
		const step = count > 1 ? Math.min(free / (count - 1), (size * 2.4) / radius) : 0;
		for (let at = 0; at < count; at += 1) {
			const angle = start + width / 2 + (at - (count - 1) / 2) * step;
			places.push({
				letter,
				seat: places.length,
				row,
				x: -radius * Math.cos(angle),
				y: -radius * Math.sin(angle),
				scale
			});
		}
	}
	return places;
}

/** Seats for which only numbers are known: the first so many are filled. */
export const filledSeats = (filled: number, people: number): readonly boolean[] =>
	Array.from({ length: Math.max(filled, people) }, (_, seat) => seat < filled);

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
