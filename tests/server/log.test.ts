import { expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { createLog } from '#server/log.ts';
import { setUp, startServer, type Device, type TestServer } from '../support/server.ts';
import { liveSocket, openBoard, testWorkshop } from '../support/workshop.ts';

const marks = {
	name: 'MarkName7f3a',
	email: 'markmail7f3a@example.org',
	password: 'MarkPassword7f3a',
	text: 'MarkText7f3a',
	title: 'MarkTitle7f3a',
	code: 'MARKCODE7',
	token: 'MarkToken7f3aMarkToken7f3aMarkTo',
	words: 'MarkWords7f3a'
};
const parts = Object.values(marks);
const found = (text: string) => parts.filter((mark) => text.toLowerCase().includes(mark.toLowerCase()));

test(
	'[LOG-1] names, texts, codes, passwords and tokens reach neither the log nor an answer that refuses',
	{ timeout: 60_000 },
	async () => {
		const server = await startServer();
		const device = server.device();
		await setUp(server, device);
		const cookie = device.cookie.split('=')[1]!;
		const setupLike = { ...marks, token: marks.token };

		await useEverything(server, device);
		let answers = '';
		const send = async (method: string, path: string, body?: unknown, headers = {}) => {
			const { status, body: answer } = await device.send(method, path, body, headers);
			if (status >= 400) answers += JSON.stringify(answer);
		};
		for (const { method, path } of server.routes) {
			const at = path.replaceAll(/:(\w+)/g, marks.code);
			await send(method, at, method === 'GET' ? undefined : setupLike);
			if (method !== 'GET') await send(method, at, `{"name": "${marks.name}", `);
		}
		await send('POST', '/api/sign-in', { email: marks.email, password: marks.password });
		await send('GET', `/api/${marks.text}?${marks.title}`, undefined, { cookie: `plenary=${marks.token}` });
		await send('GET', `/w/${marks.code}#${marks.token}`);
		const logged = server.logged();
		await server.close();

		expect(found(logged)).toEqual([]);
		expect(logged).not.toContain(cookie);
		expect(logged).not.toContain('facilitator@example.org');
		expect(found(answers)).toEqual([]);
	}
);

test('[LOG-5] who asks a question is not in the log: it may have been asked without a name', async () => {
	const server = await startServer();
	const workshop = await testWorkshop(server);
	const ana = await workshop.join('Ana', 'alder');

	await ana.device.post(`/api/workshops/${workshop.id}/questions`, { text: 'What annoys you?', shows: 'nobody' });
	await ana.device.get(`/api/workshops/${workshop.id}/plan`);
	const lines = server
		.logged()
		.trim()
		.split('\n')
		.map((line): { route?: string; person?: string } => JSON.parse(line));
	await server.close();

	const people = (end: string) => lines.filter(({ route }) => route?.endsWith(end)).map(({ person }) => person);
	expect(people('/plan')).toEqual([ana.id]);
	expect(people('/questions')).toEqual([undefined]);
});

test('[LOG-2] a fault is logged with its place and a reference, and told with the reference only', async () => {
	const server = await startServer();
	const device = server.device();
	await server.database.transaction(async (tx) => {
		await tx.execute('drop table accounts cascade');
	});

	const { status, body } = await device.post('/api/sign-in', { email: marks.email, password: marks.password });
	const logged = server.logged();
	await server.close();

	expect([status, body.code]).toEqual([500, 'internal']);
	expect(body.sentence).toContain(body.reference);
	const line = logged.split('\n').find((text) => text.includes(body.reference))!;
	expect(JSON.parse(line)).toMatchObject({
		level: 50,
		route: '/api/sign-in',
		err: { type: 'DatabaseError', sqlState: '42P01', query: expect.stringContaining('select') }
	});
	expect(line).toContain('accounts.ts');
	expect(found(logged + JSON.stringify(body))).toEqual([]);
});

test('[LOG-3] what is handed to the log by mistake is kept out', () => {
	let written = '';
	const log = createLog('info', { write: (line) => void (written += line) });

	log.info({ person: { id: 'p1', name: marks.name }, code: marks.code, email: marks.email }, 'seated');

	expect(found(written)).toEqual([]);
	expect(JSON.parse(written)).toMatchObject({ person: { id: 'p1' }, msg: 'seated' });
});

test('[LOG-4] a request is one line with the pattern of its route', async () => {
	const server = await startServer();
	await server.device().get('/api/me?x=1');
	const [line] = server
		.logged()
		.split('\n')
		.filter((text) => text.includes('"request"'));
	await server.close();

	const { method, route, status, ms, ...rest } = JSON.parse(line!);
	expect([method, route, status, typeof ms]).toEqual(['GET', '/api/me', 200, 'number']);
	expect(Object.keys(rest).sort()).toEqual(['level', 'msg', 'time']);
});

/** What people write, said through every door that takes it. */
async function useEverything(server: TestServer, facilitator: Device): Promise<void> {
	const workshop = await testWorkshop(server, { facilitator });
	const at = `/api/workshops/${workshop.id}`;
	const told: (readonly [string, number])[] = [];
	const tell = async (device: Device, method: string, path: string, body: unknown) => {
		told.push([path, (await device.send(method, `${at}${path}`, body)).status]);
	};
	await tell(facilitator, 'PATCH', '', {
		title: marks.title,
		purpose: marks.text,
		brief: { promise: marks.words, sponsor: marks.name }
	});
	const { syndicates } = await workshop.view();
	const { device } = await workshop.join(marks.name, syndicates[0]!.slug);
	const again = await server
		.device()
		.post('/api/join', { code: (await workshop.view()).code, name: marks.name, syndicate: syndicates[0]!.slug });
	await tell(facilitator, 'POST', '/message', { text: marks.text });
	await tell(device, 'POST', '/points', { text: marks.text, kind: 'wish' });
	await tell(device, 'POST', '/questions', { text: marks.words, shows: 'name' });
	await workshop.go('experiences', 'share');
	const [place] = (await workshop.documents(device)).filter(({ step, writable }) => step === 'experiences' && writable);
	const board = await openBoard(server, device, place!);
	board.board.addNote({ zone: asId<'Zone'>('good'), text: marks.text });
	await board.saved();
	board.close();
	liveSocket(server, device, workshop.id).close();

	expect(told.filter(([, status]) => status >= 400)).toEqual([]);
	// A name that is taken is said to the one who typed it, and to nobody else.
	expect(again.status).toBe(409);
}
