import { afterAll, beforeAll, expect, test } from 'vitest';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const wish = (text: string) => ({ text, kind: 'wish' });

test('[POINT-1] points that arrive at once each get a number of their own, without a gap', async () => {
	const room = await installation.openRoom();
	const texts = ['Ring back', 'Say so', 'Come once', 'Write it down', 'Answer', 'Listen'];

	const answers = await Promise.all(
		texts.map((text, at) => [room.elin, room.marcus][at % 2]!.post('/points', wish(text)))
	);
	const { body } = await room.facilitator.get('/points');

	expect(answers.map(({ status }) => status)).toEqual(texts.map(() => 201));
	expect(body.map(({ n }: { n: number }) => n)).toEqual([1, 2, 3, 4, 5, 6]);
	expect(body.map(({ text }: { text: string }) => text).sort()).toEqual([...texts].sort());
});

test('[POINT-2] the customer corrects a point or takes it back; then its words are gone and its number stays', async () => {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const { body: first } = await room.elin.post('/points', wish('Ring back the same day'));
	const { body: second } = await room.elin.post('/points', { text: 'Your drivers are kind', kind: 'praise' });

	const confirmed = await ingrid.post(`/points/${first.id}/check`, { verdict: 'confirm' });
	const corrected = await ingrid.post(`/points/${first.id}/check`, {
		verdict: 'correct',
		text: 'Ring back within the hour'
	});
	const takenBack = await ingrid.post(`/points/${second.id}/check`, { verdict: 'take-back' });
	const tooLate = await ingrid.post(`/points/${second.id}/check`, { verdict: 'correct', text: 'Anything' });
	const byScribe = await room.elin.post(`/points/${first.id}/check`, { verdict: 'confirm' });
	const kept = await installation.database.rows(`select text from customer_points where id = '${second.id}'`);

	expect(confirmed.body.state).toBe('as-said');
	expect([corrected.body.state, corrected.body.text]).toEqual(['corrected', 'Ring back within the hour']);
	expect([takenBack.body.n, takenBack.body.state, takenBack.body.text]).toEqual([2, 'taken-back', null]);
	expect([tooLate.status, tooLate.body.code]).toEqual([409, 'taken-back']);
	expect(byScribe.status).toBe(403);
	expect(kept).toEqual([{ text: null }]);
});

test('[ASK-1] a question asked without a name keeps the syndicate only, in every table', async () => {
	const room = await installation.openRoom();

	const { status, body } = await room.amira.post('/questions', { text: 'What would you miss?', withName: false });
	const named = await room.elin.post('/questions', { text: 'What annoys you?', withName: true });
	const [row] = await installation.database.rows(`select * from questions where id = '${body.id}'`);

	expect([status, body.askedBy, body.mine, body.syndicateId]).toEqual([201, null, false, room.alder]);
	expect([named.body.askedBy, named.body.mine]).toEqual([room.elin.id, true]);
	expect(Object.values(row!)).not.toContain(room.amira.id);
});

test('[ASK-2] a person has one vote for a question, however often it is tapped', async () => {
	const room = await installation.openRoom();
	const { body: question } = await room.amira.post('/questions', { text: 'Why do you stay?', withName: true });
	const vote = `/questions/${question.id}/vote`;

	await Promise.all([1, 2, 3].map(() => room.elin.post(vote, { on: true })));
	const { body: twoOfThem } = await room.marcus.post(vote, { on: true });
	const { body: oneLess } = await room.elin.post(vote, { on: false });

	expect([twoOfThem.votes, twoOfThem.votedByMe]).toEqual([2, true]);
	expect([oneLess.votes, oneLess.votedByMe]).toEqual([1, false]);
});

test('[ASK-3] one question is being answered at a time, also when two facilitators choose at once', async () => {
	const room = await installation.openRoom();
	const ids: string[] = [];
	for (const text of ['One?', 'Two?', 'Three?'])
		ids.push((await room.elin.post('/questions', { text, withName: true })).body.id);
	const second = await room.sit('Ines Vogt', 'facilitator');
	const moderate = (by: typeof second, id: string, deed: object) => by.post(`/questions/${id}/moderate`, deed);

	await moderate(second, ids[0]!, { deed: 'answer-now' });
	await Promise.all([
		moderate(second, ids[1]!, { deed: 'answer-now' }),
		moderate(room.facilitator, ids[2]!, { deed: 'answer-now' })
	]);
	const { body } = await room.elin.get('/questions');
	const states = body.map(({ state }: { state: string }) => state).sort();
	const now = body.find(({ state }: { state: string }) => state === 'being-answered').id;
	const empty = await moderate(second, now, { deed: 'answered', answer: '  ' });
	const answered = await moderate(second, now, { deed: 'answered', answer: 'The drivers' });

	expect(states).toEqual(['being-answered', 'waiting', 'waiting']);
	expect([empty.status, empty.body.field]).toEqual([400, 'answer']);
	expect([answered.body.state, answered.body.answer]).toEqual(['answered', 'The drivers']);
});

test('[ASK-4] a hidden question is seen by facilitators only and takes no votes', async () => {
	const room = await installation.openRoom();
	const { body: question } = await room.amira.post('/questions', { text: 'Rude?', withName: false });

	await room.facilitator.post(`/questions/${question.id}/moderate`, { deed: 'hide' });
	const { body: seen } = await room.elin.get('/questions');
	const { body: all } = await room.facilitator.get('/questions');
	const vote = await room.elin.post(`/questions/${question.id}/vote`, { on: true });

	expect([seen.length, all.length, vote.status]).toEqual([0, 1, 404]);
});
