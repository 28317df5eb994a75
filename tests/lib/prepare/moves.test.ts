import { expect, test } from 'vitest';
import { placesIn, strainWords, troubleWords } from '#lib/prepare/agenda-words.ts';
import { neighbour } from '#lib/prepare/agenda.svelte.ts';
import { agendaShown } from '#lib/prepare/agenda-shown.ts';
import type { AgendaDay, AgendaEntry } from '#protocol/views.ts';

const entry = (id: string, day: number, more: Partial<AgendaEntry> = {}): AgendaEntry => ({
	id,
	day,
	step: null,
	number: null,
	title: id,
	minutes: 10,
	pinnedAt: null,
	starts: '09:00',
	isQuiet: false,
	isSponsorHere: false,
	isBreakLeftOut: false,
	...more
});
const of = (day: number, ...entries: readonly AgendaEntry[]): AgendaDay => ({
	day,
	title: `Day ${day}`,
	heldOn: null,
	starts: '09:00',
	ends: '17:00',
	entries
});
const days: readonly AgendaDay[] = [1, 2].map((day) =>
	of(day, ...['a', 'b', 'c'].map((n) => entry(`${n}${day}`, day)))
);
const at = (id: string) => days.flatMap(({ entries }) => entries).find((one) => one.id === id)!;

test('[PAGE-6] an entry moves up, down and over the edge of a day, and never past an end', () => {
	expect(neighbour(days, at('a1'), -1)).toBeNull();
	expect(neighbour(days, at('a1'), 1)).toEqual({ day: 1, before: 'c1' });
	expect(neighbour(days, at('b1'), 1)).toEqual({ day: 1, before: null });
	expect(neighbour(days, at('c1'), 1)).toEqual({ day: 2, before: 'a2' });
	expect(neighbour(days, at('a2'), -1)).toEqual({ day: 1, before: null });
	expect(neighbour(days, at('c2'), 1)).toBeNull();
});

test('[PAGE-6] the list of places names every place of every day, and the one it has', () => {
	const places = days.flatMap((day) => placesIn(day, 'b1'));

	expect(places.map(({ label, isHere }) => [label, isHere])).toEqual([
		['First, before a1', false],
		['Before c1', true],
		['Last, after c1', false],
		['First, before a2', false],
		['Before b2', false],
		['Before c2', false],
		['Last, after c2', false]
	]);
});

test('[PREP-1] the page shows later starts before the server answers', () => {
	const shown = agendaShown(days, [[{ deed: 'change', entry: 'a1', minutes: 25 }]]);

	expect(shown[0]!.entries.map(({ starts }) => starts)).toEqual(['09:00', '09:25', '09:35']);
	expect(shown[0]!.ends).toBe('09:45');
	expect(agendaShown(days, [])).toBe(days);
});

test('[PREP-14] a change that the answer already holds is shown once', () => {
	const edits = [{ deed: 'remove', entry: 'a1', leavesOut: false }] as const;
	const once = agendaShown(days, [edits]);

	expect(agendaShown(once, [edits])[0]!.entries.map(({ id }) => id)).toEqual(['b1', 'c1']);
});

test('[PREP-13] clashes, gaps and days without a break are said in words and minutes', () => {
	const long = of(
		1,
		entry('Talk', 1, { step: 'talk' as AgendaEntry['step'], minutes: 130 }),
		entry('Lunch', 1, { minutes: 60, pinnedAt: '11:00', starts: '11:00' })
	);
	const words = [...troubleWords(long).values()];

	expect(words).toEqual([{ kind: 'clash', words: 'Talk runs 10 min into Lunch' }]);
	expect(strainWords(long)).toBe('2 h 10 without a break');
	expect(strainWords(of(1, entry('Tea', 1)))).toBeNull();
});
