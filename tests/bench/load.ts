/** One load of one page in Chromium, and what it cost. */
import { gzipSync } from 'node:zlib';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';
import type { Figures } from './figures.ts';

export type Throttle = 'hotel' | 'none';

/** A hotel's Wi-Fi with a small laptop on it. */
const HOTEL = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const HOTEL_CPU = 4;

const PATIENCE_MS = 30_000;
/** A page has settled after so long without a request in flight; less than a page waits before it fetches ahead. */
const QUIET_MS = 500;
const SETTLE_MS = 6_000;

interface Asked {
	readonly url: string;
	isScript: boolean;
	isFont: boolean;
	isCached: boolean;
	endedAt: number | null;
}

/** What was received: when (the browser's own clock, seconds), and how much. */
interface Received {
	readonly at: number;
	readonly bytes: number;
}

export interface LoadOptions {
	readonly throttle: Throttle;
	/** The page can be used when each of these is there and can be seen. */
	readonly usableWith: readonly string[];
	/** What begins the load; the time counts from here on where it is no new page. */
	readonly begin: (page: Page) => Promise<unknown>;
	/** The load begins with a press on a page that is there already. */
	readonly isWithinPage?: boolean;
}

/** Prepares the page's own look-out, before any load. */
export async function watch(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const seen = { tasks: [] as { start: number; ms: number }[], pressedAt: 0 };
		new PerformanceObserver((list) => {
			for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ start: startTime, ms: duration });
		}).observe({ type: 'longtask', buffered: true });
		addEventListener('click', () => (seen.pressedAt = performance.now()), { capture: true });
		const isSeen = (selector: string) =>
			[...document.querySelectorAll(selector)].some(
				(element) => element.checkVisibility() && element.getBoundingClientRect().height > 0
			);
		// The first frame in which all is there, then the next message that the main thread serves.
		const usable = (selectors: readonly string[]) =>
			new Promise<number>((resolve) => {
				const look = () => {
					if (!selectors.every(isSeen)) return void requestAnimationFrame(look);
					const { port1, port2 } = new MessageChannel();
					port1.onmessage = () => resolve(performance.now());
					port2.postMessage(null);
				};
				requestAnimationFrame(look);
			});
		Object.assign(globalThis, { bench: { seen, usable } });
	});
}

declare const bench: {
	readonly seen: {
		readonly tasks: readonly { readonly start: number; readonly ms: number }[];
		readonly pressedAt: number;
	};
	readonly usable: (selectors: readonly string[]) => Promise<number>;
};

export async function load(
	page: Page,
	{ throttle, usableWith, begin, isWithinPage = false }: LoadOptions
): Promise<Figures> {
	const session = await page.context().newCDPSession(page);
	await session.send('Network.enable');
	// The thread's own time: others on the same machine do not count.
	await session.send('Performance.enable', { timeDomain: 'threadTicks' });
	await session.send('Emulation.setCPUThrottlingRate', { rate: throttle === 'hotel' ? HOTEL_CPU : 1 });
	if (throttle === 'hotel') await session.send('Network.emulateNetworkConditions', HOTEL);
	const traffic = listen(session);
	const before = await mainThreadMs(session);

	const usableWhole = usableIn(page, usableWith, isWithinPage);
	// Asked of below; why the load did not begin is told before why the page did not answer.
	usableWhole.catch(() => {});
	await begin(page);
	const { usable, pressedAt, origin } = await usableWhole;
	await traffic.settled();

	const after = await mainThreadMs(session);
	const { tasks, painted } = await page.evaluate(() => ({
		tasks: bench.seen.tasks,
		painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
	}));
	const start = isWithinPage ? pressedAt : 0;
	const usableAt = traffic.browserTime(origin + usable);
	const scripts = traffic.asked.filter(({ isScript, isCached }) => isScript && !isCached);
	const byUsable = scripts.filter(({ endedAt }) => endedAt !== null && endedAt <= usableAt);
	const fonts = traffic.asked.filter(({ isFont, isCached }) => isFont && !isCached);
	const figures: Figures = {
		painted: isWithinPage ? 0 : painted,
		usable: usable - start,
		wireByUsable: kb(traffic.received.filter(({ at }) => at <= usableAt)),
		wireInAll: kb(traffic.received),
		requests: traffic.asked.filter(({ isCached }) => !isCached).length,
		scriptByUsable: await gzipKb(byUsable),
		scriptInAll: await gzipKb(scripts),
		font: Math.max(
			0,
			...(await Promise.all(
				fonts.map(({ url, endedAt }) => (endedAt !== null && endedAt <= usableAt ? weight(url) : 0))
			))
		),
		// Another process draws the page after a change of site, and counts from nothing.
		mainThread: after >= before ? after - before : after,
		longestTask: Math.max(0, ...tasks.filter((task) => task.start >= start).map(({ ms }) => ms)),
		heap: await heapMb(session)
	};
	await session.detach();
	return figures;
}

/** Asked of the new page as soon as there is one; a page that is there already is asked at once. */
async function usableIn(page: Page, selectors: readonly string[], isWithinPage: boolean) {
	if (!isWithinPage) await page.waitForEvent('domcontentloaded', { timeout: PATIENCE_MS });
	const asked = page.evaluate(async (wanted) => {
		const usable = await bench.usable(wanted);
		return { usable, pressedAt: bench.seen.pressedAt, origin: performance.timeOrigin };
	}, selectors);
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${page.url()} was not usable after ${PATIENCE_MS} ms`)), PATIENCE_MS);
	});
	return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

function listen(session: CDPSession) {
	const asked = new Map<string, Asked>();
	const received: Received[] = [];
	let lastAt = Date.now();
	/** Seconds between the clock of the browser's events and the wall. */
	let ahead = 0;
	session.on('Network.requestWillBeSent', ({ requestId, request, timestamp, wallTime }) => {
		lastAt = Date.now();
		ahead = wallTime - timestamp;
		asked.set(requestId, { url: request.url, isScript: false, isFont: false, isCached: false, endedAt: null });
	});
	session.on('Network.requestServedFromCache', ({ requestId }) => {
		const one = asked.get(requestId);
		if (one) one.isCached = true;
	});
	session.on('Network.responseReceived', ({ requestId, response, timestamp }) => {
		lastAt = Date.now();
		const one = asked.get(requestId);
		if (!one) return;
		one.isScript = response.mimeType.includes('javascript');
		one.isFont = response.mimeType.startsWith('font/');
		one.isCached ||= response.fromDiskCache === true;
		if (!one.isCached) received.push({ at: timestamp, bytes: response.encodedDataLength });
	});
	session.on('Network.dataReceived', ({ encodedDataLength, timestamp }) => {
		lastAt = Date.now();
		received.push({ at: timestamp, bytes: encodedDataLength });
	});
	const ended = ({ requestId, timestamp }: { readonly requestId: string; readonly timestamp: number }) => {
		lastAt = Date.now();
		const one = asked.get(requestId);
		if (one) one.endedAt = timestamp;
	};
	session.on('Network.loadingFinished', ended);
	session.on('Network.loadingFailed', ended);
	return {
		get asked(): readonly Asked[] {
			return [...asked.values()];
		},
		received,
		browserTime: (wallMs: number) => wallMs / 1000 - ahead,
		settled: async (): Promise<void> => {
			const latest = Date.now() + SETTLE_MS;
			const isOpen = () => [...asked.values()].some(({ endedAt }) => endedAt === null);
			while (Date.now() < latest && (isOpen() || Date.now() - lastAt < QUIET_MS))
				await new Promise((resolve) => setTimeout(resolve, 50));
		}
	};
}

const kb = (received: readonly Received[]): number => received.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;

const bodies = new Map<string, Promise<Uint8Array>>();

/** The body of a file whose address is made from its content: asked once more, it is the same. */
function bodyOf(url: string): Promise<Uint8Array> {
	const known = bodies.get(url) ?? fetch(url).then(async (response) => new Uint8Array(await response.arrayBuffer()));
	bodies.set(url, known);
	return known;
}

const weight = async (url: string): Promise<number> => (await bodyOf(url)).length / 1000;

async function gzipKb(scripts: readonly Asked[]): Promise<number> {
	const sizes = await Promise.all(scripts.map(async ({ url }) => gzipSync(await bodyOf(url), { level: 9 }).length));
	return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1000;
}

async function metric(session: CDPSession, wanted: string): Promise<number> {
	const { metrics } = await session.send('Performance.getMetrics');
	return metrics.find(({ name }) => name === wanted)?.value ?? 0;
}

const mainThreadMs = async (session: CDPSession): Promise<number> => (await metric(session, 'TaskDuration')) * 1000;

async function heapMb(session: CDPSession): Promise<number> {
	await session.send('HeapProfiler.collectGarbage');
	return (await metric(session, 'JSHeapUsedSize')) / 1_000_000;
}
