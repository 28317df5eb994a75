import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import { stepPlaces } from '#lib/hall/step-places.ts';

const step = (id: string, number: number | null): Activity => ({
	id: asId(id),
	step: number,
	scope: 'room',
	title: id,
	short: id,
	minutes: 10,
	prompt: '',
	instruction: '',
	names: 'named',
	votes: null,
	board: { id, kind: 'columns', perSyndicate: false, zones: [] },
	phases: [],
	promptCards: [],
	facilitatorNotes: []
});
const agenda = [
	step('welcome', null),
	step('experiences', 1),
	step('gallery', 1),
	step('vision', 2),
	step('recap', null)
];
const seen = (running: string | null) =>
	stepPlaces(agenda, running === null ? null : asId(running)).map(({ number, name, when }) => [number, name, when]);

test('[PAGE-9] a bar shows each number of the method once, named after the step the room is in', () => {
	expect(seen('gallery')).toEqual([
		[1, 'gallery', 'now'],
		[2, 'vision', 'next']
	]);
});

test('[PAGE-9] a plenary without a number belongs to the number before it, and none is now before the first', () => {
	expect(seen('recap')).toEqual([
		[1, 'experiences', 'done'],
		[2, 'recap', 'now']
	]);
	expect(seen('welcome').map(([, , when]) => when)).toEqual(['next', 'next']);
	expect(seen(null).map(([, , when]) => when)).toEqual(['next', 'next']);
});
