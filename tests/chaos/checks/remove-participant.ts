/** Somebody is shown the door in the middle of writing: their sockets, their requests, what they wrote offline. */
import { CLOSE } from '#protocol/sync.ts';
import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { WebSocket } from 'ws';
import { pathFor } from '../../support/rights.ts';
import { startServer, type Device } from '../../support/server.ts';
import type { Route } from '#server/app.ts';
import type { Check, Context } from '../check.ts';
import { wordsOf } from '../harness/checker.ts';
import { Laptop, openBrowser } from '../harness/pages.ts';
import { told, type Installation, type Seat } from '../harness/installation.ts';
import { pause, until, within } from '../harness/patience.ts';

const PEOPLE = 8;
const OTHERS_EDITS_A_SECOND = 5;
const FLOOD_A_SECOND = 40;
const WRITES_FOR_MS = 1000;
const OUT_WITHIN_MS = 2000;
const OFFLINE_EDITS = 5;
const TOLD_WITHIN_MS = 5000;
const PAGE_WITHIN_MS = 15_000;

export const check: Check = {
	name: 'remove-participant',
	proves:
		'Who is removed is out within two seconds and everywhere; what they wrote offline is refused with the reason and stays on their device.',
	on: 'any',
	trials: { short: 3, long: 100 },
	batch: 20,
	run: async (context) => {
		const failures: string[] = [];
		const slowest = { socketMs: 0, liveMs: 0 };
		const routes = await routesOfProduct();
		let refused = 0;
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			const installation = await context.installation({ people: PEOPLE });
			const left = new Set(installation.seats);
			// Several from one installation: what one removal leaves must not help the next one.
			for (const seat of context.random.shuffled(installation.seats).slice(0, 3)) {
				if (trials >= context.trials || failures.length > 0) break;
				trials += 1;
				left.delete(seat);
				// Whoever looks at the boards from here on sits there still.
				installation.seats = [...left];
				failures.push(...(await removal(context, installation, seat, slowest)));
				const asked = await everyRoute(installation, seat.device, routes);
				refused += asked.refused;
				failures.push(...asked.failures.map((each) => `${seat.name}: ${each}`));
			}
			for (const client of installation.clients) if (client.ended) installation.close(client);
			if (failures.length === 0) failures.push(...(await installation.faultsAtRest()));
			await installation.end();
		}
		if (failures.length === 0) failures.push(...(await inTheBrowser(context)));
		return { trials, failures, figures: { ...slowest, routes: routes.length, requestsRefused: refused } };
	}
};

async function removal(
	{ atMost, history }: Context,
	installation: Installation,
	seat: Seat,
	slowest: { socketMs: number; liveMs: number }
): Promise<readonly string[]> {
	const failures: string[] = [];
	const others = installation.seats.filter(({ place }) => place.id === seat.place.id);
	const honest = others.map((other) => installation.open(other));
	const [flood, phone] = [installation.open(seat), installation.open(seat)];
	await Promise.all([flood, phone, ...honest].map((client) => client.synced()));
	const live = liveOf(installation, seat.device);
	await live.opened;
	for (const client of honest) client.type(OTHERS_EDITS_A_SECOND);
	flood.type(FLOOD_A_SECOND);
	phone.edit();
	await phone.allSaved();
	// The second device walks out of the Wi-Fi and goes on writing.
	phone.leave();
	const offline = Array.from({ length: OFFLINE_EDITS }, () => phone.edit());
	await pause(WRITES_FOR_MS);

	const removedAt = performance.now();
	await installation.post(`/people/${seat.personId}/remove`);
	history.note('removed', { name: seat.name });
	await until(`the board of ${seat.name} is closed`, TOLD_WITHIN_MS, () => flood.ended !== null);
	const socketMs = performance.now() - removedAt;
	const liveClose = await within(TOLD_WITHIN_MS, 'closing the live socket', live.closed);
	const liveMs = performance.now() - removedAt;
	slowest.socketMs = Math.max(slowest.socketMs, Math.round(socketMs));
	slowest.liveMs = Math.max(slowest.liveMs, Math.round(liveMs));
	if (Math.max(socketMs, liveMs) > atMost(OUT_WITHIN_MS))
		failures.push(`${seat.name} was out after ${Math.round(Math.max(socketMs, liveMs))} ms`);
	if (flood.ended?.code !== CLOSE.notAllowed || flood.ended.reason === '')
		failures.push(`the board was closed with ${flood.ended?.code} '${flood.ended?.reason}'`);
	if (liveClose.code !== CLOSE.notAllowed || liveClose.reason === '')
		failures.push(`the live socket was closed with ${liveClose.code} '${liveClose.reason}'`);
	flood.stopTyping();

	// The device that was away comes back with what it wrote.
	phone.connect();
	await until('the device that was away is told', TOLD_WITHIN_MS, () => phone.ended !== null);
	if (phone.ended?.reason === '' || (phone.ended?.code !== CLOSE.notAllowed && phone.ended?.code !== CLOSE.notSignedIn))
		failures.push(`the device that was away was closed with ${phone.ended?.code} '${phone.ended?.reason}'`);
	const kept = wordsOf(phone.doc).markers;
	for (const marker of offline) if (!kept.has(marker)) failures.push(`${marker} is gone from its own device`);
	for (const client of honest) client.stopTyping();
	await Promise.all(honest.map((client) => client.allSaved()));
	for (const client of honest)
		for (const marker of offline)
			if (wordsOf(client.doc).markers.has(marker)) failures.push(`${marker} came to ${client.name} after the removal`);
	for (const client of honest) installation.close(client);
	return failures;
}

function liveOf({ url, workshopId }: Installation, { cookie }: Device) {
	const socket = new WebSocket(`${url.replace('http', 'ws')}/live/${workshopId}`, { headers: { origin: url, cookie } });
	socket.on('error', () => {});
	return {
		opened: new Promise<void>((resolve) => socket.once('message', () => resolve())),
		closed: new Promise<{ readonly code: number; readonly reason: string }>((resolve) =>
			socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }))
		)
	};
}

/** The server's own table of routes, so that a new one is asked too. */
async function routesOfProduct(): Promise<readonly Route[]> {
	const server = await startServer({ config: { logLevel: 'fatal' } });
	await server.close();
	return server.routes.filter(({ path }) => path.startsWith('/api/workshops/:id'));
}

/** Every address below the workshop, by the cookie of somebody who was removed. */
async function everyRoute({ workshopId, seats }: Installation, device: Device, routes: readonly Route[]) {
	const failures: string[] = [];
	let refused = 0;
	const ids = { person: seats[0]?.personId ?? '', step: 'experiences' };
	for (const route of routes) {
		const path = pathFor(route, workshopId, ids);
		const { status } = await device.send(route.method, path, route.method === 'GET' ? undefined : {});
		if (status === 401 || status === 403) refused += 1;
		else failures.push(`${route.method} ${path} was answered ${status}`);
	}
	const { body } = await device.get('/api/me');
	if (JSON.stringify(body?.seats ?? []).includes(workshopId)) failures.push('the seat is still in the list of seats');
	return { failures, refused };
}

/** What the person sees: the page says so, and their words can be taken along. */
async function inTheBrowser(context: Context): Promise<readonly string[]> {
	const browser = await openBrowser(context);
	const installation = await context.installation({ people: 2 });
	const [seat] = installation.seats;
	if (!seat) return ['nobody has a seat'];
	const laptop = await Laptop.of(browser, installation, seat, installation.url);
	const tab = await laptop.tab();
	const words = 'Written in the train, without a network';
	await tab.page.context().setOffline(true);
	await tab.begin('good');
	await tab.page.keyboard.type(words);
	await tab.isNow('on-device');
	await installation.post(`/people/${seat.personId}/remove`);
	await tab.page.context().setOffline(false);
	const failures: string[] = [];
	const page = tab.page;
	// The page is left to itself: it finds its network, and hears the answer. Then it is loaded again, as people do.
	for (const when of ['at once', 'after a reload']) {
		if (when !== 'at once') await page.reload();
		const isTold = await shows(page.getByText('You have no seat here'));
		if (!isTold) failures.push(`the page of somebody who was removed does not say so ${when}`);
		if (!(await shows(page.getByText('Not accepted,').first()))) {
			failures.push(`the words of somebody who was removed are not offered ${when}`);
			continue;
		}
		const copying = page.waitForEvent('download', { timeout: PAGE_WITHIN_MS });
		await page
			.getByRole('button', { name: /^Download/ })
			.first()
			.click();
		const file = await (await copying).path();
		if (!(await readFile(file, 'utf8')).includes(words)) failures.push(`the words that are offered ${when} are others`);
	}
	const others = await told(installation.desk, 'GET', `/api/workshops/${installation.workshopId}/people`);
	if (JSON.stringify(others).includes(seat.personId)) failures.push('the person is still in the list');
	await laptop.close();
	return failures;
}

const shows = (what: Locator): Promise<boolean> =>
	what.waitFor({ timeout: PAGE_WITHIN_MS }).then(
		() => true,
		() => false
	);
