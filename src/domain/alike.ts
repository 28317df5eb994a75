/** Whether two people’s sentences seem to say the same: two questions, two points of the customer. Pure. */

/** Equal for two texts that are the same to a reader: letters and digits only, lower case. */
export const wordKey = (text: string): string =>
	text
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** Words that most sentences have say nothing about whether two are the same. */
const COMMON = new Set(
	'a about an and are as at be but by can could did do does for from had has have how get hear i if in is it its know like make me my need of on one or our over say should so tell than that the their them they think this to us want was we were what when where which who why will with would you your'.split(
		' '
	)
);

const tellingWords = (text: string): ReadonlySet<string> =>
	new Set(
		wordKey(text)
			.split(' ')
			.filter((word) => word.length > 1 && !COMMON.has(word))
			// One ending less: “answer”, “answers” and “answered” are one word here.
			.map((word) => word.replace(/(?:ing|ed|es|s)$/, ''))
	);

/** Half of the telling words in common, and at least two of them. */
const ALIKE = 0.5;
const LEAST_WORDS = 2;

/** Pairs that seem to say the same, the most alike first; a person decides. */
export function alikePairs<Said extends { readonly id: string; readonly text: string }>(
	said: readonly Said[]
): readonly (readonly [Said, Said])[] {
	const words = said.map(({ text }) => tellingWords(text));
	const pairs: { readonly pair: readonly [Said, Said]; readonly likeness: number }[] = [];
	for (const [at, one] of said.entries()) {
		for (const [later, other] of said.entries()) {
			if (later <= at) continue;
			const first = words[at] ?? new Set<string>();
			const second = words[later] ?? new Set<string>();
			const shared = [...first].filter((word) => second.has(word)).length;
			const likeness = shared / Math.max(1, Math.min(first.size, second.size));
			if (shared >= LEAST_WORDS && likeness > ALIKE) pairs.push({ pair: [one, other], likeness });
		}
	}
	return pairs.toSorted((one, other) => other.likeness - one.likeness).map(({ pair }) => pair);
}
