import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { standardsSheets, workshops } from '#drizzle/schema.ts';
import { complete, planInstallation, sending, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const actionOf = async (room: PlanRoom, id: string) =>
	(await room.elin.get('/plan')).body.actions.find((action: { id: string }) => action.id === id);

/** A sheet as it was agreed, with these lines. */
async function sheet(room: PlanRoom, version: number, refs: readonly string[]) {
	const lines = refs.map((ref, at) => ({
		...{ n: at + 1, text: `Line ${ref}`, fixed: [], mayDecide: [], gains: '', warm: 0, quick: 0, syndicates: [] },
		ref
	}));
	const row: typeof standardsSheets.$inferInsert = {
		...{ workshopId: room.workshopId, version, compass: 'We solve it', madeBy: room.facilitator.id },
		...{ madeAt: new Date('2027-01-12T14:00:00Z'), contents: { lines, mistakes: { learn: [], line: [] } } }
	};
	await room.database.transaction((tx) => tx.insert(standardsSheets).values(row));
}

test('[PLAN-50] bad words of an action are refused in a sentence each, and nothing is changed', async () => {
	const room = await installation.openRoom();
	const id = await room.ready('Every promise has a name');
	const before = await actionOf(room, id);
	const { measure } = complete;
	const bad: readonly (readonly [Record<string, unknown>, number, string])[] = [
		[{ dueOn: '2027-01-12' }, 400, 'day-past'],
		[{ measure: { ...measure, target: 61 } }, 422, 'target-is-baseline'],
		[{ measure: { ...measure, group: 'cost' } }, 422, 'measure-needs-pair'],
		[{ measure: { ...measure, name: 'Calls per hour' } }, 422, 'measure-needs-pair'],
		[{ measure: { ...measure, serves: 'group:somewhere:else' } }, 404, 'not-found'],
		[{ kindFields: { unheardOf: 'x' } }, 400, 'malformed'],
		[{ triedRow: 'abcdefgh', triedDiffers: 'All of it' }, 404, 'not-found'],
		[{ helpers: ['abcdefgh'] }, 404, 'not-found'],
		[{ text: 'x'.repeat(161) }, 400, 'too-long'],
		[{ motivators: ['M1', 'M2', 'M3', 'M4'] }, 400, 'malformed']
	];

	for (const [words, status, code] of bad) {
		const answer = await room.elin.patch(`/actions/${id}`, { why: 'Another', ...words });
		expect([words, answer.status, answer.body.code]).toEqual([words, status, code]);
		expect(answer.body.sentence).toMatch(/[.?]$/);
	}
	expect(await actionOf(room, id)).toEqual(before);
});

test('[PLAN-50] today is a day still, in the workshop’s time zone, and a day that stood there before is no fault', async () => {
	const room = await installation.openRoom();
	const id = await room.sent('Ring back');
	const zone = (timezone: string) =>
		room.database.transaction((tx) => tx.update(workshops).set({ timezone }).where(eq(workshops.id, room.workshopId)));
	const due = (dueOn: string) => room.elin.patch(`/actions/${id}`, { dueOn });

	expect((await due('2027-01-13')).status).toBe(200);
	// At two in the afternoon in London it is the next day in Auckland.
	await zone('Pacific/Auckland');
	await room.reload();
	expect((await due('2027-01-13')).status).toBe(200);
	await due('2027-02-01');
	expect((await due('2027-01-13')).body.code).toBe('day-past');
});

test('[PLAN-50] a measure is tied to a line of the newest sheet, a cost to a customer’s outcome, a repetition to what differs', async () => {
	const room = await installation.openRoom();
	const id = await room.sent('Train everybody on the telephone');
	const { measure } = complete;
	await sheet(room, 1, ['group:d:old', 'group:d:both']);
	await sheet(room, 2, ['group:d:both']);
	await room.database.transaction((tx) =>
		tx
			.update(workshops)
			.set({
				brief: {
					...{ situation: '', scope: '', notOnTheTable: '', budget: '', promise: 'Yes', whyHard: '' },
					...{
						hoursPerPerson: null,
						triedBefore: [{ id: 'tried-001', what: 'Telephone training', when: '2024', became: '' }]
					}
				} as never
			})
			.where(eq(workshops.id, room.workshopId))
	);
	const change = async (words: object) => (await room.elin.patch(`/actions/${id}`, words)).status;

	expect(await change({ measure: { ...measure, serves: 'group:d:old' } })).toBe(404);
	expect(await change({ measure: { ...measure, serves: 'group:d:both' } })).toBe(200);
	const pair = { name: 'Solved at the first contact, in %', unit: '%', baseline: 54, target: 70 };
	expect(await change({ measure: { ...measure, group: 'cost', pair } })).toBe(200);
	expect(await change({ measure: { ...measure, group: 'cost', pair: { ...pair, name: 'Cost per call' } } })).toBe(422);
	expect(await change({ triedRow: 'tried-001' })).toBe(400);
	expect(await change({ triedRow: 'tried-001', triedDiffers: 'Each teaches the next one.' })).toBe(200);
	expect(await change({ triedDiffers: ' ' })).toBe(400);
	expect(await change({ triedRow: null, triedDiffers: '' })).toBe(200);
});

test('[PLAN-51] another target or day takes back why the old one should stay', async () => {
	const room = await installation.openRoom();
	const id = await room.ready('Every promise has a name');
	const say = (words: object) => room.elin.patch(`/actions/${id}`, words);
	const answered = async () => (await actionOf(room, id)).reachAnswer;

	await say({ reachAnswer: 'Two vans first.' });
	await say({ dueOn: complete.dueOn, measure: complete.measure, why: 'For those who wait' });
	expect(await answered()).toBe('Two vans first.');
	await say({ dueOn: '2027-03-01' });
	expect(await answered()).toBe('');
	await say({ reachAnswer: 'It stays.', measure: { ...complete.measure, target: 80 } });
	expect(await answered()).toBe('It stays.');
});

test('[PLAN-52] three measures stand on the front page, of actions in the plan; a fourth is refused by name', async () => {
	const room = await installation.openRoom();
	const ids = [];
	for (const [text, who] of [
		['One', room.elin],
		['Two', room.elin],
		['Three', room.marcus],
		['Four', room.marcus]
	] as const)
		ids.push(await room.ready(text, who));
	const bare = await room.sent('Five', room.elin);
	const front = (id: string, on = true) => room.facilitator.post(`/actions/${id}/front`, { front: on });

	const answers = await Promise.all(ids.map((id) => front(id)));
	const places = (await room.elin.get('/plan')).body.actions.map(
		({ frontPlace }: { frontPlace: unknown }) => frontPlace
	);

	expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409]);
	expect(answers.find(({ status }) => status === 409)!.body.sentence).toMatch(
		/^Three measures are on the front page, of actions \d, \d and \d\. Take one away first\.$/
	);
	expect(places.filter((place: unknown) => place !== null).sort()).toEqual([1, 2, 3]);
	expect((await room.elin.post(`/actions/${ids[0]}/front`, { front: false })).status).toBe(403);
	expect((await front(bare)).body.sentence).toBe('Give it a measure first.');

	const on = ids.filter((_, at) => answers[at]!.status === 200);
	await room.facilitator.post(`/actions/${on[0]}/choose`, { place: 'not-now', reason: 'Later' });
	expect((await front(ids.find((_, at) => answers[at]!.status === 409)!)).status).toBe(200);
	expect((await front(on[0]!)).status).toBe(409);
	expect(
		(await front(on[1]!, false)).body.actions.filter((action: { frontPlace: unknown }) => action.frontPlace)
	).toHaveLength(2);
});

test('[PLAN-53] a cut goes as a whole or not at all, and is taken back as a whole', async () => {
	const room = await installation.openRoom();
	const ids = [];
	for (const text of ['One', 'Two', 'Three']) ids.push(await room.sent(text, room.elin));
	const reasons = async () =>
		(await room.elin.get('/plan')).body.actions.map(
			({ notNowReason }: { notNowReason: string | null }) => notNowReason
		);
	const cut = (rest: readonly object[], who = room.facilitator) => who.post('/plan/cut', { rest });

	const missing = await cut([
		{ id: ids[1], reason: 'It comes in May.' },
		{ id: ids[2], reason: ' ' }
	]);
	expect([missing.status, missing.body.code, missing.body.field]).toEqual([400, 'reason-missing', 'rest.1']);
	expect(await reasons()).toEqual([null, null, null]);
	expect(
		(
			await cut([
				{ id: ids[1], reason: 'x' },
				{ id: 'abcdefgh', reason: 'x' }
			])
		).status
	).toBe(404);
	expect((await cut([{ id: ids[1], reason: 'x' }], room.elin)).status).toBe(403);
	expect(await reasons()).toEqual([null, null, null]);

	const rest = [
		{ id: ids[1], reason: 'It comes in May.' },
		{ id: ids[2], reason: 'A small fix first.' }
	];
	// Two facilitators press at once: it is cut once.
	const both = await Promise.all([cut(rest), cut(rest)]);
	expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(await reasons()).toEqual([null, 'It comes in May.', 'A small fix first.']);

	expect((await room.facilitator.post('/plan/cut/undo', { actions: [ids[1], ids[2]] })).status).toBe(200);
	expect(await reasons()).toEqual([null, null, null]);
});

test('[PLAN-53] the plan holds twelve once it is cut, however many come back at once', async () => {
	const room = await installation.openRoom();
	const texts = Array.from({ length: 14 }, (_, at) => `Action ${at}`);
	const ids = [];
	for (const text of texts) {
		// Without a board of a syndicate, so that three a syndicate do not count: the room adds them.
		const { body } = await room.facilitator.post('/plan/send', sending(await room.draft(text)));
		ids.push(body.actions.at(-1).id);
		await room.facilitator.post(`/actions/${ids.at(-1)}/choose`, { place: 'not-now', reason: 'Later' });
	}
	const back = await Promise.all(ids.map((id) => room.facilitator.post(`/actions/${id}/choose`, { place: 'plan' })));

	expect(back.filter(({ status }) => status === 200)).toHaveLength(12);
	expect(new Set(back.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
		new Set(['too-many-actions'])
	);
});
