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
