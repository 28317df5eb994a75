/** Effect and effort as a picture: a dot where the means meet, its number beside it where it covers no other. */

export interface WeighedPoint {
	readonly n: number;
	/** Means from 1 to 5. */
	readonly impact: number;
	readonly effort: number;
}

/** Units of the picture; up is the larger effect, right the larger effort. */
export interface PicturePoint extends WeighedPoint {
	readonly x: number;
	readonly y: number;
	/** Middle of the number's place. */
	readonly labelX: number;
	readonly labelY: number;
}

export const PICTURE = {
	width: 640,
	height: 440,
	left: 56,
	right: 24,
	top: 24,
	bottom: 56,
	label: 30,
	dot: 5
} as const;

const LEAST = 1;
const MOST = 5;

export const pictureX = (effort: number): number =>
	PICTURE.left + ((effort - LEAST) / (MOST - LEAST)) * (PICTURE.width - PICTURE.left - PICTURE.right);

export const pictureY = (impact: number): number =>
	PICTURE.height -
	PICTURE.bottom -
	((impact - LEAST) / (MOST - LEAST)) * (PICTURE.height - PICTURE.top - PICTURE.bottom);

interface Spot {
	readonly x: number;
	readonly y: number;
}

/** Places around a dot, the nearest first: above and right of it, then round it, then further out. */
const DIRECTIONS = Array.from({ length: 16 }, (_, at) => -Math.PI / 4 + (at * Math.PI) / 8);
const RINGS = Array.from({ length: 24 }, (_, at) => 22 + at * 14);

const isInside = ({ x, y }: Spot): boolean => {
	const half = PICTURE.label / 2;
	return (
		x - half >= PICTURE.left &&
		x + half <= PICTURE.width &&
		y - half >= 0 &&
		y + half <= PICTURE.height - PICTURE.bottom
	);
};

const isApart = (one: Spot, other: Spot, least: number): boolean =>
	Math.abs(one.x - other.x) >= least || Math.abs(one.y - other.y) >= least;

/** In the order of their numbers, which does not depend on the order they come in. */
export function pictureOf(points: readonly WeighedPoint[]): readonly PicturePoint[] {
	const dots = points
		.toSorted((a, b) => a.n - b.n)
		.map((point) => ({ ...point, x: pictureX(point.effort), y: pictureY(point.impact) }));
	const placed: Spot[] = [];
	return dots.map((dot) => {
		const spots = RINGS.flatMap((far) =>
			DIRECTIONS.map((way) => ({ x: dot.x + far * Math.cos(way), y: dot.y + far * Math.sin(way) }))
		);
		const free = spots.find(
			(spot) =>
				isInside(spot) &&
				placed.every((other) => isApart(spot, other, PICTURE.label + 2)) &&
				dots.every((other) => isApart(spot, other, PICTURE.label / 2 + PICTURE.dot))
		);
		const { x, y } = free ?? { x: dot.x, y: dot.y };
		placed.push({ x, y });
		return { ...dot, labelX: x, labelY: y };
	});
}
