import { expect, test } from 'vitest';
import { customerLetter, invitationLetter, mailTo } from '#domain/words/letters.ts';
import { datesOf } from '#lib/prepare/accounts/dates-of.ts';

test('[BRIEF-10] the letter to the customer is whole, and leaves out what nobody knows yet', () => {
	const letter = {
		name: 'Ingrid Solheim',
		people: 40,
		dates: '12 and 13 January 2027',
		line: 'Twenty minutes, no slides.',
		prompts: ['What do you need?', 'What was hard?'],
		facilitator: 'Helen Marsh',
		company: 'Marlowe Heating',
		address: 'https://x.example/c/abc'
	};

	expect(customerLetter(letter)).toMatch(/^Dear Ingrid Solheim,\n\n40 of us sit together on 12 and 13 January 2027/);
	expect(customerLetter(letter)).toContain('\n- What was hard?\n');
	expect(customerLetter(letter)).toContain('Your page: https://x.example/c/abc\n\nHelen Marsh, for Marlowe Heating');
	expect(customerLetter({ ...letter, people: 0, dates: '', company: '' })).toMatch(/\n\nWe sit together to make/);
});

test('[BRIEF-10] a mail program gets the address, the subject and every line', () => {
	const text = invitationLetter({
		name: 'Ben',
		role: 'co-facilitator',
		title: 'Service & pride',
		dates: '',
		facilitator: 'Helen',
		address: 'https://x.example/in/abc',
		ends: '29 November 2026'
	});

	const opened = new URL(mailTo('ben+x@example.org', 'Your way in', text));

	expect(opened.protocol).toBe('mailto:');
	expect(decodeURIComponent(opened.pathname)).toBe('ben+x@example.org');
	expect(opened.searchParams.get('subject')).toBe('Your way in');
	expect(opened.searchParams.get('body')?.replaceAll('\r\n', '\n')).toBe(text);
	expect(text).toContain('“Service & pride” as co-facilitator.');
});

test.each([
	[['2027-01-12', '2027-01-13'], '12 and 13 January 2027'],
	[['2027-01-31', '2027-02-01'], '31 January and 1 February 2027'],
	[['2026-12-31', '2027-01-01'], '31 December 2026 and 1 January 2027'],
	[['2027-01-12', '2027-01-13', '2027-01-14'], '12, 13 and 14 January 2027'],
	[['2027-01-12'], '12 January 2027'],
	[['2027-01-12', null], ''],
	[[], '']
])('[BRIEF-10] the days %j are said as %s', (days, said) => {
	expect(datesOf(days.map((heldOn) => ({ heldOn })))).toBe(said);
});
