import { expect, test } from 'vitest';
import { movesOf } from '#lib/prepare/preparing.svelte.ts';
import type { AgendaDay } from '#protocol/views.ts';

const entry = (id: string, day: number) => ({
	id,
	day,
	step: null,
	number: null,
	title: id,
	minutes: 10,
	pinnedAt: null,
	starts: '09:00'
});
const days: readonly AgendaDay[] = [1, 2].map((day) => ({
	day,
	title: `Day ${day}`,
	heldOn: null,
	starts: '09:00',
	ends: '17:00',
	entries: ['a', 'b', 'c'].map((name) => entry(`${name}${day}`, day))
}));

test('[PAGE-6] an entry moves up, down and to another day, and never past an end', () => {
	const moves = (id: string) =>
		movesOf(
			days,
			days.flatMap((day) => day.entries).find((one) => one.id === id)!
		);

	expect(moves('a1')).toEqual([
		{ id: 'down', label: 'Move down', day: 1, before: 'c1' },
		{ id: 'day-2', label: 'Move to Day 2', day: 2, before: null }
	]);
	expect(moves('b1')).toEqual([
		{ id: 'up', label: 'Move up', day: 1, before: 'a1' },
		{ id: 'down', label: 'Move down', day: 1, before: null },
		{ id: 'day-2', label: 'Move to Day 2', day: 2, before: null }
	]);
	expect(moves('c2')).toEqual([
		{ id: 'up', label: 'Move up', day: 2, before: 'b2' },
		{ id: 'day-1', label: 'Move to Day 1', day: 1, before: null }
	]);
});
