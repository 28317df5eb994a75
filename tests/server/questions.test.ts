import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QuestionView } from '#protocol/question-views.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const key = (letter: string) => letter.repeat(22);
/** A room where questions are shown at once. */
async function openQueue(rules: object = {}): Promise<PlanRoom> {
	const room = await installation.openRoom();
	await room.facilitator.patch('/questions/rules', { approvedFirst: false, ...rules });
	return room;
}
async function ask(by: Sitting, text: string, more: object = {}): Promise<QuestionView> {
	const { status, body } = await by.post('/questions', { text, shows: 'name', ...more });
	if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
	return body;
}
async function askHidden(room: PlanRoom): Promise<QuestionView> {
	const question = await ask(room.elin, 'Out of sight?');
	await moderate(room.facilitator, question, { deed: 'hide' });
	return question;
}
const seen = async (by: Sitting): Promise<readonly QuestionView[]> => (await by.get('/questions')).body.questions;
const one = async (by: Sitting, { id }: QuestionView) => (await seen(by)).find((question) => question.id === id);
const moderate = (by: Sitting, { id }: QuestionView, deed: object) => by.post(`/questions/${id}/moderate`, deed);
const vote = (by: Sitting, { id }: QuestionView, on = true) => by.post(`/questions/${id}/vote`, { on });

test('[ASK-1] a question asked without a name keeps nothing of its asker, in every table and every answer', async () => {
	const room = await openQueue();

	const hidden = await ask(room.amira, 'What would you miss?', { shows: 'nobody', askerKey: key('a') });
	const fromAlder = await ask(room.amira, 'Whom do you ring first?', { shows: 'syndicate' });
	const named = await ask(room.elin, 'What annoys you?');
	const rows = await installation.database.rows(
		`select * from questions where id in ('${hidden.id}', '${fromAlder.id}')`
	);
	const told = JSON.stringify(await Promise.all([room.facilitator, room.marcus, room.elin].map(seen)));

	expect([hidden.askedBy, hidden.syndicateId, hidden.mine]).toEqual([null, null, false]);
	expect([fromAlder.askedBy, fromAlder.syndicateId]).toEqual([null, room.alder]);
	expect([named.askedBy, named.mine]).toEqual([room.elin.id, true]);
	expect(JSON.stringify(rows)).not.toContain(room.amira.id);
	expect(told).not.toContain(room.amira.id);
	expect(JSON.stringify(rows)).not.toContain(key('a'));
});

test('[ASK-2] a person has one vote for a question, however often it is tapped', async () => {
	const room = await openQueue();
	const question = await ask(room.amira, 'Why do you stay?');

	await Promise.all([1, 2, 3].map(() => vote(room.elin, question)));
	const { body: twoOfThem } = await vote(room.marcus, question);
	const { body: oneLess } = await vote(room.elin, question, false);

	expect([twoOfThem.votes, twoOfThem.votedByMe]).toEqual([2, true]);
	expect([oneLess.votes, oneLess.votedByMe]).toEqual([1, false]);
});

test('[ASK-3] one question is being answered at a time, also when two facilitators choose at once', async () => {
	const room = await openQueue();
	const [first, second, third] = [
		await ask(room.elin, 'One?'),
		await ask(room.elin, 'Two?'),
		await ask(room.elin, 'Three?')
	];
	const ines = await room.sit('Ines Vogt', 'facilitator');

	await moderate(ines, first, { deed: 'answer-now' });
	await Promise.all([
		moderate(ines, second, { deed: 'answer-now' }),
		moderate(room.facilitator, third, { deed: 'answer-now' })
	]);
	const list = await seen(room.elin);
	const now = list.find(({ state }) => state === 'being-answered')!;
	const empty = await moderate(ines, now, { deed: 'answered', answer: '  ' });
	await moderate(ines, now, { deed: 'answered', answer: 'The drivers' });
	const answered = await one(room.elin, now);

	expect(list.map(({ state }) => state).sort()).toEqual(['being-answered', 'waiting', 'waiting']);
	expect([empty.status, empty.body.field]).toEqual([400, 'answer']);
	expect([answered?.state, answered?.answer]).toEqual(['answered', 'The drivers']);
});

test('[ASK-4] a hidden question is seen by facilitators only and takes no votes', async () => {
	const room = await openQueue();
	const question = await ask(room.amira, 'Rude?', { shows: 'nobody' });

	await moderate(room.facilitator, question, { deed: 'hide' });
	const refused = await vote(room.elin, question);

	expect([(await seen(room.amira)).length, (await seen(room.facilitator)).length]).toEqual([0, 1]);
	expect(refused.status).toBe(404);
});

test('[ASK-5] while a moderator looks first, a question is theirs and its asker’s alone', async () => {
	const room = await openQueue({ approvedFirst: true });
	const question = await ask(room.amira, 'Do you know our names?', { shows: 'nobody', askerKey: key('b') });

	const before = [await seen(room.marcus), await seen(room.elin)];
	const { body: own } = await room.amira.post('/questions/mine', { askerKeys: [key('b')] });
	const { body: others } = await room.marcus.post('/questions/mine', { askerKeys: [key('c')] });
	await moderate(room.facilitator, question, { deed: 'wait' });

	expect(before).toEqual([[], []]);
	expect(own.map(({ state }: QuestionView) => state)).toEqual(['held']);
	expect(others).toEqual([]);
	expect((await one(room.marcus, question))?.state).toBe('waiting');
});

test('[ASK-5] one that waits for a moderator is answered to its asker, also without a name and without a key', async () => {
	const room = await openQueue({ approvedFirst: true });

	const { status, body } = await room.amira.post('/questions', { text: 'Do you hear us?', shows: 'nobody' });

	expect([status, body.state, body.text, body.askedBy]).toEqual([201, 'held', 'Do you hear us?', null]);
	expect((await seen(room.facilitator)).length).toBe(1);
});

test('[ASK-6] a question handed back goes with its reason to its asker alone, named or not, who says it anew', async () => {
	const room = await openQueue();
	const hidden = await ask(room.amira, 'Why are you so rude?', { shows: 'nobody', askerKey: key('d') });
	const named = await ask(room.elin, 'Why so late?');
	const reason = 'Ask it so that she can answer.';

	await moderate(room.facilitator, hidden, { deed: 'hand-back', reason });
	await moderate(room.facilitator, named, { deed: 'hand-back', reason });
	const toOthers = [await seen(room.marcus), await seen(room.amira)];
	const { body: found } = await room.amira.post('/questions/mine', { askerKeys: [key('d')] });
	const mine = await one(room.elin, named);
	const stranger = await room.marcus.post(`/questions/${hidden.id}/reword`, { text: 'Mine now?', askerKey: key('e') });
	const anew = await room.amira.post(`/questions/${hidden.id}/reword`, {
		text: 'What happened that day?',
		askerKey: key('d')
	});
	const wordless = await moderate(room.facilitator, named, { deed: 'hand-back', reason: '' });

	expect(toOthers).toEqual([[], []]);
	expect(found.map((question: QuestionView) => [question.state, question.reason])).toEqual([['handed-back', reason]]);
	expect([mine?.state, mine?.reason]).toEqual(['handed-back', reason]);
	expect(stranger.status).toBe(404);
	expect([anew.body.state, anew.body.text, anew.body.reason]).toEqual(['waiting', 'What happened that day?', null]);
	expect(wordless.status).toBe(400);
});

test('[ASK-7] joined questions count each person once, a vote for either goes to the one that stays, and apart they are as before', async () => {
	const room = await openQueue();
	const stays = await ask(room.elin, 'How do you want to hear bad news?');
	const goes = await ask(room.marcus, 'How should we tell you bad news?');
	await vote(room.elin, stays);
	await vote(room.amira, stays);
	await vote(room.amira, goes);
	await vote(room.marcus, goes);

	await moderate(room.facilitator, goes, { deed: 'join', to: stays.id });
	const joined = (await one(room.elin, stays))?.votes;
	const listed = await one(room.elin, goes);
	const { body: through } = await vote(room.amira, goes);
	const { body: takenBack } = await vote(room.marcus, stays, false);
	await moderate(room.facilitator, goes, { deed: 'wait' });

	expect([joined, listed?.joinedTo]).toEqual([3, stays.id]);
	expect([through.id, through.votes]).toEqual([stays.id, 3]);
	expect([takenBack.votes, takenBack.votedByMe]).toEqual([2, false]);
	expect([(await one(room.elin, stays))?.votes, (await one(room.elin, goes))?.votes]).toEqual([2, 1]);
});

test('[ASK-7] whatever was joined to a question goes with it, and nothing is joined to what the room does not see', async () => {
	const room = await openQueue();
	const [a, b, c] = [await ask(room.elin, 'A?'), await ask(room.elin, 'B?'), await ask(room.elin, 'C?')];

	await moderate(room.facilitator, a, { deed: 'join', to: b.id });
	const toJoined = await moderate(room.facilitator, c, { deed: 'join', to: a.id });
	await moderate(room.facilitator, b, { deed: 'join', to: c.id });
	const toHeldOrHidden = await askHidden(room);
	const toHidden = await moderate(room.facilitator, c, { deed: 'join', to: toHeldOrHidden.id });
	const toItself = await moderate(room.facilitator, c, { deed: 'join', to: c.id });
	const asked = await moderate(room.facilitator, a, { deed: 'answer-now' });
	const joinedTo = await Promise.all(
		[a, b, c].map(async (question) => (await one(room.facilitator, question))?.joinedTo)
	);

	expect([toJoined.status, toHidden.status, toItself.status, asked.status]).toEqual([409, 409, 404, 409]);
	expect(joinedTo).toEqual([c.id, c.id, null]);
});

test('[ASK-7] what was joined to a question that leaves the room’s sight stands by itself again', async () => {
	const room = await openQueue();
	const [stays, goes] = [await ask(room.elin, 'The one?'), await ask(room.marcus, 'The other?')];
	await moderate(room.facilitator, goes, { deed: 'join', to: stays.id });

	await moderate(room.facilitator, stays, { deed: 'hand-back', reason: 'Say more.' });

	expect((await seen(room.amira)).map(({ id, state }) => [id, state])).toEqual([[goes.id, 'waiting']]);
});

test('[ASK-16] of two moderators the second is told that a question is elsewhere by now, and nothing is undone', async () => {
	const room = await openQueue();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const [question, later] = [await ask(room.elin, 'What now?'), await ask(room.elin, 'And later?')];
	await moderate(room.facilitator, question, { deed: 'answered', answer: 'This.', saw: 'waiting' });
	await moderate(room.facilitator, later, { deed: 'send' });
	await ingrid.post(`/questions/${later.id}/answer`, { answer: 'Mine.' });

	const late = await moderate(room.facilitator, question, { deed: 'hand-back', reason: 'No.', saw: 'waiting' });
	const hers = await moderate(room.facilitator, later, { deed: 'wait', saw: 'answered' });

	expect([late.status, late.body.code, hers.status, hers.body.code]).toEqual([
		409,
		'not-your-turn',
		409,
		'already-answered'
	]);
	expect((await one(room.elin, question))?.answer).toBe('This.');
	expect((await one(room.elin, later))?.answer).toBe('Mine.');
});

test('[ASK-8] one that was stored before the rules changed is the same one when it is sent again', async () => {
	const room = await openQueue();
	const body = { text: 'Who rings you?', shows: 'nobody', sendKey: key('s'), askerKey: key('t') };
	const first = await room.elin.post('/questions', body);

	await room.facilitator.patch('/questions/rules', { mayHideName: false, takesNew: false });
	const again = await Promise.all(Array.from({ length: 15 }, () => room.elin.post('/questions', body)));

	expect(new Set(again.map(({ status }) => status))).toEqual(new Set([201]));
	expect(new Set(again.map(({ body: { id } }) => id))).toEqual(new Set([first.body.id]));
});

test('[ASK-8] a question sent twice is kept once; one that was asked already is refused with a way on', async () => {
	const room = await openQueue();
	const body = { text: 'Who rings you?', shows: 'nobody', sendKey: key('s') };

	const sent = await Promise.all([1, 2, 3].map(() => room.elin.post('/questions', body)));
	const twin = await room.marcus.post('/questions', { text: '  who rings YOU ', shows: 'name' });
	const empty = await room.marcus.post('/questions', { text: ' ?! ', shows: 'name' });
	const long = await room.marcus.post('/questions', { text: 'x'.repeat(201), shows: 'name' });

	expect(new Set(sent.map(({ body: { id } }) => id)).size).toBe(1);
	expect([twin.status, twin.body.code]).toEqual([409, 'already-asked']);
	expect([empty.body.code, long.status]).toEqual(['empty', 400]);
	expect((await seen(room.elin)).length).toBe(1);
});

test('[ASK-9] a moderator stops new questions, asks for names, or looks first, and the queue says so', async () => {
	const room = await openQueue({ mayHideName: false });

	const nameless = await room.elin.post('/questions', { text: 'Why?', shows: 'nobody' });
	await room.facilitator.patch('/questions/rules', { takesNew: false });
	const late = await room.elin.post('/questions', { text: 'Why not?', shows: 'name' });
	const { body } = await room.elin.get('/questions');
	const byElin = await room.elin.patch('/questions/rules', { takesNew: true });

	expect([nameless.status, late.status, late.body.code]).toEqual([403, 409, 'not-your-turn']);
	expect(body.rules).toEqual({ takesNew: false, mayHideName: false, approvedFirst: false });
	expect(byElin.status).toBe(403);
});

test('[ASK-10] every open question gets a place: dealt, sent to the customer, parked with somebody, or answered with a promise', async () => {
	const room = await openQueue();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const [dealt, sent, parked, answered] = [
		await ask(room.elin, 'Deal?'),
		await ask(room.elin, 'Send?'),
		await ask(room.elin, 'Park?'),
		await ask(room.elin, 'Answer?')
	];

	await moderate(room.facilitator, dealt, { deed: 'deal' });
	await moderate(room.facilitator, sent, { deed: 'send' });
	await moderate(room.facilitator, parked, { deed: 'park', with: room.marcus.id });
	const promise = { text: 'A list of all sites', by: 'Ingrid', until: '2027-02-01' };
	await moderate(room.facilitator, answered, { deed: 'answered', answer: 'Three of them', promise });
	const noDay = await moderate(room.facilitator, answered, {
		deed: 'answered',
		answer: 'Three',
		promise: { ...promise, until: '2027-02-31' }
	});
	const nobody = await moderate(room.facilitator, parked, { deed: 'park', with: 'nobody-here' });
	const ingrids = new Set((await seen(ingrid)).map(({ id }) => id));
	const list = await Promise.all([dealt, sent, parked, answered].map((question) => one(room.elin, question)));

	expect(list.map((question) => question?.state)).toEqual(['dealt', 'sent', 'parked', 'answered']);
	expect([list[2]?.parkedWith, list[3]?.promise]).toEqual([room.marcus.id, promise]);
	expect([noDay.status, nobody.status]).toEqual([400, 404]);
	expect(ingrids).toEqual(new Set([sent.id, answered.id]));
});

test('[ASK-11] the customer answers what was sent to them, later and by their own link, and nothing else', async () => {
	const room = await openQueue();
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');
	const sent = await ask(room.elin, 'What is a good Monday?');
	const waiting = await ask(room.elin, 'And a bad one?');
	await moderate(room.facilitator, sent, { deed: 'send' });

	const answer = await ingrid.post(`/questions/${sent.id}/answer`, { answer: 'Nobody rings me.' });
	const again = await ingrid.post(`/questions/${sent.id}/answer`, { answer: 'Nobody has to ring me.' });
	const other = await ingrid.post(`/questions/${waiting.id}/answer`, { answer: 'Any.' });
	const byElin = await room.elin.post(`/questions/${sent.id}/answer`, { answer: 'Mine' });
	const asks = await ingrid.post('/questions', { text: 'May I ask?', shows: 'name' });

	expect([answer.body.state, answer.body.isAnsweredLater]).toEqual(['answered', true]);
	expect(again.body.answer).toBe('Nobody has to ring me.');
	expect([other.status, byElin.status, asks.status]).toEqual([404, 403, 403]);
});

test('[ASK-12] an asker takes the own question back while it is open; what was joined to it stands again', async () => {
	const room = await openQueue();
	const question = await ask(room.amira, 'Withdraw me?', { shows: 'nobody', askerKey: key('w') });
	const joined = await ask(room.elin, 'Me too?');
	await moderate(room.facilitator, joined, { deed: 'join', to: question.id });

	const stranger = await room.marcus.post(`/questions/${question.id}/withdraw`, {});
	const own = await room.amira.post(`/questions/${question.id}/withdraw`, { askerKey: key('w') });

	expect([stranger.status, own.status]).toEqual([404, 204]);
	expect((await seen(room.elin)).map(({ id, state }) => [id, state])).toEqual([[joined.id, 'waiting']]);
});

test('[ASK-13] a script that votes or asks without end is refused, and others are not', async () => {
	const room = await openQueue();
	const question = await ask(room.amira, 'Again and again?');

	const votes = await Promise.all(Array.from({ length: 200 }, (_, at) => vote(room.marcus, question, at % 2 === 0)));
	const asked = await Promise.all(
		Array.from({ length: 30 }, (_, at) => room.marcus.post('/questions', { text: `Flood ${at}?`, shows: 'name' }))
	);
	const other = await vote(room.elin, question);
	const statuses = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status);

	expect(statuses(votes).filter((status) => status === 200).length).toBe(60);
	expect(statuses(votes).filter((status) => status === 429).length).toBe(140);
	expect(statuses(asked).filter((status) => status === 201).length).toBe(10);
	expect(other.status).toBe(200);
});
