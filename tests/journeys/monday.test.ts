// Monday of whoever follows up, in a browser.
import { expect, test } from '@playwright/test';
import { expectAccessible, PHONE } from './cast.ts';
import { openExample } from './example-room.ts';

test('[FOLLOW-25] Monday by keys alone, without scrolling; to others late is no alarm', async ({ browser }) => {
	test.setTimeout(180_000);
	const room = await openExample(browser, 'week-4');
	const at = `/w/${room.line.workshopId}`;
	try {
		const page = await room.deviceOf('follow-up-manager', { width: 1440, height: 900 });
		await page.goto(`${at}/follow`);
		await page.locator('main[data-ready]').waitFor();
		await expect(page.getByRole('heading', { level: 1, name: 'Good morning, Priya.' })).toBeVisible();
		const needs = page.locator('[data-needs]');
		await expect(page.getByRole('heading', { name: /need you today/ })).toBeVisible();
		expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
		await expectAccessible(page);
		const before = await needs.count();

		// A letter to the owner: once, and then no more for two days.
		await page.getByRole('button', { name: 'Write to Hugo' }).press('Enter');
		await page.getByLabel('A line of your own').fill('Is there a lock by now?');
		await page.getByRole('dialog').getByRole('button', { name: 'Write to Hugo' }).press('Enter');
		await expect(page.getByRole('dialog')).toHaveCount(0);
		await expect(page.getByRole('button', { name: 'Written' })).toBeDisabled();
		await expect(page.getByText('Written. The letter goes with the morning’s mail.')).toBeVisible();

		// Put away and taken back.
		await page.getByRole('button', { name: 'Not needed yet' }).first().press('Enter');
		await expect(needs).toHaveCount(before - 1);
		await expect(page.locator('[role=status]:focus')).toHaveCount(1);
		await page.getByRole('button', { name: 'Undo' }).press('Enter');
		await expect(needs).toHaveCount(before);
		await expect(page.getByRole('heading', { name: /need you today/ })).toBeFocused();

		// Each number is a filter.
		await page.getByRole('link', { name: /is late/i }).press('Enter');
		await expect(page).toHaveURL(/\/actions\?health=late$/);
		await expect(page.getByText('1 of 12 actions')).toBeVisible();
		await expectAccessible(page);

		await page.goto(`${at}/follow/review`);
		await expect(page.getByRole('heading', { name: 'What is done' })).toBeVisible();
		await page.keyboard.press('ArrowRight');
		await expect(page.getByRole('heading', { level: 1, name: /A quiet half-hour/ })).toBeVisible();
		await expectAccessible(page);
		await page.goto(`${at}/follow/settings`);
		await page.locator('main[data-ready]').waitFor();
		await expectAccessible(page);
		await page.goto('/monday');
		await expect(page.getByRole('link', { name: 'Service we’re proud of' })).toBeVisible();
		await expectAccessible(page);

		const owner = await room.deviceOf('elin-strand', PHONE);
		await owner.goto(`${at}/follow`);
		await owner.locator('main[data-ready]').waitFor();
		await expect(owner.getByRole('heading', { name: 'How the actions stand' })).toBeVisible();
		await expect(owner.locator('.tile.late.alert')).toHaveCount(0);
		expect(await owner.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
		await expectAccessible(owner);
	} finally {
		await room.end();
	}
});
