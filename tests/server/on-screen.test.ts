import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ZoneId } from '#domain/ids.ts';
import type { OnScreenView } from '#protocol/views.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openBoard, testWorkshop, type Participant, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let ana: Participant;
let bo: Participant;
/** Rises, so that no answer is one that was kept for others. */
let now = Date.parse('2026-01-12T09:00:00Z');
beforeAll(async () => {
	server = await startServer({ now: () => new Date((now += 1000)) });
	workshop = await testWorkshop(server);
	ana = await workshop.join('Ana', 'alder');
	bo = await workshop.join('Bo', 'birch');
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);
const told = async ({ device }: Pick<Participant, 'device'> = bo): Promise<OnScreenView> =>
	(await device.get(`/api/workshops/${workshop.id}/on-screen`)).body;
const linesOf = ({ parts }: OnScreenView) => parts.map(({ heading, lines }) => [heading, ...lines]);

test('[SCREEN-8] the wall is told to every device: two notes of each syndicate, and no others', async () => {
	await workshop.go('experiences', 'share');
	await workshop.post('/screen', { kind: 'wall' });
	const place = (await workshop.documents(ana.device)).find(({ step }) => step === 'experiences')!;
	const board = await openBoard(server, ana.device, place);
	// New notes begin at the top: the lowest is the oldest.
	for (const text of ['She knew my name', 'They rang back', 'Oldest'])
		board.board.addNote({ zone: zone('good'), text });
	board.board.addNote({ zone: zone('bad'), text: 'Four transfers' });
	await board.saved();
	board.close();

	const view = await told();

	expect(linesOf(view)[0]?.toSorted()).toEqual(['Alder, 4 notes', 'Bad: Four transfers', 'Good: She knew my name']);
	expect(linesOf(view)[1]).toEqual(['Birch, 0 notes']);
	expect(view.title).toBe((await workshop.view()).steps.find(({ id }) => id === 'experiences')?.prompt);
});

test('[SCREEN-8] while people write alone it tells numbers, as the projector does', async () => {
	await workshop.go('definitions', 'write');
	await workshop.post('/screen', { kind: 'wall' });
	const path = `/api/workshops/${workshop.id}/steps/definitions/private`;
	const own = await openBoard(server, ana.device, (await ana.device.post(path, {})).body);
	own.board.addNote({ zone: zone('good-service-is'), text: 'Nobody may read this yet' });
	await own.saved();
	own.close();

	const view = await told();

	expect(linesOf(view).slice(0, 2)).toEqual([
		['Alder', '1 note, face down'],
		['Birch', '0 notes, face down']
	]);
});

test('[SCREEN-8] what is read out is told in the words of the brief', async () => {
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
		brief: { sponsor: 'Sara Lund', promise: 'I answer every request.\nWithin ten days.' }
	});
	await workshop.post('/screen', { kind: 'brief', part: 'promise' });
	const promise = await told();
	await workshop.post('/screen', { kind: 'brief', part: 'tried-before' });
	const tried = await told();

	expect(promise).toEqual({
		title: 'What Sara Lund promises',
		parts: [{ heading: '', lines: ['I answer every request.', 'Within ten days.'] }]
	});
	expect(tried.title).toBe('What was tried before');
});

test('[SCREEN-8] every picture the console can choose has words', async () => {
	const alder = (await workshop.view()).syndicates[0]!;
	const kinds = ['code', 'lobby', 'wall', 'clock', 'step', 'report-back', 'pairs', 'break', 'stories'];
	const views = [...kinds.map((kind) => ({ kind })), { kind: 'spotlight', syndicateId: alder.id }];
	for (const step of ['welcome', 'experiences', 'vision', 'customer', 'plan', 'sign', 'yesterday']) {
		await workshop.go(step);
		for (const view of views) {
			await workshop.post('/screen', view);
			const { title } = await told();
			// A day that has no line yet opens without one.
			if (view.kind !== 'stories' && step !== 'yesterday')
				expect([step, view.kind, title !== '']).toEqual([step, view.kind, true]);
		}
	}
});
