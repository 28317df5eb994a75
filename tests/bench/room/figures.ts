/** What is measured of a full room, beside its goals. Pure. */

export interface RoomFigure {
	readonly what: string;
	readonly figure: number;
	readonly unit: 'ms' | 'a second' | '';
	/** How many were measured. */
	readonly of: number;
	readonly atMost?: number;
	readonly atLeast?: number;
}

export interface JudgedFigure extends RoomFigure {
	/** Null where there is no goal. */
	readonly verdict: 'ok' | 'missed' | null;
}

/** The value that this share of all does not exceed (nearest rank). @throws when there is none */
export function shareOf(values: readonly number[], share: number): number {
	const sorted = [...values].sort((one, other) => one - other);
	const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
	if (found === undefined) throw new Error('There is no share of nothing.');
	return found;
}

/** A figure at its goal has reached it. */
export function judged(figure: RoomFigure): JudgedFigure {
	const { atMost, atLeast, figure: value } = figure;
	if (atMost === undefined && atLeast === undefined) return { ...figure, verdict: null };
	const isReached = value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
	return { ...figure, verdict: isReached ? 'ok' : 'missed' };
}

/** Frames a second, of the times at which frames were drawn, in ms. */
export function framesASecond(drawnAt: readonly number[]): number {
	const [first] = drawnAt;
	const last = drawnAt.at(-1);
	if (first === undefined || last === undefined || last <= first) return 0;
	return ((drawnAt.length - 1) * 1000) / (last - first);
}

const goalOf = ({ atMost, atLeast, unit }: RoomFigure): string =>
	atMost !== undefined ? `<= ${atMost} ${unit}` : atLeast !== undefined ? `>= ${atLeast} ${unit}` : '';

/** In columns that line up. */
export function roomTable(figures: readonly JudgedFigure[]): string {
	const lines = figures.map((figure) => [
		figure.what,
		`${figure.figure.toFixed(figure.figure < 100 ? 1 : 0)} ${figure.unit}`.trim(),
		goalOf(figure).trim(),
		figure.verdict ?? '',
		`of ${figure.of}`
	]);
	const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
	return lines
		.map((line) =>
			line
				.map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0)))
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}
