/** The product's own pages in a real browser: a laptop with a screen, its cookie and its storage. */
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { buildFrontEnd } from '../../../scripts/front-end.ts';
import { chromiumArgs, chromiumPath } from '../../support/chromium.ts';
import type { Context } from '../check.ts';
import { STEP, told, type Installation, type Seat } from './installation.ts';

const PATIENCE_MS = 20_000;

/** A browser for this run; the pages are built first where they are not. */
export async function openBrowser({ atEnd, tell }: Context): Promise<Browser> {
	await buildFrontEnd(tell);
	const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
	atEnd(() => browser.close());
	return browser;
}

/** Laptop of one person: its tabs share cookie and storage, and it comes through `url`. */
export class Laptop {
	readonly #context: BrowserContext;
	readonly #board: string;

	private constructor(context: BrowserContext, board: string) {
		this.#context = context;
		this.#board = board;
	}

	static async of(browser: Browser, installation: Installation, seat: Seat, url: string): Promise<Laptop> {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		context.setDefaultTimeout(PATIENCE_MS);
		const [name = '', value = ''] = seat.device.cookie.split('=');
		await context.addCookies([{ name, value, url }]);
		const view = await told(seat.device, 'GET', `/api/workshops/${installation.workshopId}`);
		const syndicates: readonly { readonly id: string; readonly slug: string }[] = view.syndicates;
		const slug = syndicates.find(({ id }) => id === seat.place.syndicateId)?.slug ?? '';
		return new Laptop(context, `${url}/w/${installation.workshopId}/s/${slug}/${STEP}`);
	}

	/** The board in a tab, ready to be written on. */
	async tab(): Promise<Tab> {
		const page = await this.#context.newPage();
		await page.goto(this.#board, { waitUntil: 'commit' });
		await page.locator('main[data-ready]').waitFor();
		return new Tab(page);
	}

	/** From now on its clock is so much later. */
	async later(ms: number): Promise<void> {
		await this.#context.addInitScript((shift) => {
			const now = Date.now.bind(Date);
			Date.now = () => now() + shift;
		}, ms);
	}

	async close(): Promise<void> {
		await this.#context.close();
	}
}

/** One tab with the board. */
export class Tab {
	readonly page: Page;

	constructor(page: Page) {
		this.page = page;
	}

	/** What stands in the bar: `saved`, `on-device`. */
	async saved(): Promise<string> {
		return (await this.page.locator('[data-saved]').first().getAttribute('data-saved')) ?? '';
	}

	async isNow(saved: string, ms = PATIENCE_MS): Promise<void> {
		await this.page.locator(`[data-saved="${saved}"]`).first().waitFor({ timeout: ms });
	}

	/** Opens the box of a tray, where every letter is a change of its own. */
	async begin(zone: 'good' | 'bad'): Promise<void> {
		const tray = this.page.locator(`[data-zone-tray="${zone}"]`);
		if (!(await tray.getByRole('textbox').first().isVisible())) await tray.locator('button.write').click();
		await tray.getByRole('textbox').first().focus();
	}

	/** Types into the open box, letter by letter. */
	async type(words: string): Promise<void> {
		await this.page.keyboard.type(words);
	}

	/** Puts the note on the board and starts the next one. */
	async next(): Promise<void> {
		await this.page.keyboard.press('Enter');
	}

	/** What its notes say, sorted. */
	async notes(): Promise<readonly string[]> {
		await this.page.keyboard.press('Escape');
		const texts = await this.page.locator('article[data-note] .words').allTextContents();
		return texts.map((text) => text.trim()).sort();
	}

	/** Without a farewell: as when a lid is shut. */
	async close(): Promise<void> {
		await this.page.close({ runBeforeUnload: false });
	}
}
