import { expect, type Locator, type Page } from '@playwright/test';
import { LAPTOP, test } from './cast.ts';
import { openExample } from './example-room.ts';
import { Keys } from './steps-by-keyboard-hands.ts';
import { nameless, readTree, skippedLevels } from './steps-by-tree-reader.ts';

// The core of the second morning without a mouse, found by roles and names alone.

const QUESTION = 'Who tells you first when it goes wrong?';
const POINT = 'Tell me where the key is.';
const NARROW = { width: 360, height: 740 };

const button = (page: Page, name: string | RegExp): Locator =>
	page.getByRole('button', { name, exact: typeof name === 'string' });
const item = (page: Page, words: string): Locator => page.getByRole('listitem').filter({ hasText: words });

/** Opens a menu and walks in it until this is chosen. */
async function choose(keys: Keys, menu: Locator, choice: RegExp): Promise<void> {
	await keys.use(menu);
	const wanted = keys.page.getByRole('menuitem', { name: choice });
	await expect(wanted).toBeVisible();
	await keys.arrowTo(wanted);
	await keys.page.keyboard.press('Enter');
	await keys.settle();
}

/** Everything that can be operated says what it is, no heading leaves a level out, and nothing stands beside a phone. */
async function expectReadable(page: Page): Promise<void> {
	const tree = await readTree(page);
	expect([nameless(tree), skippedLevels(tree)]).toEqual([[], []]);
	await page.setViewportSize(NARROW);
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
		.toBeLessThanOrEqual(0);
	await page.setViewportSize(LAPTOP);
}

test('[JOURNEY-19] asked, voted for, shown, answered, given a place, written down and checked by keyboard alone, with names for everything, and not wider than 360 px', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const { line, deviceOf, end } = await openExample(browser, 'customer');
	const at = `/w/${line.workshopId}/room`;
	try {
		const [desk, amira, ingrid] = await Promise.all(
			['facilitator', 'amira-khan', 'customer'].map(async (who) => {
				const page = await deviceOf(who);
				await page.goto(`${at}/customer`);
				await expect(page.getByRole('heading', { name: /^What (you|Ingrid) asked for$/ })).toBeVisible();
				return new Keys(page);
			})
		);
		if (!desk || !amira || !ingrid) throw new Error('Three were wanted.');

		await test.step('somebody asks and votes', async () => {
			await amira.tabTo(amira.page.getByRole('textbox', { name: 'Ask Ingrid something' }));
			await amira.type(QUESTION);
			await amira.use(button(amira.page, 'Ask'));
			await expect(item(amira.page, QUESTION)).toContainText('A facilitator looks at it first.');
			await amira.settle();
			const votes = button(amira.page, /to ask: /).first();
			const before = await votes.getAttribute('aria-pressed');
			await amira.use(votes, 'Space');
			await expect(votes).toHaveAttribute('aria-pressed', before === 'true' ? 'false' : 'true');
			await amira.settle();
		});

		await test.step('the moderator shows it, asks it, notes the answer and gives the rest their places', async () => {
			await desk.use(button(desk.page, `Show it: ${QUESTION}`));
			await expect(item(amira.page, QUESTION).getByRole('button', { name: /to ask: / })).toBeVisible();
			await desk.settle();
			await desk.tabTo(desk.page.getByRole('textbox', { name: 'The answer, in a line' }));
			await desk.type('My sister, she lives there.');
			await desk.use(button(desk.page, 'Answered'));
			await expect(amira.page.getByText('My sister, she lives there.')).toBeVisible();
			await desk.settle();
			await choose(desk, button(desk.page, `More for: ${QUESTION}`), /^Deal to syndicates/);
			const list = desk.page.getByRole('list', { name: 'Questions that wait' });
			const menus = list.getByRole('button', { name: /^More for: / });
			await expect(item(desk.page, QUESTION).getByRole('button', { name: /^Ask next/ })).toHaveCount(0);
			for (
				let left = 40;
				left > 0 && !(await desk.page.getByText('Every question has a place.').isVisible());
				left -= 1
			) {
				const name = (await menus.first().getAttribute('aria-label')) ?? '';
				await choose(desk, button(desk.page, name), /^Send to Ingrid/);
				await expect(list.getByRole('button', { name, exact: true })).toHaveCount(0);
			}
			await expect(desk.page.getByText('Every question has a place.')).toBeVisible();
			await expectReadable(desk.page);
		});

		await test.step('a scribe writes a point down, and she checks it', async () => {
			await amira.use(button(amira.page, /^Add a point in Ingrid.s words$/));
			await expect(amira.page.getByRole('textbox', { name: /^A point in Ingrid.s words$/ })).toBeFocused();
			await amira.type(POINT);
			await amira.press('Enter');
			await expect(item(ingrid.page, POINT)).toBeVisible();
			await amira.press('Escape');
			const confirm = item(ingrid.page, POINT).getByRole('button', { name: /^As I said it/ });
			await ingrid.use(confirm);
			await expect(item(amira.page, POINT)).toContainText('Confirmed by Ingrid');
			await ingrid.settle();
			await ingrid.use(item(ingrid.page, POINT).getByRole('button', { name: /^Take back/ }));
			await ingrid.use(item(ingrid.page, POINT).getByRole('button', { name: 'Take it back', exact: true }));
			await expect(item(amira.page, POINT)).toHaveCount(0);
			await ingrid.settle();
			await expectReadable(ingrid.page);
			await expectReadable(amira.page);
		});

		await test.step('she answers later, also after her line was gone for a while', async () => {
			const answer = ingrid.page.getByRole('textbox', { name: 'Your answer' }).first();
			const count = await ingrid.page.getByRole('button', { name: 'Send the answer' }).count();
			await ingrid.tabTo(answer);
			await ingrid.type('On the phone, before eight.');
			await ingrid.page.context().setOffline(true);
			await ingrid.use(ingrid.page.getByRole('button', { name: 'Send the answer' }).first());
			await expect(
				ingrid.page.getByRole('alert').filter({ hasText: 'What you wrote is still on this page' })
			).toBeVisible();
			await expect(answer).toHaveValue('On the phone, before eight.');
			await ingrid.page.context().setOffline(false);
			await ingrid.use(ingrid.page.getByRole('button', { name: 'Send the answer' }).first());
			await expect(ingrid.page.getByRole('button', { name: 'Send the answer' })).toHaveCount(count - 1);
			await expect(amira.page.getByText('On the phone, before eight.')).toBeVisible();
			await ingrid.settle();
		});

		await test.step('what she raised is dealt', async () => {
			await desk.page.goto(`${at}/issues`);
			await expect(desk.page.getByRole('heading', { name: 'What Ingrid raised' })).toBeVisible();
			await desk.use(button(desk.page, 'Deal what is left'));
			await expect(desk.page.getByText('Every issue is discussed by at least 2 syndicates.')).toBeVisible();
			const given = desk.page
				.getByRole('group', { name: /^Who discusses it: / })
				.first()
				.getByRole('button', { pressed: true });
			await expect(given).toHaveCount(2);
			const name = (await given.first().textContent()) ?? '';
			await desk.use(given.first(), 'Space');
			await expect(desk.page.getByText('1 issue is discussed by fewer than 2 syndicates.')).toBeVisible();
			await desk.settle();
			expect(name).not.toBe('');
			await expectReadable(desk.page);
			await amira.page.goto(`${at}/issues`);
			await expect(amira.page.getByRole('heading', { name: 'What Ingrid raised' })).toBeVisible();
			await expectReadable(amira.page);
		});
	} finally {
		await end();
	}
});
