/** The plan's page in the middle of the afternoon: read, changed by keys, joined, cut, and met by a wish to learn. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible, LAPTOP, PHONE, test } from './cast.ts';
import { openExample, type ExampleRoom } from './example-room.ts';

const NARROW = { width: 360, height: 740 };
let example: ExampleRoom;

test.beforeAll(async ({ browser }) => {
	example = await openExample(browser, 'plan');
});
test.afterAll(() => example.end());

async function opened(
	who: string,
	viewport: { readonly width: number; readonly height: number } = LAPTOP
): Promise<Page> {
	const page = await example.deviceOf(who, viewport);
	await page.goto(new URL(`/w/${example.line.workshopId}/room/plan`, example.line.url).href);
	await expect(page.locator('main[data-ready]')).toBeVisible();
	return page;
}

/** Goes on with Tab until this has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
	const target = page.getByRole('button', { name }).first();
	await expect(target).toBeVisible();
	for (let presses = 0; presses < 120; presses += 1) {
		if (await target.evaluate((button) => button === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab never came to ${name}`);
}

test('[PLAN-60] the plan says what each action lacks, and fits every device in every theme without a fault', async () => {
	const desk = await opened('facilitator');
	await expect(desk.getByText(/to finish before signing/)).toBeVisible();
	await desk.getByRole('button', { name: 'action 6', exact: true }).click();
	await expect(desk.getByRole('list', { name: 'What is missing' })).toContainText(
		'What will you count? Where does it stand today?'
	);
	await expect(desk.getByRole('table', { name: /Effect and effort/ }).getByRole('row')).toHaveCount(13);
	await desk.getByRole('heading', { name: 'What the plan speaks to' }).click();
	await expect(desk.getByText(/Nobody names/).first()).toBeVisible();
	await expectAccessible(desk);
	await desk.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
	await expectAccessible(desk);
	await desk.emulateMedia({ colorScheme: 'light', contrast: 'more', reducedMotion: 'reduce' });
	await expectAccessible(desk);
	for (const viewport of [PHONE, NARROW]) {
		const phone = await opened('elin-strand', viewport);
		const wider = () => phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(await wider()).toBeLessThanOrEqual(0);
		await phone.getByRole('button', { name: 'Change it' }).first().click();
		await expect(phone.getByLabel('What it serves', { exact: true })).toBeVisible();
		expect(await wider()).toBeLessThanOrEqual(0);
		await expectAccessible(phone);
		await phone.context().close();
	}
	await desk.context().close();
});

test('[PLAN-60] by keyboard alone an action is changed, a cost asks for an outcome, and nothing typed is lost by a refusal', async () => {
	const page = await opened('elin-strand');
	await tabTo(page, 'Change it');
	await page.keyboard.press('Enter');
	const counted = page.getByLabel('What is counted', { exact: true });
	await counted.focus();
	await page.keyboard.press('ControlOrMeta+A');
	await page.keyboard.type('Calls per hour');
	await expect(page.getByText('On its own this makes people rush the customer.', { exact: false })).toBeVisible();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toContainText('alone makes people rush the customer');
	await expect(counted).toHaveValue('Calls per hour');
	await page.getByLabel('A customer’s outcome beside it', { exact: true }).focus();
	await page.keyboard.type('Solved at the first contact, in %');
	await page.keyboard.press('Tab');
	await page.keyboard.type('54');
	await page.keyboard.press('Tab');
	await page.keyboard.type('70');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Beside it: Solved at the first contact, in %')).toBeVisible();
	await page.context().close();
});

test('[PLAN-60] what says the same is joined and separated, and a cut asks each for a reason and is taken back', async () => {
	const desk = await opened('facilitator');
	await tabTo(desk, /Says the same/);
	await desk.keyboard.press('Enter');
	await desk.getByRole('radio', { name: /Tell the customer/ }).focus();
	await desk.keyboard.press('Space');
	await desk.getByRole('button', { name: 'Join them' }).click();
	await expect(desk.getByText(/^11 actions/)).toBeVisible();
	await desk.getByRole('button', { name: 'Separate action 1' }).click();
	await expect(desk.getByText(/^12 actions/)).toBeVisible();

	await desk.getByRole('button', { name: 'Cut to 12' }).click();
	await desk.getByRole('checkbox', { name: /Show the customer on a map/ }).uncheck();
	await desk.getByRole('checkbox', { name: /Ring a week later/ }).uncheck();
	await desk.getByLabel('Why action 11 is not for now').fill('The map comes in autumn.');
	await expectAccessible(desk);
	await desk.getByRole('button', { name: /Keep 10, move 2/ }).click();
	await expect(desk.getByRole('alert')).toContainText('Moving action 10 to “not now” needs a reason.');
	await desk.getByLabel('Why action 10 is not for now').fill('Elm starts it as a small fix.');
	await desk.getByRole('button', { name: /Keep 10, move 2/ }).click();
	await expect(desk.getByText('2 actions moved to “not now”.')).toBeVisible();
	// Six were put aside before; each waits for management's word, where it is read.
	await expect(desk.getByText(/has not answered yet$/)).toHaveCount(8);
	await expect(desk.getByText(/^10 actions/)).toBeVisible();
	await desk.getByRole('button', { name: 'Take them back' }).click();
	await expect(desk.getByText(/^12 actions/)).toBeVisible();
	await desk.context().close();
});

test('[PLAN-55] an owner leaves an address on the own device, and the facilitator reads that somebody is reachable', async () => {
	const desk = await opened('facilitator');
	await expect(desk.getByText('0 of 12 owners reachable.')).toBeVisible();
	const phone = await opened('peter-novak', PHONE);
	await phone.getByLabel('Your e-mail address').fill('peter@example.org');
	await phone.getByRole('button', { name: 'Keep the address' }).click();
	await expect(desk.getByText('1 of 12 owners reachable.')).toBeVisible();
	await phone.getByRole('button', { name: 'Make a code for paper' }).click();
	await expect(phone.getByText(/It is shown once/)).toBeVisible();
	await expectAccessible(phone);
	await phone.context().close();
	await desk.context().close();
});
