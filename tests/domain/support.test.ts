import { expect, test } from 'vitest';
import type { SupportAnswer } from '#domain/plan.ts';
import type { StandardsLines } from '#domain/standards.ts';
import {
	answerGaps,
	grantLine,
	isBetter,
	supportCounts,
	waited,
	withGrants,
	type GivenAnswer
} from '#domain/support.ts';

const said = (answer: SupportAnswer, more: Partial<GivenAnswer> = {}): GivenAnswer => ({
	...{ answer, words: 'Words', limit: null, answerBy: null, changedMind: false, answeredAt: '2027-01-13T15:00:00Z' },
	...more
});
const asked = (askedAt: string, ...answers: GivenAnswer[]) => ({ askedAt, answers });

test('[SUPPORT-13] requests are counted by their newest answer, with what changed and how long the oldest open one waits', () => {
	const now = Date.parse('2027-01-16T15:30:00Z');

	expect(supportCounts([], now)).toEqual({
		...{ asked: 0, yes: 0, limit: 0, notNow: 0, no: 0, open: 0, changed: 0, daysWaited: null }
	});
	expect(
		supportCounts(
			[
				asked('2027-01-13T15:00:00Z'),
				asked('2027-01-16T15:00:00Z'),
				asked('2027-01-01T00:00:00Z', said('no'), said('yes', { changedMind: true })),
				asked('2027-01-01T00:00:00Z', said('yes-with-a-limit', { limit: '£40' })),
				asked('2027-01-01T00:00:00Z', said('not-now', { answerBy: '2027-02-01' })),
				asked('2027-01-01T00:00:00Z', said('yes'), said('no'))
			],
			now
		)
	).toEqual({ asked: 6, yes: 1, limit: 1, notNow: 1, no: 1, open: 2, changed: 1, daysWaited: 3 });
});

test('[SUPPORT-13] a wait is told in whole minutes, hours or days, and never below nothing', () => {
	const from = '2027-01-13T15:00:00Z';
	const at = (minutes: number) => waited(from, Date.parse(from) + minutes * 60_000);

	expect([at(-5), at(0), at(59), at(60), at(2879), at(2880)]).toEqual([
		{ n: 0, unit: 'minute' },
		{ n: 0, unit: 'minute' },
		{ n: 59, unit: 'minute' },
		{ n: 1, unit: 'hour' },
		{ n: 47, unit: 'hour' },
		{ n: 2, unit: 'day' }
	]);
});

test('[SUPPORT-7] an answer is better when it gives more than the one before', () => {
	const order: readonly SupportAnswer[] = ['no', 'not-now', 'yes-with-a-limit', 'yes'];

	for (const [b, before] of order.entries())
		for (const [a, after] of order.entries())
			expect([before, after, isBetter(before, after)]).toEqual([before, after, a > b]);
	expect(isBetter(undefined, 'yes')).toBe(false);
});

test('[SUPPORT-1] what an answer lacks is said in the order of the form', () => {
	const bare = { words: ' ', limit: ' ', answerBy: null };
	const gaps = (answer: SupportAnswer, more = {}) => answerGaps({ ...bare, answer, ...more }, '2027-01-13');

	expect([gaps('yes'), gaps('yes-with-a-limit'), gaps('not-now'), gaps('no')]).toEqual([
		['words'],
		['limit', 'words'],
		['answerBy', 'words'],
		['words']
	]);
	expect(gaps('not-now', { words: 'Later', answerBy: '2027-01-13' })).toEqual(['answerBy']);
	expect(gaps('not-now', { words: 'Later', answerBy: '2027-01-14' })).toEqual([]);
});

const details = {
	standard: 'note:a:1',
	what: 'Put things right.',
	limit: '£60',
	who: 'everyone who answers calls',
	from: '2027-01-18'
};
const sheet: StandardsLines = {
	lines: [
		{
			...{ n: 1, text: 'We put it right', fixed: ['The same day'], mayDecide: ['How we say it'], gains: '' },
			...{ warm: 0, quick: 0, syndicates: [], ref: 'note:a:1' }
		},
		{ n: 2, text: 'We ring', fixed: [], mayDecide: [], gains: '', warm: 0, quick: 0, syndicates: [], ref: 'note:a:2' }
	],
	mistakes: { learn: [], line: [] }
};

test('[SUPPORT-9] what an answer gives is one line of the sheet: what, up to which limit, by whom, from when, and for which action', () => {
	const line = (answer: SupportAnswer, limit: string | null = null) =>
		grantLine({ n: 3, details, answers: [] }, { answer, limit });

	expect(line('yes')).toBe(
		'Put things right: up to £60, everyone who answers calls, from 18 January 2027 (by answer to action 3)'
	);
	expect(line('yes-with-a-limit', '£40')).toContain('up to £40, everyone');
	expect([
		line('no'),
		line('not-now'),
		grantLine({ n: 3, details: {}, answers: [] }, { answer: 'yes', limit: null })
	]).toEqual([...[null, null, null]]);
});

test('[SUPPORT-9] the newest answer decides what the sheet gives, however often it is applied', () => {
	const first = { answer: 'yes-with-a-limit', limit: '£40' } as const;
	const granted = withGrants(sheet, [{ n: 3, details, answers: [first] }]);
	const raised = withGrants(granted, [{ n: 3, details, answers: [first, { answer: 'yes', limit: null }] }]);
	const takenBack = withGrants(raised, [
		{ n: 3, details, answers: [first, { answer: 'yes', limit: null }, { answer: 'no', limit: null }] }
	]);

	expect(granted.lines[0]!.mayDecide).toEqual(['How we say it', expect.stringContaining('£40')]);
	expect(withGrants(granted, [{ n: 3, details, answers: [first] }])).toEqual(granted);
	expect(raised.lines[0]!.mayDecide).toEqual(['How we say it', expect.stringContaining('£60')]);
	expect(takenBack).toEqual(sheet);
	expect(granted.lines[1]).toBe(sheet.lines[1]);
});
