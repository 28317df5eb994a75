import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleHere } from '#protocol/live.ts';
import { unpackLive, type PackedLive } from '#protocol/live-wire.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
});
afterAll(() => server.close());

const fresh = () => testWorkshop(server, { facilitator: workshop.facilitator });
const median = (figures: readonly number[]): number =>
	figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)]!;

test('[LIVE-1] twenty devices follow a step change within a second', async () => {
	const ana = await workshop.join('Ana', 'alder');
	const sockets = Array.from({ length: 20 }, () => liveSocket(server, ana.device, workshop.id));
	await Promise.all(sockets.map((socket) => socket.until(() => true)));
	const tookMs: number[] = [];

	for (const step of ['experiences', 'gallery', 'definitions']) {
		const from = performance.now();
		const arrived = sockets.map((socket) =>
			socket.until((state) => state.step?.id === step).then(() => performance.now() - from)
		);
		await workshop.go(step);
		tookMs.push(...(await Promise.all(arrived)));
	}

	expect(median(tookMs)).toBeLessThan(1000);
	for (const socket of sockets) socket.close();
});

test('[LIVE-2] however much happens, at most four states a second are sent, and the last one is the newest', async () => {
	const own = await fresh();
	const socket = liveSocket(server, own.facilitator, own.id);
	await socket.until(() => true);

	for (let n = 1; n <= 12; n += 1) await own.post('/message', { text: `Message ${n}` });
	const last = await socket.until(({ message }) => message?.text === 'Message 12');

	const betweenMs = socket.states.slice(1).map((state, index) => state.now - socket.states[index]!.now);
	// The two clocks that meet here differ by a few milliseconds.
	expect(Math.min(...betweenMs)).toBeGreaterThan(235);
	expect(socket.states.every((state, index) => index === 0 || state.version > socket.states[index - 1]!.version)).toBe(
		true
	);
	expect(last).toBe(socket.states.at(-1));
	socket.close();
});

test('[LIVE-3] a socket without a seat is closed with the reason; a foreign page gets none', async () => {
	const other = await fresh();
	const stranger = await other.join('Stranger', 'alder');
	const closed = (device: Device, id: string, origin?: string) => liveSocket(server, device, id, origin).closed;

	const codes = await Promise.all([
		closed(server.device(), workshop.id),
		closed(stranger.device, workshop.id),
		closed(stranger.device, 'no-such-workshop'),
		closed(stranger.device, 'x'),
		closed(stranger.device, other.id, 'http://own.example.evil')
	]);

	expect(codes).toEqual([4401, 4403, 4404, 4404, 403]);
});

test('[LIVE-4] whoever has an open socket is here, once, in their syndicate', async () => {
	const own = await fresh();
	const [ana, ben] = [await own.join('Ana', 'alder'), await own.join('Ben', 'birch')];
	const watcher = liveSocket(server, own.facilitator, own.id);
	const sockets = [ana, ana, ben].map(({ device }) => liveSocket(server, device, own.id));

	const all = await watcher.until(({ here }) => here.length === 3);
	sockets[2]!.close();
	const left = await watcher.until(({ here }) => here.length === 2);

	const hereIn = (state: typeof all) => [...state.syndicates.map(({ here }) => here), state.othersHere];
	expect([hereIn(all), hereIn(left)]).toEqual([
		[1, 1, 1],
		[1, 0, 1]
	]);
	expect(peopleHere(left)(ben.id)).toBe(false);
	for (const socket of [watcher, ...sockets]) socket.close();
});

test('[LIVE-5] each device is told its own part: who it is, what is left to vote, where it was moved', async () => {
	const own = await fresh();
	const ana = await own.join('Ana', 'alder');
	const { syndicates } = await own.view();
	await own.go('experiences', 'share');
	const place = (await own.documents(ana.device)).find(({ writable }) => writable)!;
	const open = await openBoard(server, ana.device, place);
	const note = open.board.addNote({ zone: 'good' as never, text: 'They rang back' });
	await open.saved();
	await own.go('experiences', 'vote');
	const socket = liveSocket(server, ana.device, own.id);
	const before = await socket.until(() => true);

	const voted = await ana.device.post(`/api/workshops/${own.id}/steps/experiences/votes`, {
		target: `note:${place.id}:${note}`
	});
	const after = await socket.until(({ me }) => me.votesLeft === 2);
	await own.post(`/people/${ana.id}/move`, { syndicate: 'birch' });
	const moved = await socket.until(({ notices }) => notices.length > 0);

	expect(voted.status).toBe(200);
	expect(before.me).toMatchObject({ personId: ana.id, name: 'Ana', role: 'participant', votesLeft: 3 });
	expect([after.syndicates[0]!.votes, after.syndicates[0]!.notes]).toEqual([1, 1]);
	expect(moved.notices).toEqual([{ kind: 'moved', personId: ana.id }]);
	expect(moved.me.syndicateId).toBe(syndicates[1]!.id);
	open.close();
	socket.close();
});

test('[LIVE-11] a page reads what its socket would say first, for whoever asks, also while nobody is here', async () => {
	const own = await fresh();
	const ana = await own.join('Ana', 'alder');
	await own.go('experiences', 'share');
	const picture = async (device: Device) => {
		const { status, body } = await device.get(`/api/workshops/${own.id}/live`);
		expect(status).toBe(200);
		return unpackLive(body as PackedLive);
	};

	const alone = await picture(ana.device);
	const socket = liveSocket(server, ana.device, own.id);
	const told = await socket.until(({ here }) => here.length === 1);
	const beside = await picture(ana.device);
	const desk = await picture(own.facilitator);

	expect(alone.here).toEqual([]);
	const { now: _now, version: _version, ...rest } = told;
	expect(beside).toMatchObject(rest);
	expect([alone.step?.id, alone.step?.phase, alone.me.votesLeft]).toEqual(['experiences', 'share', 3]);
	expect([beside.me.personId, desk.me.role]).toEqual([ana.id, 'facilitator']);
	const stranger = await (await fresh()).join('Stranger', 'alder');
	for (const outside of [server.device(), stranger.device])
		expect((await outside.get(`/api/workshops/${own.id}/live`)).status).toBe(401);
	socket.close();
});

test('[LIVE-7] a number rises when its part changed, and no device asks again for what did not', async () => {
	const own = await fresh();
	const ana = await own.join('Ana', 'alder');
	const socket = liveSocket(server, own.facilitator, own.id);
	const start = await socket.until(() => true);
	const rose = async (deed: () => Promise<unknown>, until: Parameters<typeof socket.until>[0]) => {
		const before = socket.states.at(-1)!.revisions;
		await deed();
		const { revisions } = await socket.until(until);
		return Object.keys(revisions).filter(
			(key) => revisions[key as keyof typeof revisions] > before[key as keyof typeof before]
		);
	};

	const onGo = await rose(
		() => own.go('experiences'),
		({ step }) => step !== null
	);
	const onClock = await rose(
		() => own.post('/clock', { deed: 'start', minutes: 5 }),
		({ clock }) => clock?.kind === 'running'
	);
	const onPrivate = await rose(
		async () => {
			await ana.device.post(`/api/workshops/${own.id}/steps/experiences/private`, {});
			await own.post('/message', { text: 'Now write.' });
		},
		({ message }) => message !== null
	);
	const onTitle = await rose(
		() => own.facilitator.send('PATCH', `/api/workshops/${own.id}`, { title: 'Another title' }),
		({ workshop }) => workshop.title === 'Another title'
	);

	expect(start.revisions.agenda).toBeGreaterThan(0);
	expect({ onGo, onClock, onPrivate, onTitle }).toEqual({
		onGo: ['documents'],
		onClock: [],
		onPrivate: [],
		onTitle: ['agenda', 'people']
	});
	socket.close();
});
