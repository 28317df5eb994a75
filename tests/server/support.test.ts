import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StandardsLines } from '#domain/standards.ts';
import { StandardsStore } from '#server/store/standards.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;

beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const WORDS = 'Every promise to call back has a name';
const details = {
	...{ standard: 'note:boards:right', what: 'Put things right', limit: '£60' },
	...{ who: 'everyone who answers calls', from: '2027-01-18' }
};
const AUTHORITY = { kind: 'authority', ask: '£60 to put things right', details };

/** A room with an action, and a sponsor who sits in it. */
async function opened() {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const action = await room.sent(WORDS);
	return { room, joanna, action };
}

const asking = async (
	by: Sitting,
	action: string,
	body: Readonly<Record<string, unknown>> & { readonly ask: string }
) => {
	const { body: plan } = await by.post(`/actions/${action}/support`, body);
	const { support } = plan.actions.find(({ id }: { id: string }) => id === action);
	// Two that are asked at the same moment stand in any order.
	return support.find(({ ask }: { ask: string }) => ask === body.ask);
};

const requestOf = async (by: Sitting, id: string) =>
	(await by.get('/plan')).body.actions
		.flatMap(({ support }: { support: { id: string }[] }) => support)
		.find((request: { id: string }) => request.id === id);

async function sheetIn(room: PlanRoom, joanna: Sitting) {
	const store = new StandardsStore(room.database);
	const contents: StandardsLines = {
		lines: [
			{
				...{ n: 1, text: 'We put it right', fixed: ['The same day'], mayDecide: ['How we say it'], gains: '' },
				...{ warm: 0, quick: 0, syndicates: ['a'], ref: 'note:boards:right' }
			},
			{
				...{ n: 2, text: 'We ring', fixed: [], mayDecide: [], gains: '', warm: 0, quick: 0 },
				...{ syndicates: ['b'], ref: 'note:boards:ring' }
			}
		],
		mistakes: { learn: [], line: [] }
	};
	const made = { workshopId: room.workshopId, compass: 'Heard to the end', contents, madeBy: room.facilitator.id };
	const make = (at: string, more: Partial<typeof made> = {}) => store.make({ ...made, ...more, at: new Date(at) });
	await make('2027-01-12T17:00:00Z');
	await joanna.post('/standards/agree', { version: 1, words: 'I stand by it.' });
	return { store, make, contents };
}

test('[SUPPORT-4] a request says its kind and words, is with everybody at once, and the same one sent twice is one', async () => {
	const { room, joanna, action } = await opened();
	const before = installation.desk.revisions(room.workshopId).plan;

	const request = await asking(room.elin, action, { kind: 'time', ask: 'One hour a week' });
	await asking(room.elin, action, { kind: 'time', ask: 'One hour a week' });

	expect((await joanna.get('/plan')).body.actions[0].support).toEqual([
		{
			...{ id: request.id, actionId: action, kind: 'time', ask: 'One hour a week', askedBy: room.elin.id },
			...{ contactId: null, details: {}, askedAt: '2027-01-13T14:00:00.000Z', answers: [] }
		}
	]);
	expect(installation.desk.revisions(room.workshopId).plan).not.toEqual(before);
});

test('[SUPPORT-5] each request names whom management talks to: a person who is here, and another one while it is open', async () => {
	const { room, joanna, action } = await opened();
	const other = await installation.openRoom();
	const laptop = await room.sit('Alder', 'laptop', room.alder);
	const listener = await room.sit('Carla Rossi', 'customer');

	const forged = await Promise.all(
		[other.elin.id, laptop.id, listener.id, 'nobody00'].map((contactId) =>
			room.elin.post(`/actions/${action}/support`, { kind: 'time', ask: 'An hour', contactId })
		)
	);
	const request = await asking(room.elin, action, { kind: 'time', ask: 'An hour', contactId: room.marcus.id });
	const change = (personId: string) => room.elin.post(`/support/${request.id}/contact`, { personId });
	const changed = [await change(room.amira.id), await change(other.elin.id)];
	await joanna.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'From Monday.' });
	const late = await change(room.marcus.id);

	expect(forged.map(({ status, body }) => [status, body.field])).toEqual(forged.map(() => [404, 'contactId']));
	expect(request.contactId).toBe(room.marcus.id);
	expect(changed.map(({ status }) => status)).toEqual([200, 404]);
	expect([late.status, late.body.code]).toEqual([409, 'already-answered']);
	expect((await requestOf(joanna, request.id)).contactId).toBe(room.amira.id);
});

test('[SUPPORT-6] a request for authority says which standard, what, up to which limit, by whom and from when', async () => {
	const { room, joanna, action } = await opened();
	await sheetIn(room, joanna);
	const ask = (more: object) =>
		room.elin.post(`/actions/${action}/support`, { ...AUTHORITY, details: { ...details, ...more } });

	const refused = [
		await ask({ what: ' ' }),
		await ask({ limit: '' }),
		await ask({ who: '' }),
		await ask({ from: null }),
		await ask({ standard: '' }),
		await ask({ standard: 'note:boards:none' })
	];
	const taken = await asking(room.elin, action, AUTHORITY);

	expect(refused.map(({ body }) => [body.code, body.field])).toEqual([
		['empty', 'what'],
		['empty', 'limit'],
		['empty', 'who'],
		['empty', 'from'],
		['empty', 'standard'],
		['not-found', 'standard']
	]);
	expect(taken.details).toEqual(details);
	await asking(room.elin, action, { kind: 'time', ask: 'An hour', details });
	const [{ support }] = (await room.elin.get('/plan')).body.actions;
	expect(support.find(({ kind }: { kind: string }) => kind === 'time').details).toEqual({});
});

test('[SUPPORT-6] a request that a draft brought says what may be decided before it is answered', async () => {
	const { room, joanna, action } = await opened();
	await sheetIn(room, joanna);
	const request = await asking(room.elin, action, AUTHORITY);
	await room.database.rows(
		`update support_requests set details = '{}' where id = '${String(request.id)}' returning id`
	);
	const say = (by: Sitting, body: object) => by.post(`/support/${request.id}/authority`, body);

	const bare = await say(room.elin, { ...details, who: ' ' });
	const forged = await say(joanna, details);
	const whole = await say(room.elin, details);
	await joanna.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'Yes.' });
	const late = await say(room.elin, { ...details, limit: '£600' });

	expect([bare.body.field, forged.status, whole.status, late.body.code]).toEqual([
		...['who', 403, 200, 'already-answered']
	]);
	expect((await room.elin.get('/standards')).body[0].lines[0].mayDecide[1]).toContain('up to £60');
});

test('[SUPPORT-7] a later, better answer is marked as changed because of somebody, and both stand', async () => {
	const { room, joanna, action } = await opened();
	const request = await asking(room.elin, action, { kind: 'money', ask: '£60' });
	const say = (answer: object) => joanna.post(`/support/${request.id}/answer`, answer);

	await say({ answer: 'no', words: 'There is none.' });
	await say({ answer: 'yes-with-a-limit', words: 'A little.', limit: '£40' });
	await say({ answer: 'yes-with-a-limit', words: 'More, you were right.', limit: '£60', changedMind: true });
	await say({ answer: 'yes-with-a-limit', words: 'Until June.', limit: '£60 until June' });
	await say({ answer: 'no', words: 'It is used up.', changedMind: true });
	// The line broke before the answer was heard: it is sent once more.
	await say({ answer: 'no', words: 'It is used up.', changedMind: true });

	const { answers } = await requestOf(room.elin, request.id);
	expect(answers.map((each: { answer: string; changedMind: boolean }) => [each.answer, each.changedMind])).toEqual([
		['no', false],
		['yes-with-a-limit', true],
		['yes-with-a-limit', true],
		['yes-with-a-limit', false],
		['no', false]
	]);
});

test('[SUPPORT-8] answers given at once are all kept, one after the other', async () => {
	const { room, joanna, action } = await opened();
	const request = await asking(room.elin, action, { kind: 'money', ask: '£60' });
	const phone = await room.again(joanna);

	const given = await Promise.all(
		Array.from({ length: 6 }, (_, at) =>
			(at % 2 ? phone : joanna).post(`/support/${request.id}/answer`, { answer: 'yes', words: `Word ${at}` })
		)
	);

	const { answers } = await requestOf(joanna, request.id);
	expect(given.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
	expect(answers.map(({ words }: { words: string }) => words).toSorted()).toEqual(
		Array.from({ length: 6 }, (_, at) => `Word ${at}`)
	);
});

test('[SUPPORT-9] authority that is given stands on the next version of the standards sheet, agreed in the same act', async () => {
	const { room, joanna, action } = await opened();
	await sheetIn(room, joanna);
	const request = await asking(room.elin, action, AUTHORITY);
	const say = (answer: object) => joanna.post(`/support/${request.id}/answer`, answer);
	const newest = async () => (await room.elin.get('/standards')).body[0];
	const before = installation.desk.revisions(room.workshopId).standards;

	await say({ answer: 'not-now', words: 'On the 20th.', answerBy: '2027-01-20' });
	const waiting = await newest();
	await say({ answer: 'yes-with-a-limit', words: '£40 until Easter.', limit: '£40' });
	const limited = await newest();
	const heard = installation.desk.revisions(room.workshopId).standards;
	await say({ answer: 'yes-with-a-limit', words: '£60 from today.', limit: '£60', changedMind: true });
	const raised = await newest();
	await say({ answer: 'no', words: 'The year is over.' });
	const takenBack = await newest();

	expect([waiting.version, limited.version, raised.version, takenBack.version]).toEqual([1, 2, 3, 4]);
	expect(limited.lines[0].mayDecide).toEqual([
		'How we say it',
		'Put things right: up to £40, everyone who answers calls, from 18 January 2027 (by answer to action 1)'
	]);
	expect(limited.lines[1].mayDecide).toEqual([]);
	expect(limited.agreed).toEqual({ by: joanna.id, at: '2027-01-13T14:00:00.000Z', words: '£40 until Easter.' });
	expect(raised.lines[0].mayDecide).toEqual(['How we say it', expect.stringContaining('up to £60')]);
	expect(takenBack.lines[0].mayDecide).toEqual(['How we say it']);
	expect(heard).not.toEqual(before);
});

test('[SUPPORT-9] a sheet that waits for the sponsor’s word still waits after an answer about one of its lines', async () => {
	const { room, joanna, action } = await opened();
	const { make, contents } = await sheetIn(room, joanna);
	await make('2027-01-13T10:00:00Z', { contents: { ...contents, mistakes: { learn: ['Late'], line: [] } } });
	const request = await asking(room.elin, action, AUTHORITY);

	await joanna.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'Yes.' });

	const [newest] = (await room.elin.get('/standards')).body;
	expect([newest.version, newest.agreed, newest.lines[0].mayDecide.length]).toEqual([3, null, 2]);
});

test('[SUPPORT-10] two answers about authority at once make two versions in order, and both limits stand', async () => {
	const { room, joanna, action } = await opened();
	await sheetIn(room, joanna);
	const one = await asking(room.elin, action, AUTHORITY);
	const other = await asking(room.amira, action, {
		...AUTHORITY,
		...{ ask: 'A call of their own', details: { ...details, standard: 'note:boards:ring', what: 'Ring the customer' } }
	});
	const phone = await room.again(joanna);

	const given = await Promise.all([
		joanna.post(`/support/${one.id}/answer`, { answer: 'yes', words: 'Yes.' }),
		phone.post(`/support/${other.id}/answer`, { answer: 'yes', words: 'Of course.' })
	]);

	const versions = (await room.elin.get('/standards')).body;
	expect(given.map(({ status }) => status)).toEqual([200, 200]);
	expect(versions.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
	expect(versions[0].lines.map(({ mayDecide }: { mayDecide: string[] }) => mayDecide.length)).toEqual([2, 1]);
});

test('[SUPPORT-11] the next version that a facilitator makes keeps what was given, also beside an answer at that moment', async () => {
	const { room, joanna, action } = await opened();
	const { make, contents } = await sheetIn(room, joanna);
	const request = await asking(room.elin, action, AUTHORITY);

	await Promise.all([
		joanna.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'Yes.' }),
		make('2027-01-13T14:00:00Z', { contents: { ...contents, mistakes: { learn: ['Late'], line: [] } } })
	]);
	await make('2027-01-13T14:01:00Z', { contents: { ...contents, mistakes: { learn: ['Later'], line: [] } } });

	const [newest] = (await room.elin.get('/standards')).body;
	expect(newest.mistakes.learn).toEqual(['Later']);
	expect(newest.lines[0].mayDecide).toEqual(['How we say it', expect.stringContaining('up to £60')]);
});

test('[SUPPORT-9] authority given after the signing still stands on the next version', async () => {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	await sheetIn(room, joanna);
	const id = await room.ready(WORDS);
	const request = await asking(room.elin, id, AUTHORITY);
	await joanna.post(`/support/${request.id}/answer`, { answer: 'no', words: 'Not yet proved.' });
	await room.followedUp();
	for (const person of [room.elin, room.marcus, joanna]) await person.post('/plan/sign');
	expect((await room.facilitator.post('/plan/close')).status).toBe(200);

	await joanna.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'You showed me.' });

	const [newest] = (await room.elin.get('/standards')).body;
	expect([newest.version, newest.agreed.words]).toEqual([2, 'You showed me.']);
	expect((await requestOf(room.elin, request.id)).answers.at(-1)).toMatchObject({ answer: 'yes', changedMind: true });
});

test('[SUPPORT-12] the sponsor answers for what was parked and put aside, in words, and every word is kept', async () => {
	const { room, joanna, action } = await opened();
	const ref = `action:${action}`;
	const say = (by: Sitting, body: object) =>
		by.post('/outputs', { ref, isSupported: true, words: 'I pay the day.', ...body });

	const planned = await say(joanna, {});
	await room.facilitator.post(`/actions/${action}/choose`, { place: 'not-now', reason: 'In April' });
	const refused = [
		await say(joanna, { words: ' ' }),
		await say(room.facilitator, {}),
		await say(room.elin, {}),
		await say(joanna, { ref: 'action:nobody00' }),
		await say(joanna, { ref: 'point:abcdefgh' })
	];
	await say(joanna, {});
	await say(joanna, {});
	await say(joanna, { isSupported: false, words: 'Not before May.' });

	expect([planned.status, planned.body.code]).toEqual([409, 'in-use']);
	expect(refused.map(({ status }) => status)).toEqual([400, 403, 403, 404, 404]);
	expect((await room.elin.get('/plan')).body.outputs).toEqual({
		[ref]: [
			{ isSupported: true, words: 'I pay the day.', answeredAt: '2027-01-13T14:00:00.000Z' },
			{ isSupported: false, words: 'Not before May.', answeredAt: '2027-01-13T14:00:00.000Z' }
		]
	});
});

test('[SUPPORT-12] only a question that is parked here has a word to wait for', async () => {
	const { room, joanna } = await opened();
	const other = await opened();
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const { id } = (await room.elin.post('/questions', { text: 'Why four hours?', shows: 'name' })).body;
	const word = { ref: `question:${id}`, isSupported: true, words: 'I look into the slots by May.' };

	const early = await joanna.post('/outputs', word);
	await room.facilitator.post(`/questions/${id}/moderate`, { deed: 'park', with: null, reason: 'For management' });
	const taken = await joanna.post('/outputs', word);
	const forged = await other.joanna.post('/outputs', word);

	expect([early.status, taken.status, forged.status]).toEqual([409, 200, 404]);
	expect(taken.body.outputs[word.ref]).toHaveLength(1);
});

test('[SUPPORT-14] an answer is the sponsor’s own, of the own workshop: nobody else gives it, whatever ids they send', async () => {
	const { room, joanna, action } = await opened();
	const other = await opened();
	const customer = await room.sit('Carla Rossi', 'customer');
	const observer = await room.sit('Otto Lind', 'observer');
	const request = await asking(room.elin, action, { kind: 'time', ask: 'An hour' });
	const words = { answer: 'yes', words: 'From Monday.', answeredBy: joanna.id };
	const answered = (by: Sitting) => by.post(`/support/${request.id}/answer`, words);

	const people = [room.facilitator, room.elin, customer, observer, room.stranger, other.joanna];
	const statuses = await Promise.all(people.map(async (person) => (await answered(person)).status));
	const mine = await joanna.post(`/support/${request.id}/answer`, { ...words, answeredBy: room.elin.id });

	expect(statuses).toEqual([403, 403, 403, 403, expect.any(Number), 404]);
	expect([401, 403]).toContain(statuses[4]);
	expect(mine.status).toBe(200);
	const rows = await room.database.rows(
		`select answered_by from support_answers where request_id = '${String(request.id)}'`
	);
	expect(rows).toEqual([{ answered_by: joanna.id }]);
});
