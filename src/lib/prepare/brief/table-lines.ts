/** Lines out of a file: of a table it is the column with the most words in it. */

/** Rows of a table whose cells are told apart by this sign; cells in quotes may hold it, and line breaks (RFC 4180). */
export function tableRows(text: string, sign: string): readonly (readonly string[])[] {
	const rows: string[][] = [];
	let row: string[] = [];
	let cell = '';
	let isQuoted = false;
	for (let at = 0; at < text.length; at += 1) {
		const letter = text.charAt(at);
		if (isQuoted) {
			if (letter !== '"') cell += letter;
			else if (text.charAt(at + 1) === '"') {
				cell += '"';
				at += 1;
			} else isQuoted = false;
		} else if (letter === '"' && cell.trim() === '') {
			isQuoted = true;
			cell = '';
		} else if (letter === sign) {
			row.push(cell);
			cell = '';
		} else if (letter === '\n' || letter === '\r') {
			if (letter === '\r' && text.charAt(at + 1) === '\n') at += 1;
			rows.push([...row, cell]);
			row = [];
			cell = '';
		} else cell += letter;
	}
	if (cell !== '' || row.length > 0) rows.push([...row, cell]);
	return rows;
}

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

/** The sign that stands most often outside of quotes. */
function signOf(text: string): string {
	const bare = text.replace(/"[^"]*"/gu, '');
	const often = (sign: string) => bare.split(sign).length;
	return [';', '\t'].find((sign) => often(sign) > often(',')) ?? ',';
}

export function linesOf(name: string, text: string): readonly string[] {
	const words = text.replace(/^\uFEFF/u, '');
	if (!/\.(csv|tsv)$/i.test(name)) return words.split(/\r\n|\r|\n/u);
	const sign = /\.tsv$/i.test(name) ? '\t' : signOf(words);
	const rows = tableRows(words, sign);
	// One column of sentences, saved without quotes, has commas of its own.
	return words.includes('"') || sign !== ',' || isEven(rows) ? columnOf(rows) : words.split(/\r\n|\r|\n/u);
}

const isEven = (rows: readonly (readonly string[])[]): boolean =>
	new Set(rows.filter((row) => row.join('').trim() !== '').map((row) => row.length)).size <= 1;
