import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import { installedFolder, testFolder } from '../support/database.ts';
import { deviceAt, setUp, startProcess, startServer, type Device as Bare } from '../support/server.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import {
	chooseDeed,
	editNote,
	expectSaved,
	LAPTOP,
	type Device,
	newDevice,
	noteWith,
	PHONE,
	test,
	write,
	writeOnPhone
} from './cast.ts';

// Boards without a network, in a browser that may keep pages: on the machine itself, as on https.

interface Room {
	readonly url: string;
	readonly desk: Bare;
	readonly workshopId: string;
	readonly code: string;
	readonly end: () => Promise<void>;
}

/** A server of its own, with an open workshop. */
async function openRoom(): Promise<Room> {
	const folder = await installedFolder();
	const running = await startProcess({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' });
	const desk = deviceAt(running.url);
	const account = { email: 'ada@example.org', name: 'Ada Byrne', password: 'four plain words here' };
	await desk.post('/api/setup', { token: new URL(running.setupUrl ?? '').hash.slice(1), ...account });
	return {
		url: running.url,
		desk,
		...(await openWorkshop(desk)),
		end: async () => {
			await running.end('SIGTERM');
			await folder.remove();
		}
	};
}

/** In its first step, where notes are shared. */
async function openWorkshop(desk: Bare): Promise<Pick<Room, 'workshopId' | 'code'>> {
	const { body: made } = await desk.post('/api/workshops', { title: 'Service we are proud of' });
	const { body: view } = await desk.post(`/api/workshops/${made.id}/open`, {});
	await desk.post(`/api/workshops/${made.id}/steps/experiences/go`, { phase: 'share' });
	return { workshopId: made.id, code: view.code };
}

interface Seated extends Device {
	/** The same seat, outside of the browser. */
	readonly seat: Bare;
}

/** Somebody of Alder, on the board of the first step. */
async function comeIn(
	browser: Browser,
	room: Omit<Room, 'end'>,
	name: string,
	viewport: typeof LAPTOP
): Promise<Seated> {
	const seat = deviceAt(room.url);
	await seat.post('/api/join', { code: room.code, name, syndicate: 'alder' });
	const device = await newDevice(browser, room.url, viewport);
	const [key = '', value = ''] = seat.cookie.split('=');
	await device.context.addCookies([{ name: key, value, url: room.url }]);
	await device.page.goto(`/w/${room.workshopId}/s/alder/experiences`);
	await expectSaved(device.page);
	return { ...device, seat };
}

/** The browser has all it needs to open this page again without a network. */
async function expectKept(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready);
	await expect
		.poll(() =>
			page.evaluate(() => [
				navigator.serviceWorker.controller !== null,
				Object.keys(localStorage).some((key) => key.startsWith('plenary.visit.'))
			])
		)
		.toEqual([true, true]);
}

/** Experiences are voted on in their own phase. */
const toVoting = ({ desk, workshopId }: Room): Promise<unknown> =>
	desk.post(`/api/workshops/${workshopId}/steps/experiences/go`, { phase: 'vote' });

const notesOn = (page: Page): Promise<number> => page.locator('article[data-note]').count();

test('[OFFLINE-1] a laptop without a network opens its board again, and again, goes on, and loses nothing', async ({
	browser
}) => {
	const room = await openRoom();
	try {
		const { context, page } = await comeIn(browser, room, 'Jonas Wirth', LAPTOP);
		const phone = (await comeIn(browser, room, 'Amira Khan', PHONE)).page;
		await write(page, 'Good', 'They rang back the same day');
		await write(page, 'Bad', 'Nobody knew my case');
		await expectSaved(page);
		await expectKept(page);

		await context.setOffline(true);
		await page.reload();
		await expect(noteWith(page, 'They rang back the same day')).toBeVisible();
		await write(page, 'Good', 'The van came early');
		await editNote(page, 'Nobody knew my case', 'Nobody knew my case, twice');
		await page.reload();
		await expect(noteWith(page, 'The van came early')).toBeVisible();
		await expect(noteWith(page, 'Nobody knew my case, twice')).toBeVisible();
		await chooseDeed(page, 'Nobody knew my case, twice', 'Move to Good');
		await expect(page.getByRole('status').filter({ hasText: /changes wait.*: Experiences, Alder/ })).toBeVisible();
		await page.goto(`/w/${room.workshopId}`);
		await expect(page).toHaveURL(/\/s\/alder\/experiences$/);
		await expect.poll(() => notesOn(page)).toBe(3);
		await writeOnPhone(phone, 'Bad', 'Five people, five answers');

		await context.setOffline(false);
		await expect(page.getByText('Everything is sent.')).toBeVisible();
		await expectSaved(page);
		await expect(noteWith(page, 'Five people, five answers')).toBeVisible();
		await expect(noteWith(phone, 'Five people, five answers')).toBeVisible();
		expect(await notesOn(page)).toBe(4);
		await page.reload();
		await expectSaved(page);
		expect(await notesOn(page)).toBe(4);
		await phone.getByRole('tab', { name: /Good/ }).click();
		for (const words of ['They rang back the same day', 'The van came early', 'Nobody knew my case, twice'])
			await expect(noteWith(phone, words)).toBeVisible();
	} finally {
		await room.end();
	}
});

test('[OFFLINE-2] a vote given without a network waits, says so, and is counted once; one that comes too late is told', async ({
	browser
}) => {
	const room = await openRoom();
	try {
		const { context, page, seat } = await comeIn(browser, room, 'Jonas Wirth', LAPTOP);
		const at = `/api/workshops/${room.workshopId}/steps/experiences/votes`;
		const vote = (words: string) => noteWith(page, words).locator('[data-deed="vote"]');
		const given = async () => (await seat.get(at)).body.mine.length;
		await write(page, 'Good', 'They rang back the same day');
		await write(page, 'Bad', 'Nobody knew my case');
		await expectSaved(page);
		await toVoting(room);
		await expect(vote('They rang back')).toHaveText('Vote');
		await expectKept(page);

		await context.setOffline(true);
		await vote('They rang back').click();
		await expect(vote('They rang back')).toHaveText('Waiting, not counted yet');
		await vote('Nobody knew').click();
		await expect(vote('Nobody knew')).toHaveText('Waiting, not counted yet');
		await vote('Nobody knew').click();
		await expect(vote('Nobody knew')).toHaveText('Vote');
		await page.reload();
		await expect(vote('They rang back')).toHaveText('Waiting, not counted yet');
		await expect(page.getByText('1 vote waits, not counted yet: Experiences.')).toBeVisible();
		expect(await given()).toBe(0);

		await context.setOffline(false);
		await expect(vote('They rang back')).toHaveText('Voted');
		expect(await given()).toBe(1);

		await context.setOffline(true);
		await vote('Nobody knew').click();
		await expect(vote('Nobody knew')).toHaveText('Waiting, not counted yet');
		await room.desk.post(`/api/workshops/${room.workshopId}/steps/experiences/votes/close`);
		await context.setOffline(false);
		await expect(
			page.getByRole('alert').filter({ hasText: 'A vote that waited on this device was not counted.' })
		).toBeVisible();
		expect(await given()).toBe(1);
	} finally {
		await room.end();
	}
});

test('[OFFLINE-3] what was never opened on a device says so, in our words, and comes by itself with the network', async ({
	browser
}) => {
	const room = await openRoom();
	try {
		const { context, page } = await comeIn(browser, room, 'Jonas Wirth', LAPTOP);
		await expectKept(page);
		await context.setOffline(true);
		await page.goto('/w');
		await expect(page.getByRole('heading', { name: 'This page needs the network' })).toBeVisible();
		await page.evaluate(() => localStorage.clear());
		await page.goto(`/w/${room.workshopId}/s/alder/experiences`);
		await expect(page.getByRole('heading', { name: 'This page is not kept on this device' })).toBeVisible();

		await context.setOffline(false);
		await expectSaved(page);
	} finally {
		await room.end();
	}
});

test('[OFFLINE-4] a new build takes the place of the old one at the next load, with a network and without, and no word is lost', async ({
	browser
}) => {
	const folder = await testFolder();
	await cp(join(import.meta.dirname, '../../build'), folder.path, { recursive: true });
	const server = await startServer({ site: folder.path });
	try {
		const desk = server.device();
		await setUp(server, desk);
		const room = { ...(await openWorkshop(desk)), url: server.url, desk };
		const { context, page } = await comeIn(browser, room, 'Jonas Wirth', LAPTOP);
		await expectKept(page);
		await context.setOffline(true);
		await write(page, 'Good', 'Written with the old build');

		// The same files under another build's name: the page that starts everything says which one it is.
		for (const [name, from, to] of [
			['app.html', '<title>', '<meta name="build" content="new"><title>'],
			['service-worker.js', await versionIn(folder.path), '9999999999999']
		] as const) {
			const path = join(folder.path, name);
			await writeFile(path, (await readFile(path, 'utf8')).replaceAll(from, to));
			for (const pressed of ['br', 'gz']) await rm(`${path}.${pressed}`, { force: true });
		}
		const build = page.locator('meta[name="build"][content="new"]');
		await context.setOffline(false);
		await page.reload();
		await expect(build).toBeAttached();
		await expectSaved(page);
		await expect
			.poll(() =>
				page.evaluate(async () => (await caches.open('plenary.9999999999999')).match('/app.html').then(Boolean))
			)
			.toBe(true);

		await context.setOffline(true);
		await page.reload();
		await expect(build).toBeAttached();
		await expect(noteWith(page, 'Written with the old build')).toBeVisible();
		expect(await notesOn(page)).toBe(1);
	} finally {
		await server.close();
		await folder.remove();
	}
});

test('[OFFLINE-5] words that come back to a closed step are kept, and offered back when it opens again', async ({
	browser
}) => {
	const room = await openRoom();
	try {
		const { context, page } = await comeIn(browser, room, 'Jonas Wirth', LAPTOP);
		const step = `/api/workshops/${room.workshopId}/steps/experiences`;
		await write(page, 'Good', 'They rang back the same day');
		await expectSaved(page);
		await expectKept(page);
		await context.setOffline(true);
		// Opened without a network: no socket of before carries the words after all.
		await page.reload();
		await write(page, 'Good', 'Written too late');
		await expect(page.locator('[data-saved="on-device"]')).toBeVisible();
		await room.desk.post(`${step}/close`);
		// What arrives while the step is closing still counts.
		const isWritable = async (): Promise<boolean> => {
			const { body } = await room.desk.get(`/api/workshops/${room.workshopId}/documents`);
			const boards: readonly DocumentPlace[] = body;
			return boards.some(({ step, writable }) => step === 'experiences' && writable);
		};
		await expect.poll(isWritable).toBe(false);
		await context.setOffline(false);
		await expect(page.getByRole('status').filter({ hasText: 'Not accepted' })).toBeVisible();
		await expect(noteWith(page, 'Written too late')).toBeHidden();

		await room.desk.post(`${step}/open`);
		await page.getByRole('button', { name: 'Put back' }).click();
		await expect(noteWith(page, 'Written too late')).toBeVisible();
		await expectSaved(page);
		await expect(page.getByRole('status').filter({ hasText: 'Not accepted' })).toBeHidden();
		expect(await notesOn(page)).toBe(2);
	} finally {
		await room.end();
	}
});

/** The name of the build whose worker lies there. */
async function versionIn(folder: string): Promise<string> {
	const told: { readonly version: string } = JSON.parse(await readFile(join(folder, '_app/version.json'), 'utf8'));
	return told.version;
}
