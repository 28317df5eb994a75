/** Lines out of a file: of a table it is the column with the most words in it. */

import { readSheet, separatorOf } from '#protocol/csv.ts';

/** One line a row, so that a line's number is the row's. A first row that only names the column is left empty. */
export function columnOf(rows: readonly (readonly string[])[]): readonly string[] {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const letters = Array.from({ length: columns }, (_, at) =>
		rows.reduce((sum, row) => sum + (row[at]?.trim().length ?? 0), 0)
	);
	const longest = letters.indexOf(Math.max(...letters, 0));
	const lines = rows.map((row) => row[longest] ?? '');
	const isHeading =
		columns > 1 && rows.length > 1 && (rows[0] ?? []).every((cell) => cell.trim().split(/\s+/u).length < 4);
	return isHeading ? ['', ...lines.slice(1)] : lines;
}

export function linesOf(name: string, text: string): readonly string[] {
	const words = text.replace(/^\uFEFF/u, '');
	if (!/\.(csv|tsv)$/i.test(name)) return words.split(/\r\n|\r|\n/u);
	const sign = /\.tsv$/i.test(name) ? '\t' : separatorOf(words);
	const rows = readSheet(words, sign);
	// One column of sentences, saved without quotes, has commas of its own.
	return words.includes('"') || sign !== ',' || isEven(rows) ? columnOf(rows) : words.split(/\r\n|\r|\n/u);
}

const isEven = (rows: readonly (readonly string[])[]): boolean =>
	new Set(rows.filter((row) => row.join('').trim() !== '').map((row) => row.length)).size <= 1;
