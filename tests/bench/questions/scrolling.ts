/** Two hundred questions on a phone whose processor is four times slower, scrolled by a finger, also while others vote. */
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type CDPSession, type Page } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../../support/chromium.ts';
import { framesASecond, shareOf, type RoomFigure } from '../room/figures.ts';
import type { Hall } from '../room/hall.ts';
import { GOALS } from './goals.ts';
import { ask, vote, type Asker } from './room.ts';

export const LONG = 200;
const SLOWDOWN = 4;
const PHONE = { width: 390, height: 844 };
const SETTLE_MS = 3_000;
const PATIENCE_MS = 60_000;
const SWIPES = 6;
const SWIPE = { distance: 2_400, speed: 1_600 };
const VOTES_A_SECOND = 4;

/** Frames while the list is scrolled; quietly, then while votes come. */
export async function scrolled(hall: Hall, askers: readonly Asker[]): Promise<readonly RoomFigure[]> {
	const [reader, ...others] = askers;
	if (!reader) throw new Error('Nobody is there.');
	const ids = await fill(hall, others);
	const browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
	try {
		const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true });
		context.setDefaultTimeout(PATIENCE_MS);
		const [name = '', value = ''] = reader.device.cookie.split('=');
		await context.addCookies([{ name, value, url: hall.url }]);
		const page = await context.newPage();
		const session = await context.newCDPSession(page);
		await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
		await page.goto(`${hall.url}/w/${hall.workshopId}/room/customer`);
		await page.waitForFunction((wanted) => document.querySelectorAll('[data-question]').length >= wanted, LONG);
		await wait(SETTLE_MS);
		const quiet = await framesWhile(page, () => swipe(session));
		let isOver = false;
		const voting = (async () => {
			for (let n = 0; !isOver; n += 1) {
				const voter = others[n % others.length];
				if (voter) await vote(hall, voter, ids[(n * 7) % ids.length] ?? '');
				await wait(1000 / VOTES_A_SECOND);
			}
		})();
		const busy = await framesWhile(page, () => swipe(session));
		isOver = true;
		await voting;
		return [
			...figuresOf(`${LONG} questions on a phone, 4x`, quiet),
			...figuresOf(`the same while ${VOTES_A_SECOND} votes a second come`, busy)
		];
	} finally {
		await browser.close();
	}
}

/** Asks as many as are missing; nobody more than they may in a minute. */
async function fill(hall: Hall, askers: readonly Asker[]): Promise<readonly string[]> {
	const ids: string[] = [];
	const lengths = ['Why?', 'What would you tell a new colleague of ours on the first day, before anybody else does?'];
	for (let n = 0; n < LONG; n += 1) {
		const asker = askers[n % askers.length];
		if (!asker) continue;
		const { id } = await ask(hall, asker, `${lengths[n % lengths.length]} Asked as number ${n + 1}.`);
		ids.push(id);
	}
	return ids;
}

async function swipe(session: CDPSession): Promise<void> {
	for (let n = 0; n < SWIPES; n += 1) {
		await session.send('Input.synthesizeScrollGesture', {
			x: PHONE.width / 2,
			y: PHONE.height / 2,
			yDistance: n < SWIPES / 2 ? -SWIPE.distance : SWIPE.distance,
			speed: SWIPE.speed,
			gestureSourceType: 'touch'
		});
	}
}

/** The times at which frames were drawn meanwhile, in ms. */
async function framesWhile(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
	await page.evaluate(() => {
		const drawn: number[] = [];
		Object.assign(globalThis, { drawn });
		const next = (at: number) => {
			drawn.push(at);
			requestAnimationFrame(next);
		};
		requestAnimationFrame(next);
	});
	await work();
	return page.evaluate(() => (globalThis as unknown as { readonly drawn: readonly number[] }).drawn);
}

function figuresOf(what: string, drawn: readonly number[]): readonly RoomFigure[] {
	const gaps = drawn.slice(1).map((at, n) => at - (drawn[n] ?? at));
	return [
		{
			what: `${what}: frames`,
			figure: framesASecond(drawn),
			unit: 'a second',
			of: drawn.length,
			atLeast: GOALS.frames
		},
		{ what: `${what}: gap p95`, figure: shareOf(gaps, 0.95), unit: 'ms', of: gaps.length },
		{ what: `${what}: longest gap`, figure: shareOf(gaps, 1), unit: 'ms', of: gaps.length }
	];
}
