import { expect, test } from 'vitest';
import { createLog } from '#server/log.ts';
import { setUp, startServer } from '../support/server.ts';

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

test('[LOG-1] names, texts, codes, passwords and tokens reach neither the log nor an answer that refuses', async () => {
	const server = await startServer();
	const device = server.device();
	await setUp(server, device);
	const cookie = device.cookie.split('=')[1]!;
	const setupLike = { ...marks, token: marks.token };

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
