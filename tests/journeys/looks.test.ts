import AxeBuilder from '@axe-core/playwright';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import { readConfig } from '#server/config.ts';
import { runDemo, type RunningDemo } from '#server/demo/run.ts';
import { createLog } from '#server/log.ts';
import { builtSite } from '#server/static.ts';
import { expectAccessible, LAPTOP, newDevice, test } from './cast.ts';

// A page of the example workshop, with the drawers and sheets that open there.

const NARROW = { width: 320, height: 640 };
const ALDER = 'amira-khan';

interface Room {
	readonly line: RunningDemo['line'];
	/** A device of the facilitator, the sponsor, or somebody of the example. */
	readonly deviceOf: (who: string) => Promise<Page>;
	readonly end: () => Promise<void>;
}

async function openRoom(browser: Browser): Promise<Room> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-looks-'));
	const config = await readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error' });
	const { line, running } = await runDemo(config, 'house', {
		log: createLog(config.logLevel),
		site: builtSite(),
		onLost: (error) => {
			throw error;
		}
	});
	const cookieOf = (who: string): string => {
		const found = line.accounts.find(({ role }) => role === who) ?? line.people.find(({ id }) => id === who);
		if (!found?.cookie) throw new Error(`nobody in the example is called ${who}`);
		return found.cookie;
	};
	return {
		line,
		deviceOf: async (who) => {
			const { context, page } = await newDevice(browser, line.url, LAPTOP);
			const [name = '', value = ''] = cookieOf(who).split('=');
			await context.addCookies([{ name, value, url: line.url }]);
			// Colours that are on their way from one theme to the other are nobody's.
			await page.emulateMedia({ reducedMotion: 'reduce' });
			return page;
		},
		end: async () => {
			await running.close();
			await rm(folder, { recursive: true, force: true });
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
async function expectGood(page: Page): Promise<void> {
	for (const theme of THEMES) {
		await dress(page, theme);
		await expectAccessible(page);
	}
	await dress(page, THEMES[0]);
	await page.setViewportSize(NARROW);
	await expectNotWide(page);
	await page.setViewportSize(LAPTOP);
}

/** What has opened, by itself: the page below was looked at before. */
async function expectGoodPart(page: Page, part: 'dialog[open]' | 'aside:has(> header)'): Promise<void> {
	await expect(page.locator(part)).toBeVisible();
	for (const theme of THEMES) {
		await dress(page, theme);
		const { violations } = await new AxeBuilder({ page })
			.include(part)
			.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
			.analyze();
		expect(
			violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
		).toEqual([]);
	}
	await dress(page, THEMES[0]);
	await page.setViewportSize(NARROW);
	await expectNotWide(page);
	const cut = await page.locator(part).evaluate((box) => box.scrollWidth - box.clientWidth);
	expect(cut).toBeLessThanOrEqual(0);
	await page.setViewportSize(LAPTOP);
}

async function expectNotWide(page: Page): Promise<void> {
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
		.toBeLessThanOrEqual(0);
}

/** Opens, looks, and closes with Esc; the focus is somewhere on the page again. */
async function sheet(page: Page, open: () => Promise<unknown>): Promise<void> {
	await open();
	await expectGoodPart(page, 'dialog[open]');
	await page.keyboard.press('Escape');
	await expect(page.locator('dialog[open]')).toHaveCount(0);
}

async function drawer(page: Page, button: RegExp): Promise<void> {
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
async function ready(page: Page): Promise<void> {
	await expect(page.locator('[data-ready]').first()).toBeAttached();
	await page.waitForLoadState('networkidle');
}

test('[LOOK-1] our own house, its drawers and sheets can be read in three themes, and on 320 px', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const room = await openRoom(browser);
	const at = `/w/${room.line.workshopId}`;
	try {
		const page = await room.deviceOf(ALDER);

		await test.step('our own house: matrix, its other sheets, customers, prompts, an open cell', async () => {
			await page.goto(`${at}/s/alder/house`);
			await ready(page);
			await expectGood(page);
			await drawer(page, /^Customers said/);
			await drawer(page, /^Prompts/);
			await sheet(page, () => page.getByRole('button', { name: 'Keys and pointers' }).click());
			for (const tab of [/^What is fixed/, /^Mistakes/]) {
				await page.getByRole('tab', { name: tab }).click();
				await expectAccessible(page);
			}
			await page.getByRole('tab', { name: /^Line by line/ }).click();
			await page.locator('td [data-deed="edit"]').nth(2).click();
			await expect(page.getByRole('textbox', { name: 'Words of the note' })).toBeVisible();
			await expectGood(page);
			await page.keyboard.press('Escape');
		});
	} finally {
		await room.end();
	}
});
