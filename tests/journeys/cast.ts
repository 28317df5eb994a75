import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';

/** One device of one person: a browser of its own, with its own cookies and storage. */
export interface Device {
	readonly context: BrowserContext;
	readonly page: Page;
}

export const LAPTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const PROJECTOR = { width: 1920, height: 1080 };

export async function newDevice(
	browser: Browser,
	origin: string,
	viewport: { readonly width: number; readonly height: number } = LAPTOP
): Promise<Device> {
	const context = await browser.newContext({
		viewport,
		baseURL: origin,
		...(viewport === PHONE ? { hasTouch: true, isMobile: true } : {})
	});
	const page = await context.newPage();
	// A page that throws is broken even where it still looks right.
	page.on('pageerror', (error) => {
		throw error;
	});
	return { context, page };
}

/** Joins with the code of the room; resolves with the return code that is shown once. */
export async function join(page: Page, code: string, name: string, syndicate: string): Promise<string> {
	await page.goto(`/j#${code}`);
	await page.getByLabel('Your name, as colleagues say it').fill(name);
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.getByRole('radio', { name: new RegExp(syndicate) }).check({ force: true });
	await page.getByRole('button', { name: `Take my seat in ${syndicate}` }).click();
	await expect(page.getByRole('heading', { name: `Your seat is taken, ${name}.` })).toBeVisible();
	const returnCode = (await page.locator('[data-return-code]').textContent()) ?? '';
	await page.getByRole('button', { name: 'Continue' }).click();
	return returnCode.replaceAll(/\s/g, '');
}

/** No page of the journey may have an accessibility violation of WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
	expect(found, `${page.url()} has accessibility violations`).toEqual([]);
}
