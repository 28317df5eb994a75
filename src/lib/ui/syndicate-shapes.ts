import type { SyndicateLetter } from '#domain/workshop.ts';

interface Shape {
	/** Inside a square of 24 by 24. */
	readonly path: string;
	/** Where the letter's baseline lies. */
	readonly baseline: number;
	/** Makes the shapes look equally large beside each other. */
	readonly scale: number;
}

/** A syndicate is a colour, a shape and a letter, always together: every drawing of one takes its shape from here. */
export const SHAPES = {
	a: { path: 'M12 1a11 11 0 1 1 0 22a11 11 0 1 1 0-22z', baseline: 16, scale: 1 },
	b: { path: 'M12 1 23.4 22H.6z', baseline: 19, scale: 1.04 },
	c: {
		path: 'M2.8 1.8h18.4a1 1 0 0 1 1 1v18.4a1 1 0 0 1-1 1H2.8a1 1 0 0 1-1-1V2.8a1 1 0 0 1 1-1z',
		baseline: 16,
		scale: 0.92
	},
	d: { path: 'M12 0 24 12 12 24 0 12z', baseline: 16, scale: 1.04 },
	e: { path: 'M6.2 1.6h11.6L23.8 12l-6 10.4H6.2L.2 12z', baseline: 16, scale: 1 },
	f: { path: 'M8 1h8v7h7v8h-7v7H8v-7H1V8h7z', baseline: 16, scale: 1.04 },
	g: { path: 'M0 18.5a12 12 0 0 1 24 0z', baseline: 16.6, scale: 1.06 },
	h: {
		path: 'M12 .6 15.8 7.7 23.7 9.1 18.1 14.9 19.2 22.9 12 19.3 4.8 22.9 5.9 14.9 .3 9.1 8.2 7.7z',
		baseline: 17,
		scale: 1.08
	}
} as const satisfies Record<SyndicateLetter, Shape>;
