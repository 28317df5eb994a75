/**
 * Opens the pages of the room without a network. Each build has a cache of its own: the page that draws all others and
 * every file that a page of the room may ask for. Documents come from the network first, so a new build is there with the
 * next load; files with their hash in the name come from the cache first, whichever build they belong to. What the API
 * answers is never kept here: the page keeps what it needs, and forgets it (`lib/visit/kept-visit.ts`).
 * Only where browsers allow it: on https and on the machine itself.
 */
import { build, version } from '$service-worker';

/** The part of a service worker that is used here; the page's own names for the world are others. */
interface Until {
	waitUntil(done: Promise<unknown>): void;
}
interface Fetching extends Until {
	readonly request: Request;
	/** The document, asked for while this worker was still waking up. */
	readonly preloadResponse: Promise<Response | undefined>;
	respondWith(answer: Promise<Response>): void;
}
declare const self: {
	addEventListener(kind: 'install' | 'activate', heard: (event: Until) => void): void;
	addEventListener(kind: 'fetch', heard: (event: Fetching) => void): void;
	skipWaiting(): Promise<void>;
	readonly clients: { claim(): Promise<void> };
	readonly registration: { readonly navigationPreload?: { enable(): Promise<void> } };
};

const PREFIX = 'plenary.';
const NAME = PREFIX + version;
const SHELL = '/app.html';
/** A network that gives no document within this is taken for none. */
const DOCUMENT_MS = 3000;
/** The room's pages must not wait behind what is fetched for later. */
const AT_ONCE = 4;
/** Pages that can be drawn from what a device keeps. */
const ROOM = /^\/w\/[\w-]+(\/(s|room)\/.+)?$/;

/** Everything of this build, or nothing: half of it would open half a page. */
async function keepAll(): Promise<void> {
	const [page, list] = await Promise.all(
		[SHELL, '/_app/offline.json'].map((path) => fetch(path, { cache: 'no-store' }))
	);
	if (!page?.ok || !list?.ok) throw new Error('The server gave no whole build.');
	const names: readonly string[] = await list.json();
	const html = await page.clone().text();
	const files = [
		...new Set([...names.map((name) => `/${name}`), ...(html.match(/\/_app\/immutable\/[\w./-]+/g) ?? [])])
	];
	// The server was renewed between two answers: the next visit brings the worker of that build.
	if (files.some((file) => !build.includes(file))) throw new Error('The answers belong to two builds.');
	const cache = await caches.open(NAME);
	const rest = [...files];
	const fetchOn = async (): Promise<void> => {
		for (let file = rest.pop(); file !== undefined; file = rest.pop()) {
			const known = (await caches.match(file)) ?? (await fetch(file));
			if (!known.ok) throw new Error(`${file} is missing.`);
			await cache.put(file, known);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, fetchOn));
	await cache.put(SHELL, page);
}

/** The caches of builds, the newest first: their names end with the time of the build. */
const builds = async (): Promise<readonly string[]> =>
	(await caches.keys())
		.filter((name) => name.startsWith(PREFIX))
		.sort()
		.reverse();

/** A page of the build before may still be open, and asks for its own files. */
async function forgetOlder(): Promise<void> {
	await Promise.all(
		(await builds())
			.filter((name) => name < NAME)
			.slice(1)
			.map((name) => caches.delete(name))
	);
}

async function documentFor({ request, preloadResponse }: Fetching): Promise<Response> {
	const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), DOCUMENT_MS));
	const asked = preloadResponse.then((early) => early ?? fetch(request)).catch(() => null);
	const answer = await Promise.race([asked, late]);
	// A proxy that answers for a server which is being renewed knows no page of ours.
	if (answer && (answer.status < 502 || answer.status > 504)) return answer;
	const kept = ROOM.test(new URL(request.url).pathname) ? await (await caches.open(NAME)).match(SHELL) : undefined;
	return kept ?? answer ?? noPage();
}

async function fileFor(event: Fetching): Promise<Response> {
	const known = await caches.match(event.request);
	if (known) return known;
	const answer = await fetch(event.request);
	if (answer.ok) {
		const copy = answer.clone();
		event.waitUntil(caches.open(NAME).then((cache) => cache.put(event.request, copy)));
	}
	return answer;
}

/** In place of the browser's own words, which tell nothing of what was written. */
const noPage = (): Response =>
	new Response(
		`<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>No network · Plenary</title><style>html{color-scheme:light dark;font:1.0625rem/1.45 system-ui,sans-serif}main{display:grid;align-content:center;justify-items:center;gap:1rem;min-height:85vh;max-width:36rem;margin:auto;padding:1.25rem;text-align:center;text-wrap:balance}h1{margin:0;font:500 2.25rem/1.08 Georgia,serif}p{margin:0}a{color:inherit}</style><main><h1>This page needs the network</h1><p>Plenary cannot be reached from here. Boards that were opened on this device open without a network, and what you wrote on them is safe.</p><p><a href="">Try again</a></p></main></html>`,
		{
			status: 503,
			headers: {
				'content-type': 'text/html; charset=utf-8',
				'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'"
			}
		}
	);

self.addEventListener('install', (event) => {
	event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(Promise.all([self.registration.navigationPreload?.enable(), forgetOlder(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== location.origin) return;
	// An address with a dot is a file, and one of the API may be a download: the browser asks for both itself.
	if (request.mode === 'navigate') {
		if (!/^\/api\/|\./.test(pathname)) event.respondWith(documentFor(event));
	} else if (pathname.startsWith('/_app/immutable/')) event.respondWith(fileFor(event));
});
