/** Whose colour, shape and letter it is. Never colour alone: every drawing of a syndicate takes all three from here. */
export type SyndicateLetter = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h';

interface Shape {
	/** Inside a square of 24 by 24. */
	readonly path: string;
	/** Where the letter's baseline lies. */
	readonly baseline: number;
	/** Makes the shapes look equally large beside each other. */
	readonly scale: number;
	readonly spoken: string;
}

export const SHAPES = {
	a: { path: 'M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z', baseline: 16, scale: 1, spoken: 'circle' },
	b: { path: 'M12 1 23.4 22H.6z', baseline: 19, scale: 1.04, spoken: 'triangle' },
	c: {
		path: 'M2.8 1.8h18.4a1 1 0 0 1 1 1v18.4a1 1 0 0 1-1 1H2.8a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1z',
		baseline: 16,
		scale: 0.92,
		spoken: 'square'
	},
	d: { path: 'M12 0 24 12 12 24 0 12z', baseline: 16, scale: 1.04, spoken: 'diamond' },
	e: { path: 'M6.2 1.6h11.6L23.8 12l-6 10.4H6.2L.2 12z', baseline: 16, scale: 1, spoken: 'hexagon' },
	f: { path: 'M8 1h8v7h7v8h-7v7H8v-7H1V8h7z', baseline: 16, scale: 1.04, spoken: 'cross' },
	g: { path: 'M0 18.5a12 12 0 0 1 24 0z', baseline: 16.6, scale: 1.06, spoken: 'half disc' },
	h: {
		path: 'M12 .2l3.1 7.6 8.2.6-6.3 5.3 2 8L12 17.4l-7 4.3 2-8L.7 8.4l8.2-.6z',
		baseline: 16.2,
		scale: 1.1,
		spoken: 'star'
	}
} as const satisfies Record<SyndicateLetter, Shape>;
