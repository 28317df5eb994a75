import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentPlace } from '#protocol/live.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let other: TestWorkshop;
/** Everyone who could knock, by what they are in `workshop`. */
const devices: Record<string, Device> = {};
const places: Record<string, DocumentPlace> = {};

beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
	other = await testWorkshop(server, { facilitator: workshop.facilitator });
	const brief = { sponsor: 'Helen Marlowe', customer: 'Ruth Adeyemi' };
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, { brief });
	const byLink = async (purpose: string) => {
		const device = server.device();
		const { body } = await workshop.post('/links', { purpose });
		await device.post('/api/links/open', { token: body.path.split(/[#/]/).at(-1) });
		return device;
	};
	devices.nobody = server.device();
	devices.stranger = (await other.join('Stranger', 'alder')).device;
	devices.alder = (await workshop.join('Ana', 'alder')).device;
	devices.birch = (await workshop.join('Ben', 'birch')).device;
	devices.sponsor = await byLink('sponsor');
	devices.customer = await byLink('customer');
	devices.screen = await byLink('screen');
	devices.facilitator = workshop.facilitator;
	await workshop.go('experiences');
	places.private = (await devices.birch.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {})).body;
	const all = await workshop.documents(workshop.facilitator);
	const { syndicates } = await workshop.view();
	const board = (slug: string) =>
		all.find(
			({ step, syndicateId }) => step === 'experiences' && syndicateId === syndicates.find((s) => s.slug === slug)!.id
		)!;
	places.alder = board('alder');
	places.birch = board('birch');
	places.room = all.find(({ step }) => step === 'vision')!;
});
afterAll(() => server.close());

const reads = async (who: string, what: string): Promise<number> => {
	try {
		(await openBoard(server, devices[who]!, places[what]!)).close();
		return 101;
	} catch (error) {
		return Number(/closed with (\d+)/.exec(String(error))?.[1]);
	}
};

test('[ISOLATION-1] every kind of document opens for those it belongs to and for nobody else', async () => {
	const table: Record<string, number[]> = {};
	for (const who of Object.keys(devices)) {
		table[who] = [];
		for (const what of ['alder', 'birch', 'room', 'private']) table[who].push(await reads(who, what));
	}

	expect(table).toEqual({
		nobody: [4401, 4401, 4401, 4401],
		stranger: [4403, 4403, 4403, 4403],
		alder: [101, 4403, 101, 4403],
		birch: [4403, 101, 101, 101],
		sponsor: [4403, 4403, 4403, 4403],
		customer: [4403, 4403, 4403, 4403],
		screen: [101, 101, 101, 4403],
		facilitator: [101, 101, 101, 4403]
	});
});

test('[ISOLATION-1] the list of documents names exactly those that open', async () => {
	const listed: Record<string, string[]> = {};
	for (const who of ['alder', 'birch', 'sponsor', 'customer', 'screen', 'facilitator']) {
		const ids = (await workshop.documents(devices[who]!)).map(({ id }) => id);
		listed[who] = Object.keys(places).filter((what) => ids.includes(places[what]!.id));
	}

	expect(listed).toEqual({
		alder: ['alder', 'room'],
		birch: ['private', 'birch', 'room'],
		sponsor: [],
		customer: [],
		screen: ['alder', 'birch', 'room'],
		facilitator: ['alder', 'birch', 'room']
	});
});

test('[ISOLATION-2] a document does not open under another workshop’s address', async () => {
	const place = { ...places.alder!, path: places.alder!.path.replace(workshop.id, other.id) };

	await expect(openBoard(server, devices.stranger!, place)).rejects.toThrow('closed with 4404');
	await expect(openBoard(server, devices.alder!, place)).rejects.toThrow('closed with 4403');
});

test('[ISOLATION-3] no route below a workshop answers to somebody of another one, and nothing changes', async () => {
	const below = server.routes.filter(({ path }) => path.startsWith('/api/workshops/:id'));
	const before = await workshop.view();

	const answered: string[] = [];
	for (const { method, path } of below) {
		const url = path.replace(':id', workshop.id).replace(/:step/, 'experiences').replace(/:\w+/g, 'anything-here');
		for (const who of ['nobody', 'stranger']) {
			const body = method === 'GET' ? undefined : {};
			const { status } = await devices[who]!.send(method, url, body);
			if (status !== 401 && status !== 403) answered.push(`${who} ${method} ${path}: ${status}`);
		}
	}

	expect(below.length).toBeGreaterThan(30);
	expect(answered).toEqual([]);
	expect(await workshop.view()).toEqual(before);
});

test('[ISOLATION-4] what only facilitators do is refused to everybody else in the workshop', async () => {
	const steering = server.routes.filter(({ deed }) =>
		['room.steer', 'people.manage', 'link.manage', 'workshop.prepare'].includes(deed)
	);

	const passed: string[] = [];
	for (const { method, path } of steering) {
		const url = path.replace(':id', workshop.id).replace(/:\w+/g, 'anything-here');
		for (const who of ['alder', 'sponsor', 'customer', 'screen']) {
			const { status } = await devices[who]!.send(method, url, method === 'GET' ? undefined : {});
			if (status !== 403) passed.push(`${who} ${method} ${path}: ${status}`);
		}
	}

	expect(steering.length).toBeGreaterThan(15);
	expect(passed).toEqual([]);
});

test('[ISOLATION-5] while the room reads a step aloud, everybody in it reads every syndicate’s board, and writes on none', async () => {
	await workshop.go('gallery');

	const boards = (await workshop.documents(devices.alder!)).filter(({ step }) => step === 'experiences');

	expect(boards.map(({ kind, writable }) => [kind, writable])).toEqual([
		['board', false],
		['board', false]
	]);
	expect(await reads('alder', 'birch')).toBe(101);
	expect(await reads('customer', 'birch')).toBe(4403);
});
