/** One browser page with a measured board: how it is painted, how a key and a drag get through. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import type { MeasuredBoard } from './stage.ts';

const VIEWPORT = { width: 1440, height: 900 };
const PATIENCE_MS = 40_000;
/** What is left of opening the page is over by then. */
const SETTLE_MS = 1_500;
const KEYS = 60;
const KEY_EVERY_MS = 75;
const DRAG_MS = 2_000;
const MOVES_A_SECOND = 60;

/** In ms; from the moment the page's own thread is handed the words of the board. */
export interface Painted {
	readonly all: number;
	readonly firstScreen: number;
	/** All, from the navigation on. */
	readonly navigated: number;
}

export interface Typed {
	/** From each key to the task after its frame, in ms. */
	readonly keys: readonly number[];
	/** Of the page's main thread for one key, in ms. */
	readonly work: number;
}

/** The times at which frames were drawn while a note was dragged; null where nothing was to be dragged. */
export type Dragged = readonly number[] | null;

/** What the page watches by itself. */
interface Lookout {
	/** How many notes were painted, and when. */
	readonly painted: { readonly at: number; readonly notes: number }[];
	/** When a frame of a document came that is large enough to be a board. */
	dataAt: number;
	readonly keys: number[];
	/** The times of all frames from `watch` on; `watch` again ends it. */
	readonly drawn: number[];
	watch: () => void;
}
declare const lookout: Lookout;

/** A fresh browser context with the page opened and watched; `use` gets it when all notes are painted. */
export async function withBoard<Answer>(
	browser: Browser,
	board: MeasuredBoard,
	slowdown: number,
	use: (open: OpenPage) => Promise<Answer>
): Promise<Answer> {
	const context = await browser.newContext({ viewport: VIEWPORT });
	context.setDefaultTimeout(PATIENCE_MS);
	try {
		const [name = '', value = ''] = board.cookie.split('=');
		await context.addCookies([{ name, value, url: board.url }]);
		await look(context, board.notes);
		const page = await context.newPage();
		const session = await context.newCDPSession(page);
		await session.send('Performance.enable', { timeDomain: 'threadTicks' });
		await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
		await page.goto(board.url + board.path, { waitUntil: 'commit' });
		await page.waitForFunction(
			(wanted) => document.querySelectorAll('[data-ready] [data-note]').length >= wanted,
			board.notes
		);
		await wait(SETTLE_MS * Math.sqrt(slowdown));
		return await use(new OpenPage(page, session, board.notes));
	} finally {
		await context.close();
	}
}

/** Prepares the page's own look-out; it leaves the page alone once its board is painted. */
async function look(context: BrowserContext, wanted: number): Promise<void> {
	await context.addInitScript((all) => {
		const own: Lookout = { painted: [], dataAt: 0, keys: [], drawn: [], watch: () => {} };
		Object.assign(globalThis, { lookout: own });
		const LARGE = 2_000;
		globalThis.WebSocket = class extends WebSocket {
			constructor(url: string | URL, protocols?: string | string[]) {
				super(url, protocols);
				// The first listener of all: the time counts before anybody reads the frame.
				this.addEventListener('message', ({ data }) => {
					const bytes = data instanceof ArrayBuffer ? data.byteLength : 0;
					if (own.dataAt === 0 && bytes > LARGE) own.dataAt = performance.now();
				});
			}
		};
		let notes = 0;
		const count = () => {
			// Told in the frame after the one that has them: then they are painted.
			if (own.painted.at(-1)?.notes !== notes) own.painted.push({ at: performance.now(), notes });
			if (notes >= all) return;
			notes = document.querySelectorAll('[data-ready] [data-note]').length;
			requestAnimationFrame(count);
		};
		requestAnimationFrame(count);
		let isWatching = false;
		const draw = (at: number) => {
			if (!isWatching) return;
			own.drawn.push(at);
			requestAnimationFrame(draw);
		};
		own.watch = () => {
			isWatching = !isWatching;
			if (isWatching) own.drawn.length = 0;
			requestAnimationFrame(draw);
		};
		const key = ({ timeStamp }: KeyboardEvent) =>
			requestAnimationFrame(() => {
				const { port1, port2 } = new MessageChannel();
				port1.onmessage = () => own.keys.push(performance.now() - timeStamp);
				port2.postMessage(null);
			});
		addEventListener('keydown', key, { capture: true });
	}, wanted);
}

export class OpenPage {
	readonly #page: Page;
	readonly #session: CDPSession;
	readonly #notes: number;

	constructor(page: Page, session: CDPSession, notes: number) {
		this.#page = page;
		this.#session = session;
		this.#notes = notes;
	}

	/** @throws where the board came without a frame that could have brought it */
	async painted(): Promise<Painted> {
		const { painted, dataAt, inSight } = await this.#page.evaluate(() => ({
			painted: lookout.painted,
			dataAt: lookout.dataAt,
			inSight: [...document.querySelectorAll('[data-note]')].filter((note) => {
				const { top, bottom } = note.getBoundingClientRect();
				return top < innerHeight && bottom > 0;
			}).length
		}));
		const when = (wanted: number) => painted.find(({ notes }) => notes >= wanted)?.at ?? Number.NaN;
		const all = when(this.#notes);
		if (dataAt === 0 || Number.isNaN(all)) throw new Error('The board was not seen coming.');
		return { all: all - dataAt, firstScreen: when(inSight) - dataAt, navigated: all };
	}

	/** Opens a note with the keyboard and types into it. */
	async type(): Promise<Typed> {
		const page = this.#page;
		await page.locator('[data-note]').nth(1).focus();
		await page.keyboard.press('Enter');
		await page.locator('[data-note] textarea').waitFor();
		await this.#keys(6);
		await page.evaluate(() => void (lookout.keys.length = 0));
		const before = await this.#mainThreadMs();
		await this.#keys(KEYS);
		await page.waitForFunction((wanted) => lookout.keys.length >= wanted, KEYS);
		const work = ((await this.#mainThreadMs()) - before) / KEYS;
		const keys = await page.evaluate(() => lookout.keys);
		await page.keyboard.press('Escape');
		return { keys, work };
	}

	/** So many keys, in a steady beat whether the page keeps up or not. */
	async #keys(count: number): Promise<void> {
		const startedAt = performance.now();
		const sent: Promise<unknown>[] = [];
		for (let n = 0; n < count; n += 1) {
			await wait(Math.max(0, startedAt + n * KEY_EVERY_MS - performance.now()));
			const key = n % 6 === 5 ? ' ' : 'noteso'.charAt(n % 6);
			const code = key === ' ' ? 'Space' : `Key${key.toUpperCase()}`;
			const windowsVirtualKeyCode = key.toUpperCase().charCodeAt(0);
			const down = { type: 'keyDown', key, code, text: key, windowsVirtualKeyCode } as const;
			sent.push(this.#session.send('Input.dispatchKeyEvent', down));
			sent.push(this.#session.send('Input.dispatchKeyEvent', { ...down, type: 'keyUp' }));
		}
		await Promise.all(sent);
	}

	/** Takes a note by the mouse and moves it about; puts it down again where it was. */
	async drag(): Promise<Dragged> {
		const page = this.#page;
		// In the other tray: what was typed pushes notes out of sight.
		const paper = await page.locator('[data-zone-tray="bad"] [data-note]').nth(1).boundingBox();
		if (!paper) throw new Error('There is no note to be dragged.');
		const from = { x: paper.x + 40, y: paper.y + 30 };
		const mouse = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number, buttons = 1) =>
			this.#session.send('Input.dispatchMouseEvent', {
				type,
				x,
				y,
				buttons,
				button: type === 'mouseMoved' && buttons === 0 ? 'none' : 'left',
				clickCount: 1
			});
		await mouse('mouseMoved', from.x, from.y, 0);
		await mouse('mousePressed', from.x, from.y);
		for (let n = 1; n <= 6; n += 1) await mouse('mouseMoved', from.x + n * 3, from.y + n * 3);
		const isDragged = await page.evaluate(() => document.querySelector('[data-drag-layer]:not([hidden])') !== null);
		await page.evaluate(() => lookout.watch());
		const moves = (DRAG_MS / 1000) * MOVES_A_SECOND;
		const startedAt = performance.now();
		const sent: Promise<unknown>[] = [];
		for (let n = 0; n < moves; n += 1) {
			await wait(Math.max(0, startedAt + (n * 1000) / MOVES_A_SECOND - performance.now()));
			const turn = (n / moves) * 2 * Math.PI;
			const across = from.x + 300 * (1 - Math.cos(turn));
			sent.push(mouse('mouseMoved', across, from.y + 150 + 120 * Math.sin(turn)));
		}
		await Promise.all(sent);
		const drawn = await page.evaluate(() => {
			lookout.watch();
			return lookout.drawn;
		});
		await page.keyboard.press('Escape');
		await mouse('mouseReleased', from.x, from.y, 0);
		return isDragged ? drawn : null;
	}

	/** MB of JavaScript after a collection, and how many elements the whole page has. */
	async weight(): Promise<{ readonly heap: number; readonly elements: number }> {
		await this.#session.send('HeapProfiler.collectGarbage');
		return {
			heap: (await this.#metric('JSHeapUsedSize')) / 1_000_000,
			elements: await this.#page.evaluate(() => document.querySelectorAll('*').length)
		};
	}

	/** A profile of the page's script while `work` runs, as Chromium's tools read it. */
	async profiled(work: () => Promise<unknown>): Promise<string> {
		await this.#session.send('Profiler.enable');
		await this.#session.send('Profiler.start');
		await work();
		const { profile } = await this.#session.send('Profiler.stop');
		return JSON.stringify(profile);
	}

	readonly #mainThreadMs = async (): Promise<number> => (await this.#metric('TaskDuration')) * 1000;

	async #metric(wanted: string): Promise<number> {
		const { metrics } = await this.#session.send('Performance.getMetrics');
		return metrics.find(({ name }) => name === wanted)?.value ?? 0;
	}
}
