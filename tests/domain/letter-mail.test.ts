import fc from 'fast-check';
import { expect, test } from 'vitest';
import { icsLine, icsText, meetingCalendar } from '#domain/letter-calendar.ts';
import { letterHtml } from '#domain/letter-html.ts';
import { oneLine, subjectLine, type LetterMail } from '#domain/letter-mail.ts';
import { letterText } from '#domain/letter-text.ts';

/** Whatever people write, with the characters that mean something elsewhere more often than chance. */
const written = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 120 }),
	fc.string({ unit: 'grapheme', maxLength: 120 }),
	fc
		.array(
			fc.oneof(
				fc.constantFrom(
					'\r',
					'\n',
					'\r\n',
					',',
					';',
					'\\',
					':',
					'"',
					'<',
					'>',
					'&',
					'\u2028',
					'\u202e',
					'\ud800',
					'BEGIN:VEVENT',
					'Bcc: a@b.c',
					'=?utf-8?q?',
					'😀',
					'\u0000'
				),
				fc.string({ unit: 'grapheme', maxLength: 12 })
			),
			{ maxLength: 20 }
		)
		.map((parts) => parts.join(''))
);
const runs = { numRuns: 20_000 };

/** As a calendar reads it. */
const unfolded = (text: string): string => text.replace(/\r\n[ \t]/g, '');
const unescaped = (value: string): string =>
	value.replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));

test('[MAIL-10] a line of a calendar is never longer than 75 octets, breaks no character, holds one value and gives it back', () => {
	fc.assert(
		fc.property(written, (text) => {
			const folded = icsLine('SUMMARY', icsText(text));
			for (const line of folded.split('\r\n')) {
				expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
				expect(line.isWellFormed()).toBe(true);
				// Nothing but the folds ends a line.
				expect(line).not.toMatch(/[\r\n\u0085\u2028\u2029]/u);
			}
			expect(
				folded
					.split('\r\n')
					.slice(1)
					.every((line) => line.startsWith(' '))
			).toBe(true);
			const kept = text
				.toWellFormed()
				.replace(/\r\n|[\r\u0085\u2028\u2029]/gu, '\n')
				.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/gu, ' ');
			expect(unescaped(unfolded(folded).slice('SUMMARY:'.length))).toBe(kept);
		}),
		runs
	);
});

test('[MAIL-10] a meeting is one event with one title, whatever its title says', () => {
	fc.assert(
		fc.property(written, written, (title, words) => {
			const calendar = meetingCalendar({
				...{ uid: 'a@plenary', title, words, minutes: 20 },
				...{ startsAt: new Date('2027-02-11T15:00:00Z'), madeAt: new Date('2027-02-08T10:00:00Z') }
			});
			const lines = unfolded(calendar).split('\r\n');
			const names = lines.filter(Boolean).map((line) => line.slice(0, line.indexOf(':')));
			expect(names.filter((name) => name === 'BEGIN')).toHaveLength(2);
			expect(names.filter((name) => name !== 'DESCRIPTION')).toEqual([
				...['BEGIN', 'VERSION', 'PRODID', 'CALSCALE', 'METHOD', 'BEGIN', 'UID', 'DTSTAMP', 'DTSTART', 'DTEND'],
				...['SUMMARY', 'END', 'END']
			]);
			expect(lines).toContain('DTSTART:20270211T150000Z');
			expect(lines).toContain('DTEND:20270211T152000Z');
		}),
		{ numRuns: 4_000 }
	);
});

test('[MAIL-10] what stands in a line of a mail ends no line and turns none around', () => {
	fc.assert(
		fc.property(written, (text) => {
			const line = oneLine(text);
			expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
			expect(line.isWellFormed()).toBe(true);
			expect(oneLine(line)).toBe(line);
			expect([...subjectLine(text)].length).toBeLessThanOrEqual(150);
		}),
		runs
	);
});

const mailOf = (words: string): LetterMail => ({
	title: words,
	day: 'Monday 8 February',
	from: words,
	parts: [
		{
			subject: words,
			blocks: [
				{ kind: 'heading', text: words },
				{ kind: 'text', text: words, tone: 'quote' },
				{ kind: 'links', links: [{ label: words, url: 'https://plenary.example.org/a/b?c=1&d=2' }] },
				{ kind: 'rows', rows: [{ n: 3, text: words, detail: words, mark: { health: 'late', words } }] },
				{ kind: 'counts', counts: [{ health: 'done', count: 1 }], words }
			]
		}
	],
	footer: { why: words, links: [{ label: 'Stop', url: `javascript:${words}` }] }
});

/** Tags of a page, in order, without what they say. */
const tagsOf = (html: string): readonly string[] => html.match(/<\/?[a-z][a-z0-9]*|<!doctype/g) ?? [];

test('[MAIL-11] no word of a letter becomes a tag, an attribute or an address of its page', () => {
	const tags = tagsOf(letterHtml(mailOf('Words')));
	fc.assert(
		fc.property(written, (words) => {
			const plain = oneLine(words) === '' ? null : letterHtml(mailOf(words));
			if (plain === null) return;
			const breaks = (html: string): readonly string[] => tagsOf(html).filter((tag) => tag !== '<br');
			expect(breaks(plain)).toEqual(tags.filter((tag) => tag !== '<br'));
			expect([...plain.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
				'https://plenary.example.org/a/b?c=1&amp;d=2',
				'#'
			]);
			expect(plain).not.toMatch(/<(img|script|link|iframe|object|style[^>])/i);
		}),
		{ numRuns: 4_000 }
	);
});

test('[MAIL-11] the text of a letter is complete, and marks say in words how an action stands', () => {
	const text = letterText(mailOf('Ring back'));
	expect(text).toContain('https://plenary.example.org/a/b?c=1&d=2');
	expect(text).toMatch(/ 3 {2}Ring back {2}\[Ring back\]/);
	// Late is as calm as quiet: no red.
	expect(letterHtml(mailOf('x'))).not.toMatch(/a02c1c|f8ded7/i);
});
