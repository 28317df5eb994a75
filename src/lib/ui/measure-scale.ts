/** One counted value on a calendar day (`YYYY-MM-DD`). */
export interface MeasurePoint {
	readonly on: string;
	readonly value: number;
}

export interface MeasureScale {
	/** Round values for the lines of the chart, from the lowest; the first and the last bound it. */
	readonly ticks: readonly number[];
	readonly from: string;
	readonly until: string;
	/** 0 at the lowest tick, 1 at the highest. */
	readonly height: (value: number) => number;
	/** 0 at the first day, 1 at the last. */
	readonly along: (day: string) => number;
}

/** Rounds outwards to four or five even lines; starts at zero unless values are below it. */
export function measureScale(values: readonly number[], days: readonly string[]): MeasureScale {
	const lowest = Math.min(0, ...values);
	const highest = Math.max(...values, lowest + 1e-9);
	const step = evenStep((highest - lowest) / 4);
	const bottom = Math.floor(lowest / step) * step;
	const lines = Math.max(1, Math.ceil((highest - bottom) / step - 1e-9));
	const ticks = Array.from({ length: lines + 1 }, (_, at) => Number((bottom + at * step).toPrecision(12)));
	const top = ticks.at(-1) ?? bottom + step;

	const sorted = [...days].sort();
	const from = sorted[0] ?? '';
	const until = sorted.at(-1) ?? from;
	const start = Date.parse(from);
	const span = Date.parse(until) - start;
	return {
		ticks,
		from,
		until,
		height: (value) => (value - bottom) / (top - bottom),
		along: (day) => (span > 0 ? (Date.parse(day) - start) / span : 0)
	};
}

/** The next of 1, 2, 2.5, 5, 10, times a power of ten. */
function evenStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(least));
	const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
	return factor * power;
}
