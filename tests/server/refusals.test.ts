import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { password, setUp, startServer, type Device, type TestServer } from '../support/server.ts';

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	facilitator = server.device();
	await setUp(server, facilitator);
});
afterAll(() => server.close());

/** A path of the route table with ids that name nothing. */
const filled = (path: string): string => path.replaceAll(/:(\w+)/g, 'unknown0');
const writes = () => server.routes.filter(({ method }) => method !== 'GET');

const foreign = (): readonly (readonly [string, string | undefined])[] => {
	const { hostname, port } = new URL(server.url);
	return [
		['missing', undefined],
		['null', 'null'],
		['foreign', 'https://evil.example'],
		['suffix', `http://${hostname}.evil.example:${port}`],
		['prefix', `http://evil-${hostname}:${port}`],
		['other port', `http://${hostname}:${Number(port) + 1}`],
		['no port', `http://${hostname}`],
		['https', `https://${hostname}:${port}`],
		['with a path', `${server.url}/`]
	];
};

/** Without fetch's own headers. */
function raw(
	method: string,
	path: string,
	headers: Readonly<Record<string, string>>,
	body = ''
): Promise<{ status: number; text: string }> {
	return new Promise((resolve, reject) => {
		const sent = request(server.url + path, { method, headers }, (response) => {
			let text = '';
			response.on('data', (chunk: Buffer) => (text += chunk.toString()));
			response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

test('[SAFE-2] what changes something is taken from our own page only', async () => {
	for (const { method, path } of writes()) {
		for (const [name, origin] of foreign()) {
			const { status, text } = await raw(
				method,
				filled(path),
				{ cookie: facilitator.cookie, 'content-type': 'application/json', ...(origin === undefined ? {} : { origin }) },
				'{}'
			);
			expect([path, name, status, JSON.parse(text).code]).toEqual([path, name, 403, 'wrong-origin']);
		}
	}
});

test('[SAFE-3] a socket is opened from our own page only', async () => {
	const upgrade = (path: string, origin: string | undefined) =>
		new Promise<number>((resolve, reject) => {
			const sent = request(server.url + path, {
				headers: {
					cookie: facilitator.cookie,
					connection: 'upgrade',
					upgrade: 'websocket',
					'sec-websocket-version': '13',
					'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
					...(origin === undefined ? {} : { origin })
				}
			});
			sent.on('response', (response) => resolve(response.statusCode ?? 0));
			sent.on('upgrade', (response, socket) => {
				socket.destroy();
				resolve(response.statusCode ?? 0);
			});
			sent.on('error', reject);
			sent.end();
		});

	for (const path of ['/sync/unknown0/unknown0.1', '/live/unknown0']) {
		for (const [name, origin] of foreign())
			expect([path, name, await upgrade(path, origin)]).toEqual([path, name, 403]);
		expect([path, 'own', await upgrade(path, server.url)]).toEqual([path, 'own', 101]);
	}
	expect(await upgrade('/other', server.url)).toBe(404);
});

test('[SAFE-4] bodies are JSON, and nothing a form of another site could send', async () => {
	for (const { method, path } of writes()) {
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data; boundary=x',
			'text/json'
		]) {
			const { status, text } = await raw(
				method,
				filled(path),
				{ cookie: facilitator.cookie, origin: server.url, 'content-type': type },
				'{}'
			);
			expect([path, type, status, JSON.parse(text).code]).toEqual([path, type, 403, 'wrong-origin']);
		}
	}
});

test('[SAFE-5] a body over 256 kB is refused before it is read, chunked or not', async () => {
	const large = JSON.stringify({ email: 'x'.repeat(300_000), password });
	const headers = { origin: server.url, 'content-type': 'application/json' };

	const whole = await raw('POST', '/api/sign-in', { ...headers, 'content-length': String(large.length) }, large);
	const chunked = await raw('POST', '/api/sign-in', { ...headers, 'transfer-encoding': 'chunked' }, large);
	const atTheLimit = await raw(
		'POST',
		'/api/sign-in',
		headers,
		JSON.stringify({ email: 'x'.repeat(255_000), password })
	);

	expect([whole.status, JSON.parse(whole.text).code]).toEqual([413, 'too-large']);
	expect([chunked.status, JSON.parse(chunked.text).code]).toEqual([413, 'too-large']);
	expect([atTheLimit.status, JSON.parse(atTheLimit.text)]).toEqual([
		400,
		{ code: 'too-long', sentence: '255000 of 254 characters. Nothing is lost; shorten it.', field: 'email' }
	]);
});

test('[SAFE-6] a refusal has a code, a sentence and the field; nothing was changed', async () => {
	const told = async (method: string, path: string, body?: unknown) => {
		const { status, body: answer } = await facilitator.send(method, path, body);
		return [status, answer.code, answer.field, typeof answer.sentence];
	};

	expect(await told('POST', '/api/sign-in', '{"email":')).toEqual([400, 'malformed', 'body', 'string']);
	expect(await told('POST', '/api/sign-in', '[]')).toEqual([400, 'malformed', 'email', 'string']);
	expect(await told('POST', '/api/sign-in', { email: 1, password })).toEqual([400, 'malformed', 'email', 'string']);
	expect(await told('POST', '/api/sign-in')).toEqual([400, 'malformed', 'email', 'string']);
	expect(await told('GET', '/api/nothing-here')).toEqual([404, 'not-found', undefined, 'string']);
	expect(await told('GET', '/api')).toEqual([404, 'not-found', undefined, 'string']);
	expect(await told('PUT', '/api/me', {})).toEqual([405, 'wrong-method', undefined, 'string']);
	const wrongMethod = await facilitator.send('DELETE', '/api/sign-in');
	expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
});

test('[SAFE-6] a text with a zero or half a character in it, and an address with one, are refused as what they are', async () => {
	const { id } = (await facilitator.post('/api/workshops', { title: 'Refusals' })).body;
	const told = async (method: string, path: string, body?: unknown) => {
		const answer = await facilitator.send(method, path, body);
		return [answer.status, answer.body.code, answer.body.field];
	};

	expect(await told('POST', '/api/workshops', { title: 'a\0b' })).toEqual([400, 'malformed', 'title']);
	expect(await told('POST', '/api/sign-in', { email: 'a\0@b.org', password })).toEqual([400, 'malformed', 'email']);
	expect(await told('PATCH', `/api/workshops/${id}`, { brief: { promise: 'half \ud83d' } })).toEqual([
		400,
		'malformed',
		'brief.promise'
	]);
	expect(await told('GET', '/api/workshops/%00')).toEqual([404, 'not-found', undefined]);
	expect(await told('GET', `/api/workshops/${id}/steps/a%00/votes`)).toEqual([404, 'not-found', undefined]);
});

test('[SAFE-7] broken requests do not stop the server', async () => {
	const { hostname, port } = new URL(server.url);
	const send = (bytes: string) =>
		new Promise<void>((resolve) => {
			const socket = connect(Number(port), hostname, () => socket.end(bytes));
			socket.on('error', () => resolve());
			socket.on('close', () => resolve());
			socket.resume();
		});

	await send('GARBAGE\r\n\r\n');
	await send('GET /api/me HTTP/1.1\r\n\r\n');
	await send('GET http://[::1 HTTP/1.1\r\nHost: x y z\r\n\r\n');
	await send(`GET /live/x HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
	await send(
		`GET /sync/x/y.1 HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${'X: y\r\n'.repeat(2000)}\r\n`
	);
	await send(
		'POST /api/sign-in HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'
	);

	expect((await server.device().get('/readyz')).status).toBe(200);
});

test('[SAFE-8] a header that names an address or host is believed only from a configured proxy', async () => {
	const guess = (forwarded: string) =>
		server
			.device()
			.send(
				'POST',
				'/api/sign-in',
				{ email: 'spoof@example.org', password: 'wrong' },
				{ 'x-forwarded-for': forwarded }
			);

	const statuses = [];
	for (let n = 0; n < 11; n++) statuses.push((await guess(`10.0.0.${n}`)).status);

	expect(statuses.at(-1)).toBe(429);
});
