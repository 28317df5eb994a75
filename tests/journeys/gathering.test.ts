import { zonesOf, type Board } from '#domain/template.ts';
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test';
import { expectAccessible, LAPTOP, newDevice, PHONE, type Device } from './cast.ts';
import { install, type Installation } from './installation.ts';

// The list of people, what is printed for the tables, and the doors people come in by. What other journeys do through
// pages is laid out here through the server's doors.

const LIST = `Name\tDepartment\tE-mail\tReports to
Amira Haddad\tOperations\tamira@example.org\t
Jonas Weber\tOperations\tjonas@example.org\tAmira Haddad
Marcus Okafor\tField\tmarcus@example.org\tAmira Haddad
Priya Raman\tField\t\t
Tomasz Zielinski\tService\t\t
Bartholomew Featherstonehaugh-Cholmondeley\tService\t\tPriya Raman`;

let installation: Installation;
let helen: Device;
let workshop: string;
let at: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
	installation = await install(undefined);
	helen = await newDevice(browser, installation.url, LAPTOP);
	await ask('POST', '/api/setup', {
		token: new URL(installation.setupUrl).hash.slice(1) || new URL(installation.setupUrl).pathname.split('/').at(-1),
		name: 'Helen Marsh',
		email: 'helen@example.org',
		password: 'four plain words here'
	});
	({ id: workshop } = await ask<{ id: string }>('POST', '/api/workshops', { title: 'Service we’re proud of' }));
	at = `/api/workshops/${workshop}`;
	await ask('PUT', `${at}/syndicates`, { names: ['Alder', 'Birch'] });
});
test.afterAll(() => installation.end());

/** Asks the server as the facilitator's browser does. */
async function ask<Answer = unknown>(method: string, path: string, data?: object): Promise<Answer> {
	const answer = await helen.context.request.fetch(path, {
		method,
		headers: { origin: installation.url },
		...(data ? { data } : {})
	});
	expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
	const text = await answer.text();
	return (text === '' ? null : JSON.parse(text)) as Answer;
}

interface Person {
	readonly id: string;
	readonly name: string;
	readonly role: string;
	readonly syndicateId: string | null;
}
interface Workshop {
	readonly code: string;
	readonly syndicates: readonly { readonly id: string; readonly name: string; readonly letter: string }[];
	readonly steps: readonly {
		readonly title: string;
		readonly prompt: string;
		readonly scope: string;
		readonly board: Board;
	}[];
}
const readPeople = async (): Promise<readonly Person[]> =>
	(await ask<readonly Person[]>('GET', `${at}/people`)).filter(({ role }) => role === 'participant');
const readWorkshop = () => ask<Workshop>('GET', at);

const column = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** By Tab alone, as somebody without a mouse goes there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
	for (let presses = 0; presses < 60; presses += 1) {
		if (await target.evaluate((element) => element === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error('no number of Tabs leads there');
}

/** Nothing is wider than the page, and no box hides words. */
async function expectNothingCut(page: Page): Promise<void> {
	const cut = await page.evaluate(() =>
		[...document.querySelectorAll<HTMLElement>('main, main *:not(svg *)')]
			.filter(
				({ clientWidth, scrollWidth, classList }) =>
					!classList.contains('visually-hidden') && clientWidth > 0 && scrollWidth > clientWidth + 1
			)
			.map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 40)}`)
	);
	expect(cut, page.url()).toEqual([]);
}

/** Each sheet is one page of A4 with all that is on it; what was printed has as many pages as there are sheets. */
async function expectPrints(page: Page): Promise<void> {
	await page.emulateMedia({ media: 'print' });
	await page.setViewportSize({ width: 794, height: 1123 });
	await expectNothingCut(page);
	const heights = await page.locator('.sheet').evaluateAll((sheets) => sheets.map(({ clientHeight }) => clientHeight));
	for (const height of heights) expect(height, 'higher than A4').toBeLessThanOrEqual(1123);
	const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
	expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(heights.length);
	const [, width, height] = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec(pdf) ?? [];
	expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
	await page.emulateMedia({ media: null });
	await page.setViewportSize(LAPTOP);
}

test('[PEOPLE-13] a list is pasted, drawn and moved with the keyboard alone', async () => {
	const { page } = helen;
	await page.goto(`/w/${workshop}/prepare/people`);
	await expect(page.getByText('Nobody on the list.').first()).toBeVisible();
	await expectAccessible(page);

	await test.step('the list', async () => {
		await tabTo(page, page.getByRole('button', { name: 'Paste a list' }).first());
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Paste a list' });
		await tabTo(page, dialog.getByLabel('The list'));
		await page.keyboard.insertText(`${LIST}\nJonas Weber\tOperations`);
		await expect(dialog.getByText('1 line is left out')).toBeVisible();
		await expectAccessible(page);
		await tabTo(page, dialog.getByRole('button', { name: 'Put 6 people on the list' }));
		await page.keyboard.press('Enter');
		await expect(dialog).toBeHidden();
		await expect(page.getByRole('heading', { name: '6 people in two syndicates' })).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('the draw', async () => {
		await tabTo(page, page.getByRole('button', { name: 'Draw the syndicates' }));
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog', { name: 'Draw the syndicates' });
		await expect(dialog.getByRole('region', { name: 'Drawn to Birch' }).getByRole('listitem')).toHaveCount(3);
		await expectAccessible(page);
		await tabTo(page, dialog.getByRole('button', { name: 'Use this draw' }));
		await page.keyboard.press('Enter');
		await expect(dialog).toBeHidden();
		await expect(column(page, 'Alder').getByRole('listitem')).toHaveCount(3);
	});

	await test.step('M moves a person, and Enter takes it back', async () => {
		const [first] = await column(page, 'Alder').getByRole('listitem').locator('b').allTextContents();
		const name = first ?? '';
		await tabTo(page, page.getByRole('button', { name: `${name}: move and more` }));
		await page.keyboard.press('m');
		await expect(page.getByRole('menuitem', { name: 'Move to Birch' })).toBeFocused();
		await expectAccessible(page);
		await page.keyboard.press('Enter');
		await expect(column(page, 'Birch').getByText(name)).toBeVisible();
		await expect(column(page, 'Birch').getByText('Placed by hand')).toBeAttached();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Put it back' }).focus();
		await page.keyboard.press('Enter');
		await expect(column(page, 'Alder').getByText(name)).toBeVisible();
	});

	await test.step('a syndicate is renamed', async () => {
		await tabTo(page, page.getByRole('button', { name: 'Edit Birch: name and seats' }));
		await page.keyboard.press('Enter');
		await expectAccessible(page);
		await tabTo(page, column(page, 'Birch').getByRole('button', { name: 'Done' }));
		await page.keyboard.press('Enter');
	});

	for (const viewport of [PHONE, { width: 320, height: 640 }]) {
		await page.setViewportSize(viewport);
		await expectNothingCut(page);
		await expectAccessible(page);
	}
	await page.setViewportSize(LAPTOP);
});

test('[PRINT-1] the code and a card for each syndicate are printed whole, on A4', async () => {
	const { page } = helen;
	const { code, syndicates } = await readWorkshop();
	const spaced = new RegExp(code.replace(/(.{3})(?=.)/g, '$1\\s?'));
	await page.goto(`/w/${workshop}/print/code`);
	await expect(page.locator('.sheet')).toContainText(spaced);
	await expect(page.getByRole('img', { name: 'QR code to join Service we’re proud of' })).toBeVisible();
	await expectAccessible(page);
	await expectPrints(page);

	await page.goto(`/w/${workshop}/print/syndicates`);
	const people = await readPeople();
	await expect(page.locator('.sheet')).toHaveCount(2);
	for (const [index, { id, name, letter }] of syndicates.entries()) {
		const sheet = page.locator('.sheet').nth(index);
		await expect(sheet.getByRole('heading', { name })).toBeVisible();
		await expect(sheet).toContainText(`${letter.toUpperCase()}, the ${letter === 'a' ? 'circle' : 'triangle'}`);
		await expect(sheet).toContainText(spaced);
		for (const person of people.filter(({ syndicateId }) => syndicateId === id))
			await expect(sheet.getByRole('list')).toContainText(person.name);
	}
	await expectAccessible(page);
	await expectPrints(page);
});

test('[PRINT-2] a worksheet a step has its question, its zones and who types it in', async () => {
	const { page } = helen;
	const { steps } = await readWorkshop();
	// A step has a sheet, and one more for each part of its board.
	const written = steps
		.filter(({ scope, board }) => scope === 'syndicate' && board.kind !== 'spotlight')
		.flatMap(({ prompt, board }) =>
			[{ id: null, title: prompt }, ...(board.parts ?? [])].map(({ id, title }) => ({
				title,
				zones: zonesOf(board, id).filter(({ readOnly }) => !readOnly)
			}))
		)
		.filter(({ zones }) => zones.length > 0);
	await page.goto(`/w/${workshop}/print/worksheets`);
	await expect(page.locator('.sheet')).toHaveCount(written.length);
	expect(written.length).toBeGreaterThan(2);
	for (const [index, { title, zones }] of written.entries()) {
		const sheet = page.locator('.sheet').nth(index);
		await expect(sheet.getByRole('heading', { level: 2 })).toHaveText(title);
		for (const zone of zones) await expect(sheet.getByRole('heading', { name: zone.title, exact: true })).toBeVisible();
		await expect(sheet).toContainText('The scribe types this in.');
	}
	await expectAccessible(page);
	await expectPrints(page);
});

test('[PRINT-3] making new return codes asks first, and each slip opens its own person’s seat', async ({ browser }) => {
	const { page } = helen;
	await ask('POST', `${at}/open`);
	await page.goto(`/w/${workshop}/print/return-codes`);
	await expect(page.getByRole('heading', { name: 'Make new codes for everybody?' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'Print', exact: true })).toBeDisabled();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Make new codes' }).press('Enter');
	const slips = page.locator('.sheet').getByRole('listitem');
	await expect(slips).toHaveCount(6);
	await expectAccessible(page);
	await expectPrints(page);

	for (const name of ['Jonas Weber', 'Priya Raman']) {
		const slip = slips.filter({ hasText: name });
		const code = ((await slip.locator('.code').textContent()) ?? '').replaceAll(/\s/g, '');
		const phone = await newDevice(browser, installation.url, PHONE);
		await phone.page.goto('/j#returning');
		await phone.page.getByLabel('Your return code').first().fill(code);
		await expect(phone.page.getByRole('heading', { name: `You have your seat, ${name}.` })).toBeVisible();
		await expectAccessible(phone.page);
		await phone.context.close();
	}
});

test('[JOIN-20] a near name is asked about, and whoever comes late reads what was missed and goes to the board', async ({
	browser
}) => {
	const { code } = await readWorkshop();
	await ask('POST', `${at}/steps/welcome/go`, {});
	await ask('POST', `${at}/steps/experiences/go`, {});
	const phone = await newDevice(browser, installation.url, PHONE);
	const { page } = phone;
	await page.goto(`/j#${code}`);
	await page.getByLabel('Your name, as colleagues say it').fill('Markus Okafor');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Are you Marcus Okafor, Field?' })).toBeFocused();
	await expectAccessible(page);
	await expectNothingCut(page);
	await tabTo(page, page.getByRole('button', { name: 'Yes, that is me' }));
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'You have your seat, Marcus Okafor.' })).toBeFocused();
	await expectAccessible(page);
	await tabTo(page, page.getByRole('link', { name: 'What happened so far, in one minute' }));
	await page.keyboard.press('Enter');

	await expect(page.getByRole('heading', { name: 'What happened so far' })).toBeVisible();
	await expect(page.getByRole('list', { name: 'Steps so far' }).getByRole('listitem')).toHaveCount(1);
	await expect(page.getByText('Our experiences')).toBeVisible();
	await expectAccessible(page);
	await expectNothingCut(page);
	await tabTo(page, page.getByRole('link', { name: 'Go to my syndicate' }));
	await page.keyboard.press('Enter');

	await expect(page).toHaveURL(/\/s\//);
	await expect(page.getByRole('region', { name: 'Roles in this step' })).toContainText('in this step:');
	await expectAccessible(page);
	await expectNothingCut(page);
});

test('[PEOPLE-14] the facilitator reads on a syndicate’s tile, and before a step, who does what in it', async () => {
	const { page } = helen;
	await page.goto(`/w/${workshop}/run`);
	const people = await readPeople();
	const { syndicates } = await readWorkshop();
	const marcus = people.find(({ name }) => name === 'Marcus Okafor');
	const home = syndicates.find(({ id }) => id === marcus?.syndicateId)?.name ?? '';
	const roles = /Host: .+ · Scribe: .+ · Timekeeper: .+ · Spokesperson: .+ · Reader: /;
	const other = syndicates.find(({ name }) => name !== home)?.name ?? '';
	// Two of one syndicate are there at least: three came, to two syndicates.
	const full = (await rolesShown(page, home, roles)) ? home : other;
	expect(await rolesShown(page, full, roles)).toBe(true);

	await page.getByRole('navigation', { name: 'Agenda' }).getByRole('button', { name: 'What good service is' }).click();
	await page.getByText('Who does what in it').press('Enter');
	await expect(page.getByRole('listitem').filter({ hasText: full }).filter({ hasText: roles })).toBeVisible();
	await expectAccessible(page);
});

async function rolesShown(page: Page, syndicate: string, roles: RegExp): Promise<boolean> {
	await page.getByRole('button', { name: `Deeds for ${syndicate}` }).press('Enter');
	const entry = page.getByRole('menu', { name: `Deeds for ${syndicate}` }).getByRole('menuitem');
	await expect(entry.first()).toBeVisible();
	const isShown = (await entry.filter({ hasText: roles }).count()) === 1;
	await expectAccessible(page);
	await page.keyboard.press('Escape');
	return isShown;
}

test('[JOIN-21] a laptop’s link and an observer’s lead in, and one that was switched off says so', async ({
	browser
}) => {
	const laptop = await ask<{ id: string; path: string }>('POST', `${at}/syndicates/birch/laptop`);
	const observer = await ask<{ id: string; path: string }>('POST', `${at}/observers`, { name: 'Noor Jansen' });
	const table = await open(browser, laptop.path);
	await expect(table).toHaveURL(/\/s\//);
	await expect(table.locator('main[data-ready]')).toBeVisible();
	await expectAccessible(table);
	const guest = await open(browser, observer.path);
	await expect(guest).toHaveURL(/\/room\/customer$/);
	await expect(guest.locator('main[data-ready]')).toBeVisible();
	await expectAccessible(guest);

	await ask('POST', `${at}/links/${observer.id}/revoke`);
	const late = await open(browser, observer.path, PHONE);
	await expect(late.getByRole('heading', { name: 'This link does not open' })).toBeVisible();
	await expectAccessible(late);
	await expectNothingCut(late);
});

async function open(browser: Browser, path: string, size = LAPTOP): Promise<Page> {
	const { page } = await newDevice(browser, installation.url, size);
	await page.goto(path);
	return page;
}
