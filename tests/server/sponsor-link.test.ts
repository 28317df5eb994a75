import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { addMail, MailStore } from '#server/store/mails.ts';
import { readConfig } from '#server/config.ts';
import { codeIn, mailServer, type MailServer } from '../support/mail-server.ts';
import { startServer, type Device, type TestServer } from '../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../support/workshop.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
	for (const each of open.splice(0).reverse()) await each.close();
});

interface Scene {
	readonly server: TestServer;
	readonly workshop: TestWorkshop;
	readonly post: Mail;
	/** The sponsor's person. */
	readonly tom: string;
	readonly token: string;
	/** Another device that opened the link. */
	readonly sit: (token?: string) => Promise<Device>;
	readonly at: string;
	readonly pass: (minutes: number) => void;
	/** Asks for a code, and gives back the one that came by mail. */
	readonly codeFor: (device: Device) => Promise<string>;
	readonly ended: () => Promise<void>;
}
type Mail = MailServer | null;

/** A workshop with a sponsor who has a link and, where there is a mail server, an address. */
async function scene({ hasServer = true, hasAddress = true } = {}): Promise<Scene> {
	const post = hasServer ? await mailServer() : null;
	if (post) open.push(post);
	let now = Date.parse('2027-01-13T14:00:00Z');
	const server = await startServer({ now: () => new Date(now), config: { smtpUrl: post?.url } });
	open.push(server);
	const workshop = await testWorkshop(server);
	const at = `/api/workshops/${workshop.id}`;
	await workshop.facilitator.send('PATCH', at, { brief: { sponsor: 'Tom Beckett', promise: 'I answer.' } });
	const { body: link } = await workshop.post('/links', { purpose: 'sponsor' });
	const token = String(link.path).split('/').at(-1)!;
	const tom = String(link.personId);
	if (hasAddress) await workshop.post(`/people/${tom}/email`, { email: 'Tom.Beckett@example.org' });
	const sit = async (own = token): Promise<Device> => {
		const device = server.device();
		const { status } = await device.post('/api/links/open', { token: own });
		if (status !== 200) throw new Error(`the link did not open: ${status}`);
		return device;
	};
	return {
		...{ server, workshop, post, tom, token, sit, at },
		pass: (minutes) => {
			now += minutes * 60_000;
		},
		codeFor: async (device) => {
			const { status } = await device.post(`${at}/link-code`);
			if (status !== 204) throw new Error(`no code was made: ${status}`);
			await server.deps.outbox.rest();
			return codeIn(post!.taken.at(-1)!);
		},
		ended: async () => void (await workshop.post(`/links/${String(link.id)}/revoke`))
	};
}

const sign = (device: Device, at: string) => device.post(`${at}/plan/sign`);
const confirm = (device: Device, at: string, code: string) => device.post(`${at}/link-code/confirm`, { code });
/** Another code than this one. */
const other = (code: string, by = 1) => String((Number(code) + by) % 1_000_000).padStart(6, '0');

test('[LINK-20] by a link alone a sponsor reads; a code by mail opens answering, agreeing and signing on that device', async () => {
	const { sit, at, codeFor, post, workshop } = await scene();
	const tom = await sit();
	const decides = (device: Device) =>
		Promise.all([
			device.post(`${at}/support/abcdefgh/answer`, { answer: 'yes', words: 'Yes.' }),
			device.post(`${at}/outputs`, { ref: 'action:abcdefgh', isSupported: true, words: 'Yes.' }),
			device.post(`${at}/standards/agree`, { version: 1, words: 'Yes.' }),
			sign(device, at)
		]);

	const read = await tom.get(`${at}/plan`);
	const before = (await decides(tom)).map(({ status, body }) => [status, body.code]);
	const asked = (await tom.get(`${at}/link-code`)).body;
	const code = await codeFor(tom);
	const sent = (await tom.get(`${at}/link-code`)).body;
	const right = await confirm(tom, at, code);
	const after = (await decides(tom)).map(({ status }) => status);

	expect(read.status).toBe(200);
	expect(before).toEqual(before.map(() => [403, 'code-needed']));
	expect(asked).toEqual({ needsCode: true, sentTo: 't…@example.org', endsAt: null });
	expect(sent.endsAt).toBe('2027-01-13T14:10:00.000Z');
	expect([right.status, (await tom.get(`${at}/link-code`)).body.needsCode]).toEqual([204, false]);
	// Nothing is there to be answered or signed yet: that is all that holds it up.
	expect(after).toEqual([404, 404, 404, 409]);
	expect(post!.taken[0]).toMatchObject({
		subject: `${code} is your code for “Service, spring”`,
		from: { name: 'Plenary', address: 'plenary@localhost' },
		to: [{ address: 'tom.beckett@example.org' }]
	});
	expect(post!.taken[0]!.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
	// Those with an own seat are asked for nothing.
	expect((await workshop.facilitator.post(`${at}/link-code`)).status).toBe(403);
});

test('[LINK-21] a code is good on the device that asked for it alone, and is kept as a hash', async () => {
	const { sit, at, codeFor, server } = await scene();
	const [phone, tablet] = [await sit(), await sit()];

	const code = await codeFor(phone);
	const rows = await server.database.rows('select * from link_codes');
	const elsewhere = await confirm(tablet, at, code);
	const here = await confirm(phone, at, code);

	expect(JSON.stringify(rows)).not.toContain(code);
	expect([elsewhere.status, elsewhere.body.code]).toEqual([404, 'link-expired']);
	expect([here.status, (await sign(phone, at)).status, (await sign(tablet, at)).body.code]).toEqual([
		...[204, 409, 'code-needed']
	]);
});

test('[LINK-21] five wrong tries, also at once, end a code; the right one comes too late', async () => {
	const { sit, at, codeFor } = await scene();
	const tom = await sit();
	const code = await codeFor(tom);

	const wrong = await Promise.all(Array.from({ length: 12 }, (_, by) => confirm(tom, at, other(code, by + 1))));
	const late = await confirm(tom, at, code);

	expect(wrong.filter(({ body }) => body.code === 'code-unknown')).toHaveLength(4);
	expect([late.status, late.body.sentence]).toEqual([404, 'This code has ended. Ask for another one.']);
	expect((await sign(tom, at)).body.code).toBe('code-needed');
});

test('[LINK-21] after ten minutes, and after the next one, a code is worth nothing', async () => {
	const { sit, at, codeFor, pass } = await scene();
	const tom = await sit();

	const first = await codeFor(tom);
	pass(2);
	const second = await codeFor(tom);
	const replaced = first === second ? null : await confirm(tom, at, first);
	pass(10);
	const late = await confirm(tom, at, second);
	const third = await codeFor(tom);
	pass(9.9);
	const intime = await confirm(tom, at, third);

	expect([replaced?.status ?? 404, late.status, intime.status]).toEqual([404, 404, 204]);
});

test('[LINK-22] codes are a minute apart, six an hour of a link, on however many devices', async () => {
	const { sit, at, pass, post, server } = await scene();
	const tom = await sit();
	const ask = async (device: Device) => (await device.post(`${at}/link-code`)).status;

	const twice = await Promise.all([ask(tom), ask(tom)]);
	const more = [];
	for (let n = 0; n < 6; n++) {
		pass(1.1);
		more.push(await ask(n % 2 ? await sit() : tom));
	}
	pass(61);
	const later = await ask(tom);
	await server.deps.outbox.rest();

	expect(twice.toSorted()).toEqual([204, 429]);
	expect([more, later]).toEqual([[204, 204, 204, 204, 204, 429], 204]);
	expect(post!.taken.length).toBeLessThanOrEqual(7);
});

test('[LINK-23] looking at a link and at its pages sends nothing and changes no row', async () => {
	const { server, sit, at, token, post } = await scene();
	const tom = await sit();
	const rows = () =>
		Promise.all(
			['link_codes', 'mails', 'seats', 'support_answers', 'signatures'].map((table) =>
				server.database.rows(`select * from ${table}`)
			)
		);
	const before = await rows();

	for (const path of [`/s/${token}`, `${at}/link-code`, `${at}/plan`, `${at}/link-code/confirm`])
		for (const method of ['GET', 'HEAD']) await fetch(server.url + path, { method, headers: { cookie: tom.cookie } });
	await server.deps.outbox.rest();

	expect(await rows()).toEqual(before);
	expect(post!.taken).toEqual([]);
});

test('[LINK-24] a code without an address, or without a mail server, is read out by the own facilitators', async () => {
	for (const [parts, why] of [
		[{ hasAddress: false }, 'no-address'],
		[{ hasServer: false }, 'no-server']
	] as const) {
		const { sit, at, workshop, server, pass } = await scene(parts);
		const tom = await sit();
		const ana = await workshop.join('Ana', (await workshop.view()).syndicates[0]!.slug);

		await tom.post(`${at}/link-code`);
		await server.deps.outbox.rest();
		const { body: waiting } = await workshop.facilitator.get(`${at}/link-codes`);
		const refused = [await tom.get(`${at}/link-codes`), await ana.device.get(`${at}/link-codes`)];
		const logged = server.logged();
		const right = await confirm(tom, at, waiting[0].code);
		const used = await workshop.facilitator.get(`${at}/link-codes`);

		expect(waiting).toEqual([
			{ ...{ personId: expect.any(String), code: expect.stringMatching(/^\d{6}$/), why }, endsAt: expect.any(String) }
		]);
		expect(refused.map(({ status }) => status)).toEqual([403, 403]);
		expect(logged).not.toContain(waiting[0].code);
		expect(logged).not.toContain('example.org');
		expect([right.status, used.body]).toEqual([204, []]);

		pass(1.1);
		const next = await sit();
		await next.post(`${at}/link-code`);
		await server.deps.outbox.rest();
		pass(11);
		expect((await workshop.facilitator.get(`${at}/link-codes`)).body).toEqual([]);
	}
});

test('[LINK-25] another address ends what was confirmed by the one before, an ended link everything', async () => {
	const { sit, at, codeFor, workshop, tom: id, pass, ended } = await scene();
	const tom = await sit();
	await confirm(tom, at, await codeFor(tom));

	const same = await workshop.post(`/people/${id}/email`, { email: 'tom.beckett@example.org' });
	const still = (await tom.get(`${at}/link-code`)).body.needsCode;
	await workshop.post(`/people/${id}/email`, { email: 'other@example.org' });
	const anew = await sign(tom, at);
	pass(2);
	await ended();
	const gone = await tom.post(`${at}/link-code`);

	expect([same.body, still]).toEqual([{ email: 'tom.beckett@example.org' }, false]);
	expect([anew.status, anew.body.code]).toEqual([403, 'code-needed']);
	expect(gone.status).toBe(401);
	expect((await workshop.post(`/people/${id}/email`, { email: 'a@b\r\nbcc: c@d.org' })).status).toBe(400);
	expect((await workshop.post('/people/nobody00/email', { email: 'a@b.org' })).status).toBe(404);
});

test('[MAIL-1] a mail goes out once, however often the outbox looks, and its words of a code are gone afterwards', async () => {
	const { sit, at, codeFor, server, post, pass } = await scene();
	const tom = await sit();

	const code = await codeFor(tom);
	pass(5);
	await Promise.all([server.deps.outbox.rest(), server.deps.outbox.rest()]);
	const rows = await server.database.rows('select kind, text, subject, tries, failure, sent_at from mails');

	expect(post!.taken).toHaveLength(1);
	expect(rows).toEqual([
		{ kind: 'link-code', text: '', subject: '', tries: 1, failure: '', sent_at: expect.anything() }
	]);
	expect((await confirm(tom, at, code)).status).toBe(204);
});

test('[MAIL-1] a mail that was claimed by a process that died is not sent a second time', async () => {
	const { sit, at, server, post, pass } = await scene();
	const tom = await sit();
	post!.refuse(true);
	await tom.post(`${at}/link-code`);
	await server.deps.outbox.rest();
	post!.refuse(false);
	// As it lies there when the machine went dark between handing over and noting.
	await server.database.rows(`update mails set failure = '' returning id`);

	pass(8);
	await server.deps.outbox.rest();

	expect(post!.taken).toEqual([]);
});

test('[MAIL-2] a mail server that refuses holds up no answer; the code is shown, and the mail goes once it takes it', async () => {
	const { sit, at, server, workshop, post, pass } = await scene();
	const tom = await sit();
	post!.refuse(true);

	const asked = await tom.post(`${at}/link-code`);
	await server.deps.outbox.rest();
	const shown = (await workshop.facilitator.get(`${at}/link-codes`)).body;
	await server.deps.outbox.rest();
	const [tried] = await server.database.rows('select tries from mails');
	post!.refuse(false);
	pass(1);
	await server.deps.outbox.rest();

	expect(asked.status).toBe(204);
	expect(shown).toMatchObject([{ why: 'not-taken' }]);
	expect(tried).toEqual({ tries: 1 });
	expect(post!.taken.map(codeIn)).toEqual([shown[0].code]);
	expect(server.logged()).not.toContain(shown[0].code);
	expect((await workshop.facilitator.get(`${at}/link-codes`)).body).toEqual([]);
});

test('[MAIL-2] a mail server that is away holds up no answer', async () => {
	const { sit, at, server, workshop, post } = await scene();
	const tom = await sit();
	await post!.close();
	open.splice(open.indexOf(post!), 1);

	const asked = await tom.post(`${at}/link-code`);
	await server.deps.outbox.rest();

	expect(asked.status).toBe(204);
	expect((await workshop.facilitator.get(`${at}/link-codes`)).body).toMatchObject([{ why: 'not-taken' }]);
});

test('[MAIL-3] without a mail server a mail is a whole file in the outbox folder', async () => {
	const { sit, at, server, workshop } = await scene({ hasServer: false });
	const tom = await sit();

	await tom.post(`${at}/link-code`);
	await server.deps.outbox.rest();

	const folder = join(server.deps.config.dataDir, 'outbox');
	const files = await readdir(folder);
	const mail = await PostalMime.parse(await readFile(join(folder, files[0]!)));
	const [{ code }] = (await workshop.facilitator.get(`${at}/link-codes`)).body;
	expect(files).toEqual([expect.stringMatching(/^[\w-]+\.eml$/)]);
	expect([mail.to?.[0]?.address, codeIn(mail)]).toEqual(['tom.beckett@example.org', code]);
});

test('[MAIL-4] the words of a code that ran out are gone at the next look', async () => {
	const { sit, at, server, post, pass } = await scene();
	const tom = await sit();
	post!.refuse(true);
	await tom.post(`${at}/link-code`);

	await server.deps.outbox.rest();
	const [before] = await server.database.rows('select text from mails');
	pass(10.1);
	post!.refuse(false);
	await server.deps.outbox.rest();
	const [after] = await server.database.rows('select text, subject from mails');

	expect(codeIn({ text: String(before!.text) })).toMatch(/^\d{6}$/);
	expect(after).toEqual({ text: '', subject: '' });
	expect(post!.taken).toEqual([]);
});

test('[MAIL-5] a wrong mail server or sender stops the start with one sentence, without a secret', async () => {
	const dataDir = await mkdtemp(join(tmpdir(), 'plenary-mail-'));
	const start = (environment: Record<string, string>) => readConfig({ DATA_DIR: dataDir, ...environment });

	await expect(start({ SMTP_URL: 'mailto:geheim@x' })).rejects.toThrow(/^SMTP_URL: its value is no address of a mail/);
	await expect(start({ SMTP_URL: 'http://geheim@x' })).rejects.not.toThrow(/geheim/);
	await expect(start({ MAIL_FROM: 'Plenary' })).rejects.toThrow(/^MAIL_FROM: 'Plenary' is no sender of mails/);
	expect(await start({ SMTP_URL: 'smtps://a:b@mail.example.org', MAIL_FROM: 'P <p@example.org>' })).toMatchObject({
		...{ smtpUrl: 'smtps://a:b@mail.example.org', mailFrom: 'P <p@example.org>' }
	});
	expect(await start({})).toMatchObject({ smtpUrl: undefined, mailFrom: 'Plenary <plenary@localhost>' });
});

test('[LINK-26] a forwarded link writes no promise once the room is open: only the code does; before it the link is enough', async () => {
	const { sit, at, codeFor, workshop, server } = await scene();
	const tom = await sit();
	const write = (promise: string) => tom.send('PATCH', `${at}/promise`, { promise });
	const state = (to: string) =>
		server.database
			.rows(`update workshops set state = '${to}' where id = '${workshop.id}' returning id`)
			.then(() => server.deps.workshops.desk.refresh(asId(workshop.id), 'workshop'));

	const forwarded = [await write('Another promise'), await tom.post(`${at}/sponsor-tasks/promise`, { done: true })];
	const kept = (await workshop.view()).brief.promise;
	await confirm(tom, at, await codeFor(tom));
	const behind = await write('I answer every request.');
	await state('preparing');
	const beforehand = await (await sit()).send('PATCH', `${at}/promise`, { promise: 'I answer in the room.' });

	expect(forwarded.map(({ status, body }) => [status, body.code])).toEqual([
		[403, 'code-needed'],
		[403, 'code-needed']
	]);
	expect(kept).toBe('I answer.');
	expect([behind.status, beforehand.status]).toEqual([200, 200]);
});

test('[LINK-27] the seconds until the next code are those after which there is one', async () => {
	const { sit, at, pass } = await scene();
	const tom = await sit();
	const ask = () => tom.post(`${at}/link-code`);
	const first = [];
	for (let n = 0; n < 6; n += 1) {
		first.push((await ask()).status);
		pass(2);
	}

	const refused = await ask();
	const seconds = Number(refused.body.retryAfterSeconds);
	pass((seconds - 1) / 60);
	const early = await ask();
	pass(1 / 60);
	const inTime = await ask();

	expect(first).toEqual([204, 204, 204, 204, 204, 204]);
	// Twelve minutes of the hour are over.
	expect([refused.status, seconds]).toEqual([429, 48 * 60]);
	expect([early.status, early.body.retryAfterSeconds]).toEqual([429, 1]);
	expect(inTime.status).toBe(204);
});

test('[LINK-28] a mail server that takes a connection and says nothing does not hold up the end of the process', async () => {
	const held: Socket[] = [];
	const called = Promise.withResolvers<void>();
	const hanging = createServer((socket) => {
		held.push(socket);
		socket.on('error', () => {});
		called.resolve();
	});
	await new Promise<void>((resolve) => void hanging.listen(0, '127.0.0.1', resolve));
	open.push({
		close: async () => {
			for (const socket of held) socket.destroy();
			await new Promise((resolve) => void hanging.close(resolve));
		}
	});
	const { port } = hanging.address() as AddressInfo;
	const server = await startServer({ config: { smtpUrl: `smtp://127.0.0.1:${port}` } });
	const workshop = await testWorkshop(server);
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, { brief: { sponsor: 'Tom Beckett' } });
	const { body: link } = await workshop.post('/links', { purpose: 'sponsor' });
	await workshop.post(`/people/${String(link.personId)}/email`, { email: 'tom@example.org' });
	const tom = server.device();
	await tom.post('/api/links/open', { token: String(link.path).split('/').at(-1) });
	await tom.post(`/api/workshops/${workshop.id}/link-code`);
	await called.promise;

	const startedAt = performance.now();
	await server.close();

	expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('[LINK-29] a hundred mails that wait after a failure hold up no new one, and each goes when its time has come', async () => {
	const { server, workshop, tom } = await scene();
	const store = new MailStore(server.database);
	const start = Date.parse('2027-01-13T15:00:00Z');
	const at = (minutes: number) => new Date(start + minutes * 60_000);
	const waiting = Array.from(
		{ length: 120 },
		(_, n) =>
			`('waiting-${n}', '${workshop.id}', 'waiting-${n}', 'link-code', '${tom}', 'a@example.org', 'x', 'x', '${at(-60).toISOString()}', '${at(0).toISOString()}', 'refused', 3)`
	);
	await server.database.rows(
		`insert into mails (id, workshop_id, key, kind, person_id, address, subject, text, made_at, claimed_at, failure, tries)
		 values ${waiting.join(', ')} returning id`
	);
	await server.database.transaction((tx) =>
		addMail(tx, {
			...{ workshopId: asId(workshop.id), personId: asId(tom), key: 'new', kind: 'link-code' },
			...{ address: 'b@example.org', subject: 'x', text: 'x', at: at(1) }
		})
	);

	const fresh = await store.claim(at(1));
	const none = await store.claim(at(3.9));
	const again = await store.claim(at(4));

	expect([fresh?.address, none, again?.address, again?.tries]).toEqual(['b@example.org', null, 'a@example.org', 4]);
});
