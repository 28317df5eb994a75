import { expect, test } from 'vitest';
import { asId, type ActionId, type PersonId } from '#domain/ids.ts';
import { barsOf } from '#domain/plan-bars.ts';
import { healthOf, missingLetters, type Action, type ActionUpdate, type SupportRequest } from '#domain/plan.ts';

const elin: PersonId = asId('elin');
const marcus: PersonId = asId('marcus');

const action: Action = {
	id: asId('action-1'),
	n: 1,
	syndicateId: null,
	text: 'Every promise to call back has a name',
	why: '',
	kind: 'action',
	horizon: 'quarter',
	firstStep: 'Hang the board by the window',
	dueOn: '2027-02-26',
	ownerId: elin,
	measure: {
		name: 'Call-backs kept',
		unit: '%',
		baseline: 61,
		target: 90,
		countedBy: '',
		every: 'week',
		group: 'customer',
		serves: 'compass',
		pair: null
	},
	helpers: [],
	motivators: [],
	whenThen: '',
	kindFields: {},
	triedRow: null,
	triedDiffers: '',
	learn: '',
	reachAnswer: '',
	frontPlace: null,
	joinedTo: null,
	notNowReason: null,
	sources: ['note:d:draft', 'note:d:story'],
	support: [],
	updates: []
};

const request = (answers: SupportRequest['answers']): SupportRequest => ({
	id: asId('request-1'),
	actionId: action.id,
	kind: 'time',
	ask: 'An hour a week',
	askedBy: elin,
	contactId: null,
	details: {},
	askedAt: '2027-01-13T14:00:00Z',
	answers
});
const said = (answer: 'yes' | 'not-now', answerBy: string | null = null) => ({
	answer,
	words: 'Because',
	limit: null,
	answerBy,
	changedMind: false,
	answeredAt: '2027-01-13T15:00:00Z'
});
const update = (health: ActionUpdate['health'], writtenAt: string): ActionUpdate => ({
	lesson: '',
	id: writtenAt,
	writtenBy: elin,
	health,
	text: 'Said',
	reading: null,
	writtenAt
});

test('[PLAN-4] the letters an action misses are named in order', () => {
	const bare = {
		...action,
		ownerId: null,
		firstStep: ' ',
		dueOn: null,
		sources: ['note:d:draft'],
		measure: { ...action.measure, target: 61 }
	};

	expect(missingLetters(action)).toEqual([]);
	expect(missingLetters(bare)).toEqual(['S', 'M', 'A', 'R', 'T']);
	expect(missingLetters({ ...action, support: [request([])] })).toEqual(['A']);
	expect(missingLetters({ ...action, support: [request([said('not-now', '2027-02-01')])] })).toEqual([]);
});

test('[PLAN-51] a measure serves something and a cost has an outcome beside it; a target that nobody believes in is answered', () => {
	const { measure } = action;
	const cost = { ...measure, name: 'Cost per call', group: 'cost' };
	const pair = { name: 'Solved at the first contact, in %', unit: '%', baseline: 54, target: 70 };
	const without = [
		{ ...action, measure: { ...measure, serves: '' } },
		{ ...action, measure: cost },
		{ ...action, measure: { ...measure, name: ' average call LENGTH ', group: 'team' } },
		{ ...action, measure: { ...cost, pair: { ...pair, name: 'Calls per hour' } } },
		{ ...action, measure: { ...cost, pair: { ...pair, target: 54 } } }
	];

	expect(without.map((each) => missingLetters(each))).toEqual(without.map(() => ['M']));
	expect(missingLetters({ ...action, measure: { ...cost, pair } })).toEqual([]);
	expect([2.9, 3, null].map((mean) => missingLetters(action, mean))).toEqual([['A'], [], []]);
	expect(missingLetters({ ...action, reachAnswer: 'We start with two vans only.' }, 2.1)).toEqual([]);

	const plan = {
		actions: [
			{ ...action, measure: { ...cost, serves: '' } },
			{ ...action, id: asId<'Action'>('action-2'), n: 2 }
		],
		followUpManager: marcus,
		promise: 'Every request gets an answer.',
		sponsor: null,
		signed: new Set([elin, marcus]),
		nameOf: () => 'Somebody',
		most: 12,
		reach: new Map([[asId<'Action'>('action-2'), 2.4]])
	};
	expect(barsOf(plan)).toEqual([
		'Action 1 still needs a customer’s outcome beside its measure and what its measure serves: the compass or a standard.',
		'The syndicate of action 2 rates its target 2.4 of 5. Change the target or the date, or say why it stays.'
	]);
});

test('[SIGN-1] what bars the close is said in sentences, and put-aside actions bar nothing', () => {
	const names = new Map([
		[elin, 'Elin Strand'],
		[marcus, 'Marcus Okafor']
	]);
	const plan = {
		actions: [
			{ ...action, ownerId: null, dueOn: null },
			{ ...action, n: 2 },
			{ ...action, n: 3, ownerId: null, notNowReason: 'Too early' }
		],
		followUpManager: null,
		promise: 'Every request gets an answer.',
		sponsor: marcus,
		signed: new Set<PersonId>(),
		nameOf: (person: PersonId) => names.get(person) ?? null,
		most: 12,
		reach: new Map<ActionId, number>()
	};

	expect(barsOf(plan)).toEqual([
		'Action 1 still needs an owner who said yes and a due day.',
		'Nobody follows up yet. Somebody has to say yes to it.',
		'Elin Strand has not signed yet.',
		'Marcus Okafor has not signed yet.'
	]);
	expect(barsOf({ ...plan, actions: [action], followUpManager: marcus, signed: new Set([elin, marcus]) })).toEqual([]);
	expect(barsOf({ ...plan, actions: [], followUpManager: marcus, sponsor: null })).toEqual([
		'The plan has no action yet.',
		'Marcus Okafor has not signed yet.'
	]);
	expect(barsOf({ ...plan, promise: ' ', actions: [] })[0]).toBe(
		'Marcus Okafor has not written the promise yet. The plan can be signed after that.'
	);
	expect(barsOf({ ...plan, promise: '', sponsor: null, actions: [] })[0]).toMatch(/^The sponsor has not written/);
});

test.each([
	['2027-01-14', {}, 'on-course'],
	['2027-01-27', {}, 'quiet'],
	['2027-02-27', {}, 'late'],
	['2027-02-27', { support: [request([])] }, 'waiting'],
	['2027-01-20', { support: [request([said('not-now', '2027-02-01')])] }, 'on-course'],
	['2027-02-01', { support: [request([said('not-now', '2027-02-01')])] }, 'waiting'],
	['2027-01-20', { support: [request([said('yes')])] }, 'on-course'],
	['2027-01-21', { updates: [update('help', '2027-01-20T10:00:00Z')] }, 'help'],
	['2027-03-30', { updates: [update('help', '2027-01-20T10:00:00Z')] }, 'late'],
	['2027-03-30', { updates: [update('done', '2027-02-20T10:00:00Z')], support: [request([])] }, 'done'],
	[
		'2027-03-30',
		{ updates: [update('stopped', '2027-02-20T10:00:00Z'), update('on-course', '2027-03-29T10:00:00Z')] },
		'late'
	],
	['2027-03-30', { dueOn: null, updates: [update('on-course', '2027-03-20T10:00:00Z')] }, 'on-course'],
	['2027-04-03', { dueOn: null, updates: [update('on-course', '2027-03-20T10:00:00Z')] }, 'quiet']
] as const)('[FOLLOW-1] on %s an action with %o stands as %s', (today, change, health) => {
	const day = { today, timezone: 'Europe/London', signedAt: '2027-01-13T15:30:00Z', quietAfterDays: 14 };

	expect(healthOf({ ...action, ...change }, day)).toBe(health);
});

test('[FOLLOW-2] days without a word are counted on the calendar of the workshop, not in UTC', () => {
	const day = { signedAt: '2027-01-13T23:30:00Z', quietAfterDays: 14, today: '2027-01-27' };

	// 23:30 UTC is already the 14th in Tokyo, so there the fourteenth day is tomorrow.
	expect(healthOf(action, { ...day, timezone: 'UTC' })).toBe('quiet');
	expect(healthOf(action, { ...day, timezone: 'Asia/Tokyo' })).toBe('on-course');
});
