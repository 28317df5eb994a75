import { expect, test } from 'vitest';
import { forSeveral, guestNames, guestOf } from '#domain/customers.ts';

const customer = (name: string) => ({ name, role: 'customer' as const });

test('[SEAT-1] headings say whom: one by the first name, several joined, nobody as the customer', () => {
	const ingrid = customer('Ingrid Halvorsen');
	const others = [customer('Marek Novak'), { name: 'Sam Holt', role: 'sponsor' as const }, customer('Pia')];

	expect(guestNames([ingrid])).toBe('Ingrid');
	expect(guestNames([ingrid, ...others])).toBe('Ingrid, Marek and Pia');
	expect([guestNames([]), guestOf([])]).toEqual(['', 'The customer']);
});

test('[SEAT-1] what the template says of one customer is said of several', () => {
	const said = [
		'What is {guest} really asking for?',
		'How does {guest} want to hear bad news?',
		'Before {guest} speaks',
		'{guest} confirms, corrects or takes back. A point taken back disappears everywhere.',
		'What {guest} raised',
		'What would have to be true for {guest} to be content?',
		'Who serves {guest} best?'
	].map(forSeveral);

	expect(said).toEqual([
		'What are {guest} really asking for?',
		'How do {guest} want to hear bad news?',
		'Before {guest} speak',
		'{guest} confirm, correct or take back. A point taken back disappears everywhere.',
		'What {guest} raised',
		'What would have to be true for {guest} to be content?',
		'Who serves {guest} best?'
	]);
});
