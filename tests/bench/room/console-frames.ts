/** How smoothly the console runs in a browser while six syndicates write. */
import { chromium } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../../support/chromium.ts';
import type { Hall } from './hall.ts';
import { framesASecond, shareOf } from './figures.ts';

const WATCHED_MS = 5_000;
const SETTLE_MS = 1_500;
const PATIENCE_MS = 20_000;

export interface Frames {
	readonly slowdown: number;
	readonly aSecond: number;
	/** The gap that 95 of 100 frames keep within, in ms. */
	readonly gapP95: number;
	readonly frames: number;
}

/** @param slowdowns how many times slower the processor is made, one after the other */
export async function consoleFrames(
	{ url, workshopId, desk }: Hall,
	slowdowns: readonly number[]
): Promise<readonly Frames[]> {
	const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
	try {
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		const [name = '', value = ''] = desk.cookie.split('=');
		await context.addCookies([{ name, value, url }]);
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		await page.goto(`${url}/w/${workshopId}/run`);
		await page.locator('main[data-ready]').waitFor();
		const devtools = await context.newCDPSession(page);
		const measured: Frames[] = [];
		for (const slowdown of slowdowns) {
			await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
			await page.waitForTimeout(SETTLE_MS);
			const drawnAt = await page.evaluate(
				(ms) =>
					new Promise<number[]>((resolve) => {
						const drawn: number[] = [];
						const next = (at: number) => {
							drawn.push(at);
							if (at - (drawn[0] ?? at) < ms) requestAnimationFrame(next);
							else resolve(drawn);
						};
						requestAnimationFrame(next);
					}),
				WATCHED_MS
			);
			const gaps = drawnAt.slice(1).map((at, index) => at - (drawnAt[index] ?? at));
			measured.push({
				slowdown,
				aSecond: framesASecond(drawnAt),
				gapP95: shareOf(gaps, 0.95),
				frames: drawnAt.length
			});
		}
		return measured;
	} finally {
		await browser.close();
	}
}
