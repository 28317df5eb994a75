// Who follows up, what was decided, and what changes after the signing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealOf } from '#server/signing/seal.ts';
import { violatedConstraint, type Transaction } from '#server/store/database.ts';
import { readPlan } from '#server/store/plan-rows.ts';
import { actionChanges, actionHelpers, handOvers, plans } from '#drizzle/schema.ts';
import type { ActionId } from '#domain/ids.ts';
import { eq } from 'drizzle-orm';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const VOTES = '/steps/support/votes';
const name = (who: Sitting, whom: Sitting) => who.post(VOTES, { target: `person:${whom.id}` });
const ask = (room: PlanRoom, role: string, whom: Sitting) =>
	room.facilitator.post('/appointments', { role, personId: whom.id });
const answer = (who: Sitting, role: string, yes: boolean, words = '') =>
	who.post(`/appointments/${role}/answer`, { yes, words });
const handOver = (by: Sitting, to: Sitting, words = '') => by.post('/follow-up/hand-over', { to: to.id, words });
/** Who holds what, as anybody reads it. */
const held = async (room: PlanRoom): Promise<Readonly<Record<string, string>>> => {
	const { body } = await room.elin.get('/plan');
	const accepted = body.appointments.filter(({ state }: { state: string }) => state === 'accepted');
	return Object.fromEntries(accepted.map((each: { role: string; personId: string }) => [each.role, each.personId]));
};

test('[SIGN-11] each names one person, also themselves; who leads the room reads the counts once it is over, the room with the yes', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const laptop = await room.sit('Alder', 'laptop', room.alder);
	const observer = await room.sit('Ottilie Frank', 'observer');
	await room.reload();
	await room.step('support', 'answers');
	const early = await name(elin, marcus);
	await room.step('support', 'follow-up');

	await name(elin, marcus);
	const twice = await name(elin, amira);
	await name(amira, amira);
	const byLaptop = await name(laptop, amira);
	const forFacilitator = await elin.post(`${VOTES}/take-back`, { target: `person:${marcus.id}` });
	const nobodys = await elin.post(VOTES, { target: `person:${facilitator.id}` });
	await name(elin, marcus);
	const running = [await facilitator.get(VOTES), await elin.get(VOTES)];
	await room.step('support', 'follow-up', 'open', true);
	const two = (await facilitator.get(VOTES)).body.totals;
	await room.step('support', 'follow-up');
	await name(marcus, marcus);
	await room.step('support', null, 'closed');
	const over = await facilitator.get(VOTES);
	const unasked = await elin.get(VOTES);
	await ask(room, 'follow-up-manager', marcus);
	const asked = await elin.get(VOTES);
	await answer(marcus, 'follow-up-manager', true, 'Gladly');
	const known = await elin.get(VOTES);

	expect([early.status, twice.status, byLaptop.status, forFacilitator.status, nobodys.status]).toEqual([
		409, 409, 403, 200, 404
	]);
	expect(twice.body.sentence).toBe('Your one vote is given. Take it back to move it.');
	expect(running.map(({ body }) => body.totals)).toEqual([null, null]);
	expect(running[1]!.body.mine).toEqual([`person:${marcus.id}`]);
	// Of two, each would know whom the other named.
	expect(two).toBeNull();
	const counts = { [`person:${marcus.id}`]: 2, [`person:${amira.id}`]: 1 };
	expect([over.body.totals, unasked.body.totals, asked.body.totals, known.body.totals]).toEqual([
		counts,
		null,
		null,
		counts
	]);
	expect((await observer.get(VOTES)).status).toBe(403);
});

test('[SIGN-13] only who leads the room asks; who said no is shown to nobody else, and the next is asked', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;

	const byElin = await elin.post('/appointments', { role: 'follow-up-manager', personId: amira.id });
	await ask(room, 'follow-up-manager', amira);
	const waiting = (await elin.get('/plan')).body;
	const declined = await answer(amira, 'follow-up-manager', false, 'Not with the baby');
	const after = [(await elin.get('/plan')).body, (await marcus.get('/plan')).body];
	const asking = (await facilitator.get('/plan')).body.appointments;
	const next = await ask(room, 'follow-up-manager', marcus);
	await answer(marcus, 'follow-up-manager', true, 'Then I do');
	const bothRoles = await ask(room, 'deputy', marcus);
	const final = (await elin.get('/plan')).body;

	expect(byElin.status).toBe(403);
	expect([waiting.appointments, waiting.asking]).toEqual([[], ['follow-up-manager']]);
	expect(declined.body.appointments).toMatchObject([{ state: 'declined', words: 'Not with the baby' }]);
	for (const seen of after) expect([seen.appointments, seen.asking]).toEqual([[], []]);
	expect(JSON.stringify(after)).not.toContain('baby');
	expect(asking).toMatchObject([{ personId: amira.id, state: 'declined' }]);
	expect(next.status).toBe(200);
	expect(final.appointments).toEqual([
		{ role: 'follow-up-manager', personId: marcus.id, state: 'accepted', words: 'Then I do' }
	]);
	expect([bothRoles.status, bothRoles.body.sentence]).toEqual([
		409,
		'Marcus Okafor follows up. The deputy is somebody else.'
	]);
});

test('[SIGN-15] handing over is one act: the deputy changes places at once, anybody else takes it with the own yes; the fingerprint stays', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator, workshopId } = room;
	const nobody = await handOver(facilitator, amira);
	const id = await room.ready('Every promise has a name');
	await room.followedUp();
	await ask(room, 'deputy', amira);
	await answer(amira, 'deputy', true, 'I stand in');
	for (const person of [elin, marcus]) await person.post('/plan/sign');
	const { body: closed } = await facilitator.post('/plan/close');
	installation.setNow('2027-02-01T09:00:00Z');

	const byOwner = await handOver(elin, amira);
	const swapped = await handOver(marcus, amira, 'You know where the list is');
	const roles = await held(room);
	const toStranger = await handOver(amira, facilitator);
	const toHerself = await handOver(amira, amira);
	installation.setNow('2027-02-02T09:00:00Z');
	const offered = await handOver(facilitator, elin, 'Would you?');
	const until = await held(room);
	const taken = await answer(elin, 'follow-up-manager', true, 'Yes, from Monday');
	const then = await held(room);
	const now = room.desk.peek(workshopId)!;
	const reported = await elin.post(`/actions/${id}/updates`, { health: 'on-course', text: 'It hangs' });
	const byAmira = await amira.post('/decisions', { what: 'x', whoDecides: 'y', wereStaffAsked: false });
	const plan = await readPlan(installation.database.db, workshopId);
	installation.setNow('2027-01-13T14:00:00Z');

	expect([nobody.status, byOwner.status, swapped.status]).toEqual([404, 403, 200]);
	expect(roles).toEqual({ 'follow-up-manager': amira.id, deputy: marcus.id });
	expect([toStranger.status, toHerself.status, toHerself.body.sentence]).toEqual([
		404,
		409,
		'Amira Khan follows up already.'
	]);
	// What is offered goes over with the yes, and not before.
	expect([offered.status, until]).toEqual([200, roles]);
	expect(then).toEqual({ 'follow-up-manager': elin.id, deputy: marcus.id });
	expect(taken.body.handOvers).toMatchObject([
		{ fromId: marcus.id, toId: amira.id, words: 'You know where the list is' },
		{ fromId: amira.id, toId: elin.id, words: 'Would you?' }
	]);
	expect([now.appointmentsOf(elin.id), now.appointmentsOf(amira.id), now.appointmentsOf(marcus.id)]).toEqual([
		['follow-up-manager'],
		[],
		['deputy']
	]);
	expect([reported.status, byAmira.status]).toEqual([201, 403]);
	expect([sealOf(plan, new Date(closed.signedAt)), plan.hash]).toEqual([closed.hash, closed.hash]);
	expect(new Map(plan.stewards?.map(({ role, personId }) => [role, personId]))).toEqual(
		new Map([
			['follow-up-manager', marcus.id],
			['deputy', amira.id]
		])
	);
});

test('[SIGN-15] many who hand over at once leave one who follows up and one deputy', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	await room.followedUp();
	await ask(room, 'deputy', amira);
	await answer(amira, 'deputy', true);

	const racing = await Promise.all([
		handOver(marcus, amira),
		handOver(facilitator, amira),
		handOver(amira, elin),
		answer(elin, 'follow-up-manager', true),
		handOver(facilitator, marcus)
	]);
	const roles = await held(room);

	expect(racing.filter(({ status }) => ![200, 403, 404, 409].includes(status))).toEqual([]);
	expect(Object.keys(roles).sort()).toEqual(['deputy', 'follow-up-manager']);
	expect(new Set(Object.values(roles)).size).toBe(2);
});

test('[SIGN-16] a decision says who decides, whether those were asked who do the work, and until when; its outcome is written once', async () => {
	const room = await installation.openRoom();
	const { elin, marcus, facilitator } = room;
	const joanna = await room.sit('Joanna Pike', 'sponsor');
	const customer = await room.sit('Ingrid Halvorsen', 'customer');
	await room.followedUp();
	const words = { what: 'Which number for managers', whoDecides: 'Anneke', wereStaffAsked: true, until: '2027-01-27' };

	const written = await Promise.all([
		facilitator.post('/decisions', words),
		marcus.post('/decisions', { what: 'Call length off the wall', whoDecides: 'Joanna', wereStaffAsked: false })
	]);
	const byElin = await elin.post('/decisions', words);
	const empty = await facilitator.post('/decisions', { ...words, what: ' ' });
	const { body: read } = await joanna.get('/decisions');
	const number = read.decisions.find(({ what }: { what: string }) => what === words.what);
	const path = `/decisions/${number.id}/outcome`;
	const wordless = await marcus.post(path, { outcome: ' ' });
	const racing = await Promise.all([facilitator, marcus].map((each) => each.post(path, { outcome: 'Ends in 312' })));
	const after = (await elin.get('/decisions')).body.decisions;

	expect(written.map(({ status }) => status)).toEqual([201, 201]);
	expect([byElin.status, empty.status, empty.body.field, (await customer.get('/decisions')).status]).toEqual([
		403,
		400,
		'what',
		403
	]);
	expect(read.decisions.map(({ n }: { n: number }) => n)).toEqual([1, 2]);
	expect([wordless.status, wordless.body.code]).toEqual([400, 'empty']);
	expect(racing.map(({ status }) => status).sort()).toEqual([200, 409]);
	// Two that are written down at once take their numbers in either order.
	expect(after.find(({ id }: { id: string }) => id === number.id)).toMatchObject({
		outcome: 'Ends in 312',
		decidedAt: '2027-01-13T14:00:00.000Z'
	});
	expect(after.find(({ id }: { id: string }) => id !== number.id)).toMatchObject({
		outcome: '',
		decidedAt: null,
		until: null
	});
});

test('[SIGN-17] a signature that waited is put to the plan it was read as, and to no other', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const id = await room.ready('Every promise has a name');
	const read = (await elin.get('/plan')).body.reading;
	await elin.post(`/actions/${id}/support`, { kind: 'time', ask: 'One hour a week' });

	const signed = await amira.post('/plan/sign', { saw: read });
	await facilitator.patch(`/actions/${id}`, { dueOn: '2027-03-01' });
	const late = await marcus.post('/plan/sign', { saw: read });
	const { body: plan } = await marcus.get('/plan');
	const again = await marcus.post('/plan/sign', { saw: plan.reading });

	expect(signed.status).toBe(200);
	expect([late.status, late.body.code, late.body.sentence]).toEqual([
		409,
		'plan-changed',
		'The plan was changed after you read it. Read it again, then sign.'
	]);
	expect([plan.reading === read, plan.signatures]).toEqual([false, []]);
	expect(again.body.signatures).toMatchObject([{ personId: marcus.id }]);
});

test('[SIGN-19] a signature, a yes or an answer with another person’s id in it is the sender’s own, or nothing', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus } = room;
	await room.ready('Every promise has a name');
	await ask(room, 'follow-up-manager', marcus);

	const signed = await amira.post('/plan/sign', { personId: elin.id, signedBy: elin.id });
	const answered = await amira.post('/appointments/follow-up-manager/answer', { yes: true, personId: marcus.id });
	const stranger = await room.stranger.post('/plan/sign', { personId: elin.id });
	const { body } = await room.facilitator.get('/plan');

	expect(signed.body.signatures.map(({ personId }: { personId: string }) => personId)).toEqual([amira.id]);
	expect([answered.status, stranger.status >= 401]).toEqual([404, true]);
	expect(body.signatures).toHaveLength(1);
	expect(body.appointments).toMatchObject([{ personId: marcus.id, state: 'asked' }]);
});

test('[SIGN-20] a signed action is changed beside what was signed, with a reason; an owner only by giving it back and by the own yes', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const { id, plan: signed } = await room.signed();
	installation.setNow('2027-03-01T09:00:00Z');
	const change = (by: Sitting, part: string, value: string, reason = 'The board comes later') =>
		by.post(`/actions/${id}/changes`, { part, value, reason });
	const take = (by: Sitting, reason = 'I want it done') => by.post(`/actions/${id}/take`, { reason });

	const late = (await elin.get('/plan')).body.actions[0].health;
	const refused = await Promise.all([
		change(elin, 'dueOn', '2027-03-12', ' '),
		change(amira, 'dueOn', '2027-03-12'),
		change(elin, 'dueOn', '2027-02-28'),
		change(elin, 'target', '61'),
		change(elin, 'text', ' '),
		change(elin, 'text', 'Every promise to call back has a name'),
		change(elin, 'owner', amira.id),
		take(amira)
	]);
	const moved = await change(elin, 'dueOn', '2027-03-12');
	const target = await change(marcus, 'target', '80', 'One window has no board');
	const back = await change(elin, 'owner', '', 'I go on leave');
	const racing = await Promise.all([take(amira), take(marcus)]);
	const { body: after } = await facilitator.get('/plan');
	const byElin = await elin.post(`/actions/${id}/updates`, { health: 'done', text: 'Mine no more' });
	const plan = await readPlan(installation.database.db, room.workshopId);
	installation.setNow('2027-01-13T14:00:00Z');

	expect(late).toBe('late');
	expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
		[400, 'reason-missing'],
		[403, 'not-allowed'],
		[400, 'malformed'],
		[400, 'malformed'],
		[400, 'empty'],
		[400, 'malformed'],
		[400, 'malformed'],
		[409, 'already-answered']
	]);
	expect([moved.status, moved.body.actions[0].health, moved.body.actions[0].dueOn]).toEqual([
		201,
		'quiet',
		'2027-03-12'
	]);
	expect(target.body.actions[0].measure.target).toBe(80);
	expect([back.body.actions[0].ownerId, racing.map(({ status }) => status).sort()]).toEqual([null, [201, 409]]);
	const [action] = after.actions;
	expect([amira.id, marcus.id]).toContain(action.ownerId);
	expect(action.changes.map(({ part, signed: was, value }: Record<string, string>) => [part, was, value])).toEqual([
		['dueOn', '2027-02-26', '2027-03-12'],
		['target', '90', '80'],
		['owner', elin.id, ''],
		['owner', elin.id, action.ownerId]
	]);
	expect(byElin.status).toBe(403);
	// Version one is what it was, to the last byte.
	expect([after.hash, sealOf(plan, new Date(signed.signedAt))]).toEqual([signed.hash, signed.hash]);
});

test('[SIGN-6] what was added to a signed plan is kept by the database too: helpers, who followed up, changes, hand-overs', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, workshopId } = room;
	const { id } = await room.signed();
	const actionId = id as ActionId;
	await ask(room, 'deputy', amira);
	await answer(amira, 'deputy', true);
	await handOver(marcus, amira);
	await elin.post(`/actions/${id}/changes`, { part: 'dueOn', value: '2027-03-12', reason: 'Later' });
	const statements: readonly (readonly [string, (tx: Transaction) => Promise<unknown>])[] = [
		['plan_is_signed', (tx) => tx.insert(actionHelpers).values({ actionId, personId: amira.id })],
		['plan_is_signed', (tx) => tx.delete(actionHelpers).where(eq(actionHelpers.actionId, actionId))],
		['plan_is_signed', (tx) => tx.update(plans).set({ stewards: [] }).where(eq(plans.workshopId, workshopId))],
		[
			'action_changes_append_only',
			(tx) => tx.update(actionChanges).set({ value: '' }).where(eq(actionChanges.actionId, actionId))
		],
		['action_changes_append_only', (tx) => tx.delete(actionChanges).where(eq(actionChanges.actionId, actionId))],
		['hand_overs_append_only', (tx) => tx.delete(handOvers).where(eq(handOvers.workshopId, workshopId))],
		[
			'action_changes_reason',
			(tx) =>
				tx.insert(actionChanges).values({
					...{ id: 'unreasoned', actionId, part: 'dueOn', value: '2027-04-01', reason: ' ' },
					changedBy: elin.id,
					changedAt: installation.now()
				})
		]
	];

	const refusals = [];
	for (const [, statement] of statements) {
		refusals.push(
			await installation.database.transaction(statement).then(
				() => 'changed',
				(error: unknown) => violatedConstraint(error)
			)
		);
	}

	const helped = await installation.database.rows(`select * from action_helpers where action_id = '${id}'`);
	// Nobody helps here: what deletes nothing is refused by nothing.
	expect(helped).toEqual([]);
	expect(refusals).toEqual(statements.map(([constraint], at) => (at === 1 ? 'changed' : constraint)));
});

test('[SIGN-21] the next date is a day to come, set by who leads the room or follows up, and told with the plan; without one the first letter’s Monday stands', async () => {
	const room = await installation.openRoom();
	const { elin, facilitator } = room;

	const byElin = await elin.post('/next-date', { heldOn: '2027-01-18' });
	const refused = await Promise.all([
		facilitator.post('/next-date', { heldOn: '2027-01-12' }),
		facilitator.post('/next-date', { heldOn: '2027-02-30' }),
		facilitator.post('/next-date', { heldOn: '2027-01-18', heldAt: '25:00' })
	]);
	const before = (await elin.get('/plan')).body;
	await facilitator.post('/next-date', { heldOn: '2027-01-18', heldAt: '07:15', words: 'The first small step' });
	const { body } = await facilitator.post('/next-date', {
		heldOn: '2027-02-10',
		heldAt: '09:00',
		words: 'The check-in'
	});

	expect([byElin.status, ...refused.map(({ status }) => status)]).toEqual([403, 400, 400, 400]);
	expect([before.nextDate, before.firstReport]).toEqual([null, { on: '2027-01-18', at: '10:00' }]);
	expect(body.nextDate).toEqual({ heldOn: '2027-02-10', heldAt: '09:00', words: 'The check-in' });
});
