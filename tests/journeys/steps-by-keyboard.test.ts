import { expect, type Browser, type Locator } from '@playwright/test';
import { expectAccessible, expectPhase, expectSaved, LAPTOP, newDevice, test } from './cast.ts';
import { openPlace, writeNote } from './crowd.ts';
import { Keys } from './steps-by-keyboard-hands.ts';
import { smallRoom, type SmallRoom } from './steps-room.ts';

// Steps 1 to 3 without a mouse, on one laptop, with a neighbour who writes on the same boards. One piece, because each
// step stands on what was written in the one before.

test('[JOURNEY-12] steps 1 to 3 are worked through with the keyboard alone, and the focus is never lost', async ({
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
	const keys = new Keys(page);
	const tray = (name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) });
	const note = (words: string) => page.getByRole('article', { name: new RegExp(words) });
	const group = (name: string) => page.getByRole('region', { name: new RegExp(`^Group: ${name}`) });
	const dialog = page.getByRole('dialog');

	await test.step('she joins', async () => {
		await page.goto(`/j#${room.code}`);
		await expect(page.getByLabel('Your name, as colleagues say it')).toBeFocused();
		await keys.type('Petra Keys');
		await keys.press('Enter');
		await keys.tabTo(page.getByRole('radio').first());
		await keys.press('Space');
		while (!(await page.getByRole('radio', { name: /Alder/ }).isChecked())) await keys.press('ArrowDown');
		await keys.use(page.getByRole('button', { name: 'Take my seat in Alder' }));
		await expect(page.locator('[data-return-code]')).toBeVisible();
		await keys.use(page.getByRole('button', { name: /Continue|Go to my syndicate/ }));
		await expect(page).toHaveURL(/\/s\/alder\/experiences$/);
		await expect(page.locator('main[data-ready]')).toBeVisible();
	});

	await test.step('she writes alone: G and B open the trays, Enter goes on to the next', async () => {
		await page.keyboard.press('g');
		await expect(tray('Good').getByRole('textbox').first()).toBeFocused();
		for (const words of ['They rang back.', 'He knew my name.', 'She waited with me.']) {
			await keys.type(words);
			await keys.press('Enter');
			await expect(note(words)).toBeVisible();
		}
		await keys.press('Escape');
		await page.keyboard.press('b');
		await expect(tray('Bad').getByRole('textbox').first()).toBeFocused();
		for (const words of ['Four transfers.', 'Nobody owned it.']) {
			await keys.type(words);
			await keys.press('Enter');
			await expect(note(words)).toBeVisible();
		}
		await keys.press('Escape');
		await expectSaved(page);
	});

	const beside = await openPlace(room, neighbour, 'experiences');
	await writeNote(beside, 'good', 'My neighbour was quick.');
	beside.close();

	await test.step('they share: she changes her words, and groups with Space', async () => {
		await go('experiences', 'share');
		await expectPhase(page, 'Share');
		await expect(note('My neighbour was quick')).toBeVisible();
		await keys.tabTo(tray('Good').getByRole('article').first());
		await keys.arrowTo(note('He knew my name'));
		await keys.press('Enter');
		await keys.type(' And my dog’s.');
		await keys.press('Escape');
		await expect(note('And my dog’s')).toBeFocused();
		await keys.press('Space');
		await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
		await arrowAnywhere(keys, note('They rang back'));
		await keys.press('Space');
		await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(2);
		await keys.use(page.getByRole('button', { name: 'Make a group' }));
		await expect(page.getByRole('textbox', { name: 'Name of the group' })).toBeFocused();
		await keys.type('They knew us');
		await keys.press('Enter');
		await expect(group('They knew us')).toBeFocused();
	});

	await test.step('what others write meanwhile takes nothing from under her', async () => {
		const place = await openPlace(room, neighbour, 'experiences');
		for (const words of ['One more.', 'Another one.', 'And a third.']) await writeNote(place, 'good', words);
		await expect(note('And a third')).toBeVisible();
		await expect(group('They knew us')).toBeFocused();
		const { board } = place;
		const held = board.notes().find(({ text }) => text.startsWith('She waited'));
		await arrowAnywhere(keys, note('She waited with me'));
		board.move(held!.id, 'bad' as never);
		await expect(tray('Bad').getByRole('article', { name: /She waited with me/ })).toBeFocused();
		board.move(held!.id, 'good' as never);
		await expect(tray('Good').getByRole('article', { name: /She waited with me/ })).toBeFocused();
		await place.saved();
		place.close();
	});

	await test.step('M moves, J joins, a group is merged, split and put back', async () => {
		await keys.press('m');
		await keys.use(dialog.getByRole('button', { name: 'Move to Bad' }));
		await expect(tray('Bad').getByRole('article', { name: /She waited with me/ })).toBeFocused();
		await keys.press('Control+z');
		await expect(tray('Good').getByRole('article', { name: /She waited with me/ })).toBeVisible();
		await arrowAnywhere(keys, note('She waited with me'));
		await keys.press('j');
		await keys.use(dialog.getByRole('button', { name: 'My neighbour was quick.' }));
		const name = page.getByRole('textbox', { name: 'Name of the group' });
		await expect(name).toBeFocused();
		await keys.type('They stayed');
		await keys.press('Enter');
		await expect(group('They stayed')).toBeFocused();
		await keys.press('m');
		await keys.use(dialog.getByRole('button', { name: 'Merge into They knew us' }));
		await expect(group('They stayed')).toHaveCount(0);
		await expect(group('They knew us')).toHaveAccessibleName(/4 notes/);
		await keys.settle();
		await keys.press('Control+z');
		await expect(group('They stayed')).toHaveAccessibleName(/2 notes/);
		await expectSaved(page);
		await expectAccessible(page);
	});

	await test.step('V votes and takes back, within the budget', async () => {
		await go('experiences', 'vote');
		await expectPhase(page, 'Vote');
		await arrowAnywhere(keys, group('They knew us'));
		const left = page.getByText(/\d of \d/).first();
		const before = await left.textContent();
		await keys.press('v');
		await expect(left).not.toHaveText(before ?? '');
		await keys.press('v');
		await expect(left).toHaveText(before ?? '');
		await keys.press('v');
		await expect(left).not.toHaveText(before ?? '');
	});

	await test.step('a definition is written with N and linked with L to the story it comes from', async () => {
		await go('definitions', 'write');
		await expect(page).toHaveURL(/\/definitions$/);
		await expect(page.locator('main[data-ready]')).toBeVisible();
		await page.keyboard.press('n');
		await expect(page.getByRole('textbox').first()).toBeFocused();
		await keys.type('somebody says what happens next.');
		await keys.press('Enter');
		await expect(note('somebody says what happens next')).toBeVisible();
		await keys.press('Escape');
		await expectSaved(page);
		await go('definitions', 'share');
		await expectPhase(page, 'Share and join');
		await keys.tabTo(note('somebody says what happens next'));
		await keys.press('Enter');
		await keys.use(page.getByText('More about it'));
		await keys.use(page.getByRole('button', { name: /^You can tell because/ }));
		await expect(page.getByRole('textbox', { name: /^You can tell because/ })).toBeFocused();
		await keys.type('Nobody rings twice.');
		await keys.press('Enter');
		await expect(page.getByRole('button', { name: 'You can tell because…: Nobody rings twice.' })).toBeFocused();
		await keys.use(page.getByRole('button', { name: 'Done', exact: true }));
		await keys.tabTo(note('somebody says what happens next'));
		await keys.press('l');
		await keys.use(dialog.getByRole('checkbox', { name: /They rang back|They knew us/ }).first(), 'Space');
		await keys.press('Escape');
		await expect(dialog).toBeHidden();
		await expect(note('somebody says what happens next')).toBeFocused();
		await go('definitions', 'vote');
		await expectPhase(page, 'Vote');
		await arrowAnywhere(keys, note('somebody says what happens next'));
		await keys.press('v');
		await expect(page.getByText(/2 of 3/)).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('the vision: a wording is proposed and voted for, the writer writes and places, all say whether they agree', async () => {
		await nameWriter('Petra Keys');
		await go('vision', 'place');
		await expect(page).toHaveURL(/\/room\/vision$/);
		await expect(page.locator('main[data-ready]')).toBeVisible();
		await expect(page.getByText('Petra and Jonas write')).toBeVisible();
		const standards = page.getByRole('region', { name: /^Our standards/ });
		await expect(standards.getByRole('button', { name: 'One line, in our words' })).toBeVisible();
		await page.keyboard.press('n');
		await expect(standards.getByRole('textbox').first()).toBeFocused();
		await keys.type('We say what happens next.');
		await keys.press('Enter');
		await keys.press('Escape');
		await expect(standards.getByRole('article', { name: /We say what happens next/ })).toBeVisible();
		await keys.use(page.getByRole('button', { name: /Propose a compass/ }));
		await keys.tabTo(dialog.getByRole('textbox'));
		await keys.type('We stay until it runs.');
		await keys.use(dialog.getByRole('button', { name: 'Propose', exact: true }));
		await expect(dialog.getByText('We stay until it runs.')).toBeVisible();
		await keys.settle();
		await keys.use(dialog.getByRole('button', { name: /^Vote for: We stay/ }));
		await expect(dialog.getByText('1 vote', { exact: true })).toBeVisible();
		await keys.settle();
		await keys.use(dialog.getByRole('button', { name: /^Take these words: We stay/ }));
		await expect(page.getByRole('article', { name: /We stay until it runs/ })).toBeAttached();
		await keys.press('Escape');
		await expect(dialog).toBeHidden();
		await go('vision', 'agree');
		await expectPhase(page, 'Do we agree?');
		const mark = (n: number) =>
			page
				.getByRole('group', { name: /We say what happens next/ })
				.getByRole('radio', { name: new RegExp(`^${n} of 5`) });
		await keys.tabTo(mark(1));
		await keys.press('Space');
		await expect(mark(1)).toBeChecked();
		await expect(mark(1)).toBeFocused();
		for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight');
		await keys.settle();
		await expect(mark(4)).toBeChecked();
		await expect(mark(4)).toBeFocused();
		await go('vision', 'vote');
		await expectPhase(page, 'Vote');
		await keys.tabTo(standards.getByRole('article', { name: /We say what happens next/ }));
		await keys.press('v');
		await expect(page.getByText(/4 of 5/)).toBeVisible();
		await expectAccessible(page);
	});

	await test.step('our own house: arrows go between cells, Enter fills, arrows rate', async () => {
		await go('house', 'rate');
		await expect(page).toHaveURL(/\/house$/);
		const row = page.getByRole('row').filter({ hasText: 'We say what happens next.' });
		await expect(row).toBeVisible();
		await keys.tabTo(row.getByRole('radio').first());
		await keys.press('ArrowRight');
		await expect(row.getByRole('radio', { checked: true })).toBeFocused();
		await go('house', 'fill');
		await expect(row.getByRole('article', { name: /^What shows it/ })).toBeAttached();
		await keys.tabTo(page.locator('table').getByRole('article').first());
		await arrowAnywhere(keys, row.getByRole('article', { name: /^What is in the way/ }));
		await keys.press('Enter');
		await keys.type('Nobody owns the call back after six.');
		await keys.press('Escape');
		const cell = row.getByRole('article', { name: /Nobody owns the call back/ });
		await expect(cell).toBeFocused();
		await keys.press('ArrowRight');
		await keys.press('ArrowLeft');
		await expect(cell).toBeFocused();
		await keys.press('l');
		await expect(dialog).toBeVisible();
		await keys.press('Escape');
		await expect(cell).toBeFocused();
		await expectSaved(page);
		await expectAccessible(page);
	});
}

/** By Tab to the tray's stop, and by arrows to the paper: whichever arrow leads there. */
async function arrowAnywhere(keys: Keys, target: Locator): Promise<void> {
	const here = () => target.first().evaluate((element) => element === document.activeElement);
	if (await here()) return;
	const stop = target
		.first()
		.locator('xpath=ancestor::*[@data-zone-tray or self::table][1]')
		.locator('[tabindex="0"]:is([data-note],[data-group])');
	await keys.tabTo(stop);
	for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight', 'ArrowUp'] as const)
		for (let step = 0; step < 6; step += 1) {
			if (await here()) return;
			await keys.press(key);
		}
	expect(await here(), `arrows do not come to ${String(target)}`).toBe(true);
}
