import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { sweepSessions } from '#server/store/sessions.ts';
import { password, setUp, startServer, type TestServer } from '../support/server.ts';
import { liveSocket, openBoard, testWorkshop } from '../support/workshop.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

test('[SAFE-9] the setup link makes the first account once, and signs its device in', async () => {
	const device = server.device();
	const token = server.deps.setup.token;
	const words = { email: ' Ines@Example.org ', name: 'Ines Vogt', password };

	const wrong = await device.post('/api/setup', { ...words, token: 'a'.repeat(32) });
	const short = await device.post('/api/setup', { ...words, token, password: 'short' });
	const made = await device.post('/api/setup', { ...words, token });
	const again = await server.device().post('/api/setup', { ...words, token, email: 'other@example.org' });
	const me = await device.get('/api/me');

	expect([wrong.status, wrong.body.code, wrong.body.field]).toEqual([404, 'link-expired', 'token']);
	expect([short.status, short.body.field]).toEqual([400, 'password']);
	expect(made.status).toBe(201);
	expect([again.status, again.body.code]).toEqual([409, 'setup-done']);
	expect(me.body).toEqual({
		account: { id: made.body.account.id, email: 'ines@example.org', name: 'Ines Vogt' },
		seats: []
	});
	expect(server.setupUrl()).toBeNull();
});

test('[SAFE-10] signing in replaces the token a device came with, and signing out ends it', async () => {
	const device = server.device();
	device.cookie = `plenary=${'x'.repeat(32)}`;
	const planted = device.cookie;

	const signedIn = await device.post('/api/sign-in', { email: 'INES@example.org', password });
	const first = device.cookie;
	await device.post('/api/sign-in', { email: 'ines@example.org', password });
	const second = device.cookie;
	const old = server.device();
	old.cookie = first;
	const withOld = await old.get('/api/me');
	const rows = await server.database.rows('select token_hash from sessions');
	await device.send('POST', '/api/sign-out');
	device.cookie = second;
	const afterwards = await device.get('/api/me');

	expect(signedIn.status).toBe(200);
	expect(new Set([planted, first, second]).size).toBe(3);
	expect(withOld.body.account).toBeNull();
	expect(rows.some((row) => second.includes(String(row.token_hash)))).toBe(false);
	expect(afterwards.body.account).toBeNull();
	expect(signedIn.headers.getSetCookie()[0]).toMatch(
		/^plenary=[A-Za-z0-9_-]{32}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/
	);
});

test('[SAFE-11] an unknown address and a wrong password are answered alike', async () => {
	const device = server.device();

	const unknown = await device.post('/api/sign-in', { email: 'nobody@example.org', password });
	const wrong = await device.post('/api/sign-in', { email: 'ines@example.org', password: 'not the password' });

	expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
	expect(wrong.body.code).toBe('wrong-password');
});

test('[SAFE-12] wrong passwords for an account are limited; a right one for another account still enters', async () => {
	const device = server.device();
	const guess = () => device.post('/api/sign-in', { email: 'guessed@example.org', password: 'wrong password' });

	const answers = [];
	for (let n = 0; n < 12; n++) answers.push((await guess()).status);
	const refused = await guess();
	const honest = await device.post('/api/sign-in', { email: 'ines@example.org', password });

	expect(answers).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
	expect(refused.body.code).toBe('too-many-tries');
	expect(Number(refused.headers.get('retry-after'))).toBe(refused.body.retryAfterSeconds);
	expect(honest.status).toBe(200);
});

test('[SAFE-12] guesses that are sent all at once are not looked at all at once', async () => {
	const device = server.device();
	const guess = () => device.post('/api/sign-in', { email: 'at-once@example.org', password: 'wrong password' });

	const answers = await Promise.all(Array.from({ length: 30 }, guess));

	expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
	expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

test('[SAFE-14] signing out ends the open sockets of that device, and of no other', async () => {
	const [laptop, phone] = [server.device(), server.device()];
	for (const device of [laptop, phone]) await device.post('/api/sign-in', { email: 'ines@example.org', password });
	const workshop = await testWorkshop(server, { facilitator: laptop });
	const [place] = await workshop.documents(laptop);
	const [mine, other] = [await openBoard(server, laptop, place!), await openBoard(server, phone, place!)];
	const [live, otherLive] = [laptop, phone].map((device) => liveSocket(server, device, workshop.id));
	await Promise.all([live!.until(() => true), otherLive!.until(() => true)]);

	await laptop.send('POST', '/api/sign-out');

	expect([await mine.closed, await live!.closed]).toEqual([4401, 4401]);
	await expect.poll(() => [...server.deps.workshops.rooms.connected(asId(workshop.id)).values()]).toEqual([1]);
	expect(server.deps.workshops.live.here(asId(workshop.id)).size).toBe(1);
	for (const open of [mine, other, otherLive!]) open.close();
});

test('[SAFE-15] sessions that have run out are taken away with their seats', async () => {
	const device = server.device();
	await device.post('/api/sign-in', { email: 'ines@example.org', password });
	const before = await server.database.rows('select id from sessions');

	await server.database.transaction((tx) => sweepSessions(tx, new Date(Date.now() + 149 * 24 * 60 * 60 * 1000)));
	const kept = await server.database.rows('select id from sessions');
	await server.database.transaction((tx) => sweepSessions(tx, new Date(Date.now() + 151 * 24 * 60 * 60 * 1000)));

	expect(kept).toEqual(before);
	expect(await server.database.rows('select id from sessions')).toEqual([]);
});

test('a device that set the installation up can make it anew on another one', async () => {
	const other = await startServer();
	try {
		const account = await setUp(other, other.device());
		expect(account.id).toMatch(/^[A-Za-z0-9_-]{16}$/);
	} finally {
		await other.close();
	}
});
