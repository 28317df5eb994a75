import { expect, type Page } from '@playwright/test';
import { expectAccessible, LAPTOP, newDevice, PHONE, test } from './cast.ts';
import { install, type Installation } from './installation.ts';

// The agenda as a facilitator lays it out: dragged, moved by keys, taken back, and begun from what was saved.

let installation: Installation;
test.beforeAll(async () => {
	installation = await install(undefined);
});
test.afterAll(() => installation.end());

const PICTURES = process.env.PICTURES;
const picture = async (page: Page, name: string): Promise<void> => {
	if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png` });
};

const slot = (page: Page, title: string) => page.locator('[data-slot]').filter({ hasText: title }).first();
const order = (page: Page, day = 1) => page.locator(`[data-day="${day}"] [data-slot] .name`).allTextContents();
const startOf = (page: Page, title: string) =>
	page.locator('[data-entry]').filter({ hasText: title }).first().locator('.time');

async function drag(page: Page, from: string, to: string, drop: () => Promise<unknown>): Promise<void> {
	await slot(page, from).scrollIntoViewIfNeeded();
	const [a, b] = [await slot(page, from).boundingBox(), await slot(page, to).boundingBox()];
	if (!a || !b) throw new Error('nothing to drag');
	await page.mouse.move(a.x + 40, a.y + 16);
	await page.mouse.down();
	await page.mouse.move(a.x + 60, a.y + 40, { steps: 3 });
	await page.mouse.move(b.x + 60, b.y + 4, { steps: 6 });
	await drop();
}

test('[JOURNEY-2] an agenda is dragged, moved by keys, changed and taken back', async ({ browser }) => {
	const { page } = await newDevice(browser, installation.url, LAPTOP);
	await page.goto(installation.setupUrl);
	await page.getByLabel('Your name').fill('Helen Marsh');
	await page.getByLabel('E-mail').fill('helen@example.org');
	await page.getByLabel('Password').fill('four plain words here');
	await page.getByRole('button', { name: 'Make the account' }).click();
	await page.getByRole('button', { name: 'Prepare a workshop' }).click();
	await page.getByLabel('What is it called?').fill('Service we’re proud of');
	await page.getByLabel('Company').fill('Marlowe Heating');
	await page.getByLabel('First day').fill('2027-01-12');
	await expectAccessible(page);
	await picture(page, 'new-workshop');
	await page.getByRole('button', { name: 'Make the workshop' }).click();
	await expect(slot(page, 'Our experiences')).toBeVisible();
	const address = page.url();
	await expectAccessible(page);
	await picture(page, 'agenda');

	await test.step('dragging shows where it drops, and Esc puts it back', async () => {
		const before = await order(page);
		await drag(page, 'Gallery walk', 'Our experiences', async () => {
			await expect(page.locator('.target')).toHaveCount(1);
			await picture(page, 'agenda-drag');
			await page.keyboard.press('Escape');
			await page.mouse.up();
		});
		expect(await order(page)).toEqual(before);
		await expect(page.locator('[data-lifted]')).toHaveCount(0);

		await drag(page, 'Gallery walk', 'Our experiences', () => page.mouse.up());
		await expect.poll(() => order(page)).toContain('Break');
		expect((await order(page)).slice(0, 2)).toEqual([before[0], 'Gallery walk']);
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => order(page)).toEqual(before);
	});

	await test.step('keys walk, move and open the list of places', async () => {
		const before = await order(page);
		await slot(page, 'Our experiences').focus();
		await page.keyboard.press('ArrowDown');
		await expect(slot(page, 'Coffee')).toBeFocused();
		await page.keyboard.press('Alt+ArrowDown');
		await expect.poll(async () => (await order(page)).indexOf('Coffee')).toBe(before.indexOf('Coffee') + 1);
		await expect(slot(page, 'Coffee')).toBeFocused();
		await page.keyboard.press('Control+z');
		await expect.poll(() => order(page)).toEqual(before);

		await slot(page, 'Gallery walk').focus();
		await page.keyboard.press('m');
		const places = page.getByRole('dialog', { name: 'Move Gallery walk' });
		await expect(places.getByRole('button', { name: /Here now/ })).toBeFocused();
		await expectAccessible(page);
		await picture(page, 'agenda-places');
		await page.keyboard.press('Escape');
		await expect(places).toBeHidden();
		expect(await order(page)).toEqual(before);
		await slot(page, 'Gallery walk').focus();
		await page.keyboard.press('M');
		await page.keyboard.press('ArrowDown');
		await page.keyboard.press('Enter');
		await expect.poll(async () => (await order(page)).indexOf('Gallery walk')).toBe(before.indexOf('Gallery walk') + 1);
		await expect(slot(page, 'Gallery walk')).toBeFocused();
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect.poll(() => order(page)).toEqual(before);
	});

	await test.step('a longer step moves what follows at once, and says what it runs into', async () => {
		await slot(page, 'What good service is').click();
		await page.getByLabel('Duration in minutes').fill('85');
		await page.getByLabel('Duration in minutes').press('Tab');
		await expect(page.getByText('What good service is runs 20 min into Lunch')).toBeVisible();
		await expect(startOf(page, 'Lunch')).toHaveText('12:30');
		await expect(page.getByText('65 of 85 min')).toBeVisible();
		await picture(page, 'agenda-clash');
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(page.getByText(/runs 20 min into/)).toBeHidden();
	});

	await test.step('leaving a break out is asked for, remembered and said', async () => {
		await slot(page, 'Coffee').focus();
		await page.keyboard.press('Delete');
		await expect(page.getByRole('dialog', { name: 'Leave this break out?' })).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Leave it out' }).click();
		await expect(page.getByText('2 h without a break')).toBeVisible();
		await picture(page, 'agenda-strain');
		await page.keyboard.press('Control+z');
		await expect(page.getByText('2 h without a break')).toBeHidden();
	});

	await test.step('a step is added and changed in its inspector; what cannot be run is refused in words', async () => {
		await page.getByRole('button', { name: 'Add to Tuesday' }).click();
		await expect(page.getByRole('button', { name: /A shared vision.*only one/ })).toBeDisabled();
		await expectAccessible(page);
		await picture(page, 'agenda-add');
		await page.getByLabel('A blank step').fill('What we promise');
		await page.getByRole('button', { name: 'Add this step' }).click();
		await expect(page.getByRole('heading', { name: 'What we promise' })).toBeVisible();
		await page.getByRole('button', { name: 'Add a phase' }).click();
		await page.locator('summary').filter({ hasText: 'Discuss' }).click();
		await page.getByLabel('What people do').last().selectOption('vote');
		await expect(page.getByLabel('Votes per person')).toHaveValue('3');
		await page.getByLabel('Another prompt card').fill('What would you sign today?');
		await page.getByRole('button', { name: 'Add this prompt card' }).click();
		await expect(page.getByLabel('Prompt card 1', { exact: true })).toHaveValue('What would you sign today?');
		await page.getByRole('switch', { name: 'People vote in this step' }).click();
		await expect(page.getByText(/is a vote, and nobody has one in this step/)).toBeVisible();
		await expect(page.getByRole('switch', { name: 'People vote in this step' })).toBeChecked();
		await expectAccessible(page);
		await picture(page, 'inspector');
		await page.getByRole('button', { name: 'Close' }).first().click();
	});

	await test.step('days are added, named and removed with what is in them', async () => {
		await page.getByRole('button', { name: 'Add a day' }).click();
		await expect(page.getByRole('heading', { name: 'Thursday' })).toBeVisible();
		await page.getByRole('button', { name: 'Name, date and start of Wednesday' }).click();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Remove this day' }).click();
		await page.getByRole('button', { name: /Remove Wednesday and all in it/ }).click();
		await expect(page.getByRole('heading', { name: 'Wednesday' })).toBeHidden();
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(page.getByRole('heading', { name: 'Wednesday' })).toBeVisible();
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(page.getByRole('heading', { name: 'Thursday' })).toBeHidden();
	});

	await test.step('a template is saved, and the rehearsal ends by the typed title', async () => {
		await page.getByRole('button', { name: 'Open the room' }).click();
		await expect(page).toHaveURL(/\/run$/);
		await page.goto('/w');
		await page.getByRole('button', { name: 'More about Service we’re proud of' }).click();
		await page.getByRole('menuitem', { name: 'Save as a template' }).click();
		await page.getByLabel('Its name').fill('Our two days');
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Save it' }).click();
		await expect(page.getByText('Our two days')).toBeVisible();
		await page.getByRole('button', { name: 'More about Service we’re proud of' }).click();
		await page.getByRole('menuitem', { name: 'End the rehearsal' }).click();
		await expect(page.getByRole('button', { name: 'End it and keep nothing' })).toBeDisabled();
		await page.getByLabel(/Type the title/).fill('Service we’re proud of');
		await expectAccessible(page);
		await picture(page, 'reset');
		await page.getByRole('button', { name: 'End it and keep nothing' }).click();
		await expect(page.getByText('Being prepared')).toBeVisible();
		await expectAccessible(page);
		await picture(page, 'workshops');
	});

	await test.step('on a phone a long press lifts, and a short one scrolls', async () => {
		const cookies = await page.context().cookies();
		const phone = await newDevice(browser, installation.url, PHONE);
		await phone.page.context().addCookies(cookies);
		await phone.page.goto(address);
		await expect(slot(phone.page, 'Our experiences')).toBeVisible();
		await expectAccessible(phone.page);
		await picture(phone.page, 'agenda-phone');
		const before = await order(phone.page);
		await hold(phone.page, 'Our experiences', 'Welcome', 30);
		expect(await order(phone.page)).toEqual(before);
		await hold(phone.page, 'Our experiences', 'Welcome', 450);
		await expect.poll(async () => (await order(phone.page))[0]).toBe('Our experiences');
		await phone.page.goto('/w');
		await expect(phone.page.locator('main[data-ready]')).toBeVisible();
		await expectAccessible(phone.page);
		await picture(phone.page, 'workshops-phone');
	});
});

/** A finger that rests for so long before it moves. */
async function hold(page: Page, from: string, to: string, forMs: number): Promise<void> {
	await slot(page, from).scrollIntoViewIfNeeded();
	const [a, b] = [await slot(page, from).boundingBox(), await slot(page, to).boundingBox()];
	if (!a || !b) throw new Error('nothing to hold');
	const touch = await page.context().newCDPSession(page);
	const at = (type: string, x: number, y: number) =>
		touch.send('Input.dispatchTouchEvent', {
			type: type as 'touchStart',
			touchPoints: type === 'touchEnd' ? [] : [{ x, y }]
		});
	await at('touchStart', a.x + 30, a.y + 16);
	if (forMs > 100) await expect(page.locator('[data-lifted]')).toHaveCount(1);
	await at('touchMove', a.x + 32, a.y);
	await at('touchMove', b.x + 32, b.y + 4);
	await at('touchEnd', 0, 0);
	await touch.detach();
}
