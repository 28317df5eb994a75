/** How fast join and board open on a hotel's Wi-Fi and without any throttle, beside the goals and the peers. */
import { createServer } from 'node:http';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { buildFrontEnd } from '../../scripts/front-end.ts';
import { chromiumArgs, chromiumPath } from '../support/chromium.ts';
import { rowsOf, spreads, table, type Figures, type Loaded, type Row } from './figures.ts';
import { FLOOR, GOALS, NEAREST, PEERS_SOURCE, peersUnder } from './goals.ts';
import { load, watch, type Throttle } from './load.ts';
import { setStage, type Stage } from './stage.ts';

const JOIN_LOADS = 5;
const BOARD_LOADS = 3;
/** A person types a name and chooses a syndicate meanwhile. */
const TYPING_MS = 6_000;

const JOIN_USABLE = ['[data-ready] input[name="name"]'];
const BOARD_USABLE = ['[data-ready]', '[data-ready] [data-note]'];

interface Run {
	readonly page: string;
	readonly times: number;
	readonly goals: Partial<Figures>;
	readonly peers: Loaded['peers'];
	readonly nearest: string | null;
	readonly once: (time: number) => Promise<Figures>;
}

/** Measures all, tells the tables as they come, and resolves with every row. */
export async function benchWeb(tell: (text: string) => void): Promise<readonly Row[]> {
	await buildFrontEnd(tell);
	const stage = await setStage();
	const form = await serveForm();
	let browser: Browser | undefined;
	try {
		browser = await chromium.launch({ executablePath: await chromiumPath(), args: chromiumArgs });
		const rows: Row[] = [];
		for (const run of runsOf(browser, stage, form.url)) {
			const loads: Figures[] = [];
			for (let time = 0; time < run.times; time += 1) loads.push(await run.once(time));
			const { page, goals, peers, nearest } = run;
			const own = rowsOf({ page, spread: spreads(loads), goals, peers, nearest });
			tell(`\n${table(own)}`);
			rows.push(...own);
		}
		tell(`\n${PEERS_SOURCE}`);
		return rows;
	} finally {
		await browser?.close();
		form.end();
		await stage.end();
	}
}

function runsOf(browser: Browser, stage: Stage, form: string): readonly Run[] {
	const join = (throttle: Throttle) => () => inContext(browser, (context) => loadJoin(context, stage, throttle));
	const board = (throttle: Throttle) => () =>
		inContext(browser, async (context) => {
			await sit(context, stage);
			return loadBoard(await context.newPage(), stage, throttle);
		});
	const hotel = { peers: peersUnder('hotel') };
	const none = { peers: peersUnder('none') };
	const floor = () =>
		inContext(browser, async (context) =>
			load(await context.newPage(), {
				throttle: 'hotel',
				usableWith: ['input'],
				begin: (page) => page.goto(form, { waitUntil: 'commit' })
			})
		);
	const alone = { peers: [], nearest: null };
	return [
		{
			page: 'The floor: a form without script, hotel',
			times: 3,
			goals: {},
			peers: [FLOOR],
			nearest: null,
			once: floor
		},
		{
			page: 'Join, hotel',
			times: JOIN_LOADS,
			goals: GOALS.join.hotel,
			...hotel,
			nearest: NEAREST.join,
			once: join('hotel')
		},
		{
			page: 'Join, no throttle',
			times: JOIN_LOADS,
			goals: GOALS.join.none,
			...none,
			nearest: NEAREST.join,
			once: join('none')
		},
		{
			page: 'Board, hotel, first visit',
			times: BOARD_LOADS,
			goals: GOALS.board.hotel,
			...hotel,
			nearest: NEAREST.board,
			once: board('hotel')
		},
		{
			page: 'Board, no throttle, first visit',
			times: BOARD_LOADS,
			goals: GOALS.board.none,
			...none,
			nearest: NEAREST.board,
			once: board('none')
		},
		{
			page: 'Board, hotel, second visit',
			times: BOARD_LOADS,
			goals: GOALS.board.again,
			...alone,
			once: () =>
				inContext(browser, async (context) => {
					await sit(context, stage);
					const first = await context.newPage();
					await loadBoard(first, stage, 'none');
					// The first visit is over once this browser has kept the pages of the room.
					await first.evaluate(async () => void (await navigator.serviceWorker.ready));
					await first.close();
					return loadBoard(await context.newPage(), stage, 'hotel');
				})
		},
		{
			page: 'Board, hotel, coming from the join page',
			times: BOARD_LOADS,
			goals: GOALS.board.fromJoin,
			...alone,
			once: (time) => inContext(browser, (context) => comeFromJoin(context, stage, `Newcomer ${time + 1}`))
		}
	];
}

async function serveForm(): Promise<{ readonly url: string; readonly end: () => void }> {
	const server = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html');
		response.end('<!doctype html><title>Name</title><form><label>Name <input></label><button>Join</button></form>');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The form is served on no port.');
	return { url: `http://127.0.0.1:${address.port}/`, end: () => void server.close().closeAllConnections() };
}

const loadJoin = async (context: BrowserContext, { url, code }: Stage, throttle: Throttle): Promise<Figures> =>
	load(await context.newPage(), {
		throttle,
		usableWith: JOIN_USABLE,
		begin: (page) => page.goto(`${url}/j#${code}`, { waitUntil: 'commit' })
	});

const loadBoard = (page: Page, { url, board }: Stage, throttle: Throttle): Promise<Figures> =>
	load(page, { throttle, usableWith: BOARD_USABLE, begin: (own) => own.goto(url + board, { waitUntil: 'commit' }) });

/** Takes a seat by hand, and presses on from there. */
async function comeFromJoin(context: BrowserContext, { url, code, syndicate }: Stage, name: string): Promise<Figures> {
	const page = await context.newPage();
	await page.goto(`${url}/j#${code}`);
	await page.locator('[data-ready] input[name="name"]').fill(name);
	await page.getByRole('button', { name: 'Continue' }).click();
	await page.locator(`input[name="syndicate"][value="${syndicate.slug}"]`).check({ force: true });
	await new Promise((resolve) => setTimeout(resolve, TYPING_MS));
	await page.getByRole('button', { name: `Take my seat in ${syndicate.name}` }).click();
	await page.locator('[data-return-code]').waitFor();
	// Called otherwise once the workshop is running.
	const on = page.locator('form button[type="submit"]');
	return load(page, {
		throttle: 'hotel',
		usableWith: BOARD_USABLE,
		isWithinPage: true,
		begin: () => on.click({ noWaitAfter: true })
	});
}

async function sit(context: BrowserContext, { url, cookie }: Stage): Promise<void> {
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url }]);
}

/** A browser of its own for each load: no cache, no storage. */
async function inContext<Answer>(browser: Browser, use: (context: BrowserContext) => Promise<Answer>): Promise<Answer> {
	const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
	context.setDefaultTimeout(20_000);
	try {
		await watch(context);
		return await use(context);
	} finally {
		await context.close();
	}
}
