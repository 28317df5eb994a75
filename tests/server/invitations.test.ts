import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#server/store/database.ts';
import { hashPassword } from '#server/password.ts';
import { accountByEmail, addAccount } from '#server/store/accounts.ts';
import { installedFolder } from '../support/database.ts';
import { password, startServer, type Device, type TestServer } from '../support/server.ts';
import { liveSocket, testWorkshop, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let at: string;
let nowMs = Date.parse('2027-01-01T09:00:00Z');
beforeAll(async () => {
	server = await startServer({ now: () => new Date(nowMs) });
	workshop = await testWorkshop(server, { open: false });
	at = `/api/workshops/${workshop.id}`;
});
afterAll(() => server.close());

const tokenOf = ({ body }: { readonly body: { readonly path: string } }): string => body.path.split('/').at(-1)!;
const invite = (name: string, email: string, role: string) => workshop.post('/invitations', { name, email, role });
const redeem = (device: Device, token: string, word = password) =>
	device.post('/api/account-links/redeem', { token, password: word });
const listed = async () => (await workshop.facilitator.get(`${at}/invitations`)).body;
const people = async () => (await workshop.facilitator.get(`${at}/people`)).body;

test('[ACCESS-1] looking at an invitation uses nothing up; the password makes the account and the part, once', async () => {
	const token = tokenOf(await invite('Ben Adler', ' Ben@Example.org ', 'co-facilitator'));
	const scanner = server.device();
	const looks = [];
	for (let n = 0; n < 5; n += 1) looks.push((await scanner.get(`/api/account-links/${token}`)).status);
	const seen = (await scanner.get(`/api/account-links/${token}`)).body;
	const ben = server.device();
	const short = await redeem(ben, token, 'short');

	const taken = await redeem(ben, token);
	const again = await redeem(server.device(), token);

	expect(looks).toEqual([200, 200, 200, 200, 200]);
	expect(scanner.cookie).toBe('');
	expect(seen).toMatchObject({
		kind: 'invitation',
		email: 'ben@example.org',
		hasAccount: false,
		part: { role: 'co-facilitator', title: 'Service, spring', invitedBy: 'Ines Vogt' }
	});
	expect([short.status, short.body.field]).toEqual([400, 'password']);
	expect([taken.status, taken.body]).toEqual([200, { workshopId: workshop.id, role: 'co-facilitator' }]);
	expect([again.status, again.body.code]).toEqual([409, 'link-used']);
	expect((await ben.get('/api/me')).body.account).toMatchObject({ email: 'ben@example.org', name: 'Ben Adler' });
	expect((await ben.get(at)).body.code).not.toBeNull();
	expect((await people()).find(({ name }: { name: string }) => name === 'Ben Adler').role).toBe('co-facilitator');
	expect(await listed()).toMatchObject([{ email: 'ben@example.org', state: 'used' }]);
});

test('[ACCESS-1] of two who use one link at once, one gets through', async () => {
	const token = tokenOf(await invite('Cora Dean', 'cora@example.org', 'co-facilitator'));

	const both = await Promise.all([redeem(server.device(), token), redeem(server.device(), token)]);

	expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
	const rows = await server.database.rows(`select count(*)::int as n from people where name = 'Cora Dean'`);
	expect(rows).toEqual([{ n: 1 }]);
});

test('[ACCESS-2] a co-facilitator steers and prepares, and does not invite or own', async () => {
	const ben = server.device();
	await ben.post('/api/sign-in', { email: 'ben@example.org', password });

	const prepared = await ben.send('PATCH', at, { brief: { scope: 'Repairs' } });
	const invited = await ben.post(`${at}/invitations`, { name: 'X', email: 'x@example.org', role: 'sponsor' });
	const reset = await ben.get(`${at}/accounts`);

	expect([prepared.status, invited.status, reset.status]).toEqual([200, 403, 403]);
});

test('[ACCESS-2] the sponsor of the brief gets the account, and stays the same person', async () => {
	await workshop.facilitator.send('PATCH', at, { brief: { sponsor: 'Tom Beckett' } });
	const [before] = (await people()).filter(({ role }: { role: string }) => role === 'sponsor');
	const tom = server.device();

	await redeem(tom, tokenOf(await invite('Tom Beckett', 'tom@example.org', 'sponsor')));

	const after = (await people()).filter(({ role }: { role: string }) => role === 'sponsor');
	expect(after.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([[before.id, 'Tom Beckett']]);
	expect((await tom.send('PATCH', `${at}/promise`, { promise: 'I answer.' })).status).toBe(200);
});

test('[ACCESS-2] whoever could follow up is the one of that name on the list, or somebody new', async () => {
	await workshop.post('/open');
	const [alder] = (await workshop.view()).syndicates;
	const priya = await workshop.join('Priya Nair', alder!.slug);
	const device = server.device();

	await redeem(device, tokenOf(await invite('Priya  nair', 'priya@example.org', 'follow-up-candidate')));
	const seat = (await device.get('/api/me')).body.seats[0];
	await redeem(server.device(), tokenOf(await invite('Dana Cohen', 'dana@example.org', 'follow-up-candidate')));

	expect(seat.personId).toBe(priya.id);
	expect((await workshop.view()).brief.followUpCandidate).toBe('Dana Cohen');
	expect((await people()).filter(({ name }: { name: string }) => /Priya|Dana/.test(name))).toHaveLength(2);
});

test('[ACCESS-3] who has an account signs in with it, and guesses at its password are limited', async () => {
	await server.database.transaction(async (tx) => {
		await addAccount(tx, {
			email: 'uma@example.org',
			name: 'Uma Reed',
			passwordHash: await hashed,
			now: new Date(nowMs)
		});
	});
	const token = tokenOf(await invite('Uma Reed', 'uma@example.org', 'co-facilitator'));
	const device = server.device();
	const guesses = [];
	for (let n = 0; n < 4; n += 1) guesses.push((await redeem(device, token, `guess number ${n}`)).body.code);

	const right = await redeem(device, token, 'the password of Uma');
	const stranger = tokenOf(await invite('Vic Hall', 'uma2@example.org', 'co-facilitator'));

	expect((await device.get(`/api/account-links/${stranger}`)).body.hasAccount).toBe(false);
	expect(guesses).toEqual(Array.from({ length: 4 }, () => 'wrong-password'));
	expect(right.status).toBe(200);
});

test('[ACCESS-3] eleven wrong passwords on a link are too many', async () => {
	await server.database.transaction(async (tx) => {
		await addAccount(tx, { email: 'w@example.org', name: 'W', passwordHash: await hashed, now: new Date(nowMs) });
	});
	const token = tokenOf(await invite('W', 'w@example.org', 'co-facilitator'));

	const codes = [];
	for (let n = 0; n < 11; n += 1) codes.push((await redeem(server.device(), token, `guess ${n}`)).body.code);

	expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'wrong-password'));
	expect(codes[10]).toBe('too-many-tries');
});

const hashed = hashPassword('the password of Uma');

test('[ACCESS-4] a link ends after seven days, when it is withdrawn, and when a newer one is made', async () => {
	const first = tokenOf(await invite('Eve Long', 'eve@example.org', 'co-facilitator'));
	const second = tokenOf(await invite('Eve Long', 'eve@example.org', 'co-facilitator'));
	const look = async (token: string) => {
		const { status, body } = await server.device().get(`/api/account-links/${token}`);
		return [status, body.code];
	};
	const replaced = await look(first);
	const unknown = await look('unknown');
	nowMs += 7 * 86_400_000 + 1;
	const expired = await look(second);
	const late = await redeem(server.device(), second);
	const third = tokenOf(await invite('Eve Long', 'eve@example.org', 'co-facilitator'));
	const ofEve = async () => (await listed()).filter(({ name }: { name: string }) => name === 'Eve Long');
	const waiting = (await ofEve()).find(({ state }: { state: string }) => state === 'waiting');
	await workshop.post(`/invitations/${waiting.id}/withdraw`);

	expect([replaced, unknown]).toEqual([
		[404, 'link-expired'],
		[404, 'link-expired']
	]);
	expect(expired).toEqual([404, 'link-expired']);
	expect(late.body.code).toBe('link-expired');
	expect(await look(third)).toEqual([404, 'link-expired']);
	expect((await ofEve()).map(({ state }: { state: string }) => state)).toEqual(['withdrawn', 'withdrawn', 'withdrawn']);
});

test('[ACCESS-4] tokens are kept as hashes only, and nobody has two parts in one workshop', async () => {
	const token = tokenOf(await invite('Fay Moss', 'fay@example.org', 'co-facilitator'));
	const kept = await server.database.rows('select * from account_links');

	const twice = await invite('Ben Adler', 'ben@example.org', 'sponsor');

	expect(JSON.stringify(kept)).not.toContain(token);
	expect([twice.status, twice.body.code, twice.body.field]).toEqual([409, 'account-exists', 'email']);
});

test('[ACCESS-5] a new password ends every other device of the account, sockets too, and its links', async () => {
	const [laptop, phone] = [server.device(), server.device()];
	for (const device of [laptop, phone]) await device.post('/api/sign-in', { email: 'ben@example.org', password });
	const live = liveSocket(server, phone, workshop.id);
	await live.until(() => true);
	const ben = (await workshop.facilitator.get(`${at}/accounts`)).body.find(
		({ email }: { email: string }) => email === 'ben@example.org'
	);
	const old = tokenOf(await workshop.post(`/accounts/${ben.id}/new-password`));
	const made = await workshop.post(`/accounts/${ben.id}/new-password`);
	const fresh = server.device();

	const set = await redeem(fresh, tokenOf(made), 'another long password');

	expect(made.body.expiresAt).toBe(new Date(nowMs + 30 * 60_000).toISOString());
	expect([set.status, set.body]).toEqual([200, { workshopId: null, role: null }]);
	expect(await live.closed).toBe(4401);
	expect([(await laptop.get('/api/me')).body.account, (await phone.get('/api/me')).body.account]).toEqual([null, null]);
	expect((await fresh.get('/api/me')).body.account.email).toBe('ben@example.org');
	expect((await redeem(server.device(), old, 'a third long password')).status).toBe(404);
	const signIn = (word: string) => server.device().post('/api/sign-in', { email: 'ben@example.org', password: word });
	expect([(await signIn(password)).status, (await signIn('another long password')).status]).toEqual([401, 200]);
});

test('[ACCESS-5] nobody makes a link into an account that also belongs to workshops of others', async () => {
	const other = server.device();
	await other.post('/api/sign-in', { email: 'uma@example.org', password: 'the password of Uma' });
	await testWorkshop(server, { facilitator: other });
	const uma = (await workshop.facilitator.get(`${at}/accounts`)).body.find(
		({ email }: { email: string }) => email === 'uma@example.org'
	);

	const refused = await workshop.post(`/accounts/${uma.id}/new-password`);

	expect([refused.status, refused.body.code]).toEqual([403, 'not-allowed']);
	expect(refused.body.sentence).toContain('npm run account -- reset uma@example.org');
});

const run = promisify(execFile);
const command = (environment: Readonly<Record<string, string>>, ...words: readonly string[]) =>
	run(process.execPath, [join(import.meta.dirname, '../../scripts/account.ts'), ...words], {
		env: { PATH: process.env.PATH ?? '', ...environment }
	}).then(
		({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
		(error: { code: number; stdout: string; stderr: string }) => error
	);

test(
	'[ACCESS-6] the command prints one link for a stopped installation, or one sentence why not',
	{ timeout: 60_000 },
	async () => {
		const folder = await installedFolder();
		try {
			const open = () =>
				openDatabase({
					dataDir: folder.path,
					onWarning: () => {},
					onLost: (sentence) => {
						throw new Error(sentence);
					}
				});
			const database = await open();
			await database.transaction(async (tx) => {
				await addAccount(tx, { email: 'helen@example.org', name: 'Helen Marsh', passwordHash: 'x', now: new Date() });
			});
			const inUse = await command({ DATA_DIR: folder.path }, 'reset', 'helen@example.org');
			await database.close();

			const made = await command({ DATA_DIR: folder.path, PORT: '4100' }, 'reset', ' Helen@example.org');
			const nobody = await command({ DATA_DIR: folder.path }, 'reset', 'nobody@example.org');
			const nothing = await command({ DATA_DIR: folder.path });
			const nowhere = await command({ DATA_DIR: join(folder.path, 'none') }, 'reset', 'helen@example.org');

			expect(made.stdout).toMatch(/^Helen Marsh .*\nhttp:\/\/127\.0\.0\.1:4100\/in\/[\w-]{22}\n$/);
			for (const { code, stderr } of [inUse, nobody, nothing, nowhere]) {
				expect(code).toBe(1);
				expect(stderr.trim().split('\n')).toHaveLength(1);
			}
			expect(inUse.stderr).toContain('is in use by another Plenary');
			expect(nobody.stderr).toContain('nobody@example.org');
			const again = await open();
			expect((await accountByEmail(again.db, 'helen@example.org'))?.passwordHash).toBe('x');
			await again.close();
		} finally {
			await folder.remove();
		}
	}
);
