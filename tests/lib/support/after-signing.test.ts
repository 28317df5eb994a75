import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { SupportAnswer, SupportRequest } from '#domain/plan.ts';
import { clockOf, filterOf } from '#lib/support/after/asked-list.ts';
import { lastDeed, notYetThanked, servedMotivators } from '#lib/support/sponsor/deeds-of.ts';

const NOW = Date.parse('2027-02-10T09:00:00Z');
const request = (askedAt: string, ...answers: readonly [SupportAnswer, string, string?][]): SupportRequest => ({
	...{ id: asId<'SupportRequest'>(askedAt), actionId: asId<'Action'>('a'), kind: 'money', ask: 'Two screens' },
	...{ askedBy: asId<'Person'>('elin'), contactId: null, details: {}, askedAt },
	answers: answers.map(([answer, answeredAt, answerBy]) => ({
		...{ answer, answeredAt, words: 'Words', limit: null, answerBy: answerBy ?? null, changedMind: false }
	}))
});
const clock = (of: SupportRequest) => clockOf(of, '2027-02-10', NOW).words;

test('[SUPPORT-33] every request says how long it waits, or waited', () => {
	expect([
		clock(request('2027-02-10T08:00:00Z')),
		clock(request('2027-02-09T08:00:00Z')),
		clock(request('2027-01-29T08:00:00Z')),
		clock(request('2027-01-29T08:00:00Z', ['yes', '2027-01-29T20:00:00Z'])),
		clock(request('2027-01-20T08:00:00Z', ['no', '2027-01-28T09:00:00Z'])),
		clock(request('2027-01-20T08:00:00Z', ['not-now', '2027-01-21T08:00:00Z', '2027-02-10'])),
		clock(request('2027-01-20T08:00:00Z', ['not-now', '2027-01-21T08:00:00Z', '2027-02-07']))
	]).toEqual([
		'Asked today',
		'Waits for one day',
		'Waits for 12 days',
		'Answered within a day',
		'Answered after 8 days',
		'“Not now” comes due today, asked 21 days ago',
		'“Not now” came due 3 days ago, asked 21 days ago'
	]);
});

test('[SUPPORT-33] a “not now” whose day has come stands among the open ones', () => {
	const due = request('2027-01-20T08:00:00Z', ['not-now', '2027-01-21T08:00:00Z', '2027-02-10']);

	expect([filterOf(due, '2027-02-09'), filterOf(due, '2027-02-10')]).toEqual(['not-now', 'open']);
	expect(filterOf(request('2027-01-20T08:00:00Z', ['yes', '2027-01-21T08:00:00Z']), '2027-02-10')).toBe('yes');
});

test('[SUPPORT-34] the sponsor sees the own last deed, what a yes served, and what nobody thanked for yet', () => {
	const actions = [
		{ n: 1, motivators: ['M3', 'M1'], support: [request('2027-01-20T08:00:00Z', ['yes', '2027-01-21T08:00:00Z'])] },
		{
			n: 2,
			motivators: ['M1'],
			support: [request('2027-01-20T08:00:00Z', ['yes-with-a-limit', '2027-02-01T08:00:00Z'])]
		},
		{ n: 3, motivators: ['M9'], support: [request('2027-01-20T08:00:00Z', ['no', '2027-01-25T08:00:00Z'])] }
	];
	const thanks = [{ text: 'The board is a joy', givenAt: '2027-02-03T08:00:00Z' }];

	expect(lastDeed(actions, [])).toEqual({
		words: '“Yes, with a limit” to “Two screens”, for action 2',
		at: '2027-02-01T08:00:00Z'
	});
	expect(lastDeed(actions, thanks)?.words).toBe('Thanks: “The board is a joy”');
	expect(lastDeed([], [])).toBeNull();
	expect(servedMotivators(actions)).toEqual([
		{ label: 'Getting it done', actions: [1, 2] },
		{ label: 'Real thanks', actions: [1] }
	]);
	const ended = [
		{ id: 'a', health: 'done' },
		{ id: 'b', health: 'learned' },
		{ id: 'c', health: 'stopped' },
		{ id: 'd', health: 'on-course' }
	];
	expect(notYetThanked(ended, [{ ref: 'action:a' }, { ref: 'note:b' }]).map(({ id }) => id)).toEqual(['b']);
});
