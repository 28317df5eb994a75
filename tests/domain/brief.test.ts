import { expect, test } from 'vitest';
import { putTried, sponsorTasks } from '#domain/brief.ts';
import { EMPTY_BRIEF, type Tried } from '#domain/workshop.ts';
import template from '../../server/template.json' with { type: 'json' };

const tasks = template.prepare.sponsorTasks;

test('[BRIEF-4] the sponsor’s tasks have the template’s days before the first one', () => {
	const dated = sponsorTasks(tasks, { brief: EMPTY_BRIEF, ticked: {}, firstDay: '2027-01-12' });
	const undated = sponsorTasks(tasks, { brief: EMPTY_BRIEF, ticked: {}, firstDay: null });

	expect(dated.map(({ id, dueOn }) => [id, dueOn])).toEqual([
		['promise', '2026-12-31'],
		['off-the-table', '2026-12-31'],
		['budget', '2027-01-02'],
		['invite', '2027-01-02'],
		['why-hard', '2027-01-07'],
		['listen', '2027-01-09']
	]);
	expect(undated.map(({ dueOn }) => dueOn)).toEqual(tasks.map(() => null));
	expect(dated.some(({ isDone }) => isDone)).toBe(false);
});

test('[BRIEF-4] what is done by writing is done once the words stand; the rest is ticked', () => {
	const brief = { ...EMPTY_BRIEF, promise: 'I answer.', hoursPerPerson: 2, notOnTheTable: 'Pay.' };
	const ticked = { listen: '2027-01-08T10:00:00.000Z', promise: '2027-01-08T10:00:00.000Z' };

	const now = sponsorTasks(tasks, { brief, ticked, firstDay: null });
	const emptied = sponsorTasks(tasks, { brief: EMPTY_BRIEF, ticked, firstDay: null });

	expect(now.filter(({ isDone }) => isDone).map(({ id }) => id)).toEqual([
		'promise',
		'off-the-table',
		'budget',
		'listen'
	]);
	expect(emptied.filter(({ isDone }) => isDone).map(({ id }) => id)).toEqual(['listen']);
	expect(now.filter(({ isTicked }) => isTicked).map(({ id }) => id)).toEqual(['invite', 'listen']);
});

test('[BRIEF-2] a row goes before another one, or to the end where that one is gone', () => {
	const row = (id: string): Tried => ({ id, what: id, when: '', became: '' });
	const rows = ['a', 'b', 'c'].map(row);
	const ids = (put: readonly Tried[]) => put.map(({ id }) => id).join('');

	expect(ids(putTried(rows, row('d'), 'b'))).toBe('adbc');
	expect(ids(putTried(rows, row('c'), 'a'))).toBe('cab');
	expect(ids(putTried(rows, row('a'), null))).toBe('bca');
	expect(ids(putTried(rows, row('b'), 'gone'))).toBe('acb');
});
