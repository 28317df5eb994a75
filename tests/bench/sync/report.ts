/** Medians, ratios and verdicts of a run, and how they are printed. Pure. */
import type { Goal } from './goals.ts';

export interface Round {
	readonly scenario: string;
	readonly variant: string;
	readonly server: string;
	readonly values: Readonly<Record<string, number | null>>;
	readonly missing: string | null;
}

export interface Line {
	readonly scenario: string;
	readonly variant: string;
	readonly server: string;
	readonly rounds: number;
	/** Medians. */
	readonly values: Readonly<Record<string, number | null>>;
	/** What did not arrive, of each round in which something did not. */
	readonly missing: readonly string[];
}

export interface Judged {
	readonly scenario: string;
	/** In words: whose, what, beside whom. */
	readonly what: string;
	/** Null: not measured in this run. */
	readonly figure: number | null;
	readonly goal: string;
	readonly verdict: 'ok' | 'missed' | null;
}

export function median(values: readonly number[]): number | null {
	const sorted = [...values].sort((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)];
	const lower = sorted[Math.ceil(sorted.length / 2) - 1];
	return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

/** One line for each server and variant, in the order in which they were first measured. */
export function linesOf(rounds: readonly Round[]): readonly Line[] {
	const groups = new Map<string, Round[]>();
	for (const round of rounds) {
		const key = [round.scenario, round.variant, round.server].join(' ');
		groups.set(key, [...(groups.get(key) ?? []), round]);
	}
	return [...groups.values()].map((group) => {
		const { scenario, variant, server } = group[0]!;
		const keys = new Set(group.flatMap(({ values }) => Object.keys(values)));
		const medianOf = (key: string) =>
			median(group.map((round) => round.values[key] ?? Number.NaN).filter((value) => !Number.isNaN(value)));
		return {
			scenario,
			variant,
			server,
			rounds: group.length,
			values: Object.fromEntries([...keys].map((key) => [key, medianOf(key)])),
			missing: group.flatMap(({ missing }) => missing ?? [])
		};
	});
}

/** Every goal of the scenarios that were measured. Edits that did not arrive spoil our own row, whatever its figures. */
export function judge(lines: readonly Line[], goals: readonly Goal[]): readonly Judged[] {
	const scenarios = new Set(lines.map(({ scenario }) => scenario));
	const arrived = lines
		.filter(({ server }) => server.startsWith('ours'))
		.map((line): Judged => ({
			scenario: line.scenario,
			what: [line.server, line.variant, 'edits that did not arrive, in rounds'].filter(Boolean).join(' '),
			figure: line.missing.length,
			goal: '0',
			verdict: line.missing.length === 0 ? 'ok' : 'missed'
		}));
	return [
		...goals.filter(({ scenario }) => scenarios.has(scenario)).flatMap((goal) => judgeOne(lines, goal)),
		...arrived
	];
}

function judgeOne(lines: readonly Line[], goal: Goal): readonly Judged[] {
	const of = (server: string) => lines.filter((line) => line.scenario === goal.scenario && line.server === server);
	const own = of(goal.server);
	const [first] = own;
	const measured = goal.againstFirst ? own.slice(1) : own;
	return measured.map((line) => {
		const base = goal.againstFirst ? first : goal.against ? of(goal.against)[0] : undefined;
		const isRatio = goal.againstFirst === true || goal.against !== undefined;
		const value = line.values[goal.measure] ?? null;
		const divisor = isRatio ? (base?.values[goal.measure] ?? null) : 1;
		const figure = value === null || divisor === null || divisor === 0 ? null : value / divisor;
		const beside = goal.againstFirst ? `beside ${first?.variant}` : goal.against ? `beside ${goal.against}` : '';
		return {
			scenario: goal.scenario,
			what: [goal.server, line.variant, goal.measure, beside].filter(Boolean).join(' '),
			figure,
			goal: `${goal.atMost === undefined ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`}${isRatio ? ' x' : ''}`,
			verdict: figure === null ? null : isWithin(figure, goal) ? 'ok' : 'missed'
		};
	});
}

const isWithin = (figure: number, { atMost = Infinity, atLeast = -Infinity }: Goal): boolean =>
	figure <= atMost && figure >= atLeast;

export function scenarioTable(lines: readonly Line[], columns: readonly (readonly [string, string])[]): string {
	const used = columns.filter(([key]) => lines.some((line) => line.values[key] != null));
	return aligned([
		['', ...used.map(([, head]) => head), 'all edits arrived'],
		...lines.map((line) => [
			[line.variant, line.server].filter(Boolean).join(' '),
			...used.map(([key]) => shown(line.values[key] ?? null)),
			line.missing.length === 0 ? 'yes' : `no (${line.missing.length} of ${line.rounds}): ${line.missing[0]}`
		])
	]);
}

export const goalsTable = (judged: readonly Judged[]): string =>
	aligned([
		['', '', 'goal', 'measured', ''],
		...judged.map(({ scenario, what, goal, figure, verdict }) => [
			scenario,
			what,
			goal,
			figure === null ? 'not measured' : figure >= 100 ? shown(figure) : figure.toFixed(2),
			verdict ?? ''
		])
	]);

/** Two runs beside each other: every figure that is in both. */
export function comparison(before: readonly Line[], after: readonly Line[], keys: readonly string[]): string {
	const rows = after.flatMap((line) => {
		const earlier = before.find(
			(one) => one.scenario === line.scenario && one.server === line.server && one.variant === line.variant
		);
		if (!earlier) return [];
		return keys.flatMap((key) => {
			const [from, to] = [earlier.values[key] ?? null, line.values[key] ?? null];
			if (from === null || to === null) return [];
			const name = [line.scenario, line.variant, line.server].filter(Boolean).join(' ');
			return [[name, key, shown(from), shown(to), from === 0 ? '' : `${(to / from).toFixed(2)} x`]];
		});
	});
	return aligned([['', '', 'before', 'after', ''], ...rows]);
}

/** Whole where the decimals say nothing. */
const shown = (value: number | null): string =>
	value === null
		? '-'
		: Math.abs(value) >= 1000
			? Math.round(value).toLocaleString('en')
			: Math.abs(value) >= 100
				? String(Math.round(value))
				: String(+value.toFixed(1));

function aligned(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows
		.map((row) =>
			row
				.map((cell, column) =>
					/^[\d.,-]/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
				)
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}
