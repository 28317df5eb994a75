import { Door } from '#server/door.ts';
import { updateFrame } from '#server/sync/frame.ts';
import { peopleHere } from '#protocol/live.ts';
import { CLOSE, syncPath } from '#protocol/sync.ts';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, testWorkshop } from '../../support/workshop.ts';
import { board, isStep, raw, syncServer, workshop } from './world.ts';

const limits = {
	socketsOfAnAddress: 600,
	socketsOfADevice: 4,
	arrivalsOfAnAddress: { burst: 1000, perSecond: 100 },
	arrivalsOfADevice: { burst: 10, perSecond: 2 }
};

describe('[SYNC-30] how many may come', () => {
	test('a device has so many sockets, and another one when one is closed', () => {
		const door = new Door(() => 0, limits);
		const left = Array.from({ length: 4 }, () => door.enter('hotel', 'anas'));

		expect(left.every((leave) => leave !== null)).toBe(true);
		expect(door.enter('hotel', 'anas')).toBeNull();
		expect(door.enter('hotel', 'bens')).not.toBeNull();
		left[0]!();
		left[0]!();
		expect(door.enter('hotel', 'anas')).not.toBeNull();
		expect(door.enter('hotel', 'anas')).toBeNull();
	});

	test('whoever comes again and again has to wait, and the others behind the same address do not', () => {
		let now = 0;
		const door = new Door(() => now, limits);
		const comeAndGo = (device: string) => {
			const leave = door.enter('hotel', device);
			leave?.();
			return leave !== null;
		};
		const times = Array.from({ length: 100 }, () => comeAndGo('anas'));

		expect(times.filter(Boolean)).toHaveLength(10);
		expect(comeAndGo('bens')).toBe(true);
		now += 1000;
		expect(Array.from({ length: 10 }, () => comeAndGo('anas')).filter(Boolean)).toHaveLength(2);
	});

	test('an address has its limit too, with or without a name', () => {
		const door = new Door(() => 0, limits);
		const inside = Array.from({ length: 700 }, (_, n) => door.enter('hotel', n % 2 ? null : `device ${n}`));

		expect(inside.filter((leave) => leave !== null)).toHaveLength(600);
		expect(door.enter('elsewhere', null)).not.toBeNull();
	});

	test('who no longer comes is forgotten', () => {
		let now = 0;
		const door = new Door(() => now, limits);
		for (let n = 0; n < 6000; n += 1) {
			now += 100;
			door.enter(`address ${n}`, null)?.();
		}

		expect(door.remembered).toBeLessThanOrEqual(5000);
	});

	test('a person has so many sockets to a document, and the one too many is told so', async () => {
		const server = await syncServer();
		const open = await Promise.all(Array.from({ length: 20 }, () => raw(server, 'ana')));
		await Promise.all(open.map(({ hears }) => hears(isStep(1))));

		const more = await raw(server, 'ana');
		const bens = await raw(server, 'ben');

		expect(await more.closed).toEqual({ code: CLOSE.tooMany, reason: 'too-many-sockets' });
		await bens.hears(isStep(1));
		expect(open.every(({ socket }) => socket.readyState === WebSocket.OPEN)).toBe(true);
	});
});

describe('[SYNC-31] a session that ends while its socket is on the way in', () => {
	test('does not get in: a document', async () => {
		const server = await syncServer();
		let letGo = () => {};
		const held = new Promise<void>((resolve) => (letGo = resolve));
		const { open } = server.access;
		let isAsked = () => {};
		const asked = new Promise<void>((resolve) => (isAsked = resolve));
		server.access.open = async (what) => {
			const opened = await open.call(server.access, what);
			isAsked();
			await held;
			return opened;
		};

		const socket = await raw(server, 'ana');
		await asked;
		server.dropSessions(workshop, ['ana' as never], { code: CLOSE.notSignedIn, reason: 'signed-out' });
		const later = raw(server, 'ben');
		letGo();

		expect(await socket.closed).toEqual({ code: CLOSE.notSignedIn, reason: 'signed-out' });
		await (await later).hears(isStep(1));
	});

	test('does not get in: the live state of a console that signed out', async () => {
		const server = await startServer();
		onTestFinished(() => server.close());
		const made = await testWorkshop(server);
		const { access } = server.deps;
		const { actorIn } = access;
		let letGo = () => {};
		const held = new Promise<void>((resolve) => (letGo = resolve));
		let isAsked = () => {};
		const asked = new Promise<void>((resolve) => (isAsked = resolve));
		access.actorIn = async (...asks) => {
			const actor = await actorIn(...asks);
			isAsked();
			await held;
			return actor;
		};
		const socket = liveSocket(server, { ...made.facilitator, cookie: made.facilitator.cookie }, made.id);
		await asked;
		access.actorIn = actorIn;
		await made.facilitator.post('/api/sign-out');
		letGo();

		expect(await socket.closed).toBe(CLOSE.notSignedIn);
	});
});

describe('[SAFE-16] sockets that mean harm before they are one', () => {
	const connected = (server: TestServer) =>
		new Promise<{ readonly write: (text: string) => void; readonly ended: Promise<string> }>((resolve) => {
			const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
			let heard = '';
			socket.on('data', (bytes) => (heard += bytes.toString()));
			socket.on('error', () => {});
			const ended = new Promise<string>((done) => socket.on('close', () => done(heard)));
			onTestFinished(() => void socket.destroy());
			socket.on('connect', () => resolve({ write: (text) => void socket.write(text), ended }));
		});
	const greeting = (server: TestServer) =>
		`GET /live/x HTTP/1.1\r\nHost: ${new URL(server.url).host}\r\nOrigin: ${server.url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n`;

	test('who says nothing, or never comes to an end, is cut off within ten seconds', async () => {
		const server = await startServer();
		onTestFinished(() => server.close());
		const silent = await Promise.all(Array.from({ length: 50 }, () => connected(server)));
		for (const [n, { write }] of silent.entries()) if (n % 2) write(greeting(server));
		const began = performance.now();

		await Promise.all(silent.map(({ ended }) => ended));

		expect(performance.now() - began).toBeLessThan(10_000);
	});

	test('two thousand headers harm nobody', async () => {
		const server = await startServer();
		onTestFinished(() => server.close());
		const many = await connected(server);
		const few = await connected(server);
		many.write(greeting(server) + Array.from({ length: 2000 }, (_, n) => `a${n}: b\r\n`).join('') + '\r\n');
		few.write(greeting(server) + Array.from({ length: 2000 }, () => `a:\r\n`).join('') + '\r\n');

		expect(await many.ended).toMatch(/^(HTTP\/1.1 4\d\d|HTTP\/1.1 101)/);
		expect(await few.ended).toMatch(/^(HTTP\/1.1 4\d\d|HTTP\/1.1 101)/);
		expect((await server.device().get('/livez')).status).toBe(200);
	});

	test('one device with a hundred sockets is refused, and another one is not', async () => {
		const server = await startServer();
		onTestFinished(() => server.close());
		const { id, facilitator, join, view } = await testWorkshop(server);
		const ana = await join('Ana', (await view()).syndicates[0]!.slug);

		const sockets = Array.from({ length: 100 }, () => liveSocket(server, ana.device, id));
		const codes: number[] = [];
		for (const socket of sockets) void socket.closed.then((code) => codes.push(code));
		await vi.waitFor(() => expect(codes.length).toBeGreaterThanOrEqual(20), { timeout: 5000 });

		expect(new Set(codes)).toEqual(new Set([429]));
		await liveSocket(server, facilitator, id).until((live) => peopleHere(live)(ana.id));
	});

	test('a message in pieces of one byte is cut off, and nobody else notices', async () => {
		const server = await syncServer();
		const hostile = await raw(server, 'ana');
		await hostile.hears(isStep(1));
		for (let n = 0; n < 2000; n += 1) hostile.socket.send(new Uint8Array([n % 256]), { binary: true, fin: false });

		expect((await hostile.closed).code).toBeGreaterThan(1000);
		const other = await raw(server, 'ben', { path: syncPath(workshop, board, 1) });
		await other.hears(isStep(1));
		other.send(updateFrame(new Uint8Array([0, 0])));
		expect(other.socket.readyState).toBe(WebSocket.OPEN);
	});
});
