import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join as inFolder } from 'node:path';
import { expect, type Browser, type Page } from '@playwright/test';
import type { WorkshopView } from '#protocol/views.ts';
import { expectAccessible, newDevice, PHONE, PROJECTOR, test } from './cast.ts';

// The example's room of forty, looked at from the back row, and from the phones in it.

const root = inFolder(import.meta.dirname, '../..');
/** A picture that is called otherwise than what the console chose. */
const PICTURES: Readonly<Record<string, string>> = { step: 'prompt' };
/** What can be read from the back row, in rem of 1.25vw (design, part 4). */
const SMALLEST = 1;
const SIZES = [PROJECTOR, { width: 1280, height: 720 }, { width: 1024, height: 768 }] as const;

interface Example {
	readonly url: string;
	readonly workshopId: string;
	readonly screen: string;
	readonly accounts: readonly { readonly role: string; readonly cookie: string }[];
	readonly people: readonly { readonly name: string; readonly cookie: string }[];
}

interface Room extends Example {
	readonly post: (path: string, body?: object, method?: string) => Promise<void>;
	readonly view: () => Promise<WorkshopView>;
	readonly projector: (browser: Browser, viewport?: (typeof SIZES)[number]) => Promise<Page>;
	readonly phone: (browser: Browser, cookie: string) => Promise<Page>;
	readonly end: () => Promise<void>;
}

async function openExample(stage: string): Promise<Room> {
	const demo = spawn(process.execPath, ['scripts/demo.ts', '--json', '--at', stage], {
		cwd: root,
		env: { ...process.env, PORT: '0' },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	const line = await new Promise<string>((resolve, reject) => {
		let said = '';
		demo.stdout.on('data', (bytes: Buffer) => {
			said += bytes.toString();
			const found = said.split('\n').find((one) => one.startsWith('{') && one.endsWith('}'));
			if (found !== undefined) resolve(found);
		});
		demo.once('exit', (code) => reject(new Error(`the example ended with ${code}`)));
	});
	const example = JSON.parse(line) as Example;
	const cookie = example.accounts.find(({ role }) => role === 'facilitator')?.cookie ?? '';
	const api = `${example.url}/api/workshops/${example.workshopId}`;
	const headers = { cookie, origin: example.url, 'content-type': 'application/json' };
	return {
		...example,
		post: async (path, body = {}, method = 'POST') => {
			const answer = await fetch(`${api}${path}`, { method, headers, body: JSON.stringify(body) });
			if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
		},
		view: async () => (await (await fetch(api, { headers })).json()) as WorkshopView,
		projector: async (browser, viewport = PROJECTOR) => {
			const { page } = await newDevice(browser, example.url, viewport);
			await page.goto(example.screen);
			await expect(page.locator('[data-ready]')).toBeVisible();
			return page;
		},
		phone: async (browser, seat) => {
			const { page, context } = await newDevice(browser, example.url, PHONE);
			const [name = '', value = ''] = seat.split('=');
			await context.addCookies([{ name, value, url: example.url }]);
			await page.goto(`/w/${example.workshopId}`);
			await expect(page.locator('[data-ready]')).toBeVisible();
			return page;
		},
		end: async () => {
			const ended = once(demo, 'exit');
			demo.kill('SIGTERM');
			await ended;
		}
	};
}

/** Sizes of the letters one sees, in rem, and whatever does not fit on the screen. */
const measure = (page: Page) =>
	page.evaluate(() => {
		const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
		const seen: { text: string; size: number }[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		for (let node = walker.nextNode(); node; node = walker.nextNode()) {
			const parent = node.parentElement;
			const text = node.textContent?.trim() ?? '';
			if (!parent || text === '' || !parent.checkVisibility({ visibilityProperty: true })) continue;
			// Letters of a mark and numbers of the hemicycle are drawn at the size of their picture.
			if (parent.closest('svg, .visually-hidden')) continue;
			seen.push({ text, size: parseFloat(getComputedStyle(parent).fontSize) / rem });
		}
		const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
		return { rem, seen, over: [scrollWidth - clientWidth, scrollHeight - clientHeight] };
	});
const sizeOf = (page: Page, selector: string) =>
	page
		.locator(selector)
		.first()
		.evaluate((element) => {
			const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
			return parseFloat(getComputedStyle(element).fontSize) / rem;
		});

test('[SCREEN-9] every picture can be read from the back row, on three kinds of projector', async ({ browser }) => {
	const room = await openExample('experiences');
	try {
		const { syndicates } = await room.view();
		const views = [
			{ kind: 'wall' },
			{ kind: 'spotlight', syndicateId: syndicates[1]?.id },
			{ kind: 'clock' },
			{ kind: 'step' },
			{ kind: 'code' },
			{ kind: 'lobby' },
			{ kind: 'pairs' },
			{ kind: 'stories' },
			...['purpose', 'promise', 'not-on-the-table', 'tried-before', 'baseline'].map((part) => ({
				kind: 'brief',
				part
			})),
			{ kind: 'report-back' }
		];
		await room.post('/report-back', { deed: 'start', queue: syndicates.map(({ id }) => id), minutesEach: 5 });
		const page = await room.projector(browser);
		for (const view of views) {
			await room.post('/screen', view);
			const kind = 'part' in view ? view.part : view.kind;
			await expect(page.locator(`[data-picture="${PICTURES[view.kind] ?? view.kind}"]`), kind).toBeVisible();
			for (const size of SIZES) {
				await page.setViewportSize(size);
				const { rem, seen, over } = await measure(page);
				expect(rem, kind).toBeCloseTo(size.width * 0.0125, 1);
				expect(seen.length, kind).toBeGreaterThan(0);
				expect(
					seen.filter((one) => one.size < SMALLEST),
					`${kind} at ${size.width}`
				).toEqual([]);
				expect(over, `${kind} at ${size.width}`).toEqual([0, 0]);
			}
			await page.setViewportSize(PROJECTOR);
			if (view.kind === 'wall') expect(await sizeOf(page, '.note')).toBeGreaterThanOrEqual(1.4375);
			if (view.kind === 'spotlight') expect(await sizeOf(page, 'article p')).toBeGreaterThanOrEqual(1.8125);
			if (view.kind === 'wall') expect(await sizeOf(page, '[role=timer]')).toBeGreaterThanOrEqual(6);
			await expectAccessible(page);
		}
	} finally {
		await room.end();
	}
});

test('[SCREEN-11] a projector without a network keeps its picture and says so, and opened anew is where it was', async ({
	browser
}) => {
	const room = await openExample('experiences');
	try {
		const birch = (await room.view()).syndicates[1]!;
		await room.post('/screen', { kind: 'spotlight', syndicateId: birch.id });
		const page = await room.projector(browser);
		const heading = page.getByRole('heading', { level: 1, name: birch.name });
		const words = page.locator('article').first();
		await expect(heading).toBeVisible();
		const before = await words.textContent();

		await page.context().setOffline(true);
		await expect(page.getByRole('img', { name: 'Not connected: this is the last picture' })).toBeVisible();
		await expect(heading).toBeVisible();
		expect(await words.textContent()).toBe(before);
		await page.context().setOffline(false);
		await expect(page.getByRole('img', { name: 'Not connected: this is the last picture' })).toBeHidden();

		// A browser that crashed knows nothing but its cookie.
		await page.close();
		const again = await page.context().newPage();
		await again.goto(`/w/${room.workshopId}/screen`);
		await expect(again.getByRole('heading', { level: 1, name: birch.name })).toBeVisible();
		await expect(again.locator('article').first()).toHaveText(before ?? '');
		await expect(again.getByRole('timer')).toBeVisible();
	} finally {
		await room.end();
	}
});

test('[SCREEN-12] the pointer rests, F is full screen, and sleep is not promised away', async ({ browser }) => {
	const room = await openExample('lobby');
	try {
		const page = await room.projector(browser);
		await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'wakeLock'));
		await page.reload();
		await expect(page.locator('[data-ready]')).toBeVisible();
		await page.mouse.move(200, 200);
		await expect(page.getByText('This browser cannot keep the screen awake.')).toBeVisible();
		await expect(page.getByText('This browser cannot keep the screen awake.')).toBeHidden();
		expect(await page.locator('main').evaluate((main) => getComputedStyle(main).cursor)).toBe('none');

		await page.mouse.move(300, 300);
		await expect(page.getByRole('button', { name: 'Full screen' })).toBeVisible();
		await page.keyboard.press('f');
		await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
		await page.keyboard.press('f');
		await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(false);
	} finally {
		await room.end();
	}
});

test('[QUIET-1] in a break neither the projector nor a phone counts or moves', async ({ browser }) => {
	const room = await openExample('experiences');
	try {
		const { days } = await room.view();
		const coffee = days[0]!.entries.find(({ step }) => step === null)!;
		const [person] = room.people;
		const screen = await room.projector(browser);
		const phone = await room.phone(browser, person!.cookie);
		await expect(phone.getByRole('timer')).toBeVisible();

		await room.post(`/breaks/${coffee.id}/go`);

		await expect(screen.getByRole('heading', { level: 1, name: coffee.title })).toBeVisible();
		await expect(screen.getByText(/until \d\d:\d\d/).first()).toBeVisible();
		await expect(phone.getByText(`${coffee.title} until`, { exact: false })).toBeVisible();
		for (const page of [screen, phone]) {
			await expect(page.getByRole('timer')).toHaveCount(0);
			expect(await page.evaluate(() => document.documentElement.hasAttribute('data-quiet'))).toBe(true);
			expect(
				await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--t-arrive').trim())
			).toBe('1ms');
			await expectAccessible(page);
		}
	} finally {
		await room.end();
	}
});

test('[QUIET-2] a syndicate raises its hand on a phone, and sees who comes over', async ({ browser }) => {
	const room = await openExample('experiences');
	try {
		const [person] = room.people;
		const phone = await room.phone(browser, person!.cookie);
		await phone.getByRole('button', { name: 'Help and signals' }).click();
		await phone.getByRole('menuitem', { name: /Raise our hand/ }).click();
		await expect(phone.getByText('Hand up')).toBeVisible();

		const alder = (await room.view()).syndicates[0]!;
		await room.post(`/syndicates/${alder.id}/hand/answer`);
		await expect(phone.getByText(/ is coming$/)).toBeVisible();

		await expectAccessible(phone);

		await phone.getByRole('button', { name: 'Help and signals' }).click();
		await phone.getByRole('menuitem', { name: /What is on the screen/ }).click();
		await expect(phone).toHaveURL(/on-screen$/);
		await expect(phone.locator('[data-ready] h2').first()).toHaveText(/^Alder, \d+ notes$/);
		await expectAccessible(phone);
	} finally {
		await room.end();
	}
});

test('[WELCOME-1] what is promised stands on every phone while it is read out, and the pairs after it', async ({
	browser
}) => {
	const room = await openExample('experiences');
	try {
		await room.post('', { purpose: 'Customers reach somebody who knows their case.' }, 'PATCH');
		await room.post('/steps/welcome/go', { phase: 'promise' });
		const { brief } = await room.view();
		const [person] = room.people;
		const phone = await room.phone(browser, person!.cookie);

		await expect(phone.getByText('Customers reach somebody who knows their case.')).toBeVisible();
		await expect(phone.getByText(brief.promise.split('\n')[0]!)).toBeVisible();
		await expect(phone.getByRole('heading', { name: 'What is not on the table' })).toBeVisible();
		await expectAccessible(phone);

		await room.post('/steps/welcome/go', { phase: 'pairs' });
		await expect(phone.getByText('Nobody there? Join the pair next to you.')).toBeVisible();
		await room.post('/clock', { deed: 'start', minutes: 7 });
		await expect(phone.getByText(/(You speak|speaks)\.$/)).toBeVisible();
		await expectAccessible(phone);
	} finally {
		await room.end();
	}
});
