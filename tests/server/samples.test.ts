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

test('[PROMPT-2] two facilitators who add a prompt at once keep both, and each takes back only the own one', async () => {
	const view = await workshop.view();
	const entry = view.days.flatMap(({ entries }) => entries).find(({ step }) => step === 'definitions')!.id;
	const edit = (step: object, isUndo = false) =>
		workshop.post('/agenda', { edits: [{ deed: 'change-step', entry, step }], isUndo });
	const shown = async () => (await workshop.view()).steps.find(({ id }) => id === 'definitions')!.promptCards;
	const cards = await shown();
	const one = { id: 'own-promptcardbb', title: 'One', text: 'What did you hear first?' };
	const two = { id: 'own-promptcardcc', title: '', text: 'Who would disagree?' };

	const [first, second] = await Promise.all([edit({ card: one }), edit({ card: two })]);
	const both = await shown();
	await edit({ card: { ...one, title: 'The first' } });
	const changed = await shown();
	const gone = await edit({ cardOff: one.id });
	const left = await shown();
	await workshop.post('/agenda', { edits: gone.body.undo, isUndo: true });
	const back = await shown();
	await workshop.post('/agenda', { edits: second.body.undo, isUndo: true });
	const more = Array.from({ length: 29 - cards.length }, (_, at) => ({
		id: `own-more${at}`,
		title: '',
		text: 'More?'
	}));
	await edit({ promptCards: [...cards, one, ...more] });
	const full = await edit({ card: two });

	expect([first.status, second.status]).toEqual([200, 200]);
	expect(both.slice(0, cards.length)).toEqual(cards);
	expect(both.slice(cards.length)).toEqual(expect.arrayContaining([one, two]));
	expect(changed.map(({ title }) => title)).toContain('The first');
	expect(left.map(({ id }) => id)).toEqual(both.map(({ id }) => id).filter((id) => id !== one.id));
	expect(back.map(({ id }) => id)).toEqual(both.map(({ id }) => id));
	expect([full.status, full.body.sentence ?? full.body.detail]).toEqual([400, expect.stringContaining('30 prompts')]);
	expect((await shown()).map(({ id }) => id)).not.toContain(two.id);
});
