import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { columnLines, wallNotes, type ColumnEntry, type WallNote } from '#domain/wall-notes.ts';

const note = (id: string, zone: string, more: { group?: string; votes?: number; newness?: number } = {}): WallNote => ({
	id: asId(id),
	zone: asId(zone),
	group: more.group === undefined ? null : asId(more.group),
	text: id,
	votes: more.votes ?? 0,
	newness: more.newness ?? 0
});
const chosen = (notes: readonly WallNote[]) => wallNotes(notes).map(({ id }) => id);

test('[SCREEN-1] the wall shows the newest note and the newest of another zone', () => {
	const notes = [
		note('first', 'good', { newness: 1 }),
		note('second', 'bad', { newness: 2 }),
		note('third', 'good', { newness: 3 }),
		note('fourth', 'good', { newness: 4 })
	];

	expect(chosen(notes)).toEqual(['fourth', 'second']);
});

test('[SCREEN-1] votes come before newness, once they may be seen', () => {
	const notes = [
		note('old but loved', 'good', { newness: 1, votes: 3 }),
		note('new', 'good', { newness: 9 }),
		note('liked', 'bad', { newness: 2, votes: 1 })
	];

	expect(chosen(notes)).toEqual(['old but loved', 'liked']);
});

test('[SCREEN-1] a group speaks once while others have something to say', () => {
	const notes = [
		note('a', 'good', { group: 'kept', votes: 5, newness: 3 }),
		note('b', 'good', { group: 'kept', votes: 5, newness: 2 }),
		note('c', 'good', { newness: 1 })
	];

	expect(chosen(notes)).toEqual(['a', 'c']);
	expect(chosen(notes.slice(0, 2))).toEqual(['a', 'b']);
});

test('[SCREEN-1] a board without notes shows none', () => {
	expect(chosen([])).toEqual([]);
	expect(chosen([note('only', 'good')])).toEqual(['only']);
});

const entry = (id: string, votes: number | null, notes = 1): ColumnEntry => ({ id, title: '', text: id, votes, notes });

test('[SCREEN-2] a column shows three lines, the most voted first, and counts the notes it leaves out', () => {
	const { shown, rest } = columnLines([
		entry('a', 0),
		entry('b', 4),
		entry('c', 1, 5),
		entry('d', 2),
		entry('e', 0, 3)
	]);

	expect(shown.map(({ id }) => id)).toEqual(['b', 'd', 'c']);
	expect(rest).toBe(4);
});

test('[SCREEN-2] while totals are hidden a column keeps the order of the board', () => {
	const { shown, rest } = columnLines([entry('a', null), entry('b', null), entry('c', null), entry('d', null)]);

	expect(shown.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
	expect(rest).toBe(1);
});
