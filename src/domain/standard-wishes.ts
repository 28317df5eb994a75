/** How finished actions change the standards sheet: the next version of it, with their words in the lines they belong to. */
import type { StandardLine, StandardsLines } from './standards.ts';

export interface StandardWish {
	/** Number of the action it comes from. */
	readonly n: number;
	/** The ref of the line; empty for one of its own. */
	readonly line: string;
	readonly part: 'fixed' | 'mayDecide';
	readonly text: string;
	readonly actionId: string;
}

/**
 * Words that stand there already are not doubled. A wish without a line, or for one that is gone, becomes a line of its
 * own at the end, which comes from its action.
 */
export function withWishes(sheet: StandardsLines, wishes: readonly StandardWish[]): StandardsLines {
	return { ...sheet, lines: wishes.reduce(added, sheet.lines) };
}

function added(lines: readonly StandardLine[], { line, part, text, actionId }: StandardWish): readonly StandardLine[] {
	const ref = line !== '' && lines.some((each) => each.ref === line) ? line : `action:${actionId}`;
	if (lines.some((each) => each.ref === ref)) {
		return lines.map((each) =>
			each.ref !== ref || each[part].includes(text) ? each : { ...each, [part]: [...each[part], text] }
		);
	}
	const own: StandardLine = {
		n: lines.length + 1,
		text,
		...{ fixed: [], mayDecide: [], gains: '', warm: 0, quick: 0, syndicates: [], ref },
		[part]: [text]
	};
	return [...lines, own];
}
