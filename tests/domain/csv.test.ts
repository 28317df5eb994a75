import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from '#domain/csv.ts';

/** Reads RFC 4180, as a spreadsheet does. */
function read(text: string): string[][] {
	const rows: string[][] = [[]];
	let cell = '';
	let isQuoted = false;
	const body = text.replace(/^\ufeff/, '');
	for (let at = 0; at < body.length; at += 1) {
		const letter = body[at]!;
		if (isQuoted) {
			if (letter !== '"') cell += letter;
			else if (body[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
			else isQuoted = false;
		} else if (letter === '"') isQuoted = true;
		else if (letter === ',' || letter === '\n') {
			rows.at(-1)!.push(cell);
			cell = '';
			if (letter === '\n') rows.push([]);
		} else if (letter !== '\r') cell += letter;
	}
	return rows.slice(0, -1);
}

test('[PEOPLE-9] a sheet read again has the same fields, and none that a spreadsheet would calculate', () => {
	const text = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' ='), fc.string()).map((parts) => parts.join(''))
	);
	fc.assert(
		fc.property(fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
			const again = read(csvOf(rows));

			expect(again.map((row) => row.length)).toEqual(rows.map((row) => row.length));
			rows.forEach((row, y) =>
				row.forEach((cell, x) => {
					const shown = again[y]![x]!;
					expect(shown === cell || shown === `'${cell}`).toBe(true);
					expect(shown).not.toMatch(/^\s*[=+\-@\t\r]/u);
				})
			);
		}),
		{ numRuns: 3000 }
	);
});
