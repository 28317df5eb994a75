import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, LAPTOP, newDevice, PHONE, type Device } from './cast.ts';
import { install, type Installation } from './installation.ts';

// The weeks before the first day, through the pages alone: the brief, surveys, customers' words, the five questions, the
// promise, the customer's brief, and the links by which people come in.

let installation: Installation;
let helen: Device;
let workshop: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
	installation = await install(undefined);
	helen = await newDevice(browser, installation.url, LAPTOP);
	const { page } = helen;
	await page.goto(installation.setupUrl);
	await page.getByLabel('Your name').fill('Helen Marsh');
	await page.getByLabel('E-mail').fill('helen@example.org');
	await page.getByLabel('Password').fill('four plain words here');
	await page.getByRole('button', { name: 'Make the account' }).click();
	await page.getByRole('button', { name: 'Prepare a workshop' }).click();
	await page.getByLabel('What is it called?').fill('Service we’re proud of');
	await page.getByRole('button', { name: 'Make the workshop' }).click();
	await expect(page).toHaveURL(/\/prepare\/agenda$/);
	workshop = /\/w\/([\w-]+)\//.exec(page.url())?.[1] ?? '';
});
test.afterAll(async () => {
	await installation.end();
});

const linkIn = async (page: Page, region: string): Promise<string> =>
	page.getByRole('region', { name: region }).getByLabel('Address of the link').first().inputValue();

async function openAt(browser: Browser, address: string, size = PHONE): Promise<Page> {
	const { page } = await newDevice(browser, installation.url, size);
	await page.goto(new URL(address).pathname);
	return page;
}

test('[BRIEF-2] what was tried is added, ordered, removed and put back with the keyboard alone', async () => {
	const { page } = helen;
	await page.getByRole('link', { name: 'Brief', exact: true }).click();
	const whats = page.getByLabel('What was tried', { exact: true });
	for (const [at, what] of ['Telephone training', 'Yearly survey'].entries()) {
		await page.getByRole('button', { name: 'Add what was tried' }).press('Enter');
		await expect(whats.nth(at)).toBeFocused();
		await page.keyboard.type(what);
		await page.keyboard.press('Tab');
		await page.keyboard.type('2024');
		await page.keyboard.press('Tab');
	}

	await page.getByRole('button', { name: 'Move or remove: Yearly survey' }).press('Enter');
	// The first entry of the menu has the focus, once it is open.
	await expect(page.getByRole('menuitem', { name: 'Move up' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(whats.nth(0)).toHaveValue('Yearly survey');
	await page.getByRole('button', { name: 'Move or remove: Yearly survey' }).press('Enter');
	await expect(page.getByRole('menuitem', { name: 'Move up' })).toBeFocused();
	await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
	await expect(whats).toHaveCount(1);
	await page.getByRole('button', { name: 'Put it back' }).press('Enter');

	await expect(whats.nth(0)).toHaveValue('Yearly survey');
	await page.reload();
	await expect(whats.nth(0)).toHaveValue('Yearly survey');
	await expect(whats.nth(1)).toHaveValue('Telephone training');
	await expectAccessible(page);
});

test('[BRIEF-7] a survey is attached, fetched and removed; what is none is refused by name', async () => {
	const { page } = helen;
	const chooser = page.getByLabel('Files to attach');
	await chooser.setInputFiles([
		{ name: 'survey.csv', mimeType: 'text/csv', buffer: Buffer.from('question,mean\nWould you?,2.7\n') },
		{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<p>') }
	]);

	await expect(page.getByText('page.html: This is no PDF')).toBeVisible();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'survey.csv' }).click()
	]);
	expect(download.suggestedFilename()).toBe('survey.csv');
	await page.getByRole('button', { name: 'Remove survey.csv' }).click();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Remove it' }).click();
	await expect(page.getByRole('link', { name: 'survey.csv' })).toHaveCount(0);
});

test('[BRIEF-8] pasted words are looked at first, then taken over, read, and taken back', async () => {
	const { page } = helen;
	await page.getByRole('button', { name: 'Paste or choose a file' }).click();
	await page.getByLabel('One per line').fill(`Nobody came.\n\nKind, and late.\nnobody came.\n${'x'.repeat(501)}`);
	await page.getByRole('button', { name: 'Look at the lines' }).click();
	await expect(page.getByText('2 lines are ready, 2 are left out. Nothing is taken over yet.')).toBeVisible();
	await expect(page.getByText('Line 4 is line 1 once more')).toBeVisible();
	await expectAccessible(page);
	await page.getByRole('button', { name: 'Take over 2 lines' }).click();
	await expect(page.getByText('2 of 2 unread')).toBeVisible();
	await page.getByRole('button', { name: 'Line 1: read, no action' }).click();
	await expect(page.getByText('1 of 2 unread')).toBeVisible();

	await page.getByRole('button', { name: 'Take them back' }).click();

	await expect(page.getByText('Nobody came.')).toHaveCount(0);
});

test('[ACCESS-7] sponsor, customer and co-facilitator come in by their links, each to their page', async ({
	browser
}) => {
	const { page } = helen;
	await page.getByRole('link', { name: 'Sponsor and customer' }).click();
	await page.getByLabel('Name of the sponsor').fill('Tom Beckett');
	await page.getByLabel('Name of the customer').fill('Ingrid Solheim');
	await page.getByLabel('Name of the customer').blur();
	await expect(page.getByRole('button', { name: 'Make a link for the customer' })).toBeEnabled();
	await page.getByRole('button', { name: 'Make a link for the customer' }).click();
	await page.getByRole('button', { name: 'Make a link for the sponsor' }).click();
	await page.getByLabel('Name', { exact: true }).fill('Ben Adler');
	await page.getByLabel('E-mail', { exact: true }).fill('ben@example.org');
	await page.getByRole('button', { name: 'Make the link', exact: true }).click();
	await expect(page.getByText('Waiting until')).toBeVisible();
	await expect(page.getByRole('link', { name: 'Mail' })).toHaveAttribute('href', /^mailto:ben@example\.org\?subject=/);
	await expectAccessible(page);

	const ingrid = await openAt(browser, await linkIn(page, 'Links for the customer'));
	await expect(ingrid).toHaveURL(/\/room\/customer$/);
	await expect(ingrid.getByText('What do you need from us on an ordinary day')).toBeVisible();
	await expectAccessible(ingrid);

	const tom = await openAt(browser, await linkIn(page, 'Links for the sponsor'));
	await expect(tom).toHaveURL(/\/sponsor$/);
	await tom.getByLabel('The promise', { exact: true }).fill('I answer every request in this room.');
	await tom.getByLabel('The promise', { exact: true }).blur();
	await tom.getByRole('button', { name: 'Done: Take calls for an hour' }).click();
	await expect(tom.getByText('2 of 6 done')).toBeVisible();
	await expectAccessible(tom);
	await expect(page.getByText('I answer every request in this room.')).toBeVisible();

	const address = await page.getByRole('list', { name: 'Invitations' }).getByLabel('Address of the link').inputValue();
	const ben = await openAt(browser, address, LAPTOP);
	await expect(ben.getByText('Helen Marsh invites you to')).toBeVisible();
	await expectAccessible(ben);
	await ben.getByLabel('A new password').fill('short');
	await ben.getByRole('button', { name: 'Set the password and come in' }).click();
	await expect(ben.getByRole('alert')).toContainText('Ten characters or more');
	await ben.getByLabel('A new password').fill('four other plain words');
	await ben.getByRole('button', { name: 'Set the password and come in' }).click();
	await expect(ben).toHaveURL(/\/prepare\/agenda$/);

	await test.step('[BRIEF-11] two write at once', async () => {
		await ben.getByRole('link', { name: 'Brief', exact: true }).click();
		await page.getByRole('link', { name: 'Brief', exact: true }).click();
		await page.getByLabel('The situation').pressSequentially('People are tired ');
		await ben.getByLabel('Scope').fill('Repairs.');
		await ben.getByLabel('Scope').blur();
		await expect(page.getByLabel('Scope')).toHaveValue('Repairs.');
		await expect(page.getByLabel('The situation')).toBeFocused();
		await page.keyboard.type('of chasing us.');
		await page.keyboard.press('Tab');
		await expect(ben.getByLabel('The situation')).toHaveValue('People are tired of chasing us.');
		await expect(page.getByLabel('Scope')).toHaveValue('Repairs.');
	});

	await test.step('a new password shuts the old device out', async () => {
		await page.getByRole('link', { name: 'Sponsor and customer' }).click();
		await page.getByRole('button', { name: 'Forgotten password of Ben Adler: make a link' }).click();
		const fresh = await openAt(browser, await linkIn(page, 'Who has an account here'), LAPTOP);
		await fresh.getByLabel('A new password').fill('four newer plain words');
		await fresh.getByRole('button', { name: 'Set the new password' }).click();
		await expect(fresh).toHaveURL(/\/w$/);
		await expect(ben.getByRole('heading', { name: 'You have no seat here' })).toBeVisible();
	});
});

test('[BRIEF-11] what another facilitator keeps appears in a field that is not in use, and never in one that is', async () => {
	const { page } = helen;
	await page.getByRole('link', { name: 'Brief', exact: true }).click();
	const second = await helen.context.newPage();
	await second.goto(`/w/${workshop}/prepare/brief`);
	await second.getByLabel('Purpose').fill('Nobody has to call twice.');
	await page.getByLabel('Purpose').focus();
	await page.getByLabel('Purpose').pressSequentially('By summer');
	await second.getByLabel('Purpose').blur();
	await expect(page.getByLabel('Purpose')).toHaveValue('By summer');

	await page.getByLabel('Purpose').fill('By summer nobody has to call twice.');
	await page.getByLabel('Purpose').blur();

	await expect(second.getByLabel('Purpose')).toHaveValue('By summer nobody has to call twice.');
	await second.close();
});

test('[BASE-6] five questions are answered on a phone with the keyboard alone, once', async ({ browser }) => {
	const { page } = helen;
	await page.getByRole('link', { name: 'Brief', exact: true }).click();
	await page.getByRole('button', { name: 'Make the link', exact: true }).click();
	const address = await linkIn(page, 'Before we start');
	const phone = await openAt(browser, address);
	await expect(phone.getByRole('heading', { name: 'Before we start' })).toBeVisible();
	await expectAccessible(phone);

	for (const question of await phone.locator('fieldset').all()) {
		await question.getByRole('radio').first().focus();
		await phone.keyboard.press('ArrowRight');
		await phone.keyboard.press('ArrowRight');
	}
	await expect(phone.getByRole('radio', { name: '3', exact: true })).toHaveCount(5);
	for (const radio of await phone.getByRole('radio', { name: '3', exact: true }).all())
		await expect(radio).toBeChecked();
	await phone.getByLabel(/never sat in your chair/).fill('We hear it first.');
	await phone.getByRole('button', { name: 'Send my answers' }).press('Enter');

	await expect(phone.getByRole('heading', { name: 'Thank you. It is sent.' })).toBeVisible();
	await expectAccessible(phone);
	await phone.reload();
	await expect(phone.getByRole('heading', { name: 'This device has answered.' })).toBeVisible();
	await page.reload();
	await expect(page.getByText('1 answer so far. Below five answers we show nothing')).toBeVisible();
	await expect(page.getByText('We hear it first.')).toHaveCount(0);
});
