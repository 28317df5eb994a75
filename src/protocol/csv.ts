/** A sheet as a file, for what is exported and what is brought along: RFC 4180, and no cell that a spreadsheet would take for a formula. */
import Papa from 'papaparse';

/** With one of these in front, a spreadsheet calculates instead of showing. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@\t\r]/u;

/** With a mark in front that tells a spreadsheet that names may have letters beyond the English ones. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
	`\ufeff${Papa.unparse(
		rows.map((row) => [...row]),
		{ newline: '\r\n', escapeFormulae: FORMULA }
	)}\r\n`;

export type Separator = ',' | ';' | '\t';

/** The character between cells, by the first line that has one outside of quotes: a pasted sheet has tabs, files have commas or semicolons. */
export function separatorOf(text: string): Separator {
	const line = /^.*[,;\t].*$/mu.exec(text.replaceAll(/"[^"]*"/gu, ''))?.[0] ?? '';
	const count = (mark: Separator) => line.split(mark).length - 1;
	if (count('\t') > 0) return '\t';
	return count(';') > count(',') ? ';' : ',';
}

/** Stands for a quote that opens no cell while the rest is read; no text has this character (Unicode 23.7). */
const STRAY = '\ufdd0';
/** Each is found by reading again; a text with more of them has no cells in quotes. */
const MOST_STRAYS = 50;

/**
 * The rows of a pasted sheet or a CSV file; a line break within a cell is read as `\n`. A quote that is never closed is a
 * letter as any other: a list of names is never swallowed by one stray mark.
 */
export function readSheet(text: string, separator: Separator = separatorOf(text)): string[][] {
	const body = text.replace(/^\ufeff/u, '').replaceAll(/\r\n?/gu, '\n');
	let read = body;
	for (let strays = 0; strays < MOST_STRAYS; strays += 1) {
		const { data, errors } = parsed(read, separator, '"');
		const stray = errors.find(({ type }) => type === 'Quotes')?.index;
		if (stray === undefined) return withoutLastBreak(data.map((row) => row.map((cell) => cell.replaceAll(STRAY, '"'))));
		// The place named is the one after the quote that opens the cell.
		read = `${read.slice(0, stray - 1)}${STRAY}${read.slice(stray)}`;
	}
	return withoutLastBreak(parsed(body, separator, STRAY).data);
}

const parsed = (text: string, delimiter: Separator, quoteChar: string): Papa.ParseResult<string[]> =>
	Papa.parse<string[]>(text, { delimiter, quoteChar, newline: '\n' });

/** The break at the end of a file begins no row. */
const withoutLastBreak = (rows: string[][]): string[][] =>
	rows.at(-1)?.join('') === '' && rows.at(-1)?.length === 1 ? rows.slice(0, -1) : rows;
