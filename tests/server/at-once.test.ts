// Two things that the room does with the same words at the same moment: both are done, or one is refused with a reason.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { StatementStore } from '#server/store/statements.ts';
import { planInstallation, type Answer, type PlanInstallation, type PlanRoom } from '../support/plan-room.ts';

let installation: PlanInstallation;
beforeAll(async () => {
	installation = await planInstallation();
});
afterAll(() => installation.close());

const ROUNDS = 12;

async function openTalk() {
	const room = await installation.openRoom();
	const ingrid = await room.sit('Ingrid Solheim', 'customer');
	await room.reload();
	const say = async (text: string): Promise<string> =>
		(await room.elin.post('/points', { text, kind: 'wish' })).body.id;
	return { ...room, ingrid, say };
}
const issuesOf = async ({ facilitator }: PlanRoom): Promise<readonly { id: string }[]> =>
	(await facilitator.post('/issues/gather')).body.issues;
const broken = (answers: readonly Answer[]) => answers.filter(({ status }) => status >= 500);

test('[REPLY-6] a point is taken back while its line is written and issues are joined: whichever is first', async () => {
	const room = await openTalk();
	const answers: Answer[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const [one] = [await room.say(`Tell me first, ${round}`), await room.say(`One name, ${round}`)];
		const [first, second] = (await issuesOf(room)).slice(-2);
		await room.facilitator.post(`/issues/${first!.id}/title`, { title: `First ${round}` });
		const write = { text: 'We will', isLeftOut: false, saw: { text: '', isLeftOut: false } };
		answers.push(
			...(await Promise.all([
				room.facilitator.post(`/reply/lines/${first!.id}`, write),
				room.ingrid.post(`/points/${one}/check`, { verdict: 'take-back' }),
				room.facilitator.post(`/reply/lines/${second!.id}`, write),
				room.facilitator.post(`/issues/${second!.id}/join`, { to: first!.id })
			]))
		);
	}

	expect(broken(answers)).toEqual([]);
	const { body: points } = await room.elin.get('/points');
	expect(points.filter(({ text }: { text: string | null }) => text === null)).toHaveLength(ROUNDS);
});

test('[REPLY-11] a point is taken back while a department asks for it and is answered: whichever is first', async () => {
	const room = await openTalk();
	const answers: Answer[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const point = await room.say(`Tell me first, ${round}`);
		await room.facilitator.post('/shares/ask', { department: 'Sales', points: [point] });
		const { body } = await room.ingrid.get('/shares');
		const share = { department: 'Sales', point };
		answers.push(
			...(await Promise.all([
				room.ingrid.post('/shares/answer', { ...body.shares.at(-1), ...share, answer: 'yes' }),
				room.ingrid.post(`/points/${point}/check`, { verdict: 'take-back' }),
				room.facilitator.post('/shares/take-back', share),
				room.elin.patch(`/points/${point}`, { text: `Tell me, ${round}` }),
				room.facilitator.post('/shares/ask', { department: 'Depot', points: [point] })
			]))
		);
	}

	expect(broken(answers)).toEqual([]);
});

test('[POINT-9] a line that is still being written is shown to the room: whichever is first', async () => {
	const room = await openTalk();
	const statements = new StatementStore(room.database);
	const owner = { workshopId: room.workshopId, personId: room.ingrid.id };
	const failed: unknown[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		const id = newId<'Statement'>();
		const keep = (text: string) => statements.keep(owner, { id, text, order: 'a0' }, new Date());
		await keep('Tell me');
		const ends = await Promise.allSettled([
			keep('Tell me first'),
			statements.show(owner, id, new Date()),
			keep('Tell me first, please')
		]);
		// One that is shown already says so.
		failed.push(
			...ends.flatMap((end) => (end.status === 'rejected' && !(end.reason instanceof Problem) ? [end.reason] : []))
		);
		await statements.remove(owner, id);
	}

	expect(failed).toEqual([]);
	expect((await room.elin.get('/points')).body).toHaveLength(ROUNDS);
});
