import { expect, test } from 'vitest';
import { withoutNames } from '#domain/public-names.ts';
import { isNotDone, rowOf, toldUsItems, type TellableAction } from '#domain/said-did.ts';
import { weekBegins, weekOf } from '#domain/weeks-after.ts';

const action = (more: Partial<TellableAction>): TellableAction => ({
	n: 3,
	text: 'Everyone may spend up to £40',
	health: 'on-course',
	measure: { name: 'Used', unit: 'times', baseline: 0, target: 20 },
	updates: [],
	waitsFor: [],
	owner: '',
	said: [],
	...more
});

test.each([
	['Ruth Adler hung it, and Ruth’s board helped', 'One of us hung it, and one of us’s board helped'],
	['ruth  adler did', 'One of us did'],
	['Will Moss is off. Will it work? Yes, Will says', 'One of us is off. Will it work? Yes, one of us says'],
	['The truth is out', 'The truth is out']
])('[FOLLOW-70] %s is told as %s', (text, told) => {
	expect(withoutNames(text, ['Ruth Adler', 'Will Moss'])).toBe(told);
});

test('[FOLLOW-71] the last words and the last figure count, a figure without words of its own replaces none', () => {
	const updates = [
		{ text: 'Used 12 times', reading: 12 },
		{ text: 'This week’s count.', reading: 31 }
	];

	expect(rowOf(action({ updates }), [])).toMatchObject({
		did: 'Used 12 times',
		figure: { name: 'Used', before: 0, now: 31, target: 20 }
	});
});

test('[FOLLOW-71] what waits for management says so, and what ended otherwise is not among what was done', () => {
	const waiting = rowOf(action({ health: 'waiting', waitsFor: ['Replace the wall screen.'] }), []);

	expect(waiting.did).toBe('We asked management: Replace the wall screen. No answer yet, and we say so.');
	expect((['done', 'learned', 'stopped', 'late', 'no', 'not-now'] as const).map((now) => isNotDone({ now }))).toEqual([
		false,
		true,
		true,
		false,
		true,
		true
	]);
});

test('[FOLLOW-73] each line of the reply tells what was done, or not, and why; what nothing stands of is gone', () => {
	const step = { n: 1, text: 'Tell people before eight', latest: { text: 'Nine of ten are told.' } };
	const line = { told: [{ text: 'Tell me before I find out.' }], isLeftOut: false, actions: [] };

	expect(
		toldUsItems([
			{ ...line, text: 'We will tell you before eight.', actions: [{ ...step, health: 'done' }] },
			{
				...line,
				text: 'We will answer at night',
				actions: [{ ...step, health: 'stopped', latest: { text: 'too few calls' } }]
			},
			{ ...line, text: 'nobody could keep it', isLeftOut: true },
			{ ...line, told: [], text: 'Gone' }
		])
	).toEqual([
		{ said: 'Tell me before I find out', did: 'Done: Nine of ten are told.', isDone: true },
		{
			said: 'Tell me before I find out',
			did: 'We will answer at night. We stopped it, because: too few calls.',
			isDone: false
		},
		{ said: 'Tell me before I find out', did: 'We did not, because: nobody could keep it.', isDone: false }
	]);
});

test('[FOLLOW-2] a week begins with the Monday of its letter', () => {
	expect(
		['2027-01-13', '2027-01-17', '2027-01-18', '2027-02-08', '2027-02-14', '2027-04-05'].map((day) =>
			weekOf('2027-01-13', day)
		)
	).toEqual([0, 0, 1, 4, 4, 12]);
	expect([weekBegins('2027-01-13', 4), weekBegins('2027-01-13', 12)]).toEqual(['2027-02-08', '2027-04-05']);
});
