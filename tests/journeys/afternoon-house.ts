import { expect, test, type Page } from '@playwright/test';
import { asId, type NoteId } from '#domain/ids.ts';
import { noteRef, simpleRef } from '#domain/refs.ts';
import type { BoardDocument } from '#document/board.ts';
import type { CoverageView } from '#protocol/views.ts';
import { bring, expectAccessible, expectSaved, fillCell, press, writeInto, writeOnPhone } from './cast.ts';
import { readBoard, type Stage } from './afternoon-stage.ts';
import { SYNDICATES } from './room-of-six.ts';

const LINES = 9;
const HEARD = 'you are heard to the end';
const CAUSES = asId<'Field'>('causes');
const FEEDBACK = Array.from({ length: 8 }, (_, n) => `A customer’s line ${n + 1}.`);

/** Cells of a column, in the order of their ids, so that every reader has the same. */
const cellsIn = (board: BoardDocument, zone: string): readonly NoteId[] =>
	board
		.notes()
		.filter((note) => note.zone === zone && note.removedAt === null)
		.map(({ id }) => id)
		.sort();

/** 14:50 to 16:20: each syndicate rates, fills and decides for nine lines. */
export async function applyIt(stage: Stage): Promise<void> {
	const { desk, laptop, phone, screen, people, elin, nadia, api, each, facilitator, installation } = stage;
	const first = people.slice(0, 6);

	await test.step('each rates each line from 1 to 5, and the spread over six syndicates is on the projector', async () => {
		await installation.advance(45);
		await bring(desk, 'Apply it to our own house');
		for (const { page } of [laptop, phone]) await expect(page).toHaveURL(/\/house$/);
		await expect(laptop.page.getByRole('complementary', { name: 'Our compass' })).toBeVisible();
		for (const [at, name] of SYNDICATES.entries()) {
			await expect.poll(async () => (await cellsOf(name, 'today')).length).toBe(LINES);
			const cells = await cellsOf(name, 'today');
			const { id } = await stage.placeOf('house', name.toLowerCase());
			const raters = people.filter(({ name: who }) => (Number(/\d+/.exec(who)?.[0]) - 1) % 6 === at);
			const devices = [...raters.map(({ device }) => device), ...(at === 0 ? [nadia] : at === 1 ? [elin] : [])];
			expect(devices).toHaveLength(3);
			for (const [n, device] of devices.entries())
				await Promise.all(
					cells.map(async (cell, line) => {
						const mark = 1 + ((at + n * 2 + line) % 5);
						const { status } = await device.post(`${api}/steps/house/ratings`, { target: noteRef(id, cell), mark });
						expect(status).toBe(200);
					})
				);
		}
		const mine = laptop.page.getByRole('group', { name: `Today, honestly: ${HEARD}` });
		await mine.getByRole('radio', { checked: true }).focus();
		for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await laptop.page.keyboard.press(key);
		await expect(mine.getByRole('radio', { checked: true })).toBeFocused();
		await press(desk, 'How we rated it');
		await expect(screen.locator('[data-picture="spread"]')).toBeVisible();
		for (const name of SYNDICATES)
			await expect(screen.getByRole('img', { name: new RegExp(`^${name} \\d`) }).first()).toBeVisible();
		await expect(screen.getByText('Start with this one')).toBeVisible();
		await expectAccessible(screen);
	});

	await test.step('what helps and what is in the way, with causes; customers’ words find their places', async () => {
		await press(desk, 'Next: What is in the way?');
		const { page } = laptop;
		await fillCell(page, HEARD, 'What shows it', 'Nobody hung up in May.');
		const cell = page.locator('tbody tr').filter({ hasText: HEARD }).locator('td[data-label="What is in the way"]');
		await cell.locator('[data-note]').focus();
		await page.keyboard.press('Enter');
		await page.keyboard.type('Every refund needs a team leader.');
		await cell.getByRole('button', { name: 'Authority' }).click();
		await cell.getByRole('button', { name: 'Done' }).click();
		await expect(cell).toContainText('Authority');
		await expectSaved(page);

		await facilitator.post(`${api}/feedback`, { lines: FEEDBACK });
		await desk.getByRole('button', { name: 'What is thin' }).click();
		await desk.getByRole('button', { name: 'Deal 8 to the syndicates' }).click();
		await expect(desk.getByText('8 of 8 without a place.')).toBeVisible();
		await desk.keyboard.press('Escape');
		const dealt: readonly { readonly id: string; readonly n: number; readonly syndicateId: string }[] = (
			await facilitator.get(`${api}/feedback`)
		).body;
		await page.getByRole('button', { name: 'Customers said · 2 left' }).click();
		await page.getByRole('button', { name: 'Link line 2' }).click();
		await page.getByLabel('Line of our vision').selectOption({ label: HEARD });
		await page.getByLabel('Where', { exact: true }).selectOption({ label: 'What shows it' });
		await page.getByRole('button', { name: 'Link it here' }).click();
		await page.getByRole('button', { name: 'Line 8: read, no action' }).click();
		await expect(page.getByText('Every line has its place.')).toBeVisible();
		await expectAccessible(page);
		await page.getByRole('button', { name: 'Close the customers’ words' }).click();

		const { body: view } = await facilitator.get(api);
		await each('house', first, ({ board }, person, at) => {
			const own = dealt.filter(({ syndicateId }) => syndicateId === view.syndicates[at].id);
			for (const zone of ['shows', 'in-the-way'])
				for (const [n, id] of cellsIn(board, zone).entries()) {
					const text = board.textOf(id);
					if (text?.length === 0) text.insert(0, `${zone} ${n + 1} of ${person.name}`);
					if (zone === 'in-the-way') board.setChoice(id, CAUSES, n % 2 === 0 ? 'Rule' : 'Time');
				}
			const [shows] = cellsIn(board, 'shows');
			// Alder leaves its two lines where they are.
			if (shows && at > 1) for (const { id } of own) board.link(shows, simpleRef('feedback', id));
		});
	});

	await test.step('each standard has what always holds and what one may decide, and the line for mistakes is drawn', async () => {
		await press(desk, 'Next: Fixed, or yours to decide');
		const { page } = laptop;
		await goThere(page);
		await fillCell(page, HEARD, 'This always holds', 'We ring back the same day.');
		await fillCell(page, HEARD, 'You may decide', 'Up to £60, without asking.');
		await expect(page.getByText('8 of 9 have no “You may decide” yet')).toBeVisible();
		await expectSaved(page);
		const before = (await coverage()).sheets;
		expect(before.reduce((sum, { empty }) => sum + empty, 0)).toBe(6 * 2 * LINES - 2);
		await each('house', first, ({ board }, person) => {
			for (const zone of ['fixed', 'may-decide'])
				for (const [n, id] of cellsIn(board, zone).entries()) {
					const text = board.textOf(id);
					if (text?.length === 0) text.insert(0, `${zone} ${n + 1} of ${person.name}`);
				}
		});
		await expect(page.getByText('have no “You may decide” yet')).toHaveCount(0);
		await expectAccessible(page);
		await press(desk, 'Next: The line for mistakes');
		await goThere(phone.page);
		await writeOnPhone(phone.page, 'We learn from these', 'A refund too many.');
		await goThere(page);
		await writeInto(page, 'Here is the line', 'Hiding a mistake.');
		await expectSaved(page);
	});

	async function cellsOf(name: string, zone: string): Promise<readonly NoteId[]> {
		const open = await readBoard(stage, 'house', name.toLowerCase());
		const found = cellsIn(open.board, zone);
		open.close();
		return found;
	}

	async function coverage(): Promise<CoverageView> {
		return (await facilitator.get(`${api}/coverage`)).body;
	}
}

/** The sheet of the phase comes by itself, unless somebody is at a cell. */
async function goThere(page: Page): Promise<void> {
	const button = page.getByRole('button', { name: 'Go there' });
	const tab = page.getByRole('tab', { selected: true });
	await expect(button.or(tab).first()).toBeVisible();
	if (await button.isVisible()) await button.click();
}

/** 16:20: what is thin, for the facilitator alone; and the way back from every standard to a story. */
export async function lookBack(stage: Stage): Promise<void> {
	const { desk, facilitator, people, api, laptop, phone, wordsOf, room } = stage;

	await test.step('the facilitator alone sees what is thin', async () => {
		await desk.getByRole('button', { name: 'What is thin' }).click();
		await expect(desk.getByText('2 of 8 without a place.')).toBeVisible();
		await expect(desk.getByRole('heading', { name: 'Motivators nobody named' })).toBeVisible();
		await expect(desk.getByRole('heading', { name: 'Standards without both parts' })).toHaveCount(0);
		await expect(desk.getByRole('heading', { name: 'Sentences without a story' })).toHaveCount(0);
		await expectAccessible(desk);
		await desk.keyboard.press('Escape');
		const thin: CoverageView = (await facilitator.get(`${api}/coverage`)).body;
		expect(thin.sheets).toEqual([]);
		expect(thin.definitions).toEqual({ of: 18, without: 0 });
		for (const { device } of people.slice(0, 2)) expect((await device.get(`${api}/coverage`)).status).toBe(403);
		for (const { page } of [laptop, phone]) await expect(page.getByText('without a place')).toHaveCount(0);
	});

	await test.step('every word that was written is there, once', async () => {
		expect(await wordsOf('definitions')).toHaveLength(18);
		const house = await wordsOf('house');
		const said = house.filter((words) => words !== '');
		expect(said).toHaveLength(6 * 4 * LINES + 2);
		expect(new Set(said).size).toBe(said.length);
	});

	await test.step('from every standard and the sheet of a house the chain leads back to a story, on screen', async () => {
		const { page } = laptop;
		await page.goto(`/w/${room.workshopId}/room/vision`);
		const lines = page.getByRole('region', { name: /^Our standards/ }).locator('article[data-note]');
		await expect(lines).toHaveCount(LINES);
		const chain = page.getByRole('dialog');
		for (let at = 0; at < LINES; at += 1) {
			await lines.nth(at).focus();
			await page.keyboard.press('h');
			await expect(chain.getByRole('region', { name: '1 Experiences' }).getByRole('button').first()).toBeVisible();
			await expect(chain.getByRole('region', { name: '2 Definitions' }).getByRole('button').first()).toBeVisible();
			await expect(chain.locator('[aria-current]')).toBeFocused();
			if (at === 0) await expectAccessible(page);
			await page.keyboard.press('Escape');
			await expect(chain).toBeHidden();
		}
	});
}
