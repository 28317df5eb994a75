// Drafts on their boards: who takes them, and how they arrive in the plan.
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewField } from '#document/board-shape.ts';
import { asId, type StepId } from '#domain/ids.ts';
import { agendaItems, people } from '#drizzle/schema.ts';
import { planInstallation, sending, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const TEXTS = ['why', 'firstStep', 'whenThen', 'triedBefore', 'learn'];
const fields = (answers: Readonly<Record<string, string>>): readonly NewField[] =>
	Object.entries(answers).map(([id, value]) => ({
		id: asId(id),
		kind: TEXTS.includes(id) ? ('text' as const) : ('choice' as const),
		value
	}));
const whole = {
	why: 'Mrs Halvorsen waits for the call',
	firstStep: 'Hang the board on Monday at 9',
	whenThen: 'When the shift ends, I will read the board',
	triedBefore: 'The board hangs where everybody passes',
	learn: 'How to run a board',
	dueOn: '2027-02-26',
	motivators: 'Work that matters|Our own way',
	kind: 'training',
	'kind:canDo': 'Everybody can use the board',
	'kind:who': 'Of another kind',
	horizon: 'long',
	measureGroup: 'customer',
	measureName: 'Promises to call back that were kept, in %',
	measureUnit: '%',
	measureBaseline: '61',
	measureTarget: '90,5',
	measureCountedBy: 'The early shift',
	measureEvery: 'month',
	measureServes: 'compass',
	'support:time': 'One hour a week for Elin until May',
	'support:authority': 'Promise a time without asking'
};
const leave = (room: PlanRoom, id: string) =>
	room.database
		.transaction((tx) =>
			tx
				.update(people)
				.set({ removedAt: new Date('2027-01-13T13:00:00Z') })
				.where(eq(people.id, asId(id)))
		)
		.then(() => room.reload());

test('[PLAN-34] an owner says yes on the own device; of two at once one has it', async () => {
	const room = await installation.openRoom();
	await room.reload();
	const { ref } = await room.draft('Every promise has a name');
	const laptop = await room.sit('Alder laptop', 'laptop', room.alder);
	await room.reload();
	const say = { ref, yes: true };

	const refused = await Promise.all(
		[laptop, room.facilitator, room.marcus, room.stranger].map((one) => one.post('/drafts/own', say))
	);
	const racing = await Promise.all([room.elin.post('/drafts/own', say), room.amira.post('/drafts/own', say)]);
	const { body: seen } = await laptop.get('/drafts');
	const { body: elsewhere } = await room.marcus.get('/drafts');
	const owner = seen.owners[ref] === room.elin.id ? room.elin : room.amira;
	const other = owner === room.elin ? room.amira : room.elin;
	const notTheirs = await other.post('/drafts/own', { ref, yes: false });
	await owner.post('/drafts/own', { ref, yes: false });
	const forged = await other.post('/drafts/own', { ...say, personId: owner.id });
	await leave(room, other.id);
	const { body: free } = await laptop.get('/drafts');
	const taken = await owner.post('/drafts/own', say);

	expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 401]);
	expect(racing.map(({ status }) => status).sort()).toEqual([200, 409]);
	expect(racing.find(({ status }) => status === 409)?.body).toMatchObject({
		code: 'already-answered',
		sentence: `${owner.name} has said yes to this action.`
	});
	expect(elsewhere.owners).toEqual({});
	expect(notTheirs.body.owners).toEqual({ [ref]: owner.id });
	expect(forged.body.owners).toEqual({ [ref]: other.id });
	expect(free.owners).toEqual({});
	expect(taken.body.owners).toEqual({ [ref]: owner.id });
});

test('[PLAN-34] a draft that is in the plan is taken there', async () => {
	const room = await installation.openRoom();
	const draft = await room.draft('Sent');
	await room.elin.post('/drafts/own', { ref: draft.ref, yes: true });
	const { body: plan } = await room.amira.post('/plan/send', sending(draft));

	const late = await room.amira.post('/drafts/own', { ref: draft.ref, yes: true });

	expect(plan.actions[0]).toMatchObject({ ownerId: room.elin.id });
	expect([late.status, late.body.sentence]).toEqual([
		409,
		'This draft is in the plan, as action 1. Take it or give it back there.'
	]);
});

test('[PLAN-35] a small fix is taken, given back and done by its owner', async () => {
	const room = await installation.openRoom();
	const fix = await room.note('draft', room.alder, { zone: asId('small-fixes'), text: 'A label on the key box' });
	const long = await room.note('draft', room.alder, { zone: asId('small-fixes'), text: 'x'.repeat(161) });
	const draft = await room.draft('Not small');
	await room.reload();
	const own = (by: typeof room.elin, ref: string, yes = true) => by.post('/small-fixes/own', { ref, yes });
	const list = async (by: typeof room.elin) => (await by.get('/small-fixes')).body.fixes;

	const before = await list(room.elin);
	const racing = await Promise.all([own(room.elin, fix.ref), own(room.amira, fix.ref), own(room.elin, fix.ref)]);
	const [taken] = await list(room.marcus);
	const owner = taken.ownerId === room.elin.id ? room.elin : room.amira;
	const other = owner === room.elin ? room.amira : room.elin;
	const others = [await own(room.marcus, fix.ref), await own(room.elin, long.ref), await own(room.elin, draft.ref)];
	await own(owner, fix.ref, false);
	const [given] = await list(owner);
	await own(other, fix.ref);
	await room.rooms.edit(fix.document, (board) => board.remove(fix.id));
	const notTheirs = await owner.post(`/small-fixes/${taken.id}/finish`, { done: true });
	await other.post(`/small-fixes/${taken.id}/finish`, { done: true });
	const [done] = await list(room.marcus);
	const kept = await own(other, fix.ref, false);

	expect(before).toMatchObject([
		{ id: null, text: 'A label on the key box', ownerId: null },
		{ id: null, ownerId: null }
	]);
	expect(racing.filter(({ status }) => status === 409).length).toBe(owner === room.elin ? 1 : 2);
	expect(taken).toMatchObject({ text: 'A label on the key box', dueOn: '2027-01-20', doneAt: null });
	expect(others.map(({ status, body }) => [status, body.code])).toEqual([
		[403, 'not-your-syndicate'],
		[400, 'too-long'],
		[404, 'not-found']
	]);
	expect(given).toMatchObject({ ownerId: null, dueOn: null });
	expect([notTheirs.status, notTheirs.body.sentence]).toEqual([403, `Only ${other.name} can say that it is done.`]);
	expect(done).toMatchObject({ ownerId: other.id, text: 'A label on the key box', doneAt: '2027-01-13T14:00:00.000Z' });
	expect(kept.body.sentence).toBe('It is done. Say first that it is not.');
});

test('[PLAN-35] a small fix is done after the signing too', async () => {
	const room = await installation.openRoom();
	const fix = await room.note('draft', room.alder, { zone: asId('small-fixes'), text: 'A list of numbers' });
	const { body } = await room.elin.post('/small-fixes/own', { ref: fix.ref, yes: true });
	await room.signed();

	const late = await room.amira.post('/small-fixes/own', { ref: fix.ref, yes: false });
	const done = await room.elin.post(`/small-fixes/${body.fixes[0].id}/finish`, { done: true });

	expect([late.status, late.body.code]).toEqual([409, 'plan-already-signed']);
	expect(done.body.fixes[0].doneAt).not.toBeNull();
});

test('[PLAN-36] the whole form arrives, and what is asked of management is asked', async () => {
	const room = await installation.openRoom();
	const draft = await room.draft('Every promise has a name', {
		fields: fields({ ...whole, [`helper:${room.amira.id}`]: 'yes', [`helper:${room.marcus.id}`]: 'no' })
	});

	const { status, body } = await room.elin.post('/plan/send', sending(draft));

	expect(status, body.sentence).toBe(201);
	expect(body.actions[0]).toMatchObject({
		why: whole.why,
		kind: 'training',
		kindFields: { canDo: 'Everybody can use the board' },
		horizon: 'long',
		firstStep: whole.firstStep,
		dueOn: '2027-02-26',
		measure: {
			...{ name: whole.measureName, unit: '%', baseline: 61, target: 90.5 },
			...{ countedBy: 'The early shift', every: 'month', group: 'customer', serves: 'compass', pair: null }
		},
		helpers: [room.amira.id],
		motivators: ['M2', 'M10'],
		whenThen: whole.whenThen,
		triedRow: null,
		triedDiffers: whole.triedBefore,
		learn: whole.learn,
		missing: ['S', 'A']
	});
	expect(
		body.actions[0].support.map(({ kind, ask, askedBy }: Record<string, string>) => [kind, ask, askedBy]).sort()
	).toEqual([
		['authority', 'Promise a time without asking', room.elin.id],
		['time', 'One hour a week for Elin until May', room.elin.id]
	]);
});

test('[PLAN-37] what does not fit is refused with its field, and nothing is in the plan', async () => {
	const room = await installation.openRoom();
	const gone = await room.sit('Gone Person', 'participant', room.alder);
	await leave(room, gone.id);
	const wrong: readonly (readonly [Readonly<Record<string, string>>, string, string])[] = [
		[{ dueOn: '2027-02-30' }, 'malformed', 'dueOn'],
		[{ dueOn: '2027-01-12' }, 'day-past', 'dueOn'],
		[{ measureBaseline: '90', measureTarget: '90.0' }, 'target-is-baseline', 'measureTarget'],
		[
			{ measureGroup: 'cost', pairName: 'Kept', pairBaseline: '4', pairTarget: '4' },
			'target-is-baseline',
			'pairTarget'
		],
		[{ measureServes: 'note:elsewhere1:nowhere12' }, 'not-found', 'measure.serves'],
		[{ measureTarget: 'many' }, 'malformed', 'measureTarget'],
		[{ measureName: 'x'.repeat(121) }, 'too-long', 'measureName'],
		[{ why: 'x'.repeat(161) }, 'too-long', 'why'],
		[{ kind: 'exchange', 'kind:who': 'x'.repeat(161) }, 'too-long', 'kind:who'],
		[{ [`helper:${gone.id}`]: 'yes' }, 'not-found', 'helpers'],
		[{ [`helper:${room.facilitator.id}`]: 'yes' }, 'not-found', 'helpers'],
		[{ motivators: 'Getting it done|Work that matters|Real thanks|Our standard' }, 'malformed', 'motivators'],
		[{ 'support:money': ' ' }, 'empty', 'support:money'],
		[{ 'support:money': 'x'.repeat(201) }, 'too-long', 'support:money']
	];

	for (const [answers, code, field] of wrong) {
		const { body } = await room.elin.post(
			'/plan/send',
			sending(await room.draft('Wrong', { fields: fields(answers) }))
		);
		expect(body, JSON.stringify(answers)).toMatchObject({ code, field });
		expect(body.sentence.length).toBeGreaterThan(20);
	}
	// Of another time zone's today nobody speaks: the due day may be today.
	const today = await room.elin.post(
		'/plan/send',
		sending(await room.draft('Today', { fields: fields({ dueOn: '2027-01-13' }) }))
	);
	expect(today.body.actions).toHaveLength(1);
});

test('[PLAN-37] whoever repeats what was tried says what differs', async () => {
	const room = await installation.openRoom();
	const row = { id: 'triedrow1', what: 'A whiteboard', when: '2024', became: 'Nobody looked' };
	await room.database.rows(
		`update workshops set brief = jsonb_set(brief, '{triedBefore}', '${JSON.stringify([row])}'::jsonb) where id = '${room.workshopId}'`
	);
	await room.reload();
	const silent = await room.draft('A whiteboard again', { fields: fields({ triedRow: row.id }) });

	const refused = await room.elin.post('/plan/send', sending(silent));
	const said = await room.draft('A whiteboard again', {
		fields: fields({ triedRow: row.id, triedBefore: 'It hangs by the door' })
	});
	const { body } = await room.elin.post('/plan/send', sending(said));

	expect(refused.body).toMatchObject({
		code: 'reason-missing',
		field: 'triedBefore',
		sentence: '“A whiteboard” was tried before. Say what differs now.'
	});
	expect(body.actions[0]).toMatchObject({ triedRow: row.id, triedDiffers: 'It hangs by the door' });
});

test('[PLAN-38] the steps say how many actions there may be', async () => {
	const room = await installation.openRoom();
	const limit = async (step: string, max: number) => {
		const activity = installation.template.activities.find(({ id }) => id === asId<'Step'>(step))!;
		await room.database.transaction((tx) =>
			tx
				.update(agendaItems)
				.set({ activity: { ...activity, board: { ...activity.board, max } } })
				.where(and(eq(agendaItems.workshopId, room.workshopId), eq(agendaItems.step, step as StepId)))
		);
		await room.reload();
	};
	await limit('draft', 1);
	await limit('plan', 1);
	const first = await room.sent('The first');

	const second = await room.elin.post('/plan/send', sending(await room.draft('The second')));
	await room.facilitator.post(`/actions/${first}/choose`, { place: 'not-now', reason: 'Later' });
	await room.sent('The third', room.marcus);
	const back = await room.facilitator.post(`/actions/${first}/choose`, { place: 'plan' });

	expect(second.body).toMatchObject({
		code: 'too-many-actions',
		sentence: 'Alder has 1 action in the plan. Put one aside, or make a small fix of it.'
	});
	expect(back.body).toMatchObject({
		code: 'too-many-actions',
		sentence: 'The plan has 1 action. Put another one aside first.'
	});
});
