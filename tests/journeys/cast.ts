import { test as base, type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import AxeBuilder from '@axe-core/playwright';

/** One device of one person: a browser of its own, with its own cookies and storage. */
export interface Device {
	readonly context: BrowserContext;
	readonly page: Page;
}

/**
 * A test whose devices are put away at its end, so that those of one do not slow down the next. Not for tests that go on
 * with each other’s devices.
 */
export const test = base.extend<{ leaving: void }>({
	leaving: [
		async ({ browser }, use) => {
			await use();
			await Promise.all(browser.contexts().map((context) => context.close()));
		},
		{ auto: true }
	]
});

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
	const returnCode = (await page.locator('[data-return-code]').textContent()) ?? '';
	// Whoever comes late goes straight to the board.
	await page.getByRole('button', { name: /^(Continue|Go to my syndicate)$/ }).click();
	return returnCode.replaceAll(/\s/g, '');
}

/** No page of the journey may have an accessibility violation of WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
	// Not the empty page before it is drawn.
	await expect(page.locator('h1').first()).toBeAttached();
	const { violations } = await new AxeBuilder({ page })
		// All is in one frame: half the time.
		.setLegacyMode()
		.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
		.analyze();
	const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
	expect(found, `${page.url()} has accessibility violations`).toEqual([]);
}

/** Presses a deed of the console, and confirms where the console asks first. */
export async function press(desk: Page, deed: string | RegExp): Promise<void> {
	await desk
		.getByRole('button', { name: deed, exact: typeof deed === 'string' })
		.first()
		.click();
	await confirm(desk);
}

/** Chooses a step in the agenda and brings everyone there. */
export async function bring(desk: Page, step: string): Promise<void> {
	await desk.getByRole('navigation', { name: 'Agenda' }).getByRole('button', { name: step }).click();
	await desk.getByRole('button', { name: 'Bring everyone to this step' }).click();
	await confirm(desk);
}

/** The console asks only when somebody might be in the middle of a word: with and without the question is right. */
async function confirm(desk: Page): Promise<void> {
	const dialog = desk.getByRole('dialog');
	const idle = desk.locator('main:not(:has([aria-busy]))');
	await expect(dialog.or(idle).first()).toBeVisible();
	if (await dialog.isVisible()) await dialog.getByRole('button').last().click();
	await expect(dialog).toBeHidden();
	await expect(desk.locator('[aria-busy]')).toHaveCount(0);
}

/** Writes a note into a tray of a laptop's board. */
export async function write(page: Page, tray: string, words: string): Promise<void> {
	await writeInto(page, tray, words);
}

/** The same where the tray's heading says more than its name. */
export async function writeInto(page: Page, tray: string, words: string): Promise<void> {
	const zone = page.getByRole('region', { name: new RegExp(`^${tray}`) });
	const area = zone.getByRole('textbox').first();
	if (!(await area.isVisible())) await zone.locator('button.write').click();
	await area.fill(words);
	await area.press('Enter');
	// A tray that takes one note only has closed its box by now.
	await page.keyboard.press('Escape');
	await expect(zone.getByText(words)).toBeVisible();
}

/** On a phone one tray is open at a time, and writing happens in a sheet at the bottom. */
export async function writeOnPhone(page: Page, tray: string, words: string): Promise<void> {
	const tab = page.getByRole('tab', { name: new RegExp(tray) });
	if (await tab.isVisible()) await tab.click();
	await page.getByRole('button', { name: /^Write/ }).click();
	const area = page.getByRole('dialog').getByRole('textbox').first();
	await area.fill(words);
	await page.getByRole('button', { name: 'Put it on the board' }).click();
	await expect(page.getByText(words)).toBeVisible();
}

/** The board says that everything is on disk. */
export async function expectSaved(page: Page): Promise<void> {
	await expect(page.locator('[data-saved="saved"]')).toBeVisible();
}

/** The note, line or cell with these words. */
export const noteWith = (page: Page, words: string): Locator =>
	page.locator('article[data-note]').filter({ hasText: words }).first();

/** Opens the list of deeds of a note and chooses one. */
export async function chooseDeed(page: Page, words: string, deed: string): Promise<void> {
	await noteWith(page, words).locator('button[data-deed="more"]').click();
	await page.getByRole('dialog').getByRole('button', { name: deed }).click();
}

export async function editNote(page: Page, words: string, newWords: string): Promise<void> {
	await noteWith(page, words).locator('[data-deed="edit"]').click();
	const area = page.locator('article[data-note]').getByRole('textbox').first();
	await area.fill(newWords);
	await area.press('Escape');
}

/** Links a note to the source with these words. */
export async function link(page: Page, words: string, source: string): Promise<void> {
	await chooseDeed(page, words, 'Link to what it comes from');
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('checkbox', { name: source }).check();
	await page.keyboard.press('Escape');
	await expect(dialog).toBeHidden();
}

/** A writer of the vision puts a line into a zone. */
export const place = (page: Page, line: string, zone: string): Promise<void> =>
	chooseDeed(page, line, `Move to ${zone}`);

/** Writes into one cell of the matrix, in the row of this line of the vision. */
export async function fillCell(page: Page, line: string, column: string, words: string): Promise<void> {
	const row = page.locator('tbody tr').filter({ has: page.getByRole('rowheader', { name: line }) });
	const cell = row.locator(`td[data-label="${column}"]`);
	await cell.locator('[data-deed="edit"]').click();
	const area = cell.getByRole('textbox').first();
	await area.fill(words);
	await area.press('Escape');
	await expect(cell.getByText(words)).toBeVisible();
}

/** The board of a laptop has followed the room into this phase. */
export async function expectPhase(page: Page, phase: string): Promise<void> {
	await expect(page.getByRole('list', { name: 'Phases of this step' }).locator('[aria-current]')).toHaveText(phase);
}

/** A sponsor by a link alone types the code that a facilitator reads out, since no mail goes from here. */
export async function typeCode(page: Page, desk: Page, workshop: string): Promise<void> {
	await page.getByRole('button', { name: 'Ask the facilitator for the code' }).click();
	await expect(page.getByLabel('The six digits')).toBeVisible();
	const waiting = await desk.request.get(new URL(`/api/workshops/${workshop}/link-codes`, desk.url()).href);
	const [{ code }] = await waiting.json();
	await page.getByLabel('The six digits').fill(code);
	await page.getByRole('button', { name: 'This is my code' }).click();
	await expect(page.getByLabel('The six digits')).toBeHidden();
}
