import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { roleWords, rolesIn } from '#lib/room/syndicate-roles.ts';
import type { PersonView } from '#protocol/views.ts';
import { activity } from './steps.ts';

const person = (id: string, rolePlace: number, hasArrived = true): PersonView => ({
	id: asId(id),
	name: id,
	role: 'participant',
	syndicateId: asId('alder'),
	appointments: [],
	department: '',
	hasArrived,
	isListed: true,
	isHereToday: hasArrived,
	rolePlace,
	sitsWith: null,
	mergedIds: [],
	listing: null
});
const steps = [activity('experiences'), activity('vision', { scope: 'room' }), activity('apply')];
const workshop = { steps };
const nameOf = (id: string | null) => id ?? '';

test('[PEOPLE-15] who does what is said of those who came, step by step, and of no step of the whole room', () => {
	const people = ['Amira', 'Jonas', 'Noor', 'Tom', 'Uli'].map((name, at) => person(name, at));
	const inStep = (step: string, some = people) => rolesIn({ people: some, workshop }, 'alder', step);

	expect(roleWords(inStep('experiences')!, nameOf)).toBe(
		'Host: Amira · Scribe: Jonas · Timekeeper: Noor · Spokesperson: Tom · Reader: Uli'
	);
	expect(inStep('apply')!.get('host')).toBe('Noor');
	expect(inStep('vision')).toBeNull();
	expect(inStep('unknown')).toBeNull();
	expect([...inStep('experiences', [...people, person('Vera', -1, false)])!.values()]).not.toContain('Vera');
	expect(inStep('experiences', people.slice(0, 1))).toBeNull();
});
