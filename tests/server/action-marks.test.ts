// Marks on drafts and actions, over the routes and a real database.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { actionMarks, people } from '#drizzle/schema.ts';
import { eq } from 'drizzle-orm';
import {
	complete,
	planInstallation,
	sending,
	type PlanInstallation,
	type PlanRoom,
	type Sitting
} from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** Alder with four people who are here today. */
async function openRoom() {
	const room = await installation.openRoom();
	const yusuf = await room.sit('Yusuf Demir', 'participant', room.alder);
	const petra = await room.sit('Petra Novak', 'participant', room.alder);
	await room.reload();
	return { ...room, people: [room.elin, room.amira, yusuf, petra] as const };
}

const give = (by: Sitting, about: string, target: string, mark: number) =>
	by.post('/actions/marks', { about, target, mark });
const target = (text: string, dueOn: string) => [
	{ id: asId<'Field'>('measureTarget'), kind: 'choice' as const, value: text },
	{ id: asId<'Field'>('dueOn'), kind: 'day' as const, value: dueOn }
];
const seen = async (by: Sitting, about: string, of: string) => (await by.get('/actions/marks')).body[about][of];
const change = (room: PlanRoom, { document, id }: { document: never; id: never }, field: string, value: string) =>
	room.rooms.edit(document, (board) => board.setChoice(id, asId<'Field'>(field), value));

test('[PLAN-30] the syndicate of a draft marks whether it can be reached, in the phase for it', async () => {
	const room = await openRoom();
	const draft = await room.draft('Every promise has a name');
	const idea = await room.draft('Only an idea', { zone: asId('ideas') });
	await room.step('draft', 'form');
	const early = await give(room.elin, 'reach', draft.ref, 4);
	await room.step('draft', 'reach');

	const given = await give(room.elin, 'reach', draft.ref, 4);
	const again = await give(room.elin, 'reach', draft.ref, 2);
	const others = await give(room.marcus, 'reach', draft.ref, 5);
	const helper = await give(room.facilitator, 'reach', draft.ref, 5);
	const unwritten = await give(room.elin, 'reach', idea.ref, 3);
	const tooMuch = await give(room.elin, 'reach', draft.ref, 6);
	const forged = await room.elin.post('/actions/marks', {
		about: 'reach',
		target: draft.ref,
		mark: 5,
		personId: room.amira.id
	});
	await room.step('draft', 'reach', 'closed');
	const late = await give(room.amira, 'reach', draft.ref, 4);

	expect([early.status, early.body.code]).toEqual([409, 'step-closed']);
	expect(given.body.reach[draft.ref]).toEqual({
		mine: 4,
		mayGive: true,
		isOpen: true,
		isAnew: false,
		given: 1,
		mean: null
	});
	expect(again.body.reach[draft.ref]).toMatchObject({ mine: 2, given: 1 });
	expect([others.status, others.body.code]).toEqual([403, 'not-your-syndicate']);
	expect(helper.status).toBe(403);
	expect(unwritten.status).toBe(404);
	expect(tooMuch.status).toBe(400);
	// The person is the device's own, whatever the request says.
	expect(forged.body.reach[draft.ref]).toMatchObject({ mine: 5, given: 1 });
	expect([late.status, late.body.code]).toEqual([409, 'step-closed']);
});

test('[PLAN-31] only the mean leaves the server, once no mark can be added, from three marks on', async () => {
	const room = await openRoom();
	const many = await room.draft('Marked by all', { fields: target('90', '2027-02-26') });
	const few = await room.draft('Marked by two');
	await room.step('draft', 'reach');
	for (const [at, person] of room.people.entries()) await give(person, 'reach', many.ref, at + 1);
	for (const person of room.people.slice(0, 2)) await give(person, 'reach', few.ref, 5);

	const open = await seen(room.facilitator, 'reach', many.ref);
	const ofOthers = await room.marcus.get('/actions/marks');
	await room.step('draft', 'reach', 'closed');
	const told = await room.elin.get('/actions/marks');
	const toOthers = await room.marcus.get('/actions/marks');
	await room.elin.post('/plan/send', sending(many));
	const inPlan = await room.marcus.get('/actions/marks');

	expect(open).toEqual({ mine: null, mayGive: false, isOpen: true, isAnew: false, given: 4, mean: null });
	expect(told.body.reach[many.ref]).toEqual({
		mine: 1,
		mayGive: false,
		isOpen: false,
		isAnew: false,
		given: 4,
		mean: 2.5
	});
	expect(told.body.reach[few.ref]).toMatchObject({ mine: 5, given: 2, mean: null });
	for (const { body } of [ofOthers, toOthers]) expect(body.reach).toEqual({});
	expect(inPlan.body.reach[many.ref]).toMatchObject({ mine: null, given: 4 });
	expect(JSON.stringify(inPlan.body)).not.toContain(room.elin.id);
});

test('[PLAN-32] another target or day asks anew, on the board and in the plan', async () => {
	const room = await openRoom();
	const draft = await room.draft('Call-backs are kept', { fields: target('90', '2027-02-26') });
	await room.step('draft', 'reach');
	for (const person of room.people) await give(person, 'reach', draft.ref, 2);
	await change(room, draft as never, 'measureTarget', '80');
	const anew = await seen(room.elin, 'reach', draft.ref);
	for (const person of room.people) await give(person, 'reach', draft.ref, 3);
	await room.step('draft', 'reach', 'closed');
	await room.step('plan', 'complete');
	const { body: plan } = await room.elin.post('/plan/send', sending(draft));
	const sent = plan.actions[0];
	const measured = { ...complete, measure: { ...complete.measure, target: 80 } };
	await room.elin.patch(`/actions/${sent.id}`, measured);
	const kept = await seen(room.elin, 'reach', draft.ref);
	const closed = await give(room.elin, 'reach', draft.ref, 5);
	await room.elin.patch(`/actions/${sent.id}`, { dueOn: '2027-03-31' });
	const asked = await seen(room.elin, 'reach', draft.ref);
	const halves = [];
	for (const person of room.people) halves.push((await give(person, 'reach', draft.ref, 5)).body.reach[draft.ref]);
	const after = await give(room.elin, 'reach', draft.ref, 1);

	expect(anew).toMatchObject({ mine: null, given: 0, isAnew: true, isOpen: true });
	expect(kept).toMatchObject({ mine: 3, given: 4, mean: 3, isOpen: false });
	expect([closed.status, closed.body.code]).toEqual([409, 'step-closed']);
	expect(asked).toEqual({ mine: null, mayGive: true, isOpen: true, isAnew: true, given: 0, mean: null });
	expect(halves.map(({ mean }) => mean)).toEqual([null, null, null, 5]);
	expect([after.status, after.body.code]).toEqual([409, 'step-closed']);
});

test('[PLAN-33] the room weighs effect and effort, all at once, and reads them afterwards', async () => {
	const room = await openRoom();
	const id = await room.sent('Every promise has a name');
	const ref = `action:${id}`;
	const crowd = await Promise.all(
		Array.from({ length: 20 }, (_, at) => room.sit(`Person ${at}`, 'participant', at % 2 ? room.alder : room.birch))
	);
	await room.reload();
	const early = await give(room.marcus, 'impact', ref, 5);
	await room.step('plan', 'weigh');

	const answers = await Promise.all(
		crowd.flatMap((person, at) => [
			give(person, 'impact', ref, (at % 5) + 1),
			give(person, 'effort', ref, 2),
			// The same press twice.
			give(person, 'effort', ref, 2)
		])
	);
	const open = await seen(room.marcus, 'impact', ref);
	await room.step('plan', 'vote');
	const over = (await room.marcus.get('/actions/marks')).body;
	await room.facilitator.post(`/actions/${id}/choose`, { place: 'not-now', reason: 'Later' });
	const aside = (await room.marcus.get('/actions/marks')).body;

	expect([early.status, early.body.code]).toEqual([409, 'step-closed']);
	expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
	expect(open).toMatchObject({ given: 20, mean: null });
	expect(over.impact[ref]).toMatchObject({ given: 20, mean: 3, mayGive: false });
	expect(over.effort[ref]).toMatchObject({ given: 20, mean: 2 });
	expect(aside.impact).toEqual({});
	const rows = await room.database.db
		.select({ id: actionMarks.personId })
		.from(actionMarks)
		.where(eq(actionMarks.target, ref));
	expect(rows).toHaveLength(40);
	expect(await room.database.db.$count(people, eq(people.workshopId, room.workshopId))).toBeGreaterThan(20);
});

test('[PLAN-45] who comes after a mean was told in the plan is not asked: nobody can subtract a mark', async () => {
	const room = await openRoom();
	const [elin, amira, yusuf, petra] = room.people;
	const draft = await room.draft('Call-backs are kept', { fields: target('90', '2027-02-26') });
	await room.step('draft', 'reach', 'closed');
	await room.step('plan', 'complete');
	await room.elin.post('/plan/send', sending(draft));
	const means: (number | null)[] = [];
	const answer = async (by: Sitting, mark: number) => {
		const { status } = await give(by, 'reach', draft.ref, mark);
		means.push((await seen(room.marcus, 'reach', draft.ref)).mean);
		return status;
	};
	for (const [person, mark] of [
		[elin, 5],
		[amira, 4],
		[yusuf, 3],
		[petra, 4]
	] as const)
		await answer(person, mark);
	const late = await room.sit('Dara Quinn', 'participant', room.alder);
	await room.reload();

	expect(await answer(late, 1)).toBe(409);
	// What an observer computes of two means and their numbers: nothing, as there is one only.
	expect(means).toEqual([null, null, null, 4, 4]);
	expect(await seen(late, 'reach', draft.ref)).toMatchObject({ mayGive: false, isOpen: false, given: 4, mean: 4 });
	await room.step('draft', 'reach');
	expect(await answer(late, 1)).toBe(409);
});

test('[PLAN-45] a target that comes back has the marks it had: an answer to another one takes none away', async () => {
	const room = await openRoom();
	const draft = await room.draft('Call-backs are kept', { fields: target('61', '2027-02-26') });
	await room.step('draft', 'reach');
	for (const [at, person] of room.people.entries()) await give(person, 'reach', draft.ref, at + 2);
	await room.step('draft', 'reach', 'closed');
	await room.step('plan', 'complete');
	const { body: plan } = await room.elin.post('/plan/send', sending(draft));
	const aim = (to: number) =>
		room.elin.patch(`/actions/${plan.actions[0].id}`, { measure: { ...complete.measure, baseline: 40, target: to } });
	await aim(61);
	const before = await seen(room.marcus, 'reach', draft.ref);
	await aim(60);
	const answered = await give(room.elin, 'reach', draft.ref, 5);
	await aim(61);
	const after = await seen(room.marcus, 'reach', draft.ref);
	await aim(60);

	expect(answered.status).toBe(200);
	expect(before).toMatchObject({ given: 4, mean: 3.5 });
	expect(after).toEqual(before);
	expect(after.mean * after.given - before.mean * before.given).toBe(0);
	expect((await seen(room.elin, 'reach', draft.ref)).mine).toBe(5);
});
