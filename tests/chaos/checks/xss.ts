/** Injected text in everything that people can write, on every page, in a browser: it is text, and nothing else. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { readConfig } from '#server/config.ts';
import type { DemoLine } from '#server/demo/line.ts';
import { runDemo } from '#server/demo/run.ts';
import type { StageName } from '#server/demo/stages.ts';
import { createLog } from '#server/log.ts';
import { builtSite } from '#server/static.ts';
import type { Check, Context } from '../check.ts';
import { openBrowser } from '../harness/pages.ts';
import { inject } from './xss-fields.ts';
import { EMPTY_AT_FIRST, visitsOf, WITH_WORDS, type Visit } from './xss-pages.ts';
import { PAYLOADS } from './xss-payloads.ts';

/** What is on the boards and pages differs by the moment. */
const STAGES: readonly StageName[] = [
	'house',
	'week-4',
	'vision',
	'gallery',
	'customer',
	'issues',
	'plan',
	'experiences'
];
const PHONE = { width: 390, height: 844 };
const PATIENCE_MS = 15_000;
/** Of the pages, in the short set. */
const PARTS = 3;
/** What comes after a page is there comes within this. */
const SETTLE_MS = 250;
/** Keys that open the sheets of a note: move, links, join, all keys; and its prompts. */
const SHEETS = ['m', 'l', 'j', 'p', '?'];

export const check: Check = {
	name: 'xss',
	proves:
		'Whatever is written in any field is shown as text on every page: nothing runs, nothing is fetched, no page breaks.',
	on: 'none',
	trials: { short: 2, long: PAYLOADS.length },
	batch: 8,
	run: async (context) => {
		const browser = await openBrowser(context);
		const failures: string[] = [];
		const sums = { pages: 0, texts: 0, fields: 0, shown: 0 };
		let trials = 0;
		while (trials < context.trials && (failures.length === 0 || !context.isLong)) {
			// Short: each stage with payloads of its own. Long: over the seeds of the batches every field has had them all.
			const round = (context.seed + trials) % PAYLOADS.length;
			const stage = STAGES[trials % STAGES.length] ?? 'week-4';
			const { line, texts, fields } = await hostileDemo(context, stage, round);
			sums.texts += texts;
			sums.fields = Math.max(sums.fields, fields);
			const walker = new Walker(browser, line);
			// Short: a part of the pages in each round, another part in the next.
			const visits = visitsOf(line).filter((_, n) => context.isLong || n % PARTS === trials % PARTS);
			for (const visit of visits) {
				failures.push(
					...(await walker.visit(visit)).map((fault) => `${stage}, round ${round}, ${visit.as} at ${fault}`)
				);
				sums.pages += 1;
			}
			const seen = (route: string) => visits.some((visit) => visit.route === route && !EMPTY_AT_FIRST.test(visit.path));
			for (const route of WITH_WORDS)
				if (seen(route) && walker.shownOn(route) === 0)
					failures.push(`${stage}, round ${round}: nothing of what was written is shown as text on ${route}`);
			sums.shown += visits.reduce((sum, { route }) => sum + walker.shownOn(route), 0);
			await walker.end();
			trials += 1;
		}
		return { trials, failures, figures: { payloads: PAYLOADS.length, ...sums } };
	}
};

/** An example at this stage, with injected text in every field, served from its disk. */
async function hostileDemo({ folder, atEnd }: Context, stage: StageName, round: number) {
	const config = await readConfig({ DATA_DIR: join(folder, `${stage}-${round}`), PORT: '0', LOG_LEVEL: 'error' });
	const options = {
		log: createLog(config.logLevel),
		site: builtSite(),
		onLost: (sentence: string) => {
			throw new Error(sentence);
		}
	};
	const first = await runDemo(config, stage, options);
	const counts = await inject(first.running.deps, round).finally(() => first.running.close());
	const { line, running } = await runDemo(config, stage, options);
	atEnd(() => running.close());
	const texts = [...counts.values()].reduce((sum, count) => sum + count, 0);
	return { line, texts, fields: [...counts.values()].filter((count) => count > 0).length };
}

/** What a page reports by itself. */
interface Caught {
	readonly ran: string[];
	readonly violated: string[];
}
declare const caught: Caught;

/** Everybody's browser, one context each; phones as often as laptops. */
class Walker {
	readonly #browser: Browser;
	readonly #line: DemoLine;
	readonly #contexts = new Map<Visit['as'], BrowserContext>();
	/** Payloads that were seen as text, by route. */
	readonly #shown = new Map<string, number>();

	constructor(browser: Browser, line: DemoLine) {
		this.#browser = browser;
		this.#line = line;
	}

	shownOn(route: string): number {
		return this.#shown.get(route) ?? 0;
	}

	/** Opens the page and looks what came of it. Sentences. */
	async visit({ as, path, route }: Visit): Promise<readonly string[]> {
		const page = await (await this.#contextOf(as)).newPage();
		const faults: string[] = [];
		const { origin } = new URL(this.#line.url);
		page.on('dialog', (dialog) => {
			faults.push(`a dialog said ${dialog.message()}`);
			void dialog.dismiss();
		});
		page.on('pageerror', ({ message }) => faults.push(`the page broke: ${message}`));
		page.on('request', (request) => {
			const asked = new URL(request.url());
			const isOwn = asked.origin === origin || ['data:', 'blob:'].includes(asked.protocol);
			if (!isOwn || asked.pathname.includes('trap')) faults.push(`it asked for ${request.url().slice(0, 120)}`);
		});
		try {
			await page.goto(this.#line.url + path, { waitUntil: 'load' });
			await page.locator('[data-ready], main h1, main p').first().waitFor({ state: 'attached' });
			await settle(page);
			await this.#openSheets(page);
			faults.push(...(await this.#look(page, route)));
		} catch (error) {
			faults.push(
				`it could not be looked at: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`
			);
		} finally {
			await page.close();
		}
		return faults.map((fault) => `${path}: ${fault}`);
	}

	async end(): Promise<void> {
		await Promise.all([...this.#contexts.values()].map((context) => context.close()));
	}

	/** A note has sheets with words of others; the keys open them where there is a note. */
	async #openSheets(page: Page): Promise<void> {
		const note = page.locator('main[data-board] [data-note]').first();
		if (!(await note.isVisible())) return;
		for (const key of SHEETS) {
			await note.focus();
			await page.keyboard.press(key);
			await settle(page);
			await page.keyboard.press('Escape');
		}
	}

	async #look(page: Page, route: string): Promise<readonly string[]> {
		const { ran, violated, elements, wide, widest, text } = await page.evaluate(() => ({
			...caught,
			elements: [
				...document.querySelectorAll(
					'[data-trap], iframe, object, embed, base, a[href^="javascript:" i], a[href^="data:text" i], [onerror], [onload], [onfocus]'
				)
			].map(({ outerHTML }) => outerHTML.slice(0, 120)),
			wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
			widest: [...document.body.querySelectorAll('*')]
				.filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
				.map((element) => `${element.parentElement?.className ?? ''} > ${element.localName}.${element.className}`)
				.slice(-3)
				.join(' | '),
			text: `${document.body.textContent} ${[...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value).join(' ')}`
		}));
		const shown = PAYLOADS.filter((payload) => text.includes(payload)).length;
		this.#shown.set(route, this.shownOn(route) + shown);
		return [
			...ran.map((what) => `${what} ran`),
			...violated.map((what) => `the policy was violated: ${what}`),
			...elements.map((html) => `an element was made: ${html}`),
			...(wide > 1 ? [`it is ${wide} px too wide: ${widest}`] : [])
		];
	}

	async #contextOf(as: Visit['as']): Promise<BrowserContext> {
		const known = this.#contexts.get(as);
		if (known) return known;
		const { url, accounts, people } = this.#line;
		const cookie =
			as === 'participant'
				? people.find((one) => one.cookie)?.cookie
				: accounts.find(({ role }) => role === as)?.cookie;
		const isPhone = as !== 'facilitator' && as !== 'nobody';
		const context = await this.#browser.newContext({ viewport: isPhone ? PHONE : { width: 1440, height: 900 } });
		context.setDefaultTimeout(PATIENCE_MS);
		if (cookie) {
			const [name = '', value = ''] = cookie.split('=');
			await context.addCookies([{ name, value, url }]);
		}
		await context.addInitScript(() => {
			const own: Caught = { ran: [], violated: [] };
			Object.assign(globalThis, { caught: own, trap: (what: unknown) => void own.ran.push(`payload ${String(what)}`) });
			addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
				own.violated.push(`${violatedDirective} ${blockedURI} ${sample}`)
			);
		});
		this.#contexts.set(as, context);
		return context;
	}
}

/** What a page does by itself once it is there. */
async function settle(page: Page): Promise<void> {
	await wait(SETTLE_MS);
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}
