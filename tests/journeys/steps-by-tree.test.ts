import { expect, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectPhase, expectSaved, join, LAPTOP, newDevice, test } from './cast.ts';
import { openPlace, writeNote } from './crowd.ts';
import { smallRoom, type SmallRoom } from './steps-room.ts';
import { listen, nameless, readTree, skippedLevels } from './steps-by-tree-reader.ts';

// Steps 1 to 3 as somebody has them who hears the page: by roles and names alone. One piece, because each step stands on
// what was written in the one before.

const NARROW = { width: 320, height: 640 };

test('[JOURNEY-13] steps 1 to 3 are headings, lists and articles with names, and what happens is said in batches', async ({
	browser
}) => {
	test.setTimeout(300_000);
	const small = await smallRoom();
	try {
		await play(browser, small);
	} finally {
		await small.end();
	}
});

async function play(browser: Browser, { room, neighbour, nameWriter, go }: SmallRoom): Promise<void> {
	const { page } = await newDevice(browser, room.url, LAPTOP);
	const article = (words: string) => page.getByRole('article', { name: new RegExp(words) });
	const dialog = page.getByRole('dialog');
	await join(page, room.code, 'Petra Ohr', 'Alder');
	await expect(page).toHaveURL(/\/s\/alder\/experiences$/);

	await test.step('while she writes alone nothing of others can be heard', async () => {
		const beside = await openPlace(room, neighbour, 'experiences');
		await writeNote(beside, 'bad', 'A secret of my neighbour.');
		beside.close();
		const good = page.getByRole('region', { name: /^Good/ });
		await good.getByRole('button').first().press('Enter');
		for (const words of ['They rang back.', 'He knew my name.']) {
			await good.getByRole('textbox').fill(words);
			await good.getByRole('textbox').press('Enter');
			await expect(article(words)).toBeVisible();
		}
		await good.getByRole('textbox').press('Escape');
		await expectSaved(page);
		const tree = await readTree(page);
		expect(JSON.stringify(tree)).not.toContain('A secret');
		expect(tree.filter(({ role }) => role === 'article').map(({ name }) => name)).toEqual([
			expect.stringMatching(/^Note: He knew my name\., .*in Good/),
			expect.stringMatching(/^Note: They rang back\., .*in Good/)
		]);
		await expectReadable(page);
	});

	await test.step('the open board is read tray by tray, and five new notes are said at once', async () => {
		await go('experiences', 'share');
		await expectPhase(page, 'Share');
		await expect(article('A secret of my neighbour')).toBeVisible();
		const headings = (await readTree(page)).filter(({ role }) => role === 'heading');
		expect(headings.filter(({ level }) => level === 1)).toHaveLength(1);
		expect(headings.filter(({ level }) => level === 2).map(({ name }) => name)).toEqual(['Good', 'Bad']);
		const heard = await listen(page);
		const place = await openPlace(room, neighbour, 'experiences');
		for (let n = 1; n <= 5; n += 1) place.board.addNote({ zone: 'good' as never, text: `Story ${n}` });
		await place.saved();
		place.close();
		await expect.poll(heard).toContainEqual(expect.stringMatching(/^Five new notes in Good$/));
		expect((await heard()).filter((words) => /new note/.test(words))).toHaveLength(1);
		const inGood = (await readTree(page)).filter(
			({ role, within }) => role === 'article' && within.some((around) => around.startsWith('region Good'))
		);
		expect(inGood).toHaveLength(7);
		expect(inGood.every(({ within }) => within[0] === 'listitem' && within[1]?.startsWith('list '))).toBe(true);
	});

	await test.step('a group is made by its names, voted for, and said', async () => {
		const heard = await listen(page);
		await page.getByRole('button', { name: 'Group', exact: true }).press('Enter');
		for (const words of ['They rang back', 'He knew my name'])
			await article(words).getByRole('checkbox', { name: 'For the group' }).press('Space');
		await expect(page.getByRole('group', { name: 'Make a group' }).getByRole('status')).toHaveText('2 notes ticked');
		await page.getByRole('button', { name: 'Make a group' }).press('Enter');
		await page.getByRole('textbox', { name: 'Name of the group' }).fill('They knew us');
		await page.getByRole('textbox', { name: 'Name of the group' }).press('Enter');
		const group = page.getByRole('region', { name: 'Group: They knew us, 2 notes' });
		await expect(group.getByRole('heading', { level: 3, name: 'They knew us' })).toBeVisible();
		await expect.poll(heard).toContainEqual(expect.stringMatching(/2 notes are a group in Good/));
		await go('experiences', 'vote');
		await expectPhase(page, 'Vote');
		const vote = group.getByRole('button', { name: /vote/i }).first();
		await vote.press('Enter');
		await expect(vote).toHaveAttribute('aria-pressed', 'true');
		await expectReadable(page);
		await expectAllWays(page);
	});

	await test.step('a definition is written and linked by names', async () => {
		await go('definitions', 'share');
		await expect(page).toHaveURL(/\/definitions$/);
		const tray = page.getByRole('region', { name: /^Good service is when/ });
		await tray.getByRole('button', { name: '…finish the sentence' }).press('Enter');
		await tray.getByRole('textbox').first().fill('somebody says what happens next.');
		await tray.getByRole('textbox').first().press('Enter');
		await tray.getByRole('textbox').first().press('Escape');
		await article('somebody says what happens next').getByRole('button', { name: 'Link it' }).press('Enter');
		await dialog.getByRole('checkbox', { name: 'They rang back.' }).press('Space');
		await page.keyboard.press('Escape');
		await expect(article('somebody says what happens next').getByRole('button', { name: '1 links' })).toBeVisible();
		await expectSaved(page);
		await expectReadable(page);
		await expectAllWays(page);
	});

	await test.step('a line of the vision is written by its writer, and heard as a list with numbers', async () => {
		await nameWriter('Petra Ohr');
		await go('vision', 'place');
		await expect(page).toHaveURL(/\/room\/vision$/);
		await expect(page.getByText('Petra and Jonas write')).toBeVisible();
		const standards = page.getByRole('region', { name: /^Our standards/ });
		await standards.getByRole('button', { name: 'One line, in our words' }).press('Enter');
		await standards.getByRole('textbox').fill('We say what happens next.');
		await standards.getByRole('textbox').press('Enter');
		await page.keyboard.press('Escape');
		await expect(standards.getByRole('list').getByRole('article', { name: /We say what happens next/ })).toBeVisible();
		await expectSaved(page);
		await expectReadable(page);
		await expectAllWays(page);
	});

	await test.step('our own house is a table whose cells say their row and column', async () => {
		await go('house', 'fill');
		await expect(page).toHaveURL(/\/house$/);
		const row = page.getByRole('row', { name: /We say what happens next/ });
		await expect(row.getByRole('rowheader')).toContainText('We say what happens next.');
		const cell = row.getByRole('article', { name: /^What is in the way/ });
		await expect(cell).toBeVisible();
		await cell.press('Enter');
		await row.getByRole('textbox', { name: 'Words of the note' }).fill('Nobody owns the call back.');
		await row.getByRole('textbox', { name: 'Words of the note' }).press('Escape');
		await expect(row.getByRole('article', { name: /Nobody owns the call back/ })).toBeFocused();
		await expectSaved(page);
		await expectReadable(page);
		await expectAllWays(page);
	});
}

/** Everything has a name, and the headings leave no level out. */
async function expectReadable(page: Page): Promise<void> {
	const tree = await readTree(page);
	expect(nameless(tree)).toEqual([]);
	expect(skippedLevels(tree)).toEqual([]);
}

/** In light and dark, with the reader's own colours, with wide text, and on the narrowest phone. */
async function expectAllWays(page: Page): Promise<void> {
	// Colours that are on their way from one theme to the other are nobody's.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await expectAccessible(page);
	await page.emulateMedia({ colorScheme: 'dark' });
	await expectAccessible(page);
	await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
	await expectAccessible(page);
	await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
	const wide = await page.evaluateHandle(() => {
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(
			'* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }'
		);
		document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
		return sheet;
	});
	await expectAccessible(page);
	await expectNotWide(page);
	await page.setViewportSize(NARROW);
	await expectNotWide(page);
	await wide.evaluate((sheet) => {
		document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
	});
	await expectAccessible(page);
	await expectNotWide(page);
	await page.setViewportSize(LAPTOP);
}

async function expectNotWide(page: Page): Promise<void> {
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
		.toBeLessThanOrEqual(0);
}
