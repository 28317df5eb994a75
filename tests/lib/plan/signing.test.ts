import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { reachableIn } from '#domain/draft-form.ts';
import { figureIn } from '#domain/figure.ts';
import { figureOf, measureWords } from '#lib/plan/measure-words.ts';
import { seatOf, signedSeats, signingOrder, unsavedPlaces } from '#lib/plan/signing.ts';
import type { PersonView, SyndicateView } from '#protocol/views.ts';

const syndicate = (id: string, letter: 'a' | 'b'): SyndicateView => ({
	id: asId(id),
	slug: id,
	name: id,
	letter,
	seats: 12,
	people: 0
});
const person = (
	id: string,
	syndicateId: string | null,
	role: PersonView['role'] = 'participant',
	hasArrived = true
): PersonView => ({
	id: asId(id),
	name: id,
	role,
	syndicateId: syndicateId === null ? null : asId(syndicateId),
	appointments: [],
	department: '',
	hasArrived,
	isListed: false,
	isHereToday: true,
	rolePlace: null,
	sitsWith: null,
	mergedIds: [],
	listing: null
});
const syndicates = [syndicate('alder', 'a'), syndicate('birch', 'b')];
const people = [
	person('amira', 'alder'),
	person('noor', 'alder', 'participant', false),
	person('tom', null, 'sponsor'),
	person('jonas', 'alder')
];

test('[SIGN-10] everyone of a syndicate who came has a seat in the order they came, filled by the signature; empty syndicates have none', () => {
	const seats = signedSeats(syndicates, people, (id) => id === 'jonas');

	expect(seats).toEqual([{ letter: 'a', name: 'alder', seats: [false, true] }]);
	expect(seatOf(syndicates, people, 'jonas')).toEqual({ letter: 'a', seat: 1 });
	expect(seatOf(syndicates, people, 'tom')).toBeUndefined();
});

test('[PLAN-20] a measure is told in words once it has a figure, and a comma is a decimal point', () => {
	const measure = {
		name: 'Kept',
		unit: '%',
		baseline: 61,
		target: 90,
		countedBy: '',
		every: 'week',
		group: '',
		serves: '',
		pair: null
	} as const;

	expect(measureWords(measure)).toBe('61 to 90 %');
	expect(measureWords({ ...measure, target: null })).toBe('61 to ? %');
	expect(measureWords({ ...measure, name: '' })).toBeNull();
	expect([figureOf('3,4'), figureOf(' 12 '), figureOf(''), figureOf('many')]).toEqual([3.4, 12, null, null]);
});

test('[SIGN-35] people are called up in their order, each in every group they belong to, and a group without people is left out', () => {
	const everyone = ['amira', 'jonas', 'marcus', 'joanna'];
	const hasSigned = (person: string) => person === 'amira';

	const groups = signingOrder({
		owners: ['amira', 'jonas', 'amira'],
		sponsor: 'joanna',
		followUp: 'amira',
		everyone,
		hasSigned
	});
	const bare = signingOrder({ owners: [], sponsor: null, followUp: null, everyone: ['amira'], hasSigned });

	expect(groups).toEqual([
		{ who: 'Owners', signed: 1, of: 2, missing: ['jonas'] },
		{ who: 'Sponsor', signed: 0, of: 1, missing: ['joanna'] },
		{ who: 'Follow-up manager', signed: 1, of: 1, missing: [] },
		{ who: 'Everyone', signed: 1, of: 4, missing: ['jonas', 'marcus', 'joanna'] }
	]);
	expect(bare).toEqual([{ who: 'Everyone', signed: 1, of: 1, missing: [] }]);
});

test('[SIGN-36] what is on no board yet is told by syndicate, in the number that fits', () => {
	const places = unsavedPlaces(
		[
			{ id: asId('alder'), unsaved: 1, unsavedOn: 1 },
			{ id: asId('birch'), unsaved: 5, unsavedOn: 2 },
			{ id: asId('cedar'), unsaved: 0, unsavedOn: 0 }
		],
		[{ id: asId('alder'), name: 'Alder' }]
	);

	expect(places).toEqual([
		'A device of Alder holds 1 change that is not saved yet.',
		'2 devices of A syndicate hold 5 changes that are not saved yet.'
	]);
});

test('[PLAN-44] thousands are read as thousands, in a draft, in the form and in a change; what is no figure is none', () => {
	expect(['1,200', '1,450', '-1,200.5', '12,345,678', '1 200', '61,5', '0,125', '61', ''].map(figureIn)).toEqual([
		...[1200, 1450, -1200.5, 12_345_678, 1200, 61.5, 0.125, 61],
		null
	]);
	expect(['0x10', '1e3', '1,2,3', '12,34,567', 'many', '1.200,5'].map(figureIn)).toEqual(Array(6).fill(Number.NaN));
	expect([figureOf('1,200'), figureOf('0x10'), reachableIn({ measureTarget: '1,200' }).target]).toEqual([
		1200,
		null,
		1200
	]);
});
