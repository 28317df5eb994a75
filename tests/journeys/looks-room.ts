import AxeBuilder from '@axe-core/playwright';
import { expect, type Browser, type Page } from '@playwright/test';
import { deviceAt } from '../support/server.ts';
import { expectAccessible, LAPTOP } from './cast.ts';
import { openExample, type ExampleRoom } from './example-room.ts';

// What the looks have in common: the example workshop, its devices, and the eyes on a page in three themes.

export const NARROW = { width: 320, height: 640 };
export const ALDER = 'amira-khan';

interface Room extends ExampleRoom {
	readonly go: (step: string, phase: string) => Promise<void>;
}

export async function openRoom(browser: Browser): Promise<Room> {
	const room = await openExample(browser, 'house');
	const desk = deviceAt(room.line.url);
	desk.cookie = room.cookieOf('facilitator');
	return {
		...room,
		go: async (step, phase) => {
			const { status } = await desk.post(`/api/workshops/${room.line.workshopId}/steps/${step}/go`, { phase });
			expect(status).toBeLessThan(300);
		}
	};
}

const THEMES = [
	{ colorScheme: 'light', forcedColors: 'none' },
	{ colorScheme: 'dark', forcedColors: 'none' },
	{ colorScheme: 'light', forcedColors: 'active' }
] as const;

/** Resolves once the page has followed. */
async function dress(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
	await page.emulateMedia(theme);
	await expect(page.locator('html')).toHaveAttribute('data-theme', theme.colorScheme);
}

/** The whole page in each theme; and on the narrowest phone nothing of it stands beside the screen. */
export async function expectGood(page: Page): Promise<void> {
	for (const theme of THEMES) {
		await dress(page, theme);
		await expectAccessible(page);
	}
	await dress(page, THEMES[0]);
	await page.setViewportSize(NARROW);
	await expectNotWide(page);
	await page.setViewportSize(LAPTOP);
}

type Part = 'dialog[open]' | 'aside:has(> header)';

/** What has opened, by itself: the page below was looked at before. */
export async function expectReadable(page: Page, part: Part): Promise<void> {
	await expect(page.locator(part)).toBeVisible();
	for (const theme of THEMES) {
		await dress(page, theme);
		const { violations } = await new AxeBuilder({ page })
			.include(part)
			.setLegacyMode()
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
			.analyze();
		expect(
			violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
		).toEqual([]);
	}
	await dress(page, THEMES[0]);
}

/** Nothing of the uppermost stands beside the narrowest phone. */
export async function expectFits(page: Page, part: Part): Promise<void> {
	await page.setViewportSize(NARROW);
	await expectNotWide(page);
	const cut = await page
		.locator(part)
		.last()
		.evaluate((box) => box.scrollWidth - box.clientWidth);
	expect(cut).toBeLessThanOrEqual(0);
}

async function expectGoodPart(page: Page, part: Part): Promise<void> {
	await expectReadable(page, part);
	await expectFits(page, part);
	await page.setViewportSize(LAPTOP);
}

async function expectNotWide(page: Page): Promise<void> {
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
		.toBeLessThanOrEqual(0);
}

/** Opens, looks, and closes with Esc; the focus is somewhere on the page again. */
export async function sheet(page: Page, open: () => Promise<unknown>): Promise<void> {
	await open();
	await expectGoodPart(page, 'dialog[open]');
	await page.keyboard.press('Escape');
	await expect(page.locator('dialog[open]')).toHaveCount(0);
}

export async function drawer(page: Page, button: RegExp): Promise<void> {
	const opener = page.getByRole('button', { name: button });
	await opener.focus();
	await opener.press('Enter');
	await expectGoodPart(page, 'aside:has(> header)');
	await page.locator('aside:has(> header) h2').focus();
	await page.keyboard.press('Escape');
	await expect(opener).toBeFocused();
	await expect(page.locator('aside:has(> header)')).toHaveCount(0);
}

/** With what comes after the board: sources, marks, the bar's tools. */
export async function ready(page: Page): Promise<void> {
	await expect(page.locator('[data-ready]').first()).toBeAttached();
	await page.waitForLoadState('networkidle');
}

/** From the list of what can be done with the first note. */
export async function deed(page: Page, name: string | RegExp): Promise<void> {
	await page.locator('[data-note] [data-deed="more"]').first().click();
	await page.getByRole('dialog').getByRole('button', { name }).first().click();
}
