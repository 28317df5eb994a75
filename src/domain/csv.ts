/** A sheet as a file: RFC 4180, and no cell that a spreadsheet would take for a formula. */

/** With one of these in front, a spreadsheet calculates instead of showing. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@\t\r]/u;

function cellOf(text: string): string {
	const shown = FORMULA.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(shown) || shown !== shown.trim() ? `"${shown.replace(/"/g, '""')}"` : shown;
}

/** With a mark in front that tells a spreadsheet that names may have letters beyond the English ones. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
	`\ufeff${rows.map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`;

/** The character between cells, by the first line: a pasted sheet has tabs, files have commas or semicolons. */
function separatorOf(text: string): string {
	const [line = ''] = text.split(/\r?\n/, 1);
	const count = (mark: string) => line.split(mark).length - 1;
	if (count('\t') > 0) return '\t';
	return count(';') > count(',') ? ';' : ',';
}

/**
 * The rows of a pasted sheet or a CSV file. A quote that is never closed runs to the end of its line only: a list of names
 * is never swallowed by one stray mark.
 */
export function readSheet(text: string): string[][] {
	const body = text.replace(/^\ufeff/, '');
	const mark = separatorOf(body);
	const rows: string[][] = [];
	let row: string[] = [];
	let at = 0;
	while (at < body.length) {
		const quoted = body[at] === '"' ? /^"((?:[^"]|"")*)"(?=[,;\t\r\n]|$)/.exec(body.slice(at)) : null;
		const [whole = '', inside = ''] = quoted ?? [];
		const plain = quoted ? null : /^[^\r\n]*/.exec(body.slice(at))?.[0].split(mark, 1)[0];
		row.push(quoted ? inside.replace(/""/g, '"') : (plain ?? ''));
		at += quoted ? whole.length : (plain ?? '').length;
		if (body[at] === mark) {
			at += 1;
			if (at < body.length && body[at] !== '\n' && body[at] !== '\r') continue;
			row.push('');
		}
		if (body[at] === '\r') at += 1;
		if (body[at] === '\n') at += 1;
		rows.push(row);
		row = [];
	}
	return rows;
}
