import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { IssuesView, IssueView } from '#protocol/issue-views.ts';
import { planInstallation, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

/** Three wishes, a praise, and a question that was dealt. */
async function openHeard(): Promise<PlanRoom> {
	const room = await installation.openRoom();
	for (const text of ['Tell me first', 'One name', 'Look round'])
		await room.elin.post('/points', { text, kind: 'wish' });
	await room.elin.post('/points', { text: 'Your drivers are kind', kind: 'praise' });
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const { body } = await room.elin.post('/questions', { text: 'Early or late?', shows: 'name' });
	await room.facilitator.post(`/questions/${body.id}/moderate`, { deed: 'deal' });
	return room;
}
const gather = async ({ facilitator }: PlanRoom): Promise<IssuesView> =>
	(await facilitator.post('/issues/gather')).body;
const listed = async ({ elin }: PlanRoom): Promise<IssuesView> => (await elin.get('/issues')).body;
const wordsOf = ({ sources }: IssueView) => sources.map(({ text }) => text);
const deed = ({ facilitator }: PlanRoom, { id }: IssueView, name: string, body: object) =>
	facilitator.post(`/issues/${id}/${name}`, body);

test('[ISSUE-2] each wish and each dealt question becomes an issue once, and every issue is dealt to two syndicates', async () => {
	const room = await openHeard();

	const before = await listed(room);
	await gather(room);
	const { issues, loose } = await gather(room);

	expect([before.issues.length, before.loose.length]).toEqual([0, 4]);
	expect(issues.flatMap(wordsOf)).toEqual(['Tell me first', 'One name', 'Look round', 'Early or late?']);
	expect(issues.every(({ syndicates }) => syndicates.length === 2)).toBe(true);
	expect(loose).toEqual([]);
});

test('[ISSUE-3] issues are joined with all they are made of, and one source is taken out again', async () => {
	const room = await openHeard();
	const { issues } = await gather(room);
	const [first, second, third] = [issues[0]!, issues[1]!, issues[2]!];

	await deed(room, second, 'join', { to: first.id });
	const joined = (await listed(room)).issues;
	await deed(room, first, 'take-out', { ref: second.sources[0]!.ref });
	const apart = (await listed(room)).issues;
	const last = await deed(room, third, 'take-out', { ref: third.sources[0]!.ref });
	const gone = await deed(room, second, 'join', { to: first.id });
	const itself = await deed(room, first, 'join', { to: first.id });

	expect(joined[0]?.syndicates.toSorted()).toEqual(
		[...new Set([...first.syndicates, ...second.syndicates])].toSorted()
	);
	expect(joined.map(wordsOf)).toEqual([['Tell me first', 'One name'], ['Look round'], ['Early or late?']]);
	expect(apart.map(wordsOf)).toEqual([['Tell me first'], ['Look round'], ['Early or late?'], ['One name']]);
	expect(apart.at(-1)?.syndicates).toEqual(first.syndicates);
	expect([last.status, gone.status, itself.status]).toEqual([409, 404, 404]);
});

test('[ISSUE-4] a facilitator deals by hand; nobody else does, and no syndicate of another workshop is dealt to', async () => {
	const room = await openHeard();
	const other = await installation.openRoom();
	const [first] = (await gather(room)).issues;

	await deed(room, first!, 'deal', { syndicates: [room.birch] });
	const kept = (await gather(room)).issues[0]?.syndicates;
	const foreign = await deed(room, first!, 'deal', { syndicates: [other.alder] });
	const byElin = await room.elin.post(`/issues/${first!.id}/deal`, { syndicates: [room.alder] });
	const fromOutside = await other.facilitator.post(`/issues/${first!.id}/title`, { title: 'Mine' });

	expect(kept).toEqual([room.birch, room.alder]);
	expect([foreign.status, byElin.status, fromOutside.status]).toEqual([404, 403, 404]);
});

test('[ISSUE-5] a point taken back leaves no words in any issue, whatever it was called by', async () => {
	const room = await openHeard();
	const { issues } = await gather(room);
	const ingrid = await room.sit('Ingrid Halvorsen', 'customer');

	await deed(room, issues[0]!, 'join', { to: issues[1]!.id });
	await deed(room, issues[1]!, 'title', { title: 'Tell me first, always' });
	await ingrid.post(`/points/${issues[0]!.sources[0]!.ref.split(':')[1]}/check`, { verdict: 'take-back' });
	const after = await listed(room);
	const rows = await installation.database.rows('select * from issues, issue_sources');

	const board = await room.document('issues', room.alder);
	const onBoard = await room.rooms.read(board, (read) => [read.notes(), read.groups()]);

	expect(after.issues[0]?.sources.find(({ ref }) => ref === issues[0]!.sources[0]!.ref)?.text).toBe(null);
	expect(JSON.stringify([after, rows, onBoard])).not.toContain('Tell me first');
	expect(onBoard[1]?.length).toBe(1);
});

test('[ISSUE-2] a dealt question that goes back to the queue leaves its issue, and an issue of nothing goes, on the boards too', async () => {
	const room = await openHeard();
	const { issues } = await gather(room);
	const ref = issues.at(-1)!.sources[0]!.ref;

	await room.facilitator.post(`/questions/${ref.split(':')[1]}/moderate`, { deed: 'wait' });
	const { issues: left } = await listed(room);
	const board = await room.document('issues', room.alder);
	const onBoard = await room.rooms.read(board, (read) => read.notes().filter(({ removedAt }) => removedAt === null));

	expect(left.length).toBe(issues.length - 1);
	expect(onBoard.flatMap(({ from }) => from)).not.toContain(ref);
});

test('[ISSUE-6] the boards of the syndicates show what was dealt to each, joined ones in one group, and follow every change', async () => {
	const room = await openHeard();
	await gather(room);
	const boards = await Promise.all([room.alder, room.birch].map((syndicate) => room.document('issues', syndicate)));
	const said = async (at: number) =>
		room.rooms.read(boards[at]!, (board) => {
			const { entries } = board.zone(asId('said'));
			return entries.map((entry) => (entry.kind === 'note' ? 1 : entry.notes.length));
		});
	const { issues } = await listed(room);

	await deed(room, issues[0]!, 'title', { title: 'Tell me' });
	const all = [await said(0), await said(1)];
	await deed(room, issues[1]!, 'join', { to: issues[0]!.id });
	const joined = [await said(0), await said(1)];
	await deed(room, issues[0]!, 'deal', { syndicates: [room.alder] });
	const dealtAnew = [await said(0), await said(1)];
	await deed(room, issues[0]!, 'deal', { syndicates: [room.alder, room.birch] });
	const back = [await said(0), await said(1)];

	expect(all).toEqual([
		[1, 1, 1, 1],
		[1, 1, 1, 1]
	]);
	expect(joined.map((entries) => entries.toSorted())).toEqual([
		[1, 1, 2],
		[1, 1, 2]
	]);
	expect(dealtAnew.map((entries) => entries.toSorted())).toEqual([
		[1, 1, 2],
		[1, 1]
	]);
	expect(back.map((entries) => entries.toSorted())).toEqual([
		[1, 1, 2],
		[1, 1, 2]
	]);
});
