/** What is measured of a board of five hundred notes, beside its goals and the peers. Pure. */
import { aligned, shown, spreadOf, type Spread } from '../figures.ts';

export interface BoardMeasure {
	readonly what: string;
	/** One value a round; the middle one counts. */
	readonly values: readonly number[];
	readonly unit: 'ms' | 'a second' | 'MB' | 'x' | '';
	readonly atMost?: number;
	readonly atLeast?: number;
	/** What peers took, by name; the best first. */
	readonly peers?: Readonly<Record<string, number>>;
	/** Why there is no figure. */
	readonly lacks?: string;
}

export interface BoardFigure extends Omit<BoardMeasure, 'values'> {
	/** Null where it could not be measured. */
	readonly spread: Spread | null;
	/** Null where there is no goal. */
	readonly verdict: 'ok' | 'missed' | 'not measured' | null;
}

/** A figure at its goal has reached it; one that could not be measured has not. */
export function judge({ values, ...measure }: BoardMeasure): BoardFigure {
	const { atMost, atLeast } = measure;
	const hasGoal = atMost !== undefined || atLeast !== undefined;
	if (values.length === 0) return { ...measure, spread: null, verdict: hasGoal ? 'not measured' : null };
	const spread = spreadOf(values);
	const isReached = spread.median <= (atMost ?? Infinity) && spread.median >= (atLeast ?? -Infinity);
	return { ...measure, spread, verdict: !hasGoal ? null : isReached ? 'ok' : 'missed' };
}

export const goalText = ({ atMost, atLeast }: Pick<BoardMeasure, 'atMost' | 'atLeast'>): string =>
	atMost !== undefined ? `<= ${atMost}` : atLeast !== undefined ? `>= ${atLeast}` : '';

export function boardTable(figures: readonly BoardFigure[]): string {
	const lines = figures.map(({ what, unit, spread, verdict, peers = {}, lacks = '', ...goal }) => [
		unit === '' ? what : `${what}, ${unit}`,
		goalText(goal),
		spread ? shown(spread.median) : '',
		spread ? `${shown(spread.low)}-${shown(spread.high)}` : '',
		verdict ?? '',
		spread
			? Object.entries(peers)
					.map(([peer, figure]) => `${(spread.median / figure).toFixed(2)} x ${peer} (${figure})`)
					.join(', ')
			: lacks
	]);
	return aligned([['500 notes', 'goal', 'median', 'range', '', 'beside the peers'], ...lines]);
}

/** Frames of an animation, of the times in ms at which they were drawn. */
export interface Frames {
	readonly aSecond: number;
	/** The gap that 95 of 100 keep within. */
	readonly gapP95: number;
	readonly gapMax: number;
}

/** @throws of fewer than two frames */
export function framesOf(drawnAt: readonly number[]): Frames {
	const gaps = drawnAt.slice(1).map((at, n) => at - (drawnAt[n] ?? at));
	const whole = gaps.reduce((sum, gap) => sum + gap, 0);
	return { aSecond: (gaps.length * 1000) / whole, gapP95: share(gaps, 0.95), gapMax: share(gaps, 1) };
}

/** The value that this share of all does not exceed (nearest rank). @throws when there is none */
export function share(values: readonly number[], part: number): number {
	const found = [...values].sort((one, other) => one - other)[Math.max(0, Math.ceil(part * values.length) - 1)];
	if (found === undefined) throw new Error('There is no share of nothing.');
	return found;
}
