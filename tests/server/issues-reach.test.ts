/** From what she said to where it is discussed, and back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { ChainView } from '#protocol/gallery.ts';
import type { IssuesView } from '#protocol/issue-views.ts';
import { planInstallation, type PlanInstallation, type PlanRoom, type Sitting } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const POINTS = ['Tell me first', 'One name', 'Look round'];
const QUESTIONS = ['Early or late?', 'By phone?'];

async function raised(): Promise<{ readonly room: PlanRoom; readonly questions: readonly string[] }> {
	const room = await installation.openRoom();
	for (const text of POINTS) await room.elin.post('/points', { text, kind: 'wish' });
	await room.facilitator.patch('/questions/rules', { approvedFirst: false });
	const questions: string[] = [];
	for (const text of QUESTIONS) {
		const { body } = await room.elin.post('/questions', { text, shows: 'name' });
		await room.facilitator.post(`/questions/${body.id}/moderate`, { deed: 'deal' });
		questions.push(body.id);
	}
	await room.step('issues', 'one');
	return { room, questions };
}
const chain = async (by: Sitting, ref: string): Promise<ChainView['items']> =>
	(await by.get(`/chain?of=${encodeURIComponent(ref)}`)).body.items;
const issuesOf = async ({ facilitator }: PlanRoom): Promise<IssuesView> =>
	(await facilitator.post('/issues/gather')).body;

test('[ISSUE-7] every statement and question is in one issue and leads to the boards of exactly those who discuss it, and what they write leads back', async () => {
	const { room } = await raised();
	const { issues: made } = await issuesOf(room);
	await room.facilitator.post(`/issues/${made[1]!.id}/join`, { to: made[0]!.id });
	await room.facilitator.post(`/issues/${made[3]!.id}/deal`, { syndicates: [room.birch] });
	const { issues, loose } = (await room.facilitator.get('/issues')).body as IssuesView;
	const sources = issues.flatMap((issue) => issue.sources.map((source) => ({ ...source, issue })));

	expect(loose).toEqual([]);
	expect(sources.map(({ text }) => text).toSorted()).toEqual([...POINTS, ...QUESTIONS].toSorted());
	for (const { ref, text, issue } of sources) {
		const items = await chain(room.facilitator, ref);
		const here = items.find(({ way }) => way === 'here');
		const on = items.filter(({ way, step, zone }) => way === 'on' && step === 'issues' && zone === 'said');
		expect([text, here?.text]).toEqual([text, text]);
		expect([text, new Set(on.map(({ syndicateId }) => syndicateId))]).toEqual([text, new Set(issue.syndicates)]);
	}
	// A syndicate's answer hangs on what it is about.
	const said = await room.document('issues', room.birch);
	const note = await room.rooms.read(said, (board) =>
		board.notes().find(({ from }) => from.includes(sources[4]!.ref))!
	);
	const answer = await room.note('issues', room.birch, {
		zone: asId('could'),
		text: 'Ring before noon',
		from: [`note:${said}:${note.id}`]
	});
	const back = (await chain(room.marcus, answer.ref)).filter(({ way }) => way === 'back').map(({ ref }) => ref);
	const on = (await chain(room.marcus, sources[4]!.ref)).filter(({ way }) => way === 'on').map(({ ref }) => ref);

	expect(back).toContain(sources[4]!.ref);
	expect(on).toContain(answer.ref);
	// Whoever sits elsewhere reads the question, and no board that is not theirs.
	const others = await chain(room.elin, sources[4]!.ref);
	expect(others.filter(({ syndicateId, step }) => step === 'issues' && syndicateId === room.birch)).toEqual([]);
});

test('[ISSUE-8] it is told how many syndicates discuss each issue and how many issues each has, until none is left', async () => {
	const { room } = await raised();
	const before = (await room.elin.get('/issues')).body as IssuesView;
	const after = await issuesOf(room);
	const load = (syndicate: string) =>
		after.issues.filter(({ syndicates }) => syndicates.some((id) => id === syndicate)).length;

	expect([before.issues.length, before.loose.length]).toEqual([0, 5]);
	expect([after.issues.length, after.loose.length]).toEqual([5, 0]);
	expect(after.issues.filter(({ syndicates }) => syndicates.length < 2)).toEqual([]);
	expect([load(room.alder), load(room.birch)]).toEqual([5, 5]);
	// A point that comes late, or is taken out by hand, is counted at once.
	await room.elin.post('/points', { text: 'And a late one', kind: 'wish' });
	await room.facilitator.post(`/issues/${after.issues[0]!.id}/deal`, { syndicates: [] });
	const late = (await room.elin.get('/issues')).body as IssuesView;
	expect(late.loose.map(({ text }) => text)).toEqual(['And a late one']);
	expect(late.issues.filter(({ syndicates }) => syndicates.length < 2).length).toBe(1);
});
