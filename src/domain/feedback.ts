/** Customers' words, one per line, looked at before any of them is kept. */

/** Lines a workshop holds. */
export const FEEDBACK_LINES = 2000;
/** Characters of one. */
export const FEEDBACK_LIMIT = 500;

export interface LookedAt {
	readonly good: readonly string[];
	/** Lines that are left out: their number in what was given, from 1, and why. */
	readonly bad: readonly { readonly at: number; readonly why: string }[];
}

const keyOf = (text: string): string => text.normalize('NFKC').toLocaleLowerCase('en');

/**
 * Empty lines are passed over in silence. Nothing is cut off: a line that is too long is named instead.
 * @param known lines the workshop has already
 */
export function lookAtFeedback(lines: readonly string[], known: readonly string[] = []): LookedAt {
	const seen = new Map<string, number | null>(known.map((text) => [keyOf(text), null]));
	const good: string[] = [];
	const bad: { at: number; why: string }[] = [];
	for (const [index, line] of lines.entries()) {
		const text = line.replace(/\s+/gu, ' ').trim();
		if (text === '') continue;
		const at = index + 1;
		const before = seen.get(keyOf(text));
		if (text.includes('\0') || !text.isWellFormed()) bad.push({ at, why: 'holds a character that cannot be kept' });
		else if (text.length > FEEDBACK_LIMIT) bad.push({ at, why: `has ${text.length} of ${FEEDBACK_LIMIT} characters` });
		else if (before !== undefined)
			bad.push({ at, why: before === null ? 'is on the list already' : `is line ${before} once more` });
		else if (known.length + good.length >= FEEDBACK_LINES)
			bad.push({ at, why: `is more than ${FEEDBACK_LINES} lines` });
		else {
			seen.set(keyOf(text), at);
			good.push(text);
		}
	}
	return { good, bad };
}

/** A line as it is dealt. `isDone`: read without an action, so nobody needs it. */
export interface DealtLine<Syndicate extends string> {
	readonly id: string;
	readonly syndicateId: Syndicate | null;
	readonly isDone: boolean;
}

/**
 * Gives every line that is with nobody to the syndicate that has the fewest, in the order of both. What was dealt stays
 * where it is.
 */
export function dealEvenly<Syndicate extends string>(
	lines: readonly DealtLine<Syndicate>[],
	syndicates: readonly Syndicate[]
): ReadonlyMap<string, Syndicate> {
	const held = new Map(syndicates.map((id) => [id, lines.filter(({ syndicateId }) => syndicateId === id).length]));
	const dealt = new Map<string, Syndicate>();
	for (const { id, syndicateId, isDone } of lines) {
		if (syndicateId !== null || isDone) continue;
		const [first, ...others] = held;
		if (!first) break;
		const [to, has] = others.reduce((least, one) => (one[1] < least[1] ? one : least), first);
		dealt.set(id, to);
		held.set(to, has + 1);
	}
	return dealt;
}
