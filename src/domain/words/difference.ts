/** Two wordings beside each other: which words are in one of them only. */

export interface Piece {
	readonly text: string;
	/** The other wording has it not. */
	readonly isOwn: boolean;
}

export interface Difference {
	readonly before: readonly Piece[];
	readonly after: readonly Piece[];
}

const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/u).filter(Boolean);
const keyOf = (word: string): string =>
	word
		.normalize('NFKC')
		.toLocaleLowerCase('en')
		.replace(/[.,;:!?…]+$/u, '');

/**
 * Compares word by word; capitals and the comma after a word are no difference. Meant for a line, not for a page: it
 * takes words times words.
 */
export function differenceBetween(before: string, after: string): Difference {
	const [old, fresh] = [wordsOf(before), wordsOf(after)];
	const kept = commonPlaces(old.map(keyOf), fresh.map(keyOf));
	return {
		before: pieces(old, new Set(kept.map(([at]) => at))),
		after: pieces(fresh, new Set(kept.map(([, at]) => at)))
	};
}

/** Places of the longest list of words that stand in both in the same order. */
function commonPlaces(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
	const longest: number[][] = Array.from({ length: a.length + 1 }, () => []);
	const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
	for (let i = a.length - 1; i >= 0; i -= 1) {
		for (let j = b.length - 1; j >= 0; j -= 1) {
			const common = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
			(longest[i] ??= [])[j] = common;
		}
	}
	const places: [number, number][] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		if (a[i] === b[j]) places.push([i++, j++]);
		else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
		else j += 1;
	}
	return places;
}

/** Neighbours of one kind are one piece. */
function pieces(words: readonly string[], kept: ReadonlySet<number>): readonly Piece[] {
	const found: { text: string; isOwn: boolean }[] = [];
	for (const [at, word] of words.entries()) {
		const isOwn = !kept.has(at);
		const last = found.at(-1);
		if (last?.isOwn === isOwn) last.text += ` ${word}`;
		else found.push({ text: word, isOwn });
	}
	return found;
}
