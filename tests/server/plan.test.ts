import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { complete, planInstallation, sending, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const textOf = ({ text }: { readonly text: string }) => text;

test('[PLAN-5] a draft arrives in the plan with its words, its board and what it comes from, and without an owner', async () => {
	const room = await installation.openRoom();
	const point = (await room.elin.post('/points', { text: 'Ring back', kind: 'wish' })).body;
	const draft = await room.draft('Every promise has a name', {
		fields: [
			{ id: asId('why'), kind: 'text', value: 'People wait for a call.' },
			{ id: asId('firstStep'), kind: 'text', value: 'Hang the board' },
			{ id: asId('dueOn'), kind: 'day', value: '2027-02-26' }
		]
	});
	await room.rooms.edit(draft.document, (board) => board.link(draft.id, `point:${point.id}`));

	const { status, body } = await room.amira.post('/plan/send', sending(draft));

	expect(status).toBe(201);
	expect(body.actions).toEqual([
		{
			id: expect.any(String),
			n: 1,
			syndicateId: room.alder,
			text: 'Every promise has a name',
			why: 'People wait for a call.',
			kind: 'action',
			horizon: 'quarter',
			firstStep: 'Hang the board',
			dueOn: '2027-02-26',
			ownerId: null,
			measure: {
				...{ name: '', unit: '', baseline: null, target: null, countedBy: '', every: 'week' },
				...{ group: '', serves: '', pair: null }
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
			sources: [draft.ref, expect.stringMatching(/^note:/), `point:${point.id}`],
			support: [],
			updates: [],
			missing: ['S', 'M'],
			health: 'on-course',
			may: { edit: true, join: true, contact: true, own: true, report: false, change: false, take: false },
			reach: null,
			daysSinceWord: 0,
			changes: [],
			offer: null
		}
	]);
	expect([body.signedAt, body.version, body.hash, body.today]).toEqual([null, 1, null, '2027-01-13']);
});

test('[PLAN-6] a draft is in the plan once, however often and from how many laptops it is sent', async () => {
	const room = await installation.openRoom();
	const draft = await room.draft('Once');

	const answers = await Promise.all(
		[room.elin, room.amira, room.elin].map((each) => each.post('/plan/send', sending(draft)))
	);
	const { body } = await room.elin.get('/plan');

	expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
	expect(answers.find(({ status }) => status === 409)?.body.sentence).toBe(
		'This draft is in the plan already, as action 1.'
	);
	expect(body.actions.map(textOf)).toEqual(['Once']);
});

test('[PLAN-7] a draft that comes from nothing that is here is refused', async () => {
	const room = await installation.openRoom();
	const elsewhere = await installation.openRoom();
	const foreign = await elsewhere.note('experiences', elsewhere.alder, { zone: asId('good'), text: 'Not here' });
	const birchsOpen = await room.note('issues', room.birch, { zone: asId('could'), text: 'Theirs' });
	await room.step('issues', 'one');
	const bare = await room.draft('From nothing', { from: [] });
	const pretended = await room.draft('From elsewhere', {
		from: [foreign.ref, 'point:nothing0', birchsOpen.ref, 'rubbish']
	});

	const answers = await Promise.all([bare, pretended].map((draft) => room.elin.post('/plan/send', sending(draft))));

	expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
		[422, 'link-to-source-missing'],
		[422, 'link-to-source-missing']
	]);
});

test('[PLAN-8] only a draft that is there, has words, fits, and is the sender’s syndicate’s own can be sent', async () => {
	const room = await installation.openRoom();
	const binned = await room.draft('Gone');
	await room.rooms.edit(binned.document, (board) => board.remove(binned.id));
	const empty = await room.draft('  ');
	const long = await room.draft('x'.repeat(161));
	const birchs = await room.draft('Theirs', {}, room.birch);
	const story = await room.note('experiences', room.alder, { zone: asId('good'), text: 'A story' });
	const send = (draft: typeof binned) => room.elin.post('/plan/send', sending(draft));

	const refused = await Promise.all([binned, empty, long, birchs, story].map(send));
	const broken = await room.elin.post('/plan/send', { ...sending(birchs), stateVector: '////' });
	const brokenOwn = await room.marcus.post('/plan/send', { ...sending(birchs), stateVector: '////' });
	const byFacilitator = await room.facilitator.post('/plan/send', sending(birchs));

	expect(refused.map(({ body }) => body.code)).toEqual([
		'not-found',
		'empty',
		'too-long',
		'not-your-syndicate',
		'not-found'
	]);
	expect([broken.body.code, brokenOwn.body.code]).toEqual(['not-your-syndicate', 'malformed']);
	expect([byFacilitator.status, byFacilitator.body.actions[0].syndicateId]).toEqual([201, room.birch]);
});

test('[PLAN-9] a syndicate has three actions in the plan at most; one put aside makes room', async () => {
	const room = await installation.openRoom();
	const drafts = await Promise.all(['One', 'Two', 'Three', 'Four'].map((text) => room.draft(text)));

	const answers = await Promise.all(drafts.map((draft) => room.elin.post('/plan/send', sending(draft))));
	const { body: full } = await room.elin.get('/plan');
	await room.facilitator.post(`/actions/${full.actions[0].id}/choose`, {
		place: 'not-now',
		reason: 'After the summer'
	});
	const missing = drafts[answers.findIndex(({ status }) => status === 409)]!;
	const again = await room.elin.post('/plan/send', sending(missing));

	expect(answers.map(({ status, body }) => (status === 201 ? 'sent' : body.sentence)).sort()).toEqual([
		'Alder has 3 actions in the plan. Put one aside, or make a small fix of it.',
		'sent',
		'sent',
		'sent'
	]);
	expect(full.actions.map(({ n }: { n: number }) => n)).toEqual([1, 2, 3]);
	expect(again.status).toBe(201);
});

test('[PLAN-10] an owner is set by the person’s own yes only; of two who say yes at once, one has it', async () => {
	const room = await installation.openRoom();
	const id = await room.sent('Whose is it?');

	const racing = await Promise.all(
		[room.elin, room.marcus].map((each) => each.post(`/actions/${id}/own`, { yes: true }))
	);
	const { body } = await room.elin.get('/plan');
	const owner = [room.elin, room.marcus].find((each) => each.id === body.actions[0].ownerId)!;
	const other = owner === room.elin ? room.marcus : room.elin;
	const notTheirs = await other.post(`/actions/${id}/own`, { yes: false });
	const byFacilitator = await room.facilitator.post(`/actions/${id}/own`, { yes: true });
	const smuggled = await room.elin.patch(`/actions/${id}`, { why: 'x', ownerId: room.amira.id });
	const back = await owner.post(`/actions/${id}/own`, { yes: false });
	const next = await other.post(`/actions/${id}/own`, { yes: true });

	expect(racing.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(racing.find(({ status }) => status === 409)?.body).toEqual({
		code: 'already-answered',
		sentence: `${owner.name} has said yes to this action.`
	});
	expect([notTheirs.status, notTheirs.body.actions[0].ownerId]).toEqual([200, owner.id]);
	expect(byFacilitator.status).toBe(403);
	expect(smuggled.body.actions[0].ownerId).toBe(owner.id);
	expect(back.body.actions[0].ownerId).toBeNull();
	expect(next.body.actions[0].ownerId).toBe(other.id);
});

test('[PLAN-11] the syndicate, the owner and facilitators reword an action, others do not; its draft stays its first source', async () => {
	const room = await installation.openRoom();
	const id = await room.sent('Answer quickly');
	const before = (await room.elin.get('/plan')).body.actions[0];
	const other = await room.note('experiences', room.alder, { zone: asId('good'), text: 'Another story' });
	const path = `/actions/${id}`;

	const byBirch = await room.marcus.patch(path, { text: 'Mine now' });
	await room.marcus.post(`${path}/own`, { yes: true });
	const byOwner = await room.marcus.patch(path, complete);
	const bySyndicate = await room.amira.patch(path, { text: 'Answer before the third ring', sources: [other.ref] });
	const unlinked = await room.elin.patch(path, { sources: [] });
	const nowhere = await room.elin.patch(path, { sources: ['point:nothing0'] });
	const nothing = await room.facilitator.patch(path, {});

	expect([byBirch.status, byOwner.status]).toEqual([403, 200]);
	expect(bySyndicate.body.actions[0]).toMatchObject({
		...complete,
		text: 'Answer before the third ring',
		ownerId: room.marcus.id,
		sources: [before.sources[0], other.ref],
		missing: []
	});
	expect([unlinked.body.code, nowhere.body.code]).toEqual(['link-to-source-missing', 'not-found']);
	expect(nothing.body.actions).toEqual((await room.facilitator.get('/plan')).body.actions);
});

test('[PLAN-12] putting an action aside needs a reason', async () => {
	const room = await installation.openRoom();
	const id = await room.sent('Later');
	const choose = `/actions/${id}/choose`;

	const without = await room.facilitator.post(choose, { place: 'not-now', reason: ' ' });
	const aside = await room.facilitator.post(choose, { place: 'not-now', reason: 'After the summer' });
	const own = await room.elin.post(`/actions/${id}/own`, { yes: true });
	const byElin = await room.elin.post(choose, { place: 'plan' });
	const back = await room.facilitator.post(choose, { place: 'plan' });

	expect([without.status, without.body.code, without.body.field]).toEqual([400, 'reason-missing', 'reason']);
	expect(aside.body.actions[0].notNowReason).toBe('After the summer');
	expect([own.status, byElin.status]).toEqual([409, 403]);
	expect(back.body.actions[0].notNowReason).toBeNull();
});

test('[SUPPORT-1] every answer needs words, a limit says how much, and “not now” says when', async () => {
	const room = await installation.openRoom();
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	await room.reload();
	const id = await room.sent('Ask for an hour');
	const asked = await room.elin.post(`/actions/${id}/support`, { kind: 'time', ask: 'One hour a week' });
	const request = asked.body.actions[0].support[0];
	const answer = (words: object) => joanna.post(`/support/${request.id}/answer`, words);

	const refused = [
		await answer({ answer: 'yes', words: '  ' }),
		await answer({ answer: 'yes-with-a-limit', words: 'Until summer' }),
		await answer({ answer: 'not-now', words: 'The budget is open' }),
		await answer({ answer: 'not-now', words: 'The budget is open', answerBy: '2027-01-13' }),
		await room.facilitator.post(`/support/${request.id}/answer`, { answer: 'yes', words: 'I allow it' })
	];
	const waits = (await joanna.get('/plan')).body.actions[0];
	await answer({ answer: 'not-now', words: 'The budget is open', answerBy: '2027-02-01' });
	const final = await answer({
		answer: 'yes-with-a-limit',
		words: 'It pays',
		limit: 'Until June',
		answerBy: '2027-02-01'
	});

	expect(refused.map(({ body }) => body.code)).toEqual([
		'answer-without-words',
		'limit-missing',
		'date-missing',
		'date-missing',
		'not-allowed'
	]);
	expect(refused[0]!.body.sentence).toBe('Elin Strand sees your answer as you write it. Please add a sentence.');
	expect([waits.health, waits.support[0].answers]).toEqual(['waiting', []]);
	expect(final.body.actions[0].support[0].answers).toMatchObject([
		{ answer: 'not-now', words: 'The budget is open', limit: null, answerBy: '2027-02-01' },
		{ answer: 'yes-with-a-limit', words: 'It pays', limit: 'Until June', answerBy: null }
	]);
});

test('[SUPPORT-2] the follow-up manager has said yes in person, there is one, and the rights begin with the yes', async () => {
	const room = await installation.openRoom();
	const answer = '/appointments/follow-up-manager/answer';
	const nominate = (personId: string) =>
		room.facilitator.post('/appointments', { role: 'follow-up-manager', personId });

	const uninvited = await room.marcus.post(answer, { yes: true });
	await nominate(room.marcus.id);
	await nominate(room.marcus.id);
	await nominate(room.amira.id);
	const racing = await Promise.all(
		[room.marcus, room.amira].map((each) => each.post(answer, { yes: true, words: 'Gladly' }))
	);
	const late = await nominate(room.elin.id);
	const helen = await nominate(room.facilitator.id);
	const { body } = await room.elin.get('/plan');
	const chosen = body.appointments.find(({ state }: { state: string }) => state === 'accepted');

	expect(uninvited.status).toBe(404);
	expect(racing.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect([late.status, helen.status]).toEqual([409, 404]);
	expect(body.appointments.map(({ state }: { state: string }) => state).sort()).toEqual(['accepted']);
	expect(room.desk.peek(room.workshopId)?.appointmentsOf(chosen.personId)).toEqual(['follow-up-manager']);
});

test('[SUPPORT-3] who says no is left alone, and may change that in person', async () => {
	const room = await installation.openRoom();
	await room.facilitator.post('/appointments', { role: 'deputy', personId: room.marcus.id });

	const declined = await room.marcus.post('/appointments/deputy/answer', { yes: false, words: 'Not this spring' });
	const again = await room.facilitator.post('/appointments', { role: 'deputy', personId: room.marcus.id });
	const after = await room.marcus.post('/appointments/deputy/answer', { yes: true, words: 'After all' });

	expect(declined.body.appointments).toEqual([
		{ role: 'deputy', personId: room.marcus.id, state: 'declined', words: 'Not this spring' }
	]);
	expect([again.status, again.body.code]).toEqual([409, 'already-answered']);
	expect(after.body.appointments[0].state).toBe('accepted');
});
