/** What cannot be asked, answered or voted for is refused in words, and nothing is changed by it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QuestionView } from '#protocol/question-views.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

test('[ASK-21] empty, too long, of half characters or of an unknown kind: each is refused by its part, and the queue is as it was', async () => {
	const room = await installation.openRoom();
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const { body: question } = await room.elin.post('/questions', { text: 'What now?', shows: 'name' });
	const before = JSON.stringify((await room.facilitator.get('/questions')).body);
	const at = `/questions/${question.id}`;

	const refused = [
		await room.elin.post('/questions', { text: '   ', shows: 'name' }),
		await room.elin.post('/questions', { text: 'x'.repeat(201), shows: 'name' }),
		await room.elin.post('/questions', { text: 'Half \ud83d?', shows: 'name' }),
		await room.elin.post('/questions', { text: 'Whose?', shows: 'everybody' }),
		await room.elin.post('/questions', { text: 'Short key?', shows: 'nobody', askerKey: 'abc' }),
		await room.elin.post(`${at}/vote`, { on: 'yes' }),
		await room.facilitator.post(`${at}/moderate`, { deed: 'answered', answer: 'x'.repeat(241) }),
		await room.facilitator.post(`${at}/moderate`, { deed: 'hand-back', reason: '  ' }),
		await room.facilitator.post(`${at}/moderate`, { deed: 'burn' })
	];

	expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 400));
	expect(refused.map(({ body }) => body.field)).toEqual([
		'text',
		'text',
		'text',
		'shows',
		'askerKey',
		'on',
		'answer',
		'reason',
		expect.any(String)
	]);
	expect(refused.every(({ body }) => /[.!?]$/.test(body.sentence))).toBe(true);
	expect(JSON.stringify((await room.facilitator.get('/questions')).body)).toBe(before);
});

test('[ASK-21] a vote for a question of another workshop, for one that was withdrawn or for none is refused alike', async () => {
	const [room, other] = [await installation.openRoom(), await installation.openRoom()];
	for (const { facilitator } of [room, other]) await facilitator.patch('/questions/rules', { approvedFirst: false });
	const { body: foreign } = await other.elin.post('/questions', { text: 'Theirs?', shows: 'name' });
	const { body: gone } = await room.elin.post('/questions', { text: 'Mine?', shows: 'name' });
	await room.elin.post(`/questions/${gone.id}/withdraw`, {});

	const answers = await Promise.all(
		[foreign.id, gone.id, 'nothing'].map((id) => room.marcus.post(`/questions/${id}/vote`, { on: true }))
	);

	expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
	expect(answers[0]?.status).toBe(404);
	const [theirs] = (await other.elin.get('/questions')).body.questions as readonly QuestionView[];
	expect(theirs?.votes).toBe(0);
});

test('[ASK-21] the five hundred and first question is refused with a way on, and votes are taken as before', async () => {
	const room = await installation.openRoom();
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const { body: question } = await room.elin.post('/questions', { text: 'The first?', shows: 'name' });
	await installation.database.rows(
		`insert into questions (id, workshop_id, text, asked_at, state)
		select 'filled' || n || '${room.workshopId}', '${room.workshopId}', 'Filled ' || n, now(), 'waiting' from generate_series(1, 499) n`
	);

	const { status, body } = await room.marcus.post('/questions', { text: 'One more?', shows: 'name' });
	const vote = await room.marcus.post(`/questions/${question.id}/vote`, { on: true });

	expect([status, body.code]).toEqual([409, 'too-many-notes']);
	expect(body.sentence).toContain('Vote for one');
	expect([vote.status, vote.body.votes]).toEqual([200, 1]);
});
