/** The arithmetic of the benchmark: medians, verdicts against goals, ratios to the peers. Pure. */

/** What is measured on one load. Times in ms, weights in kB of 1,000 bytes. */
export interface Figures {
	/** First contentful paint. */
	readonly painted: number;
	readonly usable: number;
	readonly wireByUsable: number;
	readonly wireInAll: number;
	readonly requests: number;
	/** Scripts that had arrived when the page was usable, gzip at level 9. */
	readonly scriptByUsable: number;
	readonly scriptInAll: number;
	/** The heaviest font asked for before the page was usable. */
	readonly font: number;
	readonly mainThread: number;
	/** 0 where no task took 50 ms. */
	readonly longestTask: number;
	/** MB, after a collection. */
	readonly heap: number;
}

export type Measure = keyof Figures;

/** Median, lowest and highest of the loads. */
export interface Spread {
	readonly median: number;
	readonly low: number;
	readonly high: number;
}

export interface Peer {
	readonly name: string;
	readonly figures: Partial<Figures>;
}

/** What was loaded, and how. */
export interface Loaded {
	readonly page: string;
	readonly spread: Readonly<Record<Measure, Spread>>;
	readonly goals: Partial<Figures>;
	/** The peers under the same throttle; none where they were not measured. */
	readonly peers: readonly Peer[];
	/** The product nearest to ours, by its name among the peers. */
	readonly nearest: string | null;
}

export interface Row {
	readonly page: string;
	readonly measure: Measure;
	readonly spread: Spread;
	readonly goal: number | null;
	readonly verdict: 'ok' | 'over' | null;
	readonly ratios: readonly { readonly peer: string; readonly ratio: number }[];
}

const NAMES: Readonly<Record<Measure, string>> = {
	painted: 'first paint, ms',
	usable: 'usable, ms',
	wireByUsable: 'wire by usable, kB',
	wireInAll: 'wire in all, kB',
	requests: 'requests',
	scriptByUsable: 'script by usable, kB gzip',
	scriptInAll: 'script in all, kB gzip',
	font: 'heaviest font, kB',
	mainThread: 'main thread, ms',
	longestTask: 'longest task, ms',
	heap: 'JS heap, MB'
};

const MEASURES: readonly Measure[] = [
	'painted',
	'usable',
	'wireByUsable',
	'wireInAll',
	'requests',
	'scriptByUsable',
	'scriptInAll',
	'font',
	'mainThread',
	'longestTask',
	'heap'
];

/** @throws when there is nothing to take it of */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const [low] = sorted;
	const high = sorted.at(-1);
	const upper = sorted[Math.floor(sorted.length / 2)];
	const lower = sorted[Math.ceil(sorted.length / 2) - 1];
	if (low === undefined || high === undefined || lower === undefined || upper === undefined)
		throw new Error('There is no median of nothing.');
	return { median: (lower + upper) / 2, low, high };
}

export function spreads(loads: readonly Figures[]): Readonly<Record<Measure, Spread>> {
	const of = (measure: Measure) => spreadOf(loads.map((figures) => figures[measure]));
	return {
		painted: of('painted'),
		usable: of('usable'),
		wireByUsable: of('wireByUsable'),
		wireInAll: of('wireInAll'),
		requests: of('requests'),
		scriptByUsable: of('scriptByUsable'),
		scriptInAll: of('scriptInAll'),
		font: of('font'),
		mainThread: of('mainThread'),
		longestTask: of('longestTask'),
		heap: of('heap')
	};
}

/** A figure at its goal is within it; the median decides. */
export const verdict = (median: number, goal: number | undefined): Row['verdict'] =>
	goal === undefined ? null : median <= goal ? 'ok' : 'over';

/** The best peer first, then the nearest product, where that is another one. */
function ratiosOf({ peers, nearest }: Loaded, measure: Measure, median: number): Row['ratios'] {
	const measured = peers
		.map(({ name, figures }) => ({ name, figure: figures[measure] ?? 0 }))
		.filter(({ figure }) => figure > 0)
		.sort((a, b) => a.figure - b.figure);
	const shown = new Set([measured[0], measured.find(({ name }) => name === nearest)]);
	return [...shown]
		.filter((peer) => peer !== undefined)
		.map(({ name, figure }) => ({ peer: `${name} (${figure})`, ratio: median / figure }));
}

export const rowsOf = (loaded: Loaded): readonly Row[] =>
	MEASURES.map((measure) => {
		const spread = loaded.spread[measure];
		const goal = loaded.goals[measure];
		return {
			page: loaded.page,
			measure,
			spread,
			goal: goal ?? null,
			verdict: verdict(spread.median, goal),
			ratios: ratiosOf(loaded, measure, spread.median)
		};
	});

/** Whole where the decimals say nothing. */
export const shown = (value: number): string =>
	Math.abs(value) >= 100 ? String(Math.round(value)) : String(+value.toFixed(1));

/** One block a page. */
export function table(rows: readonly Row[]): string {
	const head = ['', 'goal', 'median', 'range', '', 'beside the peers'];
	const lines = rows.map(({ measure, spread, goal, verdict: said, ratios }) => [
		NAMES[measure],
		goal === null ? '' : `<= ${shown(goal)}`,
		shown(spread.median),
		`${shown(spread.low)}-${shown(spread.high)}`,
		said ?? '',
		ratios.map(({ peer, ratio }) => `${ratio.toFixed(2)} x ${peer}`).join(', ')
	]);
	return [rows[0]?.page ?? '', aligned([head, ...lines])].join('\n');
}

/** Lines in columns; goal, median and range stand to the right of theirs. */
export function aligned(lines: readonly (readonly string[])[]): string {
	const numeric = new Set([1, 2, 3]);
	const widthOf = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0));
	const widths = (lines[0] ?? []).map((_, column) => widthOf(column));
	return lines
		.map((line) =>
			line
				.map((cell, column) =>
					numeric.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
				)
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}
