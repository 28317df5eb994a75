import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces, tmpdir, type NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomServerView } from '#protocol/room-server.ts';
import { formOf, Pulse } from '#server/live/device.ts';
import { addressesIn, answersAt, type Interfaces } from '#server/network.ts';
import { isEncrypted, ownOrigin } from '#server/origin.ts';
import { powerSource } from '#server/power.ts';
import { linkDevice } from '../../support/rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
const card = (address: string): NetworkInterfaceInfo => ({
	address,
	netmask: '255.255.255.0',
	family: 'IPv4',
	mac: '00:00:00:00:00:00',
	internal: false,
	cidr: null
});
let cards: Interfaces = { eth0: [card('192.168.8.10')] };
beforeAll(async () => {
	server = await startServer({ config: { host: '0.0.0.0', isRoom: true }, interfaces: () => cards });
	workshop = await testWorkshop(server);
});
afterAll(() => server.close());

const own = addressesIn(networkInterfaces());
const roomServer = async (): Promise<RoomServerView> =>
	(await workshop.facilitator.get(`/api/workshops/${workshop.id}/room-server`)).body;

test('[NET-4] a room server takes what comes by any of its addresses or its own name, and no page of another name', () => {
	const config = { publicUrl: undefined, trustedProxies: 0, isRoom: true };
	const asked = (host: string, publicUrl?: string) =>
		ownOrigin({ ...config, publicUrl }, (name) => (name === 'host' ? host : undefined));
	const name = hostname().toLowerCase();

	expect(asked('192.168.1.7:3000')).toBe('http://192.168.1.7:3000');
	expect(asked('localhost:3000')).toBe('http://localhost:3000');
	expect(asked('[::1]:3000')).toBe('http://[::1]:3000');
	expect(asked(`${name}.local:3000`)).toBe(`http://${name}.local:3000`);
	expect(asked('rebound.example:3000')).toBeNull();
	expect(asked('room.example.org', 'https://room.example.org')).toBe('https://room.example.org');
	expect(asked('192.168.1.7:3000', 'https://room.example.org')).toBe('http://192.168.1.7:3000');
	expect(ownOrigin({ ...config, isRoom: false, publicUrl: 'https://a.example' }, () => '192.168.1.7:3000')).toBe(
		'https://a.example'
	);
});

test('[NET-4] a cookie given by the plain address is not marked for https, one given by the https address is', () => {
	const config = { publicUrl: 'https://room.example.org', trustedProxies: 0, isRoom: true };
	const by = (host: string) => isEncrypted(config, (name) => (name === 'host' ? host : undefined));

	expect([by('192.168.1.7:3000'), by('room.example.org')]).toEqual([false, true]);
});

test('[NET-4] a device joins by every address this machine has, and its socket opens there too', async () => {
	const { port } = new URL(server.url);
	const { code, syndicates } = await workshop.view();
	const addresses = ['127.0.0.1', ...own.map(({ address }) => address)];

	for (const [at, address] of addresses.entries()) {
		const origin = `http://${address}:${port}`;
		const answer = await fetch(`${origin}/api/join`, {
			method: 'POST',
			headers: { origin, 'content-type': 'application/json' },
			body: JSON.stringify({ code, name: `Guest ${at}`, syndicate: syndicates[0]?.slug })
		});
		const cookie = answer.headers.getSetCookie()[0] ?? '';
		expect([address, answer.status]).toEqual([address, 201]);
		expect(cookie).toMatch(/^plenary=[\w-]{32}; .*HttpOnly; SameSite=Lax$/);
		const device = { ...server.device(), cookie: cookie.split(';')[0] ?? '' };
		const socket = liveSocket({ url: origin }, device, workshop.id);
		const { me } = await socket.until(() => true);
		expect(me.name).toBe(`Guest ${at}`);
		socket.close();
		await socket.closed;
	}
});

test('[NET-5] every page is told where the room is, and hears it when the network changes or another address is chosen', async () => {
	const { facilitator } = workshop;
	const socket = liveSocket(server, facilitator, workshop.id);
	const at = (address: string) => `http://${address}:${new URL(server.url).port}`;
	await socket.until(({ origin }) => origin === at('192.168.8.10'));

	cards = { eth0: [card('192.168.8.10')], wlan0: [card('192.168.43.1')] };
	server.deps.place.look();
	await socket.until(({ origin }) => origin === at('192.168.43.1'));
	const chosen = await facilitator.post(`/api/workshops/${workshop.id}/room-server/address`, {
		address: '192.168.8.10'
	});
	await socket.until(({ origin }) => origin === at('192.168.8.10'));
	const view = await roomServer();
	cards = { eth0: [card('192.168.8.10')] };
	server.deps.place.look();
	socket.close();

	expect(chosen.status).toBe(204);
	expect(view.addresses).toEqual([
		{
			address: '192.168.43.1',
			network: 'wlan0',
			kind: 'wifi',
			origin: at('192.168.43.1'),
			isTold: false,
			answers: false
		},
		{
			address: '192.168.8.10',
			network: 'eth0',
			kind: 'cable',
			origin: at('192.168.8.10'),
			isTold: true,
			answers: false
		}
	]);
});

test('[NET-5] whether the told address answers is found out by asking it', async () => {
	const { port } = new URL(server.url);

	expect([await answersAt(`http://127.0.0.1:${port}`), await answersAt('http://127.0.0.1:1')]).toEqual([true, false]);
});

test('[NET-6] facilitators see a light for every device: whose, what, how long a word takes, and when it was heard', async () => {
	const ana = await workshop.join('Ana', (await workshop.view()).syndicates[0]?.slug ?? '');
	const screen = await linkDevice(server, workshop, 'screen');
	const sockets = [ana.device, screen, workshop.facilitator].map((device) => liveSocket(server, device, workshop.id));
	await Promise.all(sockets.map((socket) => socket.until(() => true)));

	const first = await roomServer();
	const heard = async (): Promise<RoomServerView> => {
		const view = await roomServer();
		return view.devices.every(({ roundTripMs }) => roundTripMs !== null) ? view : heard();
	};
	const later = await heard();
	for (const socket of sockets) socket.close();

	expect(first.isRoom).toBe(true);
	expect(first.devices.map(({ role }) => role).toSorted()).toEqual(['facilitator', 'participant', 'screen']);
	expect(later.devices.find(({ role }) => role === 'participant')).toMatchObject({
		personId: ana.id,
		form: 'computer',
		isHere: true
	});
	for (const { roundTripMs, heardMsAgo } of later.devices) {
		expect(roundTripMs).toBeGreaterThan(0);
		expect(roundTripMs).toBeLessThan(5_000);
		expect(heardMsAgo).toBeGreaterThanOrEqual(0);
	}
});

test('[NET-6] a device that went is no light any more', async () => {
	const ben = await workshop.join('Ben', (await workshop.view()).syndicates[0]?.slug ?? '');
	const socket = liveSocket(server, ben.device, workshop.id);
	await socket.until(() => true);
	const there = (await roomServer()).devices.some(({ personId }) => personId === ben.id);
	socket.close();
	await socket.closed;
	const gone = async (): Promise<boolean> =>
		(await roomServer()).devices.every(({ personId }) => personId !== ben.id) || gone();

	expect([there, await gone()]).toEqual([true, true]);
});

test('[NET-6] the light is the middle of the last trips, and grows while an answer is out', () => {
	const pulse = new Pulse(0);
	let at = 0;
	for (const trip of [20, 900, 30, 25, 22]) {
		pulse.asked(at);
		pulse.answered(at + trip);
		at += 1_000;
	}
	const steady = pulse.roundTripMs(at);
	pulse.asked(at);
	pulse.asked(at + 1_500);

	expect([new Pulse(0).roundTripMs(5), steady, pulse.roundTripMs(at + 4_000)]).toEqual([null, 25, 4_000]);
	expect([pulse.isDue(at + 9_000, 1_500), new Pulse(0).isDue(0, 1_500)]).toEqual([false, true]);
});

test('[NET-6] phones, tablets and computers are told apart by what their browser says', () => {
	const forms = [
		'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1',
		'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
		'Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
		undefined
	].map(formOf);

	expect(forms).toEqual(['phone', 'phone', 'tablet', 'computer', 'computer']);
});

test('[NET-5] facilitators choose among the addresses this machine has, and others do not', async () => {
	const at = `/api/workshops/${workshop.id}/room-server/address`;
	const cleo = await workshop.join('Cleo', (await workshop.view()).syndicates[0]?.slug ?? '');

	expect((await workshop.facilitator.post(at, { address: '8.8.8.8' })).status).toBe(404);
	expect((await workshop.facilitator.post(at, { address: 7 })).body.field).toBe('address');
	expect((await cleo.device.post(at, { address: '8.8.8.8' })).status).toBe(403);
});

test('[NET-6] power is read where the machine tells it, and unknown elsewhere', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-power-'));
	const supply = async (name: string, parts: Readonly<Record<string, string>>) => {
		await mkdir(join(folder, name), { recursive: true });
		for (const [part, text] of Object.entries(parts)) await writeFile(join(folder, name, part), `${text}\n`);
	};
	const none = await powerSource('linux', folder);
	await supply('BAT0', { type: 'Battery', status: 'Discharging' });
	await supply('AC', { type: 'Mains', online: '0' });
	const unplugged = await powerSource('linux', folder);
	await supply('AC', { type: 'Mains', online: '1' });
	const plugged = await powerSource('linux', folder);
	await rm(folder, { recursive: true });

	expect([none, unplugged, plugged, await powerSource('win32')]).toEqual([null, 'battery', 'mains', null]);
});
