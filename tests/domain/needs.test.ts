import { expect, test } from 'vitest';
import { dayPlus } from '#domain/calendar.ts';
import { asId } from '#domain/ids.ts';
import { firstUntil, rotatesOn, startOfDay, workdayPlus, workdaysBetween } from '#domain/monday-days.ts';
import { comingWeek, MILESTONE_DAYS, movedLately, PULSE_WEEKS } from '#domain/monday-week.ts';
import { HEADS_UP_WORKDAYS, needsOf, SUGGESTION_DAYS, type FollowedAction, type NeedFacts } from '#domain/needs.ts';
import { nudgeAgainAt } from '#domain/needs-notes.ts';
import type { ActionUpdate, SupportRequest, UpdateHealth } from '#domain/plan.ts';
import template from '#server/template.json' with { type: 'json' };

const day = (today: string) => ({
	today,
	timezone: 'Europe/London',
	signedAt: '2027-01-13T16:00:00Z',
	quietAfterDays: 14
});
const word = (health: UpdateHealth, on: string, reading: number | null = null): ActionUpdate => ({
	...{ id: `u-${on}`, writtenBy: asId<'Person'>('elin'), health, text: `Word of ${on}`, reading, lesson: '' },
	writtenAt: `${on}T09:00:00Z`
});
const request = (id: string, more: Partial<SupportRequest> = {}): SupportRequest => ({
	...{ id: asId<'SupportRequest'>(id), actionId: asId<'Action'>('a1'), kind: 'time', ask: 'Two hours a week' },
	...{ askedBy: asId<'Person'>('elin'), contactId: null, details: {}, askedAt: '2027-01-13T15:00:00Z', answers: [] },
	...more
});
const answer = (kind: 'yes' | 'not-now', answerBy: string | null, on: string): SupportRequest['answers'][number] => ({
	...{ answer: kind, words: 'Yes', limit: null, answerBy, changedMind: false },
	answeredAt: `${on}T15:00:00Z`
});
const action = (n: number, more: Partial<FollowedAction> = {}): FollowedAction => ({
	...{
		id: asId<'Action'>(`a${n}`),
		n,
		syndicateId: null,
		text: `Action ${n}`,
		why: '',
		kind: 'action',
		horizon: 'now'
	},
	...{ firstStep: 'Begin', dueOn: '2027-03-31', ownerId: asId<'Person'>('elin'), helpers: [], motivators: [] },
	measure: {
		...{
			name: '',
			unit: '',
			baseline: null,
			target: null,
			countedBy: '',
			every: 'week',
			group: '',
			serves: '',
			pair: null
		}
	},
	...{ whenThen: '', kindFields: {}, triedRow: null, triedDiffers: '', learn: '', reachAnswer: '', frontPlace: null },
	...{ joinedTo: null, notNowReason: null, sources: [], support: [], updates: [] },
	...{ isOwnerHere: true, offeredAt: null, changedAt: null },
	...more
});
const facts = (today: string, more: Partial<NeedFacts> = {}): NeedFacts => ({
	...{ day: day(today), holidays: [], actions: [], departments: [], addresses: [], jobs: [], mails: [] },
	...{ suggestions: [], headsUps: [], notes: [] },
	...more
});
const rows = (known: NeedFacts) => needsOf(known).needs.map(({ kind, ref, days }) => [kind, ref, days]);

test('[FOLLOW-12] an action is nobody’s worry, then quiet, then late, asks for help, and needs nobody at its end', () => {
	const one = action(1, { dueOn: '2027-02-05' });
	const over = (today: string, updates: readonly ActionUpdate[] = []) =>
		rows(facts(today, { actions: [{ ...one, updates }] }));

	expect(over('2027-01-26')).toEqual([]);
	expect(over('2027-01-27')).toEqual([['quiet', 'action:a1', 14]]);
	expect(over('2027-02-05')).toEqual([['quiet', 'action:a1', 23]]);
	expect(over('2027-02-08')).toEqual([['late', 'action:a1', 3]]);
	expect(over('2027-01-28', [word('on-course', '2027-01-27')])).toEqual([]);
	expect(over('2027-02-01', [word('help', '2027-01-30')])).toEqual([['help', 'action:a1', 2]]);
	expect(
		needsOf(facts('2027-02-08', { actions: [{ ...one, updates: [word('help', '2027-02-06')] }] })).needs
	).toMatchObject([{ kind: 'late', alsoHelp: true }]);
	for (const end of ['done', 'learned', 'stopped'] as const)
		expect(over('2027-03-08', [word(end, '2027-02-04')])).toEqual([]);
});

test('[FOLLOW-12] each request that waits is a row of its own, from the day it was asked or promised for', () => {
	const support = [
		request('r1'),
		request('r2', { answers: [answer('not-now', '2027-01-20', '2027-01-13')] }),
		request('r3', { answers: [answer('yes', null, '2027-01-13')] })
	];
	const known = (today: string) => rows(facts(today, { actions: [action(1, { support, dueOn: '2027-02-01' })] }));

	expect(known('2027-01-18')).toEqual([['support', 'support:r1', 5]]);
	expect(known('2027-02-08')).toEqual([
		['support', 'support:r1', 26],
		['support', 'support:r2', 19]
	]);
});

test('[FOLLOW-12] a call for help beside a request that waits is one row', () => {
	const called = action(1, { support: [request('r1')], updates: [word('help', '2027-01-20')] });

	expect(needsOf(facts('2027-01-25', { actions: [called] })).needs).toMatchObject([
		{ kind: 'support', alsoHelp: true }
	]);
});

test('[FOLLOW-12] late comes before a call for help, that before what management owes, and the machinery last', () => {
	const known = facts('2027-02-08', {
		actions: [
			action(1),
			action(2, { support: [request('r1')] }),
			action(3, { updates: [word('help', '2027-02-07')] }),
			action(4, { dueOn: '2027-02-01' }),
			action(5, { dueOn: '2027-01-30' }),
			action(6, { isOwnerHere: false, offeredAt: '2027-02-04T09:00:00Z' }),
			action(7, { ownerId: null, isOwnerHere: false })
		],
		departments: [
			{ id: 'd1', actionId: asId('a1'), name: 'Irma, IT', ask: 'A mailbox', askedAt: '2027-02-01T10:00:00Z' }
		],
		addresses: [
			{ recipient: 'person:p1', personId: asId('p1'), name: 'Pia', disownedAt: null, lastAt: '2027-02-04T10:00:00Z' }
		],
		jobs: [{ key: 'digest:w4', kind: 'digest', failure: 'ECONNREFUSED', dueAt: '2027-02-08T08:00:00Z' }],
		mails: [{ id: 'm1', name: 'The digest', why: 'unsure', claimedAt: '2027-02-01T10:00:00Z' }],
		suggestions: [
			{ id: 's1', text: 'A kettle', writtenAt: '2027-01-28T10:00:00Z', answerBy: null },
			{ id: 's2', text: 'A lamp', writtenAt: '2027-01-29T10:00:00Z', answerBy: null },
			{ id: 's3', text: 'A plant', writtenAt: '2027-01-20T10:00:00Z', answerBy: '2027-03-01' }
		],
		headsUps: [
			{ id: 'h1', what: 'A price letter', startsOn: '2027-02-12', postedAt: '2027-02-08T08:00:00Z' },
			{ id: 'h2', what: 'A new form', startsOn: '2027-02-15', postedAt: '2027-02-08T08:00:00Z' }
		]
	});

	expect(rows(known)).toEqual([
		['late', 'action:a5', 9],
		['late', 'action:a4', 7],
		['help', 'action:a3', 1],
		['support', 'support:r1', 26],
		['department', 'department:d1', 7],
		['quiet', 'action:a1', 26],
		['owner', 'action:a7', 26],
		['owner', 'action:a6', 4],
		['address', 'address:person:p1', 4],
		['mail', 'mail:m1', 7],
		['job', 'job:digest:w4', 0],
		['suggestion', 'suggestion:s1', 1],
		['heads-up', 'heads-up:h1', 0]
	]);
});

test('[FOLLOW-12] a reading is asked for once two of them are missing', () => {
	const measure = { ...action(1).measure, name: 'Call-backs', baseline: 60, target: 90 };
	const known = (today: string) =>
		rows(
			facts(today, {
				actions: [
					action(1, { measure, updates: [word('on-course', '2027-02-01', 64), word('on-course', '2027-02-11')] })
				]
			})
		);

	expect(known('2027-02-16')).toEqual([]);
	expect(known('2027-02-17')).toEqual([['reading', 'reading:a1', 8]]);
});

test('[FOLLOW-13] what was put away comes back when a word was written, when it is late instead of quiet, and after seven days', () => {
	const put = (at: string) => [{ ref: 'action:a1', kind: 'not-needed' as const, writtenAt: at }];
	const away = (today: string, more: Partial<FollowedAction> = {}, at = '2027-02-01T09:00:00Z') =>
		needsOf(facts(today, { actions: [action(1, { dueOn: '2027-02-03', ...more })], notes: put(at) })).putAway.length;

	expect(away('2027-02-01')).toBe(1);
	expect(away('2027-02-03')).toBe(1);
	expect(away('2027-02-04')).toBe(0);
	expect(away('2027-02-07', { dueOn: '2027-03-01' })).toBe(1);
	expect(away('2027-02-08', { dueOn: '2027-03-01' })).toBe(0);
	expect(away('2027-02-03', { updates: [word('help', '2027-02-02')] })).toBe(0);
	expect(away('2027-02-03', { changedAt: '2027-02-02T08:00:00Z' })).toBe(0);
});

test('[FOLLOW-15] nobody is written to again within 48 hours', () => {
	const notes = [{ ref: 'action:a1', kind: 'nudge' as const, writtenAt: '2027-02-08T09:00:00Z' }];

	expect(nudgeAgainAt(notes, 'action:a1', new Date('2027-02-10T08:59:00Z'))).toBe('2027-02-10T09:00:00.000Z');
	expect(nudgeAgainAt(notes, 'action:a1', new Date('2027-02-10T09:00:00Z'))).toBeNull();
	expect(nudgeAgainAt(notes, 'action:a2', new Date('2027-02-08T09:00:00Z'))).toBeNull();
});

test('[FOLLOW-16] the week holds what is due, steps, the meeting, the questions and the milestones of its days', () => {
	const coming = (today: string) =>
		comingWeek({
			day: day(today),
			running: [
				action(1, { dueOn: '2027-02-10' }),
				action(2, { support: [request('r', { answers: [answer('not-now', '2027-02-09', '2027-01-13')] })] })
			],
			steps: [{ actionId: asId('a2'), text: 'Hang the board', dueOn: '2027-02-08' }],
			nextDate: { heldOn: '2027-02-10', heldAt: '15:00', words: 'Thirty minutes with all owners' },
			decisions: [{ what: 'The room', until: '2027-02-15' }],
			headsUps: [{ what: 'A price letter', startsOn: '2027-02-14' }]
		}).map(({ on, kind }) => `${on.slice(5)} ${kind}`);

	expect(coming('2027-02-08')).toEqual([
		'02-08 step',
		'02-08 pulse',
		'02-09 support',
		'02-10 due',
		'02-10 meeting',
		'02-12 milestone',
		'02-14 heads-up'
	]);
	expect(coming('2027-02-15')).toEqual(['02-15 decision']);
	expect([MILESTONE_DAYS, PULSE_WEEKS]).toEqual([template.followUp.milestones, template.pulse.weeks]);
	expect([SUGGESTION_DAYS, HEADS_UP_WORKDAYS]).toEqual([
		template.followUp.suggestionBox.answerWithinDays,
		template.followUp.headsUp.workingDaysBefore
	]);
});

test('[FOLLOW-16] what moved: words, ends once, answers and decisions of seven days, newest first', () => {
	const updates = [word('on-course', '2027-01-31'), word('done', '2027-02-03'), word('done', '2027-02-05', 40)];
	const support = [request('r1', { answers: [answer('yes', null, '2027-02-04')] })];
	const moved = movedLately({
		day: day('2027-02-08'),
		actions: [action(1, { updates, support })],
		decisions: [
			{ id: asId('d1'), what: 'The room', outcome: 'Yes', decidedAt: '2027-02-02T10:00:00Z' },
			{ id: asId('d2'), what: 'The lamp', outcome: '', decidedAt: null }
		]
	});

	expect(moved.map(({ kind, at }) => [kind, at.slice(5, 10)])).toEqual([
		['report', '02-05'],
		['answer', '02-04'],
		['end', '02-03'],
		['decision', '02-02']
	]);
});

test('[FOLLOW-10] workdays leave out weekends and holidays', () => {
	expect(workdaysBetween('2027-03-12', '2027-03-19')).toBe(5);
	expect(workdaysBetween('2027-03-12', '2027-03-19', ['2027-03-17'])).toBe(4);
	expect(workdaysBetween('2027-03-19', '2027-03-12')).toBe(0);
	expect(workdayPlus('2027-03-12', 5, ['2027-03-17'])).toBe('2027-03-22');
});

test('[FOLLOW-81] workdays to a far day are counted at once, and no day comes after the last one', () => {
	const near = (to: string, holidays: readonly string[] = []): number => {
		let days = 0;
		for (let day = dayPlus('2027-03-10', 1); day <= to; day = dayPlus(day, 1))
			if (workdaysBetween(dayPlus(day, -1), day, holidays) === 1) days += 1;
		return days;
	};
	const holidays = ['2027-03-17', '2027-03-17', '2027-03-20', '2027-03-10', '2027-04-02'];
	for (let far = 0; far < 40; far += 1) {
		const to = dayPlus('2027-03-10', far);
		expect(workdaysBetween('2027-03-10', to)).toBe(near(to));
		expect(workdaysBetween('2027-03-10', to, holidays)).toBe(near(to, holidays));
	}
	const begun = performance.now();
	expect(workdaysBetween('2027-03-10', '9999-12-31')).toBe(2_080_007);
	expect(performance.now() - begun).toBeLessThan(100);
	expect(dayPlus('9999-12-31', 1)).toBe('9999-12-31');
	expect(dayPlus('1000-01-01', -1)).toBe('1000-01-01');
});

test('[FOLLOW-19] turns change on Mondays, a day begins where its clocks say, and twelve weeks are the first end', () => {
	expect(rotatesOn('2027-01-13', '2027-01-13')).toBe('2027-02-15');
	expect(rotatesOn('2027-01-13', '2027-02-14')).toBe('2027-02-15');
	expect(rotatesOn('2027-01-13', '2027-02-15')).toBe('2027-03-15');
	expect(startOfDay('2027-03-29', 'Europe/London').toISOString()).toBe('2027-03-28T23:00:00.000Z');
	expect(startOfDay('2027-03-15', 'Pacific/Auckland').toISOString()).toBe('2027-03-14T11:00:00.000Z');
	expect(startOfDay('2027-11-08', 'America/New_York').toISOString()).toBe('2027-11-08T05:00:00.000Z');
	expect(firstUntil('2027-01-13')).toBe(dayPlus('2027-01-13', 84));
});
