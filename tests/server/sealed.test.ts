// What is in the fingerprint, when much happens at the moment of the close; and what is refused beside it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { sealOf } from '#server/signing/seal.ts';
import { readPlan } from '#server/store/plan-rows.ts';
import { createLog } from '#server/log.ts';
import { answerError } from '#server/http.ts';
import { Hono } from 'hono';
import { planInstallation, sending, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const sealedAgain = async ({ workshopId }: PlanRoom) => {
	const plan = await readPlan(installation.database.db, workshopId);
	return { hash: plan.hash, again: plan.signedAt && sealOf(plan, plan.signedAt), plan };
};

/** A plan that only has to be closed, with an answered request. */
async function atTheClose() {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const action = await room.ready('Every promise has a name');
	const { body } = await room.elin.post(`/actions/${action}/support`, { kind: 'time', ask: 'One hour a week' });
	const request = `/support/${body.actions[0].support[0].id}/answer`;
	await joanna.post(request, { answer: 'yes', words: 'From Monday' });
	await room.followedUp();
	for (const person of [joanna, room.elin, room.marcus]) await person.post('/plan/sign');
	return { room, joanna, action, request };
}

test('[SIGN-50] many answers and signatures at the moment of the close: made again from the rows, the fingerprint is the same', async () => {
	for (let round = 0; round < 2; round += 1) {
		const { room, joanna, request } = await atTheClose();
		const others = [];
		for (let n = 0; n < 6; n += 1) others.push(await room.sit(`Person ${n}`, 'participant', room.birch));
		await room.reload();
		const phones = await Promise.all(Array.from({ length: 5 }, () => room.again(joanna)));
		installation.runClock(1);

		const answers = await Promise.all([
			...phones.map((phone, n) => phone.post(request, { answer: 'yes', words: `Word ${n}` })),
			...others.slice(0, 3).map((person) => person.post('/plan/sign')),
			room.facilitator.post('/plan/close'),
			...phones.map((phone, n) => phone.post(request, { answer: 'yes', words: `Later ${n}` })),
			...others.slice(3).map((person) => person.post('/plan/sign'))
		]);
		installation.runClock(0);

		expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
		const { hash, again, plan } = await sealedAgain(room);
		expect(again).toBe(hash);
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		// Nothing was lost on the way.
		expect(plan.actions[0]!.support[0]!.answers).toHaveLength(11);
	}
});

test('[SIGN-50] what is asked and answered in the millisecond of the close is after it; a clock set back puts nothing before it', async () => {
	installation.setNow('2027-01-13T14:00:00Z');
	const { room, joanna, action, request } = await atTheClose();
	installation.setNow('2027-01-13T13:00:00Z');
	const closed = await room.facilitator.post('/plan/close');

	await joanna.post(request, { answer: 'no', words: 'Not any more' });
	await room.elin.post(`/actions/${action}/support`, { kind: 'money', ask: 'A second board' });
	installation.setNow('2027-01-13T14:00:00Z');

	expect(closed.body.signedAt).toBe('2027-01-13T14:00:00.000Z');
	const { hash, again, plan } = await sealedAgain(room);
	expect(again).toBe(hash);
	expect(plan.stewards).toEqual([{ role: 'follow-up-manager', personId: room.marcus.id }]);
	expect(plan.actions[0]!.support.map(({ askedAt }) => askedAt)).toEqual([
		'2027-01-13T14:00:00.000Z',
		'2027-01-13T14:00:00.001Z'
	]);
});

test('[SIGN-51] what the database itself keeps of a signed plan is refused in words', async () => {
	const room = await installation.openRoom();
	await room.signed();
	const app = new Hono()
		.get('/', async () => {
			await room.database.rows(`delete from signatures where workshop_id = '${room.workshopId}' returning workshop_id`);
			return new Response();
		})
		.get('/fault', () => Promise.reject(new Error('a fault')))
		.onError(answerError({ log: createLog('silent') }) as never);

	const refused = await app.request('/');
	const fault = await app.request('/fault');

	expect([refused.status, await refused.json()]).toEqual([
		409,
		{ code: 'plan-already-signed', sentence: expect.stringMatching(/^The plan is signed/) }
	]);
	expect(fault.status).toBe(500);
});

test('[SIGN-52] the words of a second offer stand, and the first is not asked twice', async () => {
	const room = await installation.openRoom();
	await room.followedUp();
	const offer = (words: string) => room.facilitator.post('/follow-up/hand-over', { to: room.amira.id, words });

	installation.setNow('2027-01-13T15:00:00Z');
	await offer('Would you?');
	await offer('Would you, from May on?');
	await room.amira.post('/appointments/follow-up-manager/answer', { yes: true, words: 'I will' });

	const { handOvers } = (await room.elin.get('/plan')).body;
	expect(handOvers).toMatchObject([{ toId: room.amira.id, words: 'Would you, from May on?' }]);
});

test('[SIGN-54] a draft that comes from more than twenty things is refused in words, and goes into the plan with twenty', async () => {
	const room = await installation.openRoom();
	const stories = [];
	for (let n = 0; n < 21; n += 1)
		stories.push((await room.note('experiences', room.alder, { zone: asId('bad'), text: `Story ${n}` })).ref);
	const much = await room.draft('Too much', { from: stories });
	const whole = await room.draft('Just enough', { from: stories.slice(1) });

	const refused = await room.elin.post('/plan/send', sending(much));
	const sent = await room.elin.post('/plan/send', sending(whole));

	expect([refused.status, refused.body.field]).toEqual([400, 'sources']);
	expect(refused.body.sentence).toContain('21 things');
	expect([sent.status, sent.body.actions[0].sources.length]).toEqual([201, 21]);
});
