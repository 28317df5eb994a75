import { expect } from '@playwright/test';
import { installedFolder } from '../support/database.ts';
import { deviceAt, startProcess } from '../support/server.ts';
import { expectAccessible, LAPTOP, newDevice, PHONE, press, test } from './cast.ts';

function cookieOf(cookie: string, url: string) {
	const [name = '', value = ''] = cookie.split('=');
	return { name, value, url };
}

// The console as a facilitator uses it, with somebody of Birch at another device.
test('[STEER-14] from the console a room is steered, taken back, held and let rest, with the keyboard too', async ({
	browser
}) => {
	const folder = await installedFolder();
	const running = await startProcess({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' });
	try {
		const desk = deviceAt(running.url);
		const account = { email: 'ada@example.org', name: 'Ada Byrne', password: 'four plain words here' };
		await desk.post('/api/setup', { token: new URL(running.setupUrl ?? '').hash.slice(1), ...account });
		const { body: made } = await desk.post('/api/workshops', { title: 'Service we are proud of' });
		const { body: view } = await desk.post(`/api/workshops/${made.id}/open`, {});
		const at = `/w/${made.id}`;
		const { context, page } = await newDevice(browser, running.url, LAPTOP);
		await context.addCookies([cookieOf(desk.cookie, running.url)]);
		const seat = deviceAt(running.url);
		await seat.post('/api/join', { code: view.code, name: 'Ana', syndicate: 'birch' });
		const { context: hers, page: ana } = await newDevice(browser, running.url, LAPTOP);
		await hers.addCookies([cookieOf(seat.cookie, running.url)]);
		await desk.post(`/api/workshops/${made.id}/steps/experiences/go`, { phase: 'share' });
		await ana.goto(`${at}/s/birch/experiences`);
		await expect(ana).toHaveURL(/\/s\/birch\/experiences$/);
		await page.goto(`${at}/run`);
		const birch = page.getByRole('article', { name: 'Birch' });

		await test.step('a move is made and taken back by a key', async () => {
			await press(page, 'Begin grouping');
			await expect(page.getByText('You went to “Group”')).toBeVisible();
			await page.keyboard.press('u');
			await expect(page.getByRole('button', { name: 'Begin grouping' })).toBeVisible();
			await page.keyboard.press('?');
			await expect(page.getByRole('heading', { name: 'Keys of the console' })).toBeVisible();
			await expectAccessible(page);
			await page.keyboard.press('Escape');
		});

		await test.step('the arrows lead from syndicate to syndicate', async () => {
			await page.getByRole('article', { name: 'Alder' }).getByRole('link').focus();
			await page.keyboard.press('ArrowRight');
			await expect(birch.getByRole('link')).toBeFocused();
		});

		await test.step('a raised hand stands first, and the facilitator goes over', async () => {
			const { id } = view.syndicates[1];
			const raised = await ana.request.post(`/api/workshops/${made.id}/syndicates/${id}/hand`, {
				data: { up: true },
				headers: { origin: running.url }
			});
			expect(raised.status()).toBe(204);
			const hands = page.getByRole('region', { name: 'Hands up' });
			await expect(hands).toContainText('Birch asks for you');
			await expectAccessible(page);
			await hands.getByRole('button', { name: 'Going over' }).click();
			await hands.getByRole('button', { name: 'Done' }).click();
			await expect(hands).toBeHidden();
		});

		await test.step('one board closes and opens again', async () => {
			await birch.getByRole('button', { name: 'Deeds for Birch' }).click();
			await page.getByRole('menuitem', { name: 'Close its board' }).click();
			await expect(birch).toContainText('Closed');
			await expect(ana.getByText('has closed this step')).toBeVisible();
			await birch.getByRole('button', { name: 'Deeds for Birch' }).click();
			await page.getByRole('menuitem', { name: 'Open its board again' }).click();
			await expect(ana.getByText('has closed this step')).toBeHidden();
		});

		await test.step('held, nobody looks back for long', async () => {
			await ana.goto(`${at}/s/birch/definitions`);
			await page.getByRole('switch', { name: 'People' }).click();
			await expect(ana).toHaveURL(/\/s\/birch\/experiences$/);
			await expect(ana.getByText('keeps everyone in this step')).toBeVisible();
			await expect(ana.getByRole('button', { name: 'Go back for now' })).toBeHidden();
		});

		await test.step('a break is begun from the agenda, and the day goes on', async () => {
			await page.getByRole('navigation', { name: 'Agenda' }).getByRole('button', { name: 'Coffee' }).click();
			await page.getByRole('button', { name: 'Begin the break' }).click();
			await expect(page.getByText('You began the break “Coffee”')).toBeVisible();
			await press(page, 'Next: Gallery walk');
			await expect(ana).toHaveURL(/\/room\/gallery$/);
		});

		await test.step('a device that sends what no page sends is cut off, and the strip says whose', async () => {
			const places = await (await ana.request.get(`/api/workshops/${made.id}/documents`)).json();
			const code = await ana.evaluate(
				(path) =>
					new Promise((resolve) => {
						const socket = new WebSocket(location.origin.replace('http', 'ws') + path);
						socket.onopen = () => socket.send(new Uint8Array([9, 9, 9, 9]));
						socket.onclose = (event) => resolve(event.code);
					}),
				places[0].path
			);
			expect(code).toBe(4400);
			await expect(page.getByRole('alert')).toContainText(
				'Ana’s device sent what no page of Plenary sends, and was cut off.'
			);
			await expectAccessible(page);
			await page.getByRole('button', { name: 'Remove Ana' }).click();
			await expect(ana.getByText('You have no seat here')).toBeVisible();
		});

		await test.step('on a phone nothing is lost', async () => {
			await page.setViewportSize(PHONE);
			await page.getByRole('button', { name: 'Controls' }).click();
			await expect(page.getByRole('dialog').getByRole('switch', { name: 'People' })).toBeVisible();
			await expectAccessible(page);
		});
	} finally {
		await running.end('SIGTERM');
		await folder.remove();
	}
});
