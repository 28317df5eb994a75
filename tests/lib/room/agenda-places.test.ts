import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { dayName, dayOf, entryAfter } from '#lib/room/agenda-places.ts';
import { isOnlyHere, joinLink, shownAddress, spacedCode } from '#lib/room/join-address.ts';
import type { AgendaDay, AgendaEntry } from '#protocol/views.ts';

const entry = (id: string, step: string | null): AgendaEntry => ({
	id,
	day: 1,
	step: step === null ? null : asId(step),
	number: null,
	title: id,
	minutes: 30,
	pinnedAt: null,
	isQuiet: false,
	isSponsorHere: false,
	isBreakLeftOut: false,
	starts: '09:00'
});
const day = (number: number, entries: readonly AgendaEntry[], heldOn: string | null = null): AgendaDay => ({
	day: number,
	title: `Day ${number}`,
	heldOn,
	starts: '09:00',
	ends: '17:00',
	entries
});
const days = [
	day(1, [entry('one', 'welcome'), entry('coffee', null)]),
	day(2, [entry('two', 'customer')], '2027-01-13')
];

test('the agenda turns to the day of the running step, and names what follows on it', () => {
	expect(dayOf(days, null)?.day).toBe(1);
	expect(dayOf(days, asId('customer'))?.day).toBe(2);
	expect(entryAfter(days, null)?.id).toBe('one');
	expect(entryAfter(days, asId('welcome'))?.id).toBe('coffee');
	expect(entryAfter(days, asId('customer'))).toBeNull();
	expect(days.map(dayName)).toEqual(['Day 1', 'Wednesday']);
});

test('a code is shown in two halves, and its link keeps it out of every log', () => {
	expect(spacedCode('HRV7KM')).toBe('HRV 7KM');
	expect(joinLink('http://192.168.1.20:3000', 'HRV7KM')).toBe('http://192.168.1.20:3000/j#HRV7KM');
	expect(shownAddress('https://offsite.marlowe.example')).toBe('offsite.marlowe.example');
	expect(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://192.168.1.20:3000'].map(isOnlyHere)).toEqual([
		true,
		true,
		false
	]);
});
