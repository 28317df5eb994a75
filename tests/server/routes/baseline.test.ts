import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BaselineView } from '#protocol/baseline.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
let at: string;
let token: string;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server, { open: false });
	at = `/api/workshops/${workshop.id}`;
	token = await newToken();
	await workshop.post('/open');
	const [alder] = (await workshop.view()).syndicates;
	await workshop.join('Ana', alder!.slug);
	await workshop.join('Bo', alder!.slug);
	await server.database.rows(`update people set department = 'Billing' where name = 'Ana'`);
	await server.database.rows(`update people set department = 'Sales' where name = 'Bo'`);
});
afterAll(() => server.close());

async function newToken(): Promise<string> {
	const { body } = await workshop.post('/links', { purpose: 'baseline' });
	return String(body.path).split('/').at(-1)!;
}

const marks = (mark: number) => Object.fromEntries([1, 2, 3, 4, 5].map((question) => [`base-${question}`, mark]));
const give = (device: Device, body: object, to = token) => device.post(`/api/baseline/${to}`, body);
const seen = async (device: Device = workshop.facilitator): Promise<BaselineView> =>
	(await device.get(`${at}/baseline`)).body;

test('[BASE-1] the link shows the questions to whoever has it, and a look leaves nothing', async () => {
	const device = server.device();

	const asked = await device.get(`/api/baseline/${token}`);

	expect(asked.status).toBe(200);
	expect(asked.body).toMatchObject({
		questions: { length: 5 },
		departments: ['Billing', 'Sales'],
		isGiven: false,
		isOpen: true
	});
	expect(device.cookie).toBe('');
	expect(asked.headers.get('x-robots-tag')).toBe('noindex');
});

test('[BASE-1] an unknown link, a revoked one and one for something else open nothing', async () => {
	const revoked = await newToken();
	const [link] = (await workshop.facilitator.get(`${at}/links`)).body;
	await workshop.post(`/links/${link.id}/revoke`);
	const screen = String((await workshop.post('/links', { purpose: 'screen' })).body.path)
		.split('#')
		.at(-1)!;

	for (const wrong of ['unknown', revoked, screen]) {
		const shown = await server.device().get(`/api/baseline/${wrong}`);
		const given = await give(server.device(), { marks: marks(3) }, wrong);
		expect([shown.status, shown.body.code, given.status]).toEqual([404, 'link-expired', 404]);
	}
	// And this one gives no seat.
	expect((await server.device().post('/api/links/open', { token })).status).toBe(404);
});

test('[BASE-2] a device answers once, also when it sends twice at once; nothing that cannot be kept is taken', async () => {
	const device = server.device();
	const nothing = await give(device, { marks: {} });
	const beyond = await give(device, { marks: { 'base-1': 6 } });
	const first = await give(device, { marks: marks(4), department: 'Billing', words: 'Ask us.' });

	const [again, atOnce] = await Promise.all([give(device, { marks: marks(1) }), give(device, { marks: marks(1) })]);
	const other = await give(server.device(), { marks: { 'base-1': 2, unknown: 5 }, department: 'Nowhere' });

	expect([nothing.body.code, beyond.status, first.status]).toEqual(['empty', 400, 204]);
	expect([again.body.code, atOnce.body.code]).toEqual(['already-answered', 'already-answered']);
	expect((await device.get(`/api/baseline/${token}`)).body.isGiven).toBe(true);
	expect(other.status).toBe(204);
	const rows = await server.database.rows('select department, marks, words from baseline_answers order by words');
	expect(rows).toEqual([
		{ department: '', marks: { 'base-1': 2 }, words: '' },
		{ department: 'Billing', marks: marks(4), words: 'Ask us.' }
	]);
});

test('[BASE-3] neither a column nor the order of rows leads from an answer to the device that gave it', async () => {
	const devices = Array.from({ length: 12 }, () => server.device());
	for (const [n, device] of devices.entries()) await give(device, { marks: marks((n % 5) + 1), words: `answer ${n}` });

	const columns = await server.database.rows(
		`select column_name from information_schema.columns where table_name = 'baseline_answers' order by column_name`
	);
	const lying = await server.database.rows(
		`select words from baseline_answers where words like 'answer %' order by ctid`
	);
	const given = await server.database.rows(`select count(distinct xmin::text)::int as n from baseline_given`);
	const written = await server.database.rows(`select count(distinct xmin::text)::int as n from baseline_answers`);

	expect(columns.map(({ column_name: name }) => name)).toEqual([
		'department',
		'id',
		'marks',
		'round',
		'words',
		'workshop_id'
	]);
	// Twelve in the order they came would be one chance in 479 million.
	expect(lying.map(({ words }) => words)).not.toEqual(devices.map((_, n) => `answer ${n}`));
	expect(lying).toHaveLength(12);
	expect(Number(given[0]!.n)).toBeGreaterThan(10);
	expect(written[0]!.n).toBe(1);
});

test('[BASE-4] everybody sees the same figures, words are for facilitators, and small departments for nobody', async () => {
	const [alder] = (await workshop.view()).syndicates;
	const cleo = await workshop.join('Cleo', alder!.slug);

	const facilitator = await seen();
	const participant = await seen(cleo.device);
	const outsider = await server.device().get(`${at}/baseline`);

	expect(facilitator.answers).toBe(14);
	expect(facilitator.words).toContain('Ask us.');
	expect(participant.words).toEqual([]);
	expect({ ...participant, words: [] }).toEqual({ ...facilitator, words: [] });
	// One of Billing, thirteen of nowhere: both are hidden.
	expect(facilitator.questions[0]).toMatchObject({
		figure: { answers: 14 },
		departments: [
			{ department: 'Billing', figure: null },
			{ department: '', figure: null }
		]
	});
	expect(outsider.status).toBe(401);
});

test('[BASE-5] once the plan is signed no answer is added any more', async () => {
	await server.database.rows(`update workshops set state = 'signed' where id = '${workshop.id}'`);
	const another = await startAgain();

	const asked = await another.get(`/api/baseline/${token}`);
	const given = await give(another, { marks: marks(5) });

	expect(asked.body.isOpen).toBe(false);
	expect([given.status, given.body.code]).toEqual([403, 'workshop-closed']);
	expect((await seen()).answers).toBe(14);
});

/** A device that asks after the copy in memory was read again. */
async function startAgain(): Promise<Device> {
	await server.deps.workshops.desk.refresh(workshop.id as never, 'workshop');
	return server.device();
}
