import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { planInstallation, type PlanInstallation } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const votes = '/steps/experiences/votes';

async function fiveStories() {
	const room = await installation.openRoom();
	await room.step('experiences', 'vote');
	const refs = [];
	for (const text of ['One', 'Two', 'Three', 'Four', 'Five']) {
		refs.push((await room.note('experiences', room.alder, { zone: asId('good'), text })).ref);
	}
	return { room, refs };
}

test('[VOTE-1] racing requests from two devices never give more votes than the budget', async () => {
	const { room, refs } = await fiveStories();
	const taps = [...refs, ...refs, ...refs];

	const answers = await Promise.all(taps.map((target) => room.elin.post(votes, { target })));
	const { body } = await room.elin.get(votes);

	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
	expect(answers.find(({ status }) => status === 409)?.body).toEqual({
		code: 'votes-used-up',
		sentence: 'All 3 votes are given. Take one back to move it.'
	});
	expect([body.mine.length, new Set(body.mine).size, body.left, body.budget]).toEqual([3, 3, 0, 3]);
});

test('[VOTE-2] the same vote given twice is one vote, and one taken back may be given again', async () => {
	const { room, refs } = await fiveStories();
	const [target] = refs;

	await room.elin.post(votes, { target });
	const twice = await room.elin.post(votes, { target });
	const back = await room.elin.post(`${votes}/take-back`, { target });
	const backAgain = await room.elin.post(`${votes}/take-back`, { target });
	const anew = await room.elin.post(votes, { target });

	expect([twice, back, backAgain, anew].map(({ status, body }) => [status, body.mine, body.left])).toEqual([
		[200, [target], 2],
		[200, [], 3],
		[200, [], 3],
		[200, [target], 2]
	]);
});

test('[VOTE-3] votes are taken only in a phase made for them, while the step is open and the vote not closed', async () => {
	const { room, refs } = await fiveStories();
	const tried = async () => {
		const { status, body } = await room.elin.post(votes, { target: refs[0] });
		return status === 200 ? 'given' : body.code;
	};

	const seen: string[] = [];
	for (const [phase, state, closed] of [
		['group', 'open', false],
		['vote', 'ahead', false],
		['vote', 'closing', false],
		['vote', 'closed', false],
		['vote', 'open', true],
		['vote', 'open', false]
	] as const) {
		await room.step('experiences', phase, state, closed);
		seen.push(await tried());
	}
	const noVote = await room.elin.post('/steps/house/votes', { target: refs[0] });

	expect(seen).toEqual(['step-closed', 'step-closed', 'step-closed', 'step-closed', 'step-closed', 'given']);
	expect(noVote.status).toBe(404);
});

test('[VOTE-4] a vote is for what is there, on the own board', async () => {
	const { room, refs } = await fiveStories();
	const theirs = await room.note('experiences', room.birch, { zone: asId('good'), text: 'Theirs' });
	const binned = await room.note('experiences', room.alder, { zone: asId('good'), text: 'Gone' });
	await room.rooms.edit(binned.document, (board) => board.remove(binned.id));
	const otherStep = await room.note('definitions', room.alder, { zone: asId('good-service-is'), text: 'Other' });
	const elsewhere = await fiveStories();

	const targets = [
		theirs.ref,
		binned.ref,
		otherStep.ref,
		elsewhere.refs[0],
		'note:nowhere00:nothing00',
		'person:nobody00'
	];
	const answers = await Promise.all(targets.map((target) => room.elin.post(votes, { target })));
	const asFacilitator = await room.facilitator.post(votes, { target: refs[0] });
	const asStranger = await room.stranger.post(votes, { target: refs[0] });

	expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
		[403, 'not-your-syndicate'],
		...Array.from({ length: 5 }, () => [404, 'not-found'])
	]);
	expect([asFacilitator.status, asStranger.status]).toEqual([403, 401]);
});

test('[VOTE-5] totals that are kept back are seen by nobody until the vote is closed, and then without who gave them', async () => {
	const { room, refs } = await fiveStories();
	const [first] = refs;
	const birch = await room.note('experiences', room.birch, { zone: asId('good'), text: 'Theirs' });
	await room.elin.post(votes, { target: first });
	await room.amira.post(votes, { target: first });
	await room.marcus.post(votes, { target: birch.ref });

	const before = await Promise.all([room.elin, room.facilitator].map((each) => each.get(votes)));
	await room.step('experiences', 'vote', 'open', true);
	const after = await Promise.all([room.elin, room.marcus, room.facilitator].map((each) => each.get(votes)));

	expect(before.map(({ body }) => [body.totals, body.closed])).toEqual([
		[null, false],
		[null, false]
	]);
	expect(after.map(({ body }) => body.totals)).toEqual([
		{ [first!]: 2 },
		{ [birch.ref]: 1 },
		{ [first!]: 2, [birch.ref]: 1 }
	]);
	expect(JSON.stringify(after.map(({ body }) => body))).not.toContain(room.amira.id);
});

test('[VOTE-6] actions of the plan and people to follow up are voted for in their own steps', async () => {
	const { room } = await fiveStories();
	const action = await room.sent('Answer before the third ring');
	await room.step('plan', 'vote');
	await room.step('support', 'follow-up');

	const forAction = await room.marcus.post('/steps/plan/votes', { target: `action:${action}` });
	const forPerson = await room.marcus.post('/steps/support/votes', { target: `person:${room.elin.id}` });
	const second = await room.marcus.post('/steps/support/votes', { target: `person:${room.amira.id}` });
	const forSomebodyElse = await room.elin.post('/steps/support/votes', { target: `person:${room.facilitator.id}` });

	expect([forAction.body.left, forPerson.body.left]).toEqual([4, 0]);
	expect([second.body.code, forSomebodyElse.body.code]).toEqual(['votes-used-up', 'not-found']);
});

test('[VOTE-7] a mark is one a person, is changed by giving another, and is shown as a count; of a house from three on', async () => {
	const room = await installation.openRoom();
	const dev = await room.sit('Dev Rao', 'participant', room.alder);
	await room.step('house', 'rate');
	const cell = await room.note('house', room.alder, { zone: asId('today'), text: 'We ring back late' });
	const ratings = '/steps/house/ratings';

	await room.elin.post(ratings, { target: cell.ref, mark: 2 });
	await Promise.all([4, 4, 4].map((mark) => room.elin.post(ratings, { target: cell.ref, mark })));
	const { body: amiras } = await room.amira.post(ratings, { target: cell.ref, mark: 5 });
	const { body: devs } = await dev.post(ratings, { target: cell.ref, mark: 5 });
	const { body: birchs } = await room.marcus.get(ratings);
	const broken = await room.elin.post(ratings, { target: cell.ref, mark: 6 });
	await room.step('house', 'fill');
	const late = await room.elin.post(ratings, { target: cell.ref, mark: 1 });

	const nothing = { areShown: true, given: {}, myWhys: {}, whys: {} };
	expect(amiras).toEqual({
		...nothing,
		mine: { [cell.ref]: 5 },
		counts: {},
		given: { [cell.ref]: 2 }
	});
	expect(devs.counts).toEqual({ [cell.ref]: [0, 0, 0, 1, 2] });
	expect(birchs).toEqual({ ...nothing, mine: {}, counts: {} });
	expect([broken.status, late.body.code]).toEqual([400, 'step-closed']);
});
