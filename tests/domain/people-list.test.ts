import { expect, test } from 'vitest';
import { nameKey } from '#domain/workshop.ts';
import { distance, nearNames, readList } from '#domain/people-list.ts';

const nobody = new Set<string>();

test('[PEOPLE-1] columns are found by their headings, in any order, and other columns are passed over', () => {
	const { people, bad, columns } = readList(
		[
			['Team', 'Phone', 'Full name', 'E-Mail', 'Reports to'],
			['Billing', '0123', ' Dev  Patel ', 'Dev.Patel@Marlowe.example', 'Amira Khan'],
			['', '', 'Amira Khan', '', '']
		],
		nobody
	);

	expect(columns).toEqual(['department', null, 'name', 'email', 'reportsTo']);
	expect(bad).toEqual([]);
	expect(people).toEqual([
		{ line: 2, name: 'Dev Patel', department: 'Billing', email: 'dev.patel@marlowe.example', reportsTo: 'Amira Khan' },
		{ line: 3, name: 'Amira Khan', department: '', email: null, reportsTo: null }
	]);
});

test('[PEOPLE-1] without a heading the usual order is taken; names alone are enough', () => {
	const { people } = readList([['Amira Khan'], ['Dev Patel', 'Billing']], nobody);

	expect(people.map(({ line, name, department }) => [line, name, department])).toEqual([
		[1, 'Amira Khan', ''],
		[2, 'Dev Patel', 'Billing']
	]);
});

test('[PEOPLE-2] each bad line is named by its number, with the reason; empty lines are none', () => {
	const { people, bad } = readList(
		[
			['name', 'department', 'email'],
			['Amira Khan', 'Sales', 'amira@marlowe.example'],
			['', 'Sales', ''],
			['', '', ''],
			['x'.repeat(81), '', ''],
			['AMIRA  khan', '', ''],
			['Dev Patel', 'Billing', 'dev at marlowe'],
			['Priya Nair', 'Planning', ''],
			['\u200b', 'Planning', '']
		],
		new Set([nameKey('Priya Nair')])
	);

	expect(people.map(({ name }) => name)).toEqual(['Amira Khan']);
	expect(bad.map(({ line, reason }) => [line, reason])).toEqual([
		[3, 'No name.'],
		[5, 'The name has 81 characters, 80 is the most.'],
		[6, 'The same name as in line 2. Add a letter to one of them.'],
		[7, '“dev at marlowe” is no e-mail address.'],
		[8, 'Already on the list.'],
		[9, 'No name.']
	]);
});

test('[PEOPLE-2] more than a workshop holds are bad lines, too', () => {
	const rows = Array.from({ length: 203 }, (_, n) => [`Person ${n}`]);

	const { people, bad } = readList(rows, nobody);

	expect(people.length).toBe(200);
	expect(bad.map(({ line }) => line)).toEqual([201, 202, 203]);
});

test('[JOIN-12] a name typed with a slip, without marks, in another order or in short is near', () => {
	const listed = ['Marcus Okafor', 'Marcus Webb', 'Zoë Marsh', 'Tomasz Zielak', 'Anita Desai', 'Jo'].map((name) => ({
		name
	}));
	const near = (typed: string) => nearNames(typed, listed).map(({ name }) => name);

	expect(near('Markus Okafor')).toEqual(['Marcus Okafor']);
	expect(near('marcus okaofr')).toEqual(['Marcus Okafor']);
	expect(near('Okafor Marcus')).toEqual(['Marcus Okafor']);
	expect(near('Zoe Marsh')).toEqual(['Zoë Marsh']);
	expect(near('Marcus')).toEqual(['Marcus Okafor', 'Marcus Webb']);
	expect(near('Marcus O.')).toEqual(['Marcus Okafor']);
	expect(near('Marcus Okafor')).toEqual([]);
	expect(near('Marcus Lee')).toEqual([]);
	expect(near('Tom')).toEqual([]);
	expect(near('Al')).toEqual([]);
	expect(near('')).toEqual([]);
});

test('[JOIN-12] at most three names of the list are told', () => {
	const listed = ['A', 'B', 'C', 'D', 'E'].map((last) => ({ name: `Anna ${last}berg` }));

	expect(nearNames('Anna', listed).length).toBe(3);
});

test('[JOIN-12] the distance of two names counts letters, and a swap of neighbours once', () => {
	expect(distance('anna', 'anna', 2)).toBe(0);
	expect(distance('anna', 'anan', 2)).toBe(1);
	expect(distance('anna', 'ana', 2)).toBe(1);
	expect(distance('anna', 'bert', 2)).toBe(3);
});
