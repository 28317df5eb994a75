import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testFolder } from '../support/database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const script = "start('app')";
const style = 'h1 { color: green }';
const pages = {
	'app.html': `<!doctype html><title>app</title><link href="/_app/immutable/known.js"><script>${script}</script>`,
	'index.html':
		'<!doctype html><title>front</title><script>start("front")</script><script src="/_app/immutable/a.js"></script>',
	'j.html': `<!doctype html><title>join</title><style>${style}</style>`,
	'_app/immutable/a.js': 'export const a = 1;',
	'_app/immutable/a.js.br': 'pressed',
	'_app/version.json': '{}',
	'_app/routes.json': JSON.stringify({
		'/w/[w]/s/[syndicate]/[step]': ['_app/immutable/a.js', '_app/immutable/b.css', '_app/immutable/known.js'],
		'/w/[w]/run': ['_app/immutable/a.js']
	}),
	'robots.txt': 'User-agent: *',
	'service-worker.js': 'self.skipWaiting();'
};

let server: TestServer;
let folder: Awaited<ReturnType<typeof testFolder>>;
beforeAll(async () => {
	folder = await testFolder();
	await mkdir(join(folder.path, '_app/immutable'), { recursive: true });
	for (const [path, text] of Object.entries(pages)) await writeFile(join(folder.path, path), text);
	await writeFile(join(folder.path, '../plenary-secret.txt'), 'secret');
	server = await startServer({ site: folder.path });
});
afterAll(async () => {
	await server.close();
	await folder.remove();
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
	server.device().send('GET', path, undefined, headers);

test('[SITE-1] drawn pages, places in the app and files are served, each with its caching', async () => {
	const told = async (path: string) => {
		const { status, headers, body } = await get(path);
		return [status, String(body).match(/<title>(\w+)/)?.[1] ?? body, headers.get('cache-control')];
	};

	expect(await told('/')).toEqual([200, 'front', 'no-cache']);
	expect(await told('/j')).toEqual([200, 'join', 'no-cache']);
	expect(await told('/w/abcdefgh/room')).toEqual([200, 'app', 'no-cache']);
	expect(await told('/setup')).toEqual([200, 'app', 'no-cache']);
	expect(await told('/_app/immutable/a.js')).toEqual([
		200,
		'export const a = 1;',
		'public, max-age=31536000, immutable'
	]);
	expect(await told('/robots.txt')).toEqual([200, 'User-agent: *', 'no-cache']);
});

test('[SITE-2] a missing chunk or file is missing, not the app', async () => {
	for (const path of ['/_app/immutable/gone.js', '/_app/gone', '/favicon.png'])
		expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test('[SITE-3] no path leads out of the folder', async () => {
	const paths = [
		'/..%2fplenary-secret.txt',
		'/%2e%2e/plenary-secret.txt',
		'/_app/..%5c..%5cplenary-secret.txt',
		'/..;/plenary-secret.txt'
	];
	for (const path of paths) {
		const { status, body } = await get(path);
		expect([path, status, String(body).includes('secret')]).toEqual([path, 404, false]);
	}
});

test('[SITE-4] what was pressed at build time is sent pressed', async () => {
	const response = await fetch(`${server.url}/_app/immutable/a.js`, {
		method: 'HEAD',
		headers: { 'accept-encoding': 'br' }
	});

	expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual(['br', 'Accept-Encoding']);
});

test('[SAFE-1] every answer forbids what a page of ours does not need; the only inline scripts and styles are the built ones', async () => {
	const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
	const hashes = [script, 'start("front")'].map(hash);

	for (const path of ['/', '/j', '/w/x', '/api/me', '/api/gone', '/gone.png', '/livez']) {
		const { headers } = await get(path);
		const policy = new Map(
			(headers.get('content-security-policy') ?? '')
				.split('; ')
				.map((part) => [part.split(' ')[0], part.split(' ').slice(1)])
		);
		expect(policy.get('script-src')?.toSorted()).toEqual(["'self'", ...hashes].toSorted());
		expect(policy.get('default-src')).toEqual(["'none'"]);
		expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
		expect(policy.get('style-src')).toEqual(["'self'", hash(style)]);
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		if (path.startsWith('/api')) expect(headers.get('cache-control')).toBe('no-store');
	}
});

test('[SITE-5] a place in the app is told with the files it is made of, and a board with what it starts from', async () => {
	const told = async (path: string) => (await get(path)).headers.get('link')?.split(', ') ?? [];

	expect(await told('/w/abc_-1/s/alder/experiences')).toEqual([
		'</_app/immutable/a.js>; rel=modulepreload',
		'</_app/immutable/b.css>; rel=preload; as=style',
		'</api/workshops/abc_-1>; rel=preload; as=fetch; crossorigin',
		'</api/workshops/abc_-1/live>; rel=preload; as=fetch; crossorigin',
		'</api/workshops/abc_-1/people>; rel=preload; as=fetch; crossorigin',
		'</api/workshops/abc_-1/documents>; rel=preload; as=fetch; crossorigin'
	]);
	expect(await told('/w/abc/run')).toEqual(['</_app/immutable/a.js>; rel=modulepreload']);
	expect([await told('/j'), await told('/w/abc/screen')]).toEqual([[], []]);
	expect((await told('/w/a%3Eb/s/x/y')).filter((link) => link.includes('/api/'))).toEqual([]);
});

test('[SITE-6] the worker of the pages is asked for anew each time, rules this site and no other, and runs from here alone', async () => {
	const { status, headers, body } = await get('/service-worker.js');

	expect([status, body, headers.get('cache-control')]).toEqual([200, 'self.skipWaiting();', 'no-cache']);
	expect(headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
	expect(headers.get('x-content-type-options')).toBe('nosniff');
	// Where it lies it rules everything below; no header lets it, or a script of another folder, rule more.
	for (const path of ['/service-worker.js', '/_app/immutable/a.js'])
		expect([path, (await get(path)).headers.get('service-worker-allowed')]).toEqual([path, null]);
	for (const path of ['/service-worker.js', '/', '/w/abcdefgh/room']) {
		const policy = (await get(path)).headers.get('content-security-policy') ?? '';
		expect([path, policy]).toEqual([path, expect.stringContaining("worker-src 'self';")]);
		expect([path, policy]).toEqual([path, expect.stringContaining("connect-src 'self';")]);
		expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none';")]);
	}
	expect((await get('/nowhere/service-worker.js')).status).toBe(404);
});
