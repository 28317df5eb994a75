/** What is shown or asked beside the boards: samples to warm up with, and prompts that a facilitator adds in the room. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { liveSocket, testWorkshop, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
});
afterAll(() => server.close());

test('[PROMPT-1] the sample stories of the warm-up are read by everybody and stand on no board', async () => {
	const ana = await workshop.join('Ana', (await workshop.view()).syndicates[0]!.slug);
	await workshop.go('welcome', 'warm-up');

	const { body } = await ana.device.get(`/api/workshops/${workshop.id}/samples`);
	const state = await liveSocket(server, ana.device, workshop.id).until(({ step }) => step?.phase === 'warm-up');

	expect(body.map(({ zone }: { zone: string }) => zone).sort()).toEqual(['bad', 'bad', 'bad', 'good', 'good', 'good']);
	expect(state.syndicates.map(({ notes }) => notes)).toEqual(state.syndicates.map(() => 0));
});

test('[PROMPT-2] a prompt that a facilitator adds in the room reaches every device, changes, and is taken back', async () => {
	const bo = await workshop.join('Bo', (await workshop.view()).syndicates[1]!.slug);
	await workshop.go('experiences', 'share');
	const live = liveSocket(server, bo.device, workshop.id);
	const before = await live.until(({ step }) => step?.id === 'experiences');
	const view = await workshop.view();
	const cards = view.steps.find(({ id }) => id === 'experiences')!.promptCards;
	const entry = view.days.flatMap(({ entries }) => entries).find(({ step }) => step === 'experiences')!.id;
	const own = { id: 'own-promptcardaa', title: 'Ours', text: 'What did it sound like?' };
	const keep = (promptCards: unknown) =>
		workshop.post('/agenda', { edits: [{ deed: 'change-step', entry, step: { promptCards } }] });

	const added = await keep([...cards, own]);
	await live.until(({ revisions }) => revisions.agenda > before.revisions.agenda);
	const read = await bo.device.get(`/api/workshops/${workshop.id}`);
	const refused = await bo.device.post(`/api/workshops/${workshop.id}/agenda`, { edits: added.body.undo });
	await workshop.post('/agenda', { edits: added.body.undo, isUndo: true });
	const after = await workshop.view();

	const ofStep = (steps: readonly { id: string; promptCards: readonly unknown[] }[]) =>
		steps.find(({ id }) => id === 'experiences')!.promptCards;
	expect(ofStep(read.body.steps)).toEqual([...cards, own]);
	expect([refused.status, ofStep(after.steps)]).toEqual([403, cards]);
	expect(cards.map(({ title }) => title)).toContain('An angry customer');
});
