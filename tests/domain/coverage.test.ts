import { beforeAll, expect, test } from 'vitest';
import { emptyCells, linkedFeedback, tagCounts, withoutSource, type CoverageNote } from '#domain/coverage.ts';
import { dealEvenly } from '#domain/feedback.ts';
import { asId, type SyndicateId } from '#domain/ids.ts';
import type { Activity } from '#domain/template.ts';
import { loadTemplate } from '#server/template.ts';

let house: Activity;
let definitions: Activity;
beforeAll(async () => {
	const { activities } = await loadTemplate();
	house = activities.find(({ id }) => id === 'house')!;
	definitions = activities.find(({ id }) => id === 'definitions')!;
});

const alder: SyndicateId = asId('alder');
const note = (zone: string, rest: Partial<CoverageNote> = {}): CoverageNote => ({
	zone: asId(zone),
	text: 'Words',
	fields: {},
	from: [],
	...rest
});

test('[COVER-1] every motivator and cause of the template is counted, those that nobody used with nought', () => {
	const boards = [
		{
			activity: definitions,
			syndicateId: alder,
			notes: [
				note('good-service-is', { fields: { motivators: 'Real thanks|Our own way' } }),
				note('good-service-is', { fields: { motivators: 'Real thanks' } })
			]
		},
		{ activity: house, syndicateId: alder, notes: [note('in-the-way', { fields: { causes: 'System|Rule' } })] }
	];
	const motivators = tagCounts(boards, 'motivators');
	const causes = tagCounts(boards, 'causes');

	expect([motivators.length, causes.length]).toEqual([10, 12]);
	expect(motivators.filter(({ notes }) => notes > 0)).toEqual([
		{ title: 'Real thanks', notes: 2 },
		{ title: 'Our own way', notes: 1 }
	]);
	expect(causes.filter(({ notes }) => notes === 0)).toHaveLength(10);
	expect(tagCounts([], 'causes')).toEqual([]);
});

test('[COVER-2] standards that lack one of their two parts are counted a syndicate', () => {
	const notes = [
		note('fixed'),
		note('fixed', { text: '  ' }),
		note('may-decide', { text: '' }),
		note('may-decide', { text: '' }),
		note('today', { text: '' })
	];

	expect(emptyCells([{ activity: house, syndicateId: alder, notes }])).toEqual([
		{ zone: 'fixed', title: 'This always holds', syndicateId: alder, lines: 2, empty: 1 },
		{ zone: 'may-decide', title: 'You may decide', syndicateId: alder, lines: 2, empty: 2 }
	]);
});

test('[COVER-2] a definition without a source is counted, and no note of a step that asks for none', () => {
	const boards = [
		{
			activity: definitions,
			syndicateId: alder,
			notes: [
				note('good-service-is', { from: ['note:a:b'] }),
				note('good-service-is'),
				note('good-service-is', { text: '' })
			]
		},
		{ activity: house, syndicateId: alder, notes: [note('try')] }
	];

	expect(withoutSource(boards)).toEqual({ of: 2, without: 1 });
});

test('[FEEDBACK-2] a customer’s line is linked where a note names it', () => {
	const notes = [note('shows', { from: ['note:a:b', 'feedback:one'] }), note('try', { from: ['feedback:two'] })];

	expect([...linkedFeedback([{ notes }])]).toEqual(['one', 'two']);
});

test('[FEEDBACK-1] lines are dealt evenly, what was dealt stays, and what was read goes to nobody', () => {
	const line = (id: string, syndicateId: string | null = null, isDone = false) => ({ id, syndicateId, isDone });
	const lines = [line('1', 'b'), line('2', 'b'), line('3'), line('4', null, true), line('5'), line('6'), line('7')];

	expect([...dealEvenly(lines, ['a', 'b', 'c'])]).toEqual([
		['3', 'a'],
		['5', 'c'],
		['6', 'a'],
		['7', 'c']
	]);
	expect(dealEvenly(lines, []).size).toBe(0);
});
