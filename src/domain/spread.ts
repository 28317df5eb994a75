/** How marks from 1 to 5 spread: what a room looks at, never who gave which. */

/** How often each mark was given, from 1 to 5. */
export type Marks = readonly [number, number, number, number, number];

export const NO_MARKS: Marks = [0, 0, 0, 0, 0];

/** Fewer marks than this are not shown: they would tell whose they are. */
export const FEWEST_MARKS = 3;

export const marksGiven = (marks: Marks): number => marks.reduce((sum, times) => sum + times, 0);

export const addMarks = (a: Marks, b: Marks): Marks => [
	a[0] + b[0],
	a[1] + b[1],
	a[2] + b[2],
	a[3] + b[3],
	a[4] + b[4]
];

/** 0 without marks. */
export function meanOf(marks: Marks): number {
	const given = marksGiven(marks);
	return given === 0 ? 0 : marks.reduce((sum, times, at) => sum + times * (at + 1), 0) / given;
}

/** Standard deviation: 0 when all agree, 2 when one half says 1 and the other 5. */
export function deviationOf(marks: Marks): number {
	const given = marksGiven(marks);
	if (given === 0) return 0;
	const mean = meanOf(marks);
	return Math.sqrt(marks.reduce((sum, times, at) => sum + times * (at + 1 - mean) ** 2, 0) / given);
}

/**
 * The line people disagree about most; the first one of several. Null where all agree, or too few have said: lines below
 * `FEWEST_MARKS` do not count.
 */
export function widestOf<Line extends { readonly marks: Marks | null }>(lines: readonly Line[]): Line | null {
	let widest: Line | null = null;
	let far = 0;
	for (const line of lines) {
		if (!line.marks || marksGiven(line.marks) < FEWEST_MARKS) continue;
		const deviation = deviationOf(line.marks);
		if (deviation > far + 1e-9) [widest, far] = [line, deviation];
	}
	return widest;
}
