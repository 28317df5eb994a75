// What a signature stands for, what stands after it, and who may change either.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ActionId, type PersonId } from '#domain/ids.ts';
import { MergeStore } from '#server/store/merging.ts';
import { violatedConstraint, type Transaction } from '#server/store/database.ts';
import { actionChanges, actionHelpers } from '#drizzle/schema.ts';
import { eq } from 'drizzle-orm';
import {
	complete,
	planInstallation,
	type PlanInstallation,
	type PlanRoom,
	type Sitting
} from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const ask = (room: PlanRoom, role: string, whom: Sitting) =>
	room.facilitator.post('/appointments', { role, personId: whom.id });
const answer = (who: Sitting, role: string, yes: boolean, words = '') =>
	who.post(`/appointments/${role}/answer`, { yes, words });
const handOver = (by: Sitting, to: Sitting, words = '') => by.post('/follow-up/hand-over', { to: to.id, words });
const leave = async (room: PlanRoom, ...people: readonly Sitting[]) => {
	for (const { id } of people) await installation.stores.people.remove(room.workshopId, id, installation.now());
	await room.reload();
};
/** Who said yes to what, as anybody reads it. */
const held = async (reader: Sitting): Promise<Readonly<Record<string, string>>> => {
	const { body } = await reader.get('/plan');
	const accepted = body.appointments.filter(({ state }: { state: string }) => state === 'accepted');
	return Object.fromEntries(accepted.map((each: { role: string; personId: string }) => [each.role, each.personId]));
};
const signers = async ({ facilitator }: PlanRoom): Promise<readonly string[]> =>
	(await facilitator.get('/plan')).body.signatures.map(({ personId }: { personId: string }) => personId);

test('[SIGN-26] who said no in the room is asked again after the signing, and may say yes; a yes that was signed stands', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	await ask(room, 'follow-up-manager', elin);
	await answer(elin, 'follow-up-manager', false, 'Not now');
	await ask(room, 'follow-up-manager', amira);
	await answer(amira, 'follow-up-manager', false);
	const again = await ask(room, 'follow-up-manager', elin);
	await room.signed();
	installation.setNow('2027-02-17T09:00:00Z');

	const takenBack = await answer(marcus, 'follow-up-manager', false);
	const early = await answer(elin, 'follow-up-manager', true);
	const offered = await handOver(marcus, elin, 'Would you now?');
	const taken = await answer(elin, 'follow-up-manager', true, 'Now I can');
	const then = await held(facilitator);
	await leave(room, elin, marcus);
	// Nobody has asked again: the own no is changed by whoever said it.
	const alone = await answer(amira, 'follow-up-manager', true);
	installation.setNow('2027-01-13T14:00:00Z');

	expect([again.status, again.body.code]).toEqual([409, 'already-answered']);
	expect([takenBack.status, takenBack.body.sentence]).toEqual([
		409,
		'The plan is signed, and your answer stands in it.'
	]);
	// Marcus follows up, and has not handed it over.
	expect([early.status, early.body.sentence]).toEqual([409, 'Marcus Okafor has said yes to this.']);
	expect([offered.status, taken.status, then['follow-up-manager']]).toEqual([200, 200, elin.id]);
	expect(taken.body.handOvers).toMatchObject([{ fromId: marcus.id, toId: elin.id, words: 'Would you now?' }]);
	expect([alone.status, (await held(facilitator))['follow-up-manager']]).toEqual([200, amira.id]);
});

test('[SIGN-27] a day that does not exist and a figure nobody types are refused after the signing too', async () => {
	const room = await installation.openRoom();
	const { id } = await room.signed();
	const change = (part: string, value: string) =>
		room.elin.post(`/actions/${id}/changes`, { part, value, reason: 'The board comes later' });

	const refused = [];
	for (const [part, value] of [
		['dueOn', '2027-02-31'],
		['dueOn', '2027-13-01'],
		['dueOn', '0'],
		['target', '0x10'],
		['target', '1e3'],
		['target', 'Infinity'],
		['target', ' ']
	] as const)
		refused.push(await change(part, value));
	const kept = await installation.database.rows(`select * from action_changes where action_id = '${id}'`);
	const day = await change('dueOn', '2028-02-29');
	const figure = await change('target', '87,5');

	expect(refused.map(({ status, body }) => [status, body.code, body.field])).toEqual(
		refused.map(() => [400, 'malformed', 'value'])
	);
	expect(refused[0]!.body.sentence).toBe('There is no such day. Choose another one.');
	expect(kept).toEqual([]);
	expect([day.body.actions[0].dueOn, figure.body.actions[0].measure.target]).toEqual(['2028-02-29', 87.5]);
});

test('[SIGN-28] once people sign no owner gives back; a yes to what nobody owns is taken, and who signed signs again', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const own = (by: Sitting, id: string, yes: boolean) => by.post(`/actions/${id}/own`, { yes });
	const first = await room.ready('Every promise has a name');
	const second = await room.sent('One number for managers');
	await amira.post('/plan/sign');

	const back = await own(elin, first, false);
	const twice = await own(elin, first, true);
	const notMine = await own(marcus, first, false);
	const unchanged = await signers(room);
	const free = await own(marcus, second, true);
	const afterYes = await signers(room);
	const saw = free.body.reading;
	await amira.post('/plan/sign', { saw });
	await leave(room, elin);
	const stillThere = await signers(room);
	const inherited = await own(amira, first, true);
	const afterLeaving = await signers(room);
	const given = await own(amira, first, false);

	expect([back.status, back.body.code, back.body.sentence]).toEqual([
		409,
		'in-use',
		'People are signing the plan with your name on this action. Tell a facilitator: once the plan is changed they sign again, and you can give it back.'
	]);
	expect([twice.status, notMine.status, unchanged]).toEqual([200, 200, [amira.id]]);
	expect([free.status, afterYes, stillThere]).toEqual([200, [], [amira.id]]);
	expect([inherited.status, afterLeaving]).toEqual([200, []]);
	// Nobody has signed now: it is given back as ever.
	expect([given.status, given.body.actions.find(({ id }: { id: string }) => id === first).ownerId]).toEqual([
		200,
		null
	]);
	expect((await facilitator.get('/plan')).status).toBe(200);
});

test('[SIGN-30] a change of nothing takes no signature back, and a cut is not undone once people sign', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const id = await room.ready('Every promise has a name');
	const aside = await room.ready('One number for managers');
	await facilitator.patch(`/actions/${id}`, { helpers: [amira.id, marcus.id], motivators: ['M1', 'M2'] });
	await facilitator.post('/plan/cut', { rest: [{ id: aside, reason: 'Next year' }] });
	const { body: plan } = await elin.get('/plan');
	const action = plan.actions.find((each: { id: string }) => each.id === id);
	await amira.post('/plan/sign', { saw: plan.reading });

	const changes = [
		{},
		{ text: action.text, dueOn: complete.dueOn, firstStep: complete.firstStep },
		{ measure: action.measure },
		{ helpers: [marcus.id, amira.id] },
		{ motivators: ['M1', 'M2'], kindFields: {} },
		{ sources: action.sources }
	];
	const nothing = [];
	for (const change of changes) nothing.push(await facilitator.patch(`/actions/${id}`, change));
	const standing = await facilitator.post('/plan/cut/undo', { actions: [id] });
	const undone = await facilitator.post('/plan/cut/undo', { actions: [id, aside] });
	const still = await signers(room);
	const something = await facilitator.patch(`/actions/${id}`, { helpers: [marcus.id] });

	expect(nothing.map(({ status, body }) => [status, body.signatures.length])).toEqual(changes.map(() => [200, 1]));
	expect([standing.status, undone.status, undone.body.sentence]).toEqual([
		200,
		409,
		'People are signing the plan as it was cut. Take a single action into the plan again; then they sign again.'
	]);
	expect(still).toEqual([amira.id]);
	expect([something.status, something.body.signatures]).toEqual([200, []]);
});

test('[SIGN-31] two entries that are one person keep the yes of either, and never follow up and stand in at once', async () => {
	const merged = async (answers: readonly (readonly ['keeps' | 'goes', string, boolean | null])[]) => {
		const room = await installation.openRoom();
		const { elin: keeps, facilitator, workshopId } = room;
		installation.setNow('2027-01-13T14:05:00Z');
		const goes = await room.sit('Elin S.', 'participant', room.birch);
		installation.setNow('2027-01-13T14:00:00Z');
		await room.reload();
		for (const [who, role, yes] of answers) {
			const person = who === 'keeps' ? keeps : goes;
			await ask(room, role, person);
			if (yes !== null) await answer(person, role, yes, `${who} said it`);
		}
		await new MergeStore(installation.database).merge(workshopId, goes.id, keeps.id, [], installation.now());
		await room.reload();
		const { body } = await facilitator.get('/plan');
		return body.appointments.map((each: { role: string; personId: PersonId; state: string; words: string }) => {
			expect(each.personId).toBe(keeps.id);
			return [each.role, each.state, each.words];
		});
	};

	expect(
		await merged([
			['keeps', 'follow-up-manager', null],
			['goes', 'follow-up-manager', true]
		])
	).toEqual([['follow-up-manager', 'accepted', 'goes said it']]);
	expect(
		await merged([
			['keeps', 'follow-up-manager', false],
			['goes', 'follow-up-manager', true]
		])
	).toEqual([['follow-up-manager', 'accepted', 'goes said it']]);
	expect(
		await merged([
			['keeps', 'follow-up-manager', true],
			['goes', 'deputy', true]
		])
	).toEqual([['follow-up-manager', 'accepted', 'keeps said it']]);
	expect(
		await merged([
			['goes', 'follow-up-manager', true],
			['keeps', 'deputy', true]
		])
	).toEqual([['follow-up-manager', 'accepted', 'goes said it']]);
	expect(
		await merged([
			['keeps', 'follow-up-manager', false],
			['goes', 'follow-up-manager', null],
			['goes', 'deputy', true]
		])
	).toEqual([
		['deputy', 'accepted', 'goes said it'],
		['follow-up-manager', 'declined', 'keeps said it']
	]);
});

test('[SIGN-32] nobody takes a signed action from an owner who is here; of one who has left whoever follows up frees it', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const { id } = await room.signed();
	const free = (by: Sitting) =>
		by.post(`/actions/${id}/changes`, { part: 'owner', value: '', reason: 'No word of it' });

	const refused = [await free(marcus), await free(facilitator)];
	const standing = (await facilitator.get('/plan')).body.actions[0].ownerId;
	await leave(room, elin);
	const freed = await free(marcus);
	const taken = await amira.post(`/actions/${id}/take`, { reason: 'I want it done' });
	const own = await free(amira);

	expect(refused.map(({ status, body }) => [status, body.sentence])).toEqual(
		refused.map(() => [409, 'Elin Strand owns this action, and gives it back in person. Then it is free.'])
	);
	expect(standing).toBe(elin.id);
	expect([freed.status, taken.status, own.status]).toEqual([201, 201, 201]);
	expect(own.body.actions[0].ownerId).toBeNull();
});

test('[SIGN-33] the deputy stands in at once and says why where everybody reads it; to somebody else only who follows up or a facilitator gives it', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	await room.followedUp();
	await ask(room, 'deputy', amira);
	await answer(amira, 'deputy', true);

	const wordless = await handOver(amira, amira, ' ');
	const toOther = await handOver(amira, elin, 'Marcus is ill');
	const untouched = await held(elin);
	const stoodIn = await handOver(amira, amira, 'Marcus is ill this week');
	const { body: read } = await elin.get('/plan');
	const back = await handOver(marcus, marcus, 'I am back');
	const byFacilitator = await handOver(facilitator, amira);
	await leave(room, amira);
	const orphaned = await handOver(marcus, elin);

	expect([wordless.status, wordless.body.code, wordless.body.field, wordless.body.sentence]).toEqual([
		400,
		'reason-missing',
		'words',
		'Say in a sentence why you stand in for Marcus Okafor. Everybody can read it.'
	]);
	expect([toOther.status, toOther.body.code]).toEqual([403, 'not-allowed']);
	expect(untouched).toEqual({ 'follow-up-manager': marcus.id, deputy: amira.id });
	expect(stoodIn.status).toBe(200);
	expect(read.handOvers).toMatchObject([{ fromId: marcus.id, toId: amira.id, words: 'Marcus is ill this week' }]);
	expect([back.status, byFacilitator.status]).toEqual([200, 200]);
	// Who follows up has left: nobody is there to be asked.
	expect(orphaned.status).toBe(200);
});

test('[SIGN-34] no statement sent to the database takes a helper or a change off a signed action', async () => {
	const room = await installation.openRoom();
	const { elin, amira, marcus, facilitator } = room;
	const id = await room.ready('Every promise has a name');
	const actionId: ActionId = asId(id);
	await facilitator.patch(`/actions/${id}`, { helpers: [amira.id] });
	await room.followedUp();
	for (const person of [elin, marcus]) await person.post('/plan/sign');
	await facilitator.post('/plan/close');
	await elin.post(`/actions/${id}/changes`, { part: 'dueOn', value: '2027-03-12', reason: 'Later' });
	const statements: readonly (readonly [string, (tx: Transaction) => Promise<unknown>])[] = [
		['plan_is_signed', (tx) => tx.delete(actionHelpers).where(eq(actionHelpers.actionId, actionId))],
		[
			'plan_is_signed',
			(tx) => tx.update(actionHelpers).set({ personId: marcus.id }).where(eq(actionHelpers.actionId, actionId))
		],
		['action_changes_append_only', (tx) => tx.delete(actionChanges).where(eq(actionChanges.actionId, actionId))],
		[
			'action_changes_append_only',
			(tx) => tx.update(actionChanges).set({ reason: 'Never' }).where(eq(actionChanges.actionId, actionId))
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
	const { body: after } = await elin.get('/plan');

	expect(refusals).toEqual(statements.map(([constraint]) => constraint));
	expect([after.actions[0].helpers, after.actions[0].changes.length]).toEqual([[amira.id], 1]);
});
