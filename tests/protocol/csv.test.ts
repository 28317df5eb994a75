import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf, readSheet } from '#protocol/csv.ts';

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
		{ numRuns: 20_000 }
	);
});

test('[PEOPLE-11] a pasted sheet has tabs, a file has commas or semicolons, and quotes hold what stands between them', () => {
	expect(readSheet('Name\tTeam\r\nAna\tSales\r\n')).toEqual([
		['Name', 'Team'],
		['Ana', 'Sales']
	]);
	expect(readSheet('\ufeffName;Team\n"Khan; Amira";Sales')).toEqual([
		['Name', 'Team'],
		['Khan; Amira', 'Sales']
	]);
	expect(readSheet('"Khan, Amira",Sales\n\nDev "D" Patel,\n')).toEqual([
		['Khan, Amira', 'Sales'],
		[''],
		['Dev "D" Patel', '']
	]);
	expect(readSheet('"never closed\nAna')).toEqual([['"never closed'], ['Ana']]);
	expect(readSheet('"Khan, Amira","Sales\nDev,"""D"", Mr"\n')).toEqual([
		['Khan, Amira', '"Sales'],
		['Dev', '"D", Mr']
	]);
	expect(readSheet('Ana\nBen')).toEqual([['Ana'], ['Ben']]);
	expect(readSheet('')).toEqual([]);
});

test('[PEOPLE-11] what is exported can be read back, line breaks in a cell included', () => {
	const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^\s*[=+\-@\t\r']/u.test(text) && !/[\t]/.test(text));
	fc.assert(
		fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 4 }), (rows) => {
			fc.pre((rows[0] ?? []).every((text) => !/[;\r\n]/.test(text)));
			expect(readSheet(csvOf(rows))).toEqual(rows.map((row) => row.map((text) => text.replaceAll(/\r\n?/g, '\n'))));
		})
	);
});
