import { readdirSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { expectAccessible, newDevice, PHONE, test } from './cast.ts';
import { openExample } from './example-room.ts';

// The phone of a customer, and of somebody who came to hear them, on the second day.

const FIRST = 'Say so the day before, not when the heating is cold.';
const SECOND = 'Your drivers know our house better than your office.';

const lines = (page: Page) => page.locator('[data-line] textarea');
const saved = (page: Page) => page.locator('[data-saved]');

/** A phone as narrow as there are: nothing sticks out. */
async function expectNarrow(page: Page): Promise<void> {
	await page.setViewportSize({ width: 320, height: 700 });
	const width = await page.evaluate(() => document.documentElement.scrollWidth);
	expect(width).toBeLessThanOrEqual(320);
	await page.setViewportSize(PHONE);
}

test('[SEAT-14] [SEAT-6] on the phone: what happens, what is left to say, kept over a lost line and a reload, shown once', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'customer-speaks');
	const at = `/w/${line.workshopId}/room/customer`;
	try {
		const ingrid = await deviceOf('customer', PHONE);
		const amira = await deviceOf('amira-khan', PHONE);
		await Promise.all([ingrid, amira].map((page) => page.goto(at)));
		await expect(ingrid.getByRole('heading', { level: 1, name: 'It is your turn.' })).toBeVisible();
		await expect(ingrid.getByRole('heading', { name: 'What you asked for' })).toBeVisible();

		await ingrid.getByRole('button', { name: 'Write a line' }).click();
		await lines(ingrid).first().fill(FIRST);
		await expect(saved(ingrid)).toHaveText('Saved. Only you see it.');

		// The line is lost in the middle of the next one.
		await ingrid.route('**/statements/**', (route) => route.abort());
		await lines(ingrid).first().press('Enter');
		await expect(lines(ingrid).nth(1)).toBeFocused();
		await ingrid.keyboard.type(SECOND);
		await expect(saved(ingrid)).toHaveText('On this device; it is sent when the network is back.');
		await ingrid.reload();
		await expect(lines(ingrid).nth(1)).toHaveValue(SECOND);
		await expect(saved(ingrid)).toHaveText('On this device; it is sent when the network is back.');
		await ingrid.unroute('**/statements/**');
		await expect(saved(ingrid)).toHaveText('Saved. Only you see it.', { timeout: 15_000 });

		// By keyboard alone: the second line first.
		await lines(ingrid).nth(1).press('Alt+ArrowUp');
		await expect(lines(ingrid).first()).toHaveValue(SECOND);
		await expect(lines(ingrid).first()).toBeFocused();
		await ingrid.getByRole('button', { name: 'Throw line 2 away' }).click();
		await expect(lines(ingrid)).toHaveCount(1);
		await ingrid.getByRole('button', { name: 'Put it back' }).click();
		await expect(lines(ingrid).nth(1)).toHaveValue(FIRST);
		await expectAccessible(ingrid);
		await expectNarrow(ingrid);

		await expect(amira.getByText(FIRST)).toHaveCount(0);
		await ingrid.getByRole('button', { name: `Show the room: ${FIRST}` }).dblclick();
		await expect(amira.locator('[data-point]').filter({ hasText: FIRST })).toHaveCount(1);
		await expect(ingrid.locator('[data-point]').filter({ hasText: FIRST })).toHaveCount(1);
		await expect(lines(ingrid)).toHaveCount(1);
		await expect(amira.getByText(SECOND)).toHaveCount(0);

		// Without any network the page says so, and comes back by itself.
		await ingrid.context().setOffline(true);
		await expect(ingrid.getByText(/^Not connected/)).toBeVisible({ timeout: 15_000 });
		await ingrid.context().setOffline(false);
		await expect(ingrid.getByText(/^Not connected/)).toHaveCount(0, { timeout: 20_000 });
	} finally {
		await end();
	}
});

test('[SEAT-10] [SEAT-14] who was invited to hear the customers sees their points as they come, and is told of nothing else', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'customer-speaks');
	try {
		const desk = await deviceOf('facilitator');
		await desk.goto(`/w/${line.workshopId}/prepare/people`);
		await desk.getByLabel('Name', { exact: true }).fill('Noor Jansen');
		await desk.getByLabel('Department', { exact: true }).fill('IT');
		await desk.getByLabel('Invited to').selectOption({ label: 'Only what the customer says' });
		await desk.getByRole('button', { name: 'Make a link for them' }).click();
		const address = await desk.getByLabel('Address of the link').inputValue();
		const { page: noor } = await newDevice(browser, line.url, PHONE);
		await noor.goto(address);

		await expect(noor.getByRole('heading', { level: 1, name: 'Ingrid speaks now.' })).toBeVisible();
		await expect(noor.getByRole('heading', { name: 'What Ingrid asked for' })).toBeVisible();
		await expect(noor.getByRole('button', { name: /^(Correct|Take back|Show the room)/ })).toHaveCount(0);
		await expectAccessible(noor);
		await expectNarrow(noor);
		await noor.goto(`/w/${line.workshopId}/room/vision`);
		await expect(noor.getByText('Elin Strand')).toHaveCount(0);
		await noor.goto(`/w/${line.workshopId}`);
		await expect(noor).toHaveURL(/\/room\/customer$/);
	} finally {
		await end();
	}
});

test('[SEAT-13] one press seats the customer at a syndicate, which sees it; they read the board until it is taken back', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'issues');
	const at = `/w/${line.workshopId}`;
	try {
		const desk = await deviceOf('facilitator');
		const ingrid = await deviceOf('customer', PHONE);
		const owen = await deviceOf('owen-fraser', PHONE);
		await Promise.all([desk.goto(`${at}/run`), ingrid.goto(`${at}/room/customer`), owen.goto(`${at}/s/cedar/issues`)]);

		await desk.getByRole('button', { name: 'Ingrid Solheim sits with Cedar' }).click();
		await expect(desk.getByText('Ingrid Solheim sits with Cedar now, and reads their board.')).toBeVisible();
		await expect(owen.getByText('Ingrid Solheim sits with you')).toBeVisible();
		await ingrid.getByRole('link', { name: 'Read their board' }).click();
		await expect(ingrid.getByText('One name for my building.', { exact: false }).first()).toBeVisible();
		await expect(ingrid.getByText('Read only')).toBeVisible();
		await expectAccessible(ingrid);
		await expectAccessible(desk);

		await desk.getByRole('button', { name: 'Undo', exact: true }).click();
		await expect(owen.getByText('Ingrid Solheim sits with you')).toHaveCount(0);
		await expect(ingrid.getByText('One name for my building.', { exact: false })).toHaveCount(0);
	} finally {
		await end();
	}
});

/** Every page of a workshop, with something in the place of each part of its path. */
const PAGES = readdirSync('src/routes/w/[w]', { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('+page.svelte'))
	.map((path) =>
		path
			.replace(/\/?\+page\.svelte$/, '')
			.replace(/\[(n|day)\]/, '1')
			.replace('[what]', 'standards')
			.replace('[syndicate]', 'cedar')
			.replace('[step]', 'experiences')
	);

test('[SEAT-9] whatever page a customer opens, it is their own, and nobody’s name stands on it', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'issues');
	try {
		const ingrid = await deviceOf('customer', PHONE);
		const theirs = /\/(room\/customer|room\/issues|reply|s\/cedar\/experiences)$/;
		expect(PAGES.length).toBeGreaterThan(20);

		for (const path of PAGES) {
			await ingrid.goto(`/w/${line.workshopId}/${path}`);
			await expect(ingrid).toHaveURL(theirs);
			await expect(ingrid.locator('main').first()).toBeVisible();
			const words = await ingrid.locator('body').innerText();
			expect([path, line.people.filter(({ name }) => words.includes(name)).map(({ name }) => name)]).toEqual([
				path,
				[]
			]);
		}
	} finally {
		await end();
	}
});
