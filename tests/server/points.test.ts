import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IssueView } from '#protocol/issue-views.ts';
import type { PointView } from '#protocol/point-views.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const key = (letter: string) => letter.repeat(22);
async function said(by: Sitting, text: string, more: object = {}): Promise<PointView> {
	const { status, body } = await by.post('/points', { text, kind: 'wish', ...more });
	if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
	return body;
}
const seen = async (by: Sitting): Promise<readonly PointView[]> => (await by.get('/points')).body;
const one = async (by: Sitting, { id }: PointView) => (await seen(by)).find((point) => point.id === id);
const check = (by: Sitting, { id }: PointView, verdict: string, text?: string) =>
	by.post(`/points/${id}/check`, { verdict, ...(text === undefined ? {} : { text }) });
const join = (by: Sitting, { id }: PointView, to: PointView | null) =>
	by.post(`/points/${id}/join`, { to: to?.id ?? null });
const pin = (by: Sitting, { id }: PointView, on = true) => by.post(`/points/${id}/pin`, { on });
const issuesOf = async ({ facilitator }: PlanRoom): Promise<readonly IssueView[]> =>
	(await facilitator.post('/issues/gather')).body.issues;
const numbers = ({ sources }: IssueView) => sources.map(({ n }) => n);
const seated = async (room: PlanRoom) => room.sit('Ingrid Solheim', 'customer');

test('[POINT-3] a confirmed point says when, a correction keeps both wordings, and the old one back is as it was said', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const first = await said(room.elin, 'Better no answer than a late one');
	const second = await said(room.elin, 'One name for my building');

	const { body: confirmed } = await check(ingrid, second, 'confirm');
	const { body: corrected } = await check(ingrid, first, 'correct', 'Rather a no today than a perhaps on Friday');
	const { body: again } = await check(ingrid, first, 'correct', 'A no today');
	const read = await one(room.marcus, first);
	const { body: back } = await check(ingrid, first, 'correct', 'Better no answer than a late one');

	expect([first.checkedAt, confirmed.state, confirmed.checkedAt]).toEqual([null, 'as-said', expect.any(String)]);
	expect([corrected.state, corrected.text, corrected.heardText]).toEqual([
		'corrected',
		'Rather a no today than a perhaps on Friday',
		'Better no answer than a late one'
	]);
	expect([again.text, read?.text, read?.heardText]).toEqual([
		'A no today',
		'A no today',
		'Better no answer than a late one'
	]);
	expect([back.state, back.heardText, back.checkedAt]).toEqual(['as-said', null, expect.any(String)]);
});

test('[POINT-3] one press confirms those the customer had before them, none that came meanwhile, and is undone', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const [one, two, three] = [
		await said(room.elin, 'One'),
		await said(room.elin, 'Two'),
		await said(room.elin, 'Three')
	];
	await check(ingrid, one, 'correct', 'The first');
	const had = (await seen(ingrid)).map(({ id }) => id);
	const late = await said(room.marcus, 'Four');
	const unchecked = (points: readonly PointView[]) =>
		points.flatMap(({ n, checkedAt }) => (checkedAt === null ? [n] : []));

	const byScribe = await room.elin.post('/points/confirm', { points: had, on: true });
	const { body: confirmed } = await ingrid.post('/points/confirm', { points: had, on: true });
	const { body: undone } = await ingrid.post('/points/confirm', { points: had, on: false });

	expect(byScribe.status).toBe(403);
	expect(unchecked(confirmed)).toEqual([late.n]);
	expect(unchecked(undone)).toEqual([two.n, three.n, late.n]);
});

test('[POINT-3] a facilitator takes back what a facilitator confirmed, and nothing that a customer looked at', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const [one, two, three] = [
		await said(room.elin, 'One'),
		await said(room.elin, 'Two'),
		await said(room.elin, 'Three')
	];
	const confirm = (by: Sitting, on: boolean) => by.post('/points/confirm', { points: [one.id, two.id, three.id], on });
	await check(ingrid, one, 'confirm');
	await confirm(room.facilitator, true);
	await check(ingrid, two, 'confirm');

	const { body: undone } = await confirm(room.facilitator, false);
	const { body: hers } = await confirm(ingrid, false);

	const unchecked = (points: readonly PointView[]) =>
		points.flatMap(({ n, checkedAt }) => (checkedAt === null ? [n] : []));
	expect(unchecked(undone)).toEqual([three.n]);
	expect(unchecked(hers)).toEqual([one.n, two.n, three.n]);
});

test('[POINT-5] exact words are marked by the scribe, a facilitator or the customer, and nobody else', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const watching = await room.sit('Irma Petersen', 'observer');
	const point = await said(room.elin, 'I am not asking you to be perfect', { isQuote: true });
	const mark = (by: Sitting, isQuote: boolean) => by.patch(`/points/${point.id}`, { isQuote });

	const byOthers = [await mark(room.marcus, false), await mark(watching, false)];
	const bySame = await mark(room.amira, false);
	await check(ingrid, point, 'confirm');
	const tooLate = await mark(room.elin, true);
	const byHer = await mark(ingrid, true);
	const words = await ingrid.patch(`/points/${point.id}`, { text: 'Other words' });

	expect(point.isQuote).toBe(true);
	expect(byOthers.map(({ status }) => status)).toEqual([403, 403]);
	expect([bySame.body.isQuote, tooLate.status, byHer.body.isQuote]).toEqual([false, 409, true]);
	expect(words.status).toBe(403);
});

test('[POINT-5] who of the customers said it is one of the customers of this workshop, or nobody', async () => {
	const room = await installation.openRoom();
	const other = await installation.openRoom();
	const [ingrid, stranger] = [await seated(room), await seated(other)];
	const ruben = await room.sit('Ruben Vos', 'customer');

	const point = await said(room.elin, 'Say so', { saidBy: ingrid.id });
	const refused = await Promise.all(
		[room.marcus.id, stranger.id].map((saidBy) => room.elin.post('/points', { text: 'No', kind: 'wish', saidBy }))
	);
	const { body: nobody } = await room.facilitator.patch(`/points/${point.id}`, { saidBy: null });

	const claimed = await said(room.elin, 'Ask me', { saidBy: ingrid.id });
	const byOther = await Promise.all([ruben.id, null].map((saidBy) => ruben.patch(`/points/${claimed.id}`, { saidBy })));
	const mine = await ruben.patch(`/points/${point.id}`, { saidBy: ruben.id });
	const given = await ruben.patch(`/points/${point.id}`, { saidBy: ingrid.id });

	expect(byOther.map(({ status }) => status)).toEqual([403, 403]);
	expect([mine.body.saidBy, given.body.saidBy]).toEqual([ruben.id, ingrid.id]);
	expect(point.saidBy).toBe(ingrid.id);
	expect(refused.map(({ status }) => status)).toEqual([404, 404]);
	expect(nobody.saidBy).toBeNull();
});

test('[POINT-6] a slip is mended by the own syndicate or a facilitator until the customer has looked', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const point = await said(room.elin, 'Tel me first');
	const mend = (by: Sitting, text: string) => by.patch(`/points/${point.id}`, { text });

	const answers = [
		await mend(room.marcus, 'Anything'),
		await mend(room.amira, 'Tell me first'),
		await mend(room.facilitator, 'Tell me before I find out')
	];
	await check(ingrid, point, 'confirm');
	const late = [await mend(room.amira, 'Later'), await mend(room.facilitator, 'Later')];
	const removed = await room.elin.post(`/points/${point.id}/remove`);

	expect(answers.map(({ status }) => status)).toEqual([403, 200, 200]);
	expect([...late, removed].map(({ status, body }) => [status, body.code])).toEqual(
		Array(3).fill([409, 'not-your-turn'])
	);
	expect((await one(room.marcus, point))?.text).toBe('Tell me before I find out');
});

test('[POINT-1] a removed point takes its number along, the others keep theirs, and undone it has it again', async () => {
	const room = await installation.openRoom();
	const [, two] = [await said(room.elin, 'One'), await said(room.elin, 'Two'), await said(room.marcus, 'Three')];
	await issuesOf(room);

	const byOthers = await room.marcus.post(`/points/${two.id}/remove`);
	const { body: left } = await room.elin.post(`/points/${two.id}/remove`);
	const issues = (await room.elin.get('/issues')).body.issues.map(numbers);
	const again = await said(room.elin, 'Two', { n: two.n });
	const taken = await said(room.elin, 'Four', { n: 3 });

	expect(byOthers.status).toBe(403);
	expect(left.map(({ n }: PointView) => n)).toEqual([1, 3]);
	expect(issues).toEqual([[1], [3]]);
	expect([again.n, taken.n]).toEqual([2, 4]);
});

test('[POINT-7] joined points are shown together, count each pin once, and are reached from one issue; apart they are as before', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const [first, second, third] = [
		await said(room.elin, 'Tell me before I find out'),
		await said(room.marcus, 'Say it before I notice'),
		await said(room.elin, 'One name')
	];
	const praise = await said(room.elin, 'Kind drivers', { kind: 'praise' });
	await pin(room.elin, first);
	await pin(room.elin, second);
	await pin(room.marcus, second);
	const before = (await issuesOf(room)).map(numbers);

	const byScribe = await join(room.elin, second, first);
	const { body: joined } = await join(ingrid, second, first);
	const more = await join(room.facilitator, third, second);
	const round = await join(room.facilitator, first, third);
	const other = await join(room.facilitator, praise, first);
	const issues = (await issuesOf(room)).map(numbers);
	await join(room.facilitator, second, null);
	const apart = await seen(room.elin);
	const after = await issuesOf(room);

	expect(before).toEqual([[1], [2], [3]]);
	expect(byScribe.status).toBe(403);
	expect(joined.map(({ n, joinedTo }: PointView) => [n, joinedTo])).toEqual([
		[1, null],
		[2, first.id],
		[3, null],
		[4, null]
	]);
	expect(joined[0].pinnedBy.toSorted()).toEqual([room.alder, room.birch].toSorted());
	// One that is joined leads to the one that stays.
	expect(more.body[2].joinedTo).toBe(first.id);
	expect([round.status, other.status]).toEqual([409, 409]);
	expect(issues).toEqual([[1, 2, 3]]);
	expect(apart.map(({ joinedTo }) => joinedTo)).toEqual([null, null, first.id, null]);
	expect(after.map(numbers)).toEqual([[1, 3], [2]]);
	expect(after[1]?.syndicates).toEqual(after[0]?.syndicates);
});

test('[POINT-7] points joined before the issues are made come to one issue, and taking one back leaves the other', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const [first, second, third] = [
		await said(room.elin, 'Tell me first'),
		await said(room.marcus, 'Say it first'),
		await said(room.marcus, 'Me first')
	];
	await join(room.facilitator, second, first);
	await join(room.facilitator, third, first);

	const issues = (await issuesOf(room)).map(numbers);
	await check(ingrid, first, 'take-back');
	const left = await seen(room.marcus);
	const sources = (await room.elin.get('/issues')).body.issues[0].sources;
	const toGone = await join(room.facilitator, second, first);

	expect(issues).toEqual([[1, 2, 3]]);
	expect(left.map(({ n, text, joinedTo }) => [n, text, joinedTo])).toEqual([
		[1, null, null],
		[2, 'Say it first', null],
		[3, 'Me first', second.id]
	]);
	expect(sources.map(({ text }: { text: string | null }) => text)).toEqual([null, 'Say it first', 'Me first']);
	expect([toGone.status, toGone.body.code]).toEqual([409, 'taken-back']);
});

test('[POINT-7] what was joined to a point that goes keeps its pins, taken back or removed', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const [first, second, third, fourth] = [
		await said(room.elin, 'Tell me first'),
		await said(room.marcus, 'Say it first'),
		await said(room.elin, 'One name'),
		await said(room.elin, 'The same name')
	];
	await join(room.facilitator, second, first);
	await join(room.facilitator, fourth, third);
	await pin(room.elin, second);
	await pin(room.marcus, fourth);

	await check(ingrid, first, 'take-back');
	await room.elin.post(`/points/${third.id}/remove`);
	const left = await seen(room.elin);

	expect(left.map(({ n, pinnedBy }) => [n, pinnedBy])).toEqual([
		[1, []],
		[2, [room.alder]],
		[4, [room.birch]]
	]);
});

test('[POINT-8] a syndicate pins a point once, whoever of it presses, takes it off again, and is dealt it first', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const [first, second] = [await said(room.elin, 'One'), await said(room.elin, 'Two')];
	const laptop = await room.sit('Birch laptop', 'laptop', room.birch);

	await Promise.all([pin(room.elin, first), pin(room.amira, first), pin(room.elin, first)]);
	await pin(laptop, second);
	const pinned = (await seen(ingrid)).map(({ pinnedBy }) => pinnedBy);
	const refused = [await pin(ingrid, first), await pin(room.facilitator, first)];
	const unpinned = (await pin(room.amira, first, false)).body.pinnedBy;
	await pin(room.elin, first);
	const issues = await issuesOf(room);
	await check(ingrid, second, 'take-back');
	const gone = await pin(laptop, second);

	expect(pinned).toEqual([[room.alder], [room.birch]]);
	expect(refused.map(({ status }) => status)).toEqual([403, 403]);
	expect(unpinned).toEqual([]);
	expect(issues.map(({ syndicates }) => syndicates[0])).toEqual([room.alder, room.birch]);
	expect([gone.status, (await one(room.elin, second))?.pinnedBy]).toEqual([409, []]);
});

test('[POINT-9] a point sent again with its key is one point, also at the same time, and also after it was taken back', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);
	const send = () => room.elin.post('/points', { text: 'Ring back', kind: 'wish', sendKey: key('a') });

	const answers = await Promise.all([send(), send(), send()]);
	await check(ingrid, answers[0].body, 'take-back');
	const late = await send();
	const rows = await installation.database.rows(
		`select text from customer_points where workshop_id = '${room.workshopId}'`
	);

	expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
	expect([late.status, late.body.state, late.body.text]).toEqual([201, 'taken-back', null]);
	expect(rows).toEqual([{ text: null }]);
});

test('[POINT-9] words over the limit, without any, or from somebody who may not are refused and nothing is kept', async () => {
	const room = await installation.openRoom();
	const ingrid = await seated(room);

	const refused = [
		await room.elin.post('/points', { text: 'x'.repeat(201), kind: 'wish' }),
		await room.elin.post('/points', { text: '   ', kind: 'wish' }),
		await ingrid.post('/points', { text: 'Mine', kind: 'wish' }),
		await room.stranger.post('/points', { text: 'Mine', kind: 'wish' })
	];

	expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
		[400, 'too-long'],
		[400, 'empty'],
		[403, 'not-allowed'],
		[401, 'not-signed-in']
	]);
	expect(await seen(room.elin)).toEqual([]);
});
