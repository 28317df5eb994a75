/** The standards sheet: what the room agreed on, as it is kept, numbered and printed. */
import type { SyndicateLetter } from './workshop.ts';

/** One standard. `fixed` always holds; `mayDecide` is what somebody may decide without asking: money, time, rule. */
export interface StandardLine {
	readonly n: number;
	readonly text: string;
	readonly fixed: readonly string[];
	readonly mayDecide: readonly string[];
	/** Which customer gains, and how. */
	readonly gains: string;
	/** Of the sentences it was made of: how many lean to warmth, how many to speed. */
	readonly warm: number;
	readonly quick: number;
	/** Syndicates whose sentences it was made of. */
	readonly syndicates: readonly SyndicateLetter[];
	/** The line on the vision's board, so that a later step finds it again. */
	readonly ref: string;
}

export interface StandardsLines {
	readonly lines: readonly StandardLine[];
	readonly mistakes: {
		/** Mistakes we learn from. */
		readonly learn: readonly string[];
		/** Where the line is. */
		readonly line: readonly string[];
	};
}

/** What a line rests on: something that always holds, room to decide, both, or neither yet. */
export type Hold = 'fixed' | 'open' | 'both' | 'neither';

export const holdOf = ({ fixed, mayDecide }: Pick<StandardLine, 'fixed' | 'mayDecide'>): Hold =>
	fixed.length > 0 ? (mayDecide.length > 0 ? 'both' : 'fixed') : mayDecide.length > 0 ? 'open' : 'neither';

export interface SheetBalance {
	/** Lines with something that always holds, and lines with something to decide; a line may have both. */
	readonly fixed: number;
	readonly open: number;
	readonly neither: number;
	/** Sentences that lean to warmth, and to speed; one that leans to both counts in both. */
	readonly warm: number;
	readonly quick: number;
}

export function balanceOf(lines: readonly StandardLine[]): SheetBalance {
	const sum = (of: (line: StandardLine) => number): number => lines.reduce((all, line) => all + of(line), 0);
	return {
		fixed: sum(({ fixed }) => (fixed.length > 0 ? 1 : 0)),
		open: sum(({ mayDecide }) => (mayDecide.length > 0 ? 1 : 0)),
		neither: sum((line) => (holdOf(line) === 'neither' ? 1 : 0)),
		warm: sum(({ warm }) => warm),
		quick: sum(({ quick }) => quick)
	};
}

/** Equal as they are read. */
export const isSameSheet = (a: StandardsLines, b: StandardsLines): boolean =>
	JSON.stringify(partsOf(a)) === JSON.stringify(partsOf(b));

/** In one order, whatever order the database gives keys back in. */
const partsOf = ({ lines, mistakes }: StandardsLines) => [
	lines.map((line) => [
		line.n,
		line.text,
		line.fixed,
		line.mayDecide,
		line.gains,
		line.warm,
		line.quick,
		line.syndicates,
		line.ref
	]),
	mistakes.learn,
	mistakes.line
];

/** What became of a line since the version before. */
export type LineChange =
	| { readonly kind: 'same' | 'new' }
	/** `parts`: which of them read differently. */
	| { readonly kind: 'changed'; readonly before: StandardLine; readonly parts: readonly ChangedPart[] };

export type ChangedPart = 'text' | 'fixed' | 'mayDecide' | 'gains';

export interface SheetDifference {
	/** By ref. */
	readonly lines: ReadonlyMap<string, LineChange>;
	/** Stood on the sheet before, and do no more. */
	readonly gone: readonly StandardLine[];
	readonly learn: boolean;
	readonly line: boolean;
	readonly compass: boolean;
}

interface Sheet extends StandardsLines {
	readonly compass: string;
}

const reads = (value: string | readonly string[]): string => (typeof value === 'string' ? value : value.join('\n'));

/** A line is found again by what it is on the board, not by its number. */
export function differenceOf(now: Sheet, before: Sheet): SheetDifference {
	const PARTS: readonly ChangedPart[] = ['text', 'fixed', 'mayDecide', 'gains'];
	const earlier = new Map(before.lines.map((line) => [line.ref, line]));
	const still = new Set(now.lines.map(({ ref }) => ref));
	return {
		lines: new Map(
			now.lines.map((line): [string, LineChange] => {
				const was = earlier.get(line.ref);
				if (!was) return [line.ref, { kind: 'new' }];
				const parts = PARTS.filter((part) => reads(line[part]) !== reads(was[part]));
				return [line.ref, parts.length > 0 ? { kind: 'changed', before: was, parts } : { kind: 'same' }];
			})
		),
		gone: before.lines.filter(({ ref }) => !still.has(ref)),
		learn: reads(now.mistakes.learn) !== reads(before.mistakes.learn),
		line: reads(now.mistakes.line) !== reads(before.mistakes.line),
		compass: now.compass !== before.compass
	};
}
