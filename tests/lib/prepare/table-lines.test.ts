import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesOf } from '#lib/prepare/brief/table-lines.ts';
import { readSheet } from '#protocol/csv.ts';

test('[BRIEF-9] of a table the column with the most words is taken, and its heading is no line', () => {
	const table = [
		'date;channel;comment',
		'2026-05-01;phone;"He said ""tomorrow""; nobody came."',
		'2026-05-02;mail;Kind, and late.',
		''
	].join('\r\n');

	expect(linesOf('may.csv', table)).toEqual(['', 'He said "tomorrow"; nobody came.', 'Kind, and late.']);
	expect(linesOf('may.tsv', 'when\tcomment\nMay\tYou rang back, thank you\n')).toEqual([
		'',
		'You rang back, thank you'
	]);
});

test('[BRIEF-9] sentences with commas, one per line, stay whole in a text and in a bare table', () => {
	const text = '\uFEFFKind, and late.\nNobody came.\rYou rang, twice, as promised.';

	expect(linesOf('words.txt', text)).toEqual(['Kind, and late.', 'Nobody came.', 'You rang, twice, as promised.']);
	expect(linesOf('words.csv', text)).toEqual(['Kind, and late.', 'Nobody came.', 'You rang, twice, as promised.']);
});

test('[BRIEF-9] what a spreadsheet writes is read back cell by cell', () => {
	const cell = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
	fc.assert(
		fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (rows) => {
			const written = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n');

			expect(readSheet(written, ',')).toEqual(rows);
		})
	);
});
