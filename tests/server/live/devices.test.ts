import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSE } from '#protocol/sync.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;

beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
	await workshop.go('experiences', 'share');
});
afterAll(() => server.close());

const birch = (view: { readonly syndicates: readonly { readonly slug: string; readonly id: string }[] }) =>
	view.syndicates.find(({ slug }) => slug === 'birch')?.id;

test('[LIVE-8] the console is told what waits on the devices of each syndicate, and who was cut off; nobody else is', async () => {
	const ana = await workshop.join('Ana', 'birch');
	const ben = await workshop.join('Ben', 'birch');
	const console = liveSocket(server, workshop.facilitator, workshop.id);
	const anas = liveSocket(server, ana.device, workshop.id);
	const bens = liveSocket(server, ben.device, workshop.id);
	const id = birch(await workshop.view());
	const inBirch = ({ me }: (typeof console.states)[number]) => me.desk?.syndicates.find((known) => known.id === id);

	anas.say({ waiting: 2 });
	bens.say({ waiting: 1 });
	const busy = await console.until((state) => inBirch(state)?.unsaved === 3);
	expect(inBirch(busy)).toMatchObject({ unsaved: 3, unsavedOn: 2, offline: 0 });
	bens.say({ waiting: 0 });
	await console.until((state) => inBirch(state)?.unsaved === 2);
	anas.close();
	const cut = await console.until((state) => inBirch(state)?.offline === 1);
	expect(inBirch(cut)).toMatchObject({ unsaved: 0, unsavedOn: 0 });
	const last = await bens.until(({ version }) => version >= cut.version);
	expect(last.me).not.toHaveProperty('desk');
	console.close();
	bens.close();
});

test('[LIVE-8] a projector says which step it shows, and the console hears whether one is open at all', async () => {
	const link = await workshop.post('/links', { purpose: 'screen' });
	const screen = server.device();
	const token = String(link.body.path).split(/[#/]/).at(-1);
	await screen.post('/api/links/open', { token });
	const console = liveSocket(server, workshop.facilitator, workshop.id);
	const none = await console.until(({ me }) => me.desk !== undefined);
	expect(none.me.desk?.screens).toEqual([]);
	const projector = liveSocket(server, screen, workshop.id);
	await console.until(({ me }) => me.desk?.screens.length === 1);
	projector.say({ shows: 'experiences' });
	await console.until(({ me }) => me.desk?.screens[0]?.shows === 'experiences');
	projector.close();
	await console.until(({ me }) => me.desk?.screens.length === 0);
	console.close();
});

test('[LIVE-9] a device that says anything else, too much or too often is closed, and the others go on', async () => {
	const eve = await workshop.join('Eve', 'birch');
	const watcher = liveSocket(server, workshop.facilitator, workshop.id);
	await watcher.until(() => true);
	const bad = [
		'{"waiting":-1}',
		'{"waiting":1e9}',
		'{"waiting":"3"}',
		'{"waiting":1,"more":2}',
		'[]',
		'null',
		'not json',
		JSON.stringify({ shows: 'x'.repeat(65) })
	];
	for (const words of bad) {
		const socket = liveSocket(server, eve.device, workshop.id);
		await socket.until(() => true);
		socket.say(words);
		expect(await socket.closed, words).toBe(CLOSE.malformed);
	}
	const loud = liveSocket(server, eve.device, workshop.id);
	await loud.until(() => true);
	for (let n = 0; n < 40; n += 1) loud.say({ waiting: n });
	expect(await loud.closed).toBe(CLOSE.tooMany);
	const large = liveSocket(server, eve.device, workshop.id);
	await large.until(() => true);
	large.say(' '.repeat(2000));
	expect(await large.closed).toBe(1009);
	const before = watcher.states.at(-1)?.version ?? 0;
	await workshop.go('experiences', 'group');
	await watcher.until(({ version, step }) => version > before && step?.phase === 'group');
	watcher.close();
});
