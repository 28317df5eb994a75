/** After the signing: an action's page, somebody's own page, the day's board and what is finished. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible, LAPTOP, PHONE, test } from './cast.ts';
import { openExample, type ExampleRoom } from './example-room.ts';

const NARROW = { width: 360, height: 740 };
let example: ExampleRoom;

test.beforeAll(async ({ browser }) => {
	example = await openExample(browser, 'week-4');
});
test.afterAll(() => example.end());

async function opened(
	who: string,
	path: string,
	viewport: { readonly width: number; readonly height: number } = LAPTOP
): Promise<Page> {
	const page = await example.deviceOf(who, viewport);
	await page.goto(new URL(`/w/${example.line.workshopId}${path}`, example.line.url).href);
	await expect(page.locator('main[data-ready]')).toBeVisible();
	return page;
}

test('[FOLLOW-55] the pages after the signing fit every device in every theme without a fault', async () => {
	test.setTimeout(180_000);
	for (const path of ['/actions/2', '/me', '/today', '/finished']) {
		const desk = await opened('peter-novak', path);
		await expectAccessible(desk);
		await desk.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
		await expectAccessible(desk);
		await desk.emulateMedia({ colorScheme: 'light', contrast: 'more', reducedMotion: 'reduce' });
		await expectAccessible(desk);
		await desk.context().close();
		for (const viewport of [PHONE, NARROW]) {
			const phone = await opened('peter-novak', path, viewport);
			expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
			await expectAccessible(phone);
			await phone.context().close();
		}
	}
});

test('[FOLLOW-55] somebody taps on their own page, is thanked on the page of the action, and takes a small part of the day', async () => {
	test.setTimeout(120_000);
	const mine = await opened('peter-novak', '/me', PHONE);
	await mine
		.getByRole('group', { name: 'How does action 2 stand?' })
		.getByRole('button', { name: 'I need help' })
		.click();
	await mine.getByLabel('In one sentence').fill('North has no number to send from.');
	await mine.reload();
	await expect(mine.locator('main[data-ready]')).toBeVisible();
	await mine
		.getByRole('group', { name: 'How does action 2 stand?' })
		.getByRole('button', { name: 'I need help' })
		.click();
	await expect(mine.getByLabel('In one sentence')).toHaveValue('North has no number to send from.');
	await expectAccessible(mine);
	await mine.getByRole('button', { name: 'Write the update' }).click();
	await expect(mine.getByText('Needs help').first()).toBeVisible();

	const other = await opened('zara-hussain', '/actions/2');
	await expect(other.getByText('North has no number to send from.')).toBeVisible();
	await expect(other.getByRole('button', { name: 'Add an update' })).toHaveCount(0);
	await other.getByRole('button', { name: 'Say thanks' }).click();
	await other.getByLabel('Your thanks').fill('You asked before it was late.');
	await expectAccessible(other);
	await other.getByRole('button', { name: 'Say thanks' }).click();
	await expect(other.getByText('You asked before it was late.')).toBeVisible();
	await expect(mine.getByText('You asked before it was late.')).toBeVisible();

	await mine.goto(mine.url().replace('/me', '/today'));
	await mine.getByLabel('One line').fill('Ring the shop in the north');
	await mine.getByRole('button', { name: 'That is my part' }).click();
	await mine.getByRole('button', { name: 'It is done' }).click();
	const board = await opened('zara-hussain', '/today', { width: 1920, height: 1080 });
	await expect(board.getByText('Ring the shop in the north')).toBeVisible();
	await expectAccessible(board);
});
