/** Words for people outside: the names of those who did not agree to stand there are taken out. */

/** What stands in place of a name. */
const SOMEBODY = 'one of us';

/** First names that are words as well: they go where they stand amid a sentence, and stay where they may begin one. */
const WORDS: readonly string[] = [
	...['Art', 'Bill', 'Dawn', 'Faith', 'Frank', 'Grace', 'Hope', 'Joy', 'Mark', 'May', 'Penny', 'Ray', 'Rich'],
	...['Rob', 'Rose', 'Ruby', 'Sunny', 'Victor', 'Will', 'April', 'June', 'August']
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const whole = (words: string): string => String.raw`(?<![\p{L}\p{N}])${words}(?![\p{L}\p{N}])`;

/**
 * The text without these people: their full names however they are spaced, and their first names as they are written.
 * @param names full names of those who did not agree
 */
export function withoutNames(text: string, names: readonly string[]): string {
	const full = names.filter((name) => name.trim() !== '').toSorted((one, other) => other.length - one.length);
	let left = text;
	for (const name of full) {
		const parts = name.trim().split(/\s+/);
		left = left.replace(new RegExp(whole(parts.map(escaped).join(String.raw`\s+`)), 'giu'), SOMEBODY);
	}
	for (const name of full) {
		const [first = ''] = name.trim().split(/\s+/);
		if (first.length < 2) continue;
		const pattern = WORDS.includes(first)
			? String.raw`(?<=[\p{L},;:]\s)${whole(escaped(first))}`
			: whole(escaped(first));
		left = left.replace(new RegExp(pattern, 'gu'), SOMEBODY);
	}
	return left.replace(/^one of us/, 'One of us').replace(/([.!?]\s+)one of us/g, '$1One of us');
}
