import { readdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join as inFolder } from 'node:path';
import { chromium, expect, test, type Browser, type BrowserContext } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../support/chromium.ts';
import { installedFolder } from '../support/database.ts';
import { deviceAt, startProcess, type Device as Bare } from '../support/server.ts';
import { expectAccessible, expectSaved, join, LAPTOP, newDevice, noteWith, PHONE, PROJECTOR, write } from './cast.ts';

// The room server as phones and laptops find it: plain http, an address that is not the machine's own, no internet.

/** The pages of preparation. */
const TABS = ['agenda', 'brief', 'people', 'customer', 'room'];

const build = inFolder(import.meta.dirname, '../../build');

/** This machine's own name, as a network would resolve it: to a browser it is no secure place. */
const NAME = `${hostname().toLowerCase().split('.')[0] ?? 'room'}.local`;

interface Room {
	/** `http://NAME:PORT` */
	readonly origin: string;
	readonly browser: Browser;
	readonly desk: Bare;
	readonly workshopId: string;
	readonly code: string;
	readonly end: () => Promise<void>;
}

/** A room server with an open workshop in no step yet, and a browser that finds it by its name and nothing else. */
async function openRoom(): Promise<Room> {
	const folder = await installedFolder();
	const running = await startProcess({ DATA_DIR: folder.path, ROOM_SERVER: '1', LOG_LEVEL: 'warn' });
	const { port } = new URL(running.url);
	const desk = deviceAt(`http://127.0.0.1:${port}`);
	const browser = await chromium.launch({
		executablePath: await chromiumPath(),
		args: [...chromiumArgs, `--host-resolver-rules=MAP ${NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`]
	});
	const account = { email: 'ada@example.org', name: 'Ada Byrne', password: 'four plain words here' };
	await desk.post('/api/setup', { token: new URL(running.setupUrl ?? '').hash.slice(1), ...account });
	const { body: made } = await desk.post('/api/workshops', { title: 'Service we are proud of' });
	const { body: view } = await desk.post(`/api/workshops/${made.id}/open`, {});
	return {
		origin: `http://${NAME}:${port}`,
		browser,
		desk,
		workshopId: made.id,
		code: view.code,
		end: async () => {
			await browser.close();
			await running.end('SIGTERM');
			await folder.remove();
		}
	};
}

/** The cookie that this device has, at the name the browser uses. */
async function sit(context: BrowserContext, { cookie }: Bare, origin: string): Promise<void> {
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url: origin }]);
}

test('[NET-7] no page asks anything of another house', async () => {
	const room = await openRoom();
	try {
		const { origin, browser, desk, workshopId, code } = room;
		const asked: string[] = [];
		await desk.post(`/api/workshops/${workshopId}/steps/experiences/go`, { phase: 'share' });
		const at = `/w/${workshopId}`;
		const guest = deviceAt(`http://127.0.0.1:${new URL(origin).port}`);
		await guest.post('/api/join', { code, name: 'Amira Khan', syndicate: 'alder' });
		const { body: link } = await desk.post(`/api/workshops/${workshopId}/links`, { purpose: 'screen' });
		const visits: readonly (readonly [who: Bare | null, paths: readonly string[]])[] = [
			[null, ['/', `/j#${code}`, '/sign-in', '/setup', String(link.path)]],
			[guest, [at, `${at}/s/alder/experiences`, `${at}/room/customer`, `${at}/room/plan`]],
			[desk, ['/w', `${at}/run`, ...TABS.map((tab) => `${at}/prepare/${tab}`), `${at}/screen`]]
		];
		let pages = 0;
		for (const [who, paths] of visits) {
			const { context, page } = await newDevice(browser, origin);
			if (who) await sit(context, who, origin);
			context.on('request', (request) => asked.push(request.url()));
			page.on('websocket', (socket) => asked.push(socket.url()));
			for (const path of paths) {
				await page.goto(path);
				await page.locator('[data-ready]').first().waitFor();
				// What comes after the page can be used: fonts, icons, what is loaded ahead.
				await page.waitForLoadState('networkidle');
				await page.evaluate(() => document.fonts.ready);
				pages += 1;
			}
			await context.close();
		}

		const { host } = new URL(origin);
		const foreign = asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host);
		expect(foreign).toEqual([]);
		expect(pages).toBe(visits.flatMap(([, paths]) => paths).length);
		expect(asked.length).toBeGreaterThan(100);
		expect(asked.filter((url) => url.endsWith('.woff2')).length).toBeGreaterThan(0);
	} finally {
		await room.end();
	}
});

test('[NET-7] nothing in the built files would be fetched from another host', async () => {
	const files = (await readdir(build, { recursive: true })).filter((path) =>
		/\.(js|css|html|json|webmanifest)$/.test(path)
	);
	const found: string[] = [];
	for (const path of files) {
		const text = await readFile(inFolder(build, path), 'utf8');
		// Names of XML dialects, and the links in the sentences of bugs in Svelte and Yjs: written, never asked for.
		const rest = text
			.replaceAll(
				/https?:\/\/www\.w3\.org\/(1999\/xhtml|2000\/svg|1998\/Math\/MathML|1999\/xlink|XML\/1998\/namespace)/g,
				''
			)
			.replaceAll(/https:\/\/svelte\.dev\/e\/\w*/g, '')
			.replaceAll('https://github.com/yjs/yjs/issues/438', '');
		for (const [url] of rest.matchAll(/(?:https?:|wss?:|["'(])\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+[^"'`\s)]*/gi))
			found.push(`${path}: ${url}`);
	}

	expect(files.length).toBeGreaterThan(20);
	expect(found).toEqual([]);
});

test('[NET-8] on plain http people join, write, copy and watch, with no page in trouble', async () => {
	const room = await openRoom();
	try {
		const { origin, browser, desk, workshopId, code } = room;
		const troubles: string[] = [];
		const watched = async (viewport: typeof LAPTOP, who?: Bare) => {
			const device = await newDevice(browser, origin, viewport);
			if (who) await sit(device.context, who, origin);
			device.page.on('pageerror', ({ message }) => troubles.push(message));
			device.page.on('console', (line) => line.type() === 'error' && troubles.push(line.text()));
			return device.page;
		};

		const phone = await watched(PHONE);
		await join(phone, code, 'Amira Khan', 'Alder');
		const secure = await phone.evaluate(() => [
			isSecureContext,
			'clipboard' in navigator,
			'serviceWorker' in navigator,
			'wakeLock' in navigator,
			'storage' in navigator,
			'randomUUID' in crypto,
			'subtle' in crypto && crypto.subtle !== undefined
		]);
		expect(secure).toEqual([false, false, false, false, false, false, false]);
		const [cookie] = await phone.context().cookies();
		expect([cookie?.name, cookie?.httpOnly, cookie?.secure, cookie?.sameSite]).toEqual(['plenary', true, false, 'Lax']);

		const laptop = await watched(LAPTOP);
		await join(laptop, code, 'Jonas Wirth', 'Alder');
		await desk.post(`/api/workshops/${workshopId}/steps/experiences/go`, { phase: 'share' });
		await laptop.goto(`/w/${workshopId}/s/alder/experiences`);
		await write(laptop, 'Good', 'They rang back the same day');
		await expectSaved(laptop);
		await expect(noteWith(phone, 'They rang back the same day')).toBeVisible();

		const ada = await watched(LAPTOP, desk);
		await ada.goto(`/w/${workshopId}/prepare/customer`);
		await ada.getByRole('button', { name: 'Make a link for the screen in the room' }).click();
		await ada.getByRole('button', { name: 'Copy' }).first().click();
		await expect(ada.getByText('Copied')).toBeVisible();
		const address = await ada.getByLabel('Address of the link').first().inputValue();

		// What was copied is there to be pasted, which only a person's key may do here.
		const projector = await watched(PROJECTOR);
		await projector.goto('/j');
		await projector.evaluate(() => document.body.replaceChildren(document.createElement('textarea')));
		await projector.locator('textarea').focus();
		await projector.keyboard.press('Control+V');
		expect(await projector.locator('textarea').inputValue()).toBe(address);
		const { pathname, hash } = new URL(address);
		await desk.post(`/api/workshops/${workshopId}/screen`, { kind: 'wall' });
		await projector.goto(pathname + hash);
		await expect(projector.getByText('They rang back the same day')).toBeVisible();

		await ada.goto(`/w/${workshopId}/prepare/room`);
		await expect(ada.locator('[data-light="projector"]')).toHaveAttribute('data-standing', /good|slow/);
		await expect(ada.locator('[data-light="phones"], [data-light="others"]').first()).toBeVisible();
		await expectAccessible(ada);
		expect(troubles).toEqual([]);
	} finally {
		await room.end();
	}
});
