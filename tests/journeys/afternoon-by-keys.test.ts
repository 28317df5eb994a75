import { expect, type Locator, type Page } from '@playwright/test';
import { facilitatorOf } from './afternoon-keys-stage.ts';
import { expectAccessible, LAPTOP, test } from './cast.ts';
import { openExample } from './example-room.ts';
import { told } from './morning-stage.ts';
import { Keys } from './steps-by-keyboard-hands.ts';
import { nameless, readTree, skippedLevels } from './steps-by-tree-reader.ts';

// What the second afternoon asks of a sponsor, an owner, a follow-up manager and whoever signs, without a mouse.

const NARROW = { width: 360, height: 740 };
const WORDS = 'Ordered by Friday. Ask me if it is not.';

const button = (page: Page, name: string | RegExp): Locator =>
	page.getByRole('button', { name, exact: typeof name === 'string' });

/** Everything that can be operated says what it is, no heading leaves a level out, and nothing stands beside a phone. */
async function expectReadable(page: Page): Promise<void> {
	const tree = await readTree(page);
	expect([nameless(tree), skippedLevels(tree)]).toEqual([[], []]);
	await page.setViewportSize(NARROW);
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
		.toBeLessThanOrEqual(0);
	await page.setViewportSize(LAPTOP);
	await expectAccessible(page);
}

test('[JOURNEY-21] answered, named, accepted, noted, signed and closed by keyboard alone, with names for everything, and not wider than 360 px', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const asking = await openExample(browser, 'plan');
	try {
		const at = `/w/${asking.line.workshopId}`;
		const facilitator = facilitatorOf(asking);
		const api = `/api/workshops/${asking.line.workshopId}`;
		const open = async (who: string, path: string) => {
			const page = await asking.deviceOf(who);
			await page.goto(`${at}${path}`);
			await expect(page.locator('main[data-ready]')).toBeVisible();
			return new Keys(page);
		};

		await test.step('the sponsor answers the first request; without words the field says so and has the focus', async () => {
			const tom = await open('sponsor', '/support');
			const first = tom.page.locator('li[data-open]').first();
			const ask = (await first.getByRole('heading').textContent()) ?? '';
			const row = tom.page.getByRole('listitem').filter({ has: tom.page.getByRole('heading', { name: ask.trim() }) });
			await tom.tabTo(row.getByRole('radio').first());
			await tom.press('Space');
			await tom.use(row.getByRole('button', { name: 'Give this answer' }));
			await expect(row.getByRole('textbox')).toBeFocused();
			await expect(row.locator('[aria-invalid="true"]')).toHaveCount(1);
			await tom.type(WORDS);
			await tom.use(row.getByRole('button', { name: 'Give this answer' }));
			await expect(row.getByText(WORDS)).toBeVisible();
			await tom.settle();
			await expectReadable(tom.page);
		});

		await test.step('somebody names who is to follow up; nobody else hears whom', async () => {
			await told(facilitator, 'POST', `${api}/steps/support/go`, { phase: 'follow-up' });
			const amira = await open('amira-khan', '/room/sign');
			const names = amira.page.getByLabel('Name somebody, yourself included');
			await amira.tabTo(names);
			await amira.type('Priya');
			await expect(names.locator('option:checked')).toHaveText(/Priya Nair/);
			await amira.use(button(amira.page, 'Name this person'));
			await expect(amira.page.getByText('Nobody sees whom you named.')).toBeVisible();
			await amira.settle();
			await expectReadable(amira.page);
		});

		await test.step('the facilitator asks, and she says yes in her own words', async () => {
			await told(facilitator, 'POST', `${api}/steps/sign/go`, { phase: 'read' });
			const [desk, priya] = [await open('facilitator', '/room/sign'), await open('priya-nair', '/room/sign')];
			const choice = desk.page.getByRole('region', { name: 'Follow-up manager' }).getByRole('combobox');
			await desk.tabTo(choice);
			await desk.type('Priya');
			await desk.use(button(desk.page, 'Ask this person'));
			await expect(desk.page.getByText('has been asked, and answers in person.')).toBeVisible();
			await desk.settle();
			await priya.tabTo(priya.page.getByRole('textbox', { name: 'In your own words, if you like' }));
			await priya.type('Gladly, on Mondays.');
			await priya.use(button(priya.page, 'Yes, I follow up'));
			await expect(desk.page.getByText('Priya Nair said yes.')).toBeVisible();
			await priya.settle();
			await expectReadable(desk.page);
			await expectReadable(priya.page);
		});

		await test.step('a decision is noted and gets its outcome', async () => {
			const desk = await open('facilitator', '/decisions');
			await desk.use(button(desk.page, 'Write one down'));
			await desk.tabTo(desk.page.getByLabel('What is to be decided'));
			await desk.type('Which number for property managers');
			await desk.tabTo(desk.page.getByLabel('Who decides'));
			await desk.type('Anneke de Boer');
			await desk.tabTo(desk.page.getByRole('radio', { name: 'Yes, they were asked' }));
			await desk.press('Space');
			await desk.use(button(desk.page, 'Write it down'));
			await expect(desk.page.getByText('Anneke de Boer decides.')).toBeVisible();
			await desk.settle();
			await desk.use(button(desk.page, /^Write what came out/));
			await desk.tabTo(desk.page.getByLabel('What came out'));
			await desk.type('It ends in 312.');
			await desk.use(button(desk.page, 'It is decided'));
			await expect(desk.page.getByText('“It ends in 312.”')).toBeVisible();
			await desk.settle();
			await expectReadable(desk.page);
		});
	} finally {
		await asking.end();
	}

	const signing = await openExample(browser, 'commitment');
	try {
		const at = `/w/${signing.line.workshopId}`;
		await test.step('the last ones sign, and the plan is closed', async () => {
			const joanna = new Keys(await signing.deviceOf('joanna-pike'));
			await joanna.page.goto(`${at}/room/sign`);
			await joanna.use(button(joanna.page, 'Sign with my name'));
			await expect(button(joanna.page, 'Sign with my name')).toHaveCount(0);
			await joanna.settle();
			await expectReadable(joanna.page);
			const tom = new Keys(await signing.deviceOf('sponsor'));
			await tom.page.goto(`${at}/support`);
			await tom.use(button(tom.page, 'Sign with my name'));
			await expect(button(tom.page, 'Sign with my name')).toHaveCount(0);
			await tom.settle();
			const desk = new Keys(await signing.deviceOf('facilitator'));
			await desk.page.goto(`${at}/room/sign`);
			await expect(desk.page.getByText('Before the plan is closed')).toBeVisible();
			await expectReadable(desk.page);
			await desk.page.goto(`${at}/print/plan`);
			await expect(desk.page.locator('main[data-ready]')).toBeVisible();
			await expectReadable(desk.page);
		});
	} finally {
		await signing.end();
	}
});
