import { asId } from '#domain/ids.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let code: string;
beforeAll(async () => {
	server = await startServer({ config: { trustedProxies: 1 } });
	workshop = await testWorkshop(server);
	code = (await workshop.view()).code!;
});
afterAll(() => server.close());

/** Each test counts its wrong tries on an address of its own. */
const from = (address: string, device = server.device()) => ({
	device,
	post: (path: string, body: unknown) => device.send('POST', path, body, { 'x-forwarded-for': address })
});
const join = (device: Device, name: string, syndicate = 'alder') => device.post('/api/join', { code, name, syndicate });

test('[JOIN-1] a code opens a workshop only while its room is open; unknown and closed look the same', async () => {
	const closed = await testWorkshop(server, { facilitator: workshop.facilitator, open: false });
	const guest = from('10.1.0.1');

	const open = await guest.post('/api/join/code', { code: code.toLowerCase() });
	const notYet = await guest.post('/api/join/code', { code: (await closed.view()).code });
	const unknown = await guest.post('/api/join/code', { code: '222222' });

	expect(open.status).toBe(200);
	expect(Object.keys(open.body)).toEqual(['workshopId', 'title', 'syndicates', 'isLate']);
	expect(unknown.status).toBe(404);
	expect(notYet).toMatchObject({ status: unknown.status, body: unknown.body });
});

test('[JOIN-2] a name that looks like one in that syndicate is refused, in another syndicate it is not', async () => {
	await workshop.join('Zoë Marsh', 'alder');

	const alike = await join(server.device(), ' zoë   MARSH\u200b ');
	const elsewhere = await join(server.device(), 'Zoë Marsh', 'birch');

	expect([alike.status, alike.body.code, alike.body.field]).toEqual([409, 'name-taken', 'name']);
	expect(elsewhere.status).toBe(201);
});

test('[JOIN-2] of many who take one name at the same moment, one gets it', async () => {
	const answers = await Promise.all(Array.from({ length: 8 }, () => join(server.device(), 'Race Winner')));

	expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
});

test('[JOIN-3] the last seat of a syndicate is given once; the facilitator’s hand puts in one more', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	const { code } = await own.view();
	for (let n = 1; n < 12; n += 1) await own.join(`Person ${n}`, 'alder');

	const answers = await Promise.all(
		['Last One', 'Too Late'].map((name) => server.device().post('/api/join', { code, name, syndicate: 'alder' }))
	);
	const late = await own.join('Too Late', 'birch');
	const moved = await own.post(`/people/${late.id}/move`, { syndicate: 'alder' });

	expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
	expect(answers.find(({ status }) => status === 409)?.body.code).toBe('syndicate-full');
	expect(moved.status).toBe(answers[1]!.status === 201 ? 409 : 200);
});

test('[JOIN-4] the return code brings the same person to another device, and only its hash is kept', async () => {
	const ana = await workshop.join('Ana Lund', 'alder');
	const phone = server.device();

	const back = await phone.post('/api/join/return', {
		returnCode: `${ana.returnCode.slice(0, 4)}-${ana.returnCode.slice(4).toLowerCase()}`
	});
	const rows = await server.database.rows(`select * from people where id = '${ana.id}'`);

	expect(ana.returnCode).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
	expect(back.status).toBe(200);
	expect(back.body).toMatchObject({ person: { id: ana.id, name: 'Ana Lund' }, syndicate: 'alder', returnCode: null });
	expect((await phone.get(`/api/workshops/${workshop.id}`)).status).toBe(200);
	expect(JSON.stringify(rows)).not.toContain(ana.returnCode);
});

test('[JOIN-5] only wrong codes are counted, and the right one passes from an address where many were wrong', async () => {
	const address = '10.1.0.5';
	const wrong = [];
	for (let n = 0; n < 14; n += 1) wrong.push((await from(address).post('/api/join/code', { code: '333333' })).status);

	const right = await from(address).post('/api/join', { code, name: 'Behind The Same Address', syndicate: 'birch' });
	const other = await from('10.1.0.6').post('/api/join/code', { code: '333333' });
	const many = await Promise.all(Array.from({ length: 30 }, () => from('10.1.0.7').post('/api/join/code', { code })));

	expect(wrong).toEqual([...Array(10).fill(404), ...Array(4).fill(429)]);
	expect(right.status).toBe(201);
	expect(other.status).toBe(404);
	expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
});

test('[JOIN-5] wrong return codes and links are limited too', async () => {
	const tries = async (path: string, body: unknown) => {
		const statuses = [];
		for (let n = 0; n < 11; n += 1) statuses.push((await from('10.1.0.8').post(path, body)).status);
		return statuses.at(-1);
	};

	expect(await tries('/api/join/return', { returnCode: 'AAAABBBB' })).toBe(429);
	expect(await tries('/api/links/open', { token: 'no-such-token' })).toBe(429);
});

test('[JOIN-6] a device has one seat in a workshop: the same name is the same person, another name is refused', async () => {
	const ben = await workshop.join('Ben Okoro', 'birch');

	const again = await join(ben.device, 'Ben Okoro', 'birch');
	const other = await join(ben.device, 'Somebody Else', 'birch');

	expect(again).toMatchObject({ status: 201, body: { person: { id: ben.id }, returnCode: null } });
	expect([other.status, other.body.code]).toEqual([409, 'seat-elsewhere']);
});

test('[JOIN-7] a cookie that was planted before joining is worth nothing afterwards', async () => {
	const first = await testWorkshop(server, { facilitator: workshop.facilitator });
	const device = server.device();
	await first.join('Cleo', 'alder', device);
	const planted = device.cookie;

	await join(device, 'Cleo Ray', 'alder');

	expect(device.cookie).not.toBe(planted);
	device.cookie = planted;
	expect((await device.get(`/api/workshops/${workshop.id}`)).status).toBe(401);
});

test('[JOIN-8] whoever joins late lands in the running step', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	await own.go('experiences', 'share');

	const late = await own.join('Late Comer', 'birch');
	const live = liveSocket(server, late.device, own.id);
	const state = await live.until(() => true);
	const writable = (await own.documents(late.device)).filter((place) => place.writable);

	expect([state.step?.id, state.step?.phase, state.me.name]).toEqual(['experiences', 'share', 'Late Comer']);
	expect(writable.map(({ step, kind }) => [step, kind])).toEqual([['experiences', 'board']]);
	live.close();
});

test('[JOIN-9] a link gives its seat and nothing more, and what it gave ends when it is revoked', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	await own.facilitator.send('PATCH', `/api/workshops/${own.id}`, { brief: { sponsor: 'Helen Marlowe' } });
	const unnamed = await own.post('/links', { purpose: 'customer' });
	const screenLink = await own.post('/links', { purpose: 'screen' });
	const sponsorLink = await own.post('/links', { purpose: 'sponsor' });
	const [screen, sponsor] = [server.device(), server.device()];

	const opened = await screen.post('/api/links/open', { token: screenLink.body.path.split('#')[1] });
	await sponsor.post('/api/links/open', { token: sponsorLink.body.path.split('/').at(-1) });
	const live = liveSocket(server, screen, own.id);
	const sponsorLive = liveSocket(server, sponsor, own.id);
	const seen = await live.until(() => true);
	const [place] = await own.documents(screen);
	const board = await openBoard(server, screen, place!);

	expect(unnamed.body.code).toBe('empty');
	expect(opened.body).toEqual({ workshopId: own.id, purpose: 'screen' });
	expect([seen.me.role, seen.me.personId]).toEqual(['screen', null]);
	expect((await sponsorLive.until(() => true)).me).toMatchObject({ role: 'sponsor', name: 'Helen Marlowe' });
	expect(await own.documents(sponsor)).toEqual([]);
	const [second, secondLink] = [server.device(), await own.post('/links', { purpose: 'screen' })];
	await second.post('/api/links/open', { token: secondLink.body.path.split('#')[1] });
	const secondBoard = await openBoard(server, second, place!);
	await own.post(`/links/${screenLink.body.id}/revoke`);
	expect([await live.closed, await board.closed]).toEqual([4403, 4403]);
	const said = await server.deps.workshops.rooms.edit(place!.id, (of) => of.addNote({ zone: asId('any'), text: 'On' }));
	await secondBoard.until((of) => of.note(said) !== null);
	for (const open of [board, secondBoard]) open.close();
	expect((await screen.get(`/api/workshops/${own.id}`)).status).toBe(401);
	const again = await server.device().post('/api/links/open', { token: screenLink.body.path.split('#')[1] });
	expect([again.status, again.body.code]).toEqual([404, 'link-expired']);
	expect((await sponsor.get(`/api/workshops/${own.id}`)).status).toBe(200);
	sponsorLive.close();
});

test('[JOIN-10] a removed person is out at once, everywhere, and their code brings nobody back', async () => {
	const own = await testWorkshop(server, { facilitator: workshop.facilitator });
	const eve = await own.join('Eve', 'alder');
	const ana = await own.join('Ana', 'alder');
	await own.go('experiences', 'share');
	const [evesLive, anasLive] = [eve, ana].map(({ device }) => liveSocket(server, device, own.id));
	const place = (await own.documents(eve.device)).find(({ writable }) => writable)!;
	const board = await openBoard(server, eve.device, place);
	await anasLive!.until(({ here }) => here.length === 2);

	const removed = await own.post(`/people/${eve.id}/remove`);

	expect(removed.status).toBe(204);
	expect([await evesLive!.closed, await board.closed]).toEqual([4403, 4403]);
	const told = await anasLive!.until(({ notices }) => notices.length > 0);
	expect(told.notices).toEqual([{ kind: 'removed', personId: eve.id }]);
	expect((await eve.device.get(`/api/workshops/${own.id}`)).status).toBe(401);
	const back = await from('10.1.0.10').post('/api/join/return', { returnCode: eve.returnCode });
	expect(back.body.code).toBe('return-code-unknown');
	anasLive!.close();
	board.close();
});
