import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { found, nextThing } from '#lib/prepare/next-thing.ts';
import type { WorkshopRow } from '#protocol/views.ts';

const row = (more: Partial<WorkshopRow> = {}): WorkshopRow => ({
	id: asId<'Workshop'>('w1'),
	title: 'Service we’re proud of',
	company: 'Marlowe Heating',
	state: 'preparing',
	firstDay: '2027-01-12',
	people: 12,
	createdAt: '2026-11-22T09:00:00Z',
	role: 'facilitator',
	hasSponsor: true,
	isArchived: false,
	...more
});
const words = (more: Partial<WorkshopRow>) => nextThing(row(more)).words;

test('[TEMPLATE-6] each row names the one thing to do next, and leads there', () => {
	expect(words({ firstDay: null, hasSponsor: false, people: 0 })).toBe('Set the first day');
	expect(words({ hasSponsor: false, people: 0 })).toBe('Name the sponsor');
	expect(words({ people: 0 })).toBe('Write down who comes');
	expect(words({})).toBe('Look through the agenda');
	expect(nextThing(row({ state: 'room' }))).toEqual({ words: 'Go to the console', href: '/w/w1/run' });
	expect(nextThing(row({ state: 'signed' })).href).toBe('/w/w1/follow');
	expect(nextThing(row({ role: 'sponsor' }))).toEqual({ words: 'Go to it', href: '/w/w1' });
});

test('[TEMPLATE-6] a workshop is found by any of its words', () => {
	const rows = [row(), row({ title: 'Autumn', company: 'Kestrel', firstDay: null })];

	expect(found(rows, 'marlowe service')).toEqual([rows[0]]);
	expect(found(rows, '2027-01')).toEqual([rows[0]]);
	expect(found(rows, '')).toEqual(rows);
	expect(found(rows, 'nothing')).toEqual([]);
});
