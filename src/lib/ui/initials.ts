/** Two letters for a face: of the first and the last word of a name, or the first two of its only word. */
export function initials(name: string): string {
	const words = name.trim().split(/\s+/u);
	const first = Array.from(words[0] ?? '');
	const last = Array.from(words.length > 1 ? (words.at(-1) ?? '') : '');
	return [first[0], last[0] ?? first[1]].join('').toLocaleUpperCase();
}
