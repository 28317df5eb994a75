import { expect, type Browser, type Page } from '@playwright/test';
import { installedFolder } from '../support/database.ts';
import { deviceAt, startProcess, type Device as Bare } from '../support/server.ts';
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

/** An open workshop in its first step, where notes are shared. */
async function openRoom(): Promise<Room> {
	const folder = await installedFolder();
	const running = await startProcess({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' });
	const desk = deviceAt(running.url);
	const account = { email: 'ada@example.org', name: 'Ada Byrne', password: 'four plain words here' };
	await desk.post('/api/setup', { token: new URL(running.setupUrl ?? '').hash.slice(1), ...account });
	const { body: made } = await desk.post('/api/workshops', { title: 'Service we are proud of' });
	const { body: view } = await desk.post(`/api/workshops/${made.id}/open`, {});
	await desk.post(`/api/workshops/${made.id}/steps/experiences/go`, { phase: 'share' });
	return {
		url: running.url,
		desk,
		workshopId: made.id,
		code: view.code,
		end: async () => {
			await running.end('SIGTERM');
			await folder.remove();
		}
	};
}

/** Somebody of Alder, on the board of the first step. */
async function comeIn(browser: Browser, room: Room, name: string, viewport: typeof LAPTOP): Promise<Device> {
	const seat = deviceAt(room.url);
	await seat.post('/api/join', { code: room.code, name, syndicate: 'alder' });
	const device = await newDevice(browser, room.url, viewport);
	const [key = '', value = ''] = seat.cookie.split('=');
	await device.context.addCookies([{ name: key, value, url: room.url }]);
	await device.page.goto(`/w/${room.workshopId}/s/alder/experiences`);
	await expectSaved(device.page);
	return device;
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
		await page.goto(`/w/${room.workshopId}`);
		await expect(page).toHaveURL(/\/s\/alder\/experiences$/);
		expect(await notesOn(page)).toBe(3);
		await writeOnPhone(phone, 'Bad', 'Five people, five answers');

		await context.setOffline(false);
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
