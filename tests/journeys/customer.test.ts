import { expect, type Page } from '@playwright/test';
import { expectAccessible, PHONE, test } from './cast.ts';
import { openExample } from './example-room.ts';

// In the middle of the questions to the customer, and what becomes of them before coffee.

const rude = 'Why do you never pay on time?';
const anew = 'What keeps you from paying on time?';
const row = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words });

/** Chooses from the menu of a question, as a moderator. */
async function moderate(page: Page, words: string, deed: RegExp): Promise<void> {
	await page.getByRole('button', { name: `More for: ${words}` }).click();
	await page.getByRole('menuitem', { name: deed }).click();
}

test('[JOURNEY-17] a nameless question is handed back and asked anew, alike ones are joined, each gets a place, and what she raised is dealt', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'customer');
	const at = (page: string) => `/w/${line.workshopId}/room/${page}`;
	try {
		const desk = await deviceOf('facilitator');
		const phone = await deviceOf('amira-khan', PHONE);
		const other = await deviceOf('jonas-wirth', PHONE);
		const ingrid = await deviceOf('customer', PHONE);
		await Promise.all([desk, phone, other, ingrid].map((page) => page.goto(at('customer'))));

		await phone.getByRole('button', { name: 'Ask Ingrid something' }).click();
		const sheet = phone.getByRole('dialog', { name: 'Ask Ingrid something' });
		await sheet.getByLabel('Ask Ingrid something').fill(rude);
		await sheet.getByLabel('Ask Ingrid something').press('Tab');
		await sheet.getByRole('button', { name: 'Ask', exact: true }).click();
		await expect(phone.getByText('A facilitator looks at it first.')).toBeVisible();
		await desk.getByRole('button', { name: `More for: ${rude}` }).click();
		await desk.getByRole('menuitem', { name: /^Hand back/ }).click();
		const reason = desk.getByRole('dialog', { name: 'Hand the question back' });
		await reason.getByLabel('Why').fill('Say it so that she can answer.');
		await reason.getByRole('button', { name: 'Hand it back' }).click();
		await expect(phone.getByText('Say it so that she can answer.')).toBeVisible();
		// The key is on the asking device: a reload finds it again.
		await phone.reload();
		await phone.getByRole('button', { name: `Say it differently: ${rude}` }).click();
		await phone.getByLabel('Your question, anew').fill(anew);
		await phone.getByRole('button', { name: 'Ask it like this' }).click();
		await desk.getByRole('button', { name: `Show it: ${anew}` }).click();
		await expect(row(other, anew)).toBeVisible();
		await expect(row(other, anew)).toContainText('No name shown');
		await expect(row(phone, anew)).toContainText('mine');
		await other.getByRole('button', { name: new RegExp(`to ask: .*${anew.slice(0, 12)}`) }).click();
		await expect(row(phone, anew).getByRole('button', { name: /^1 person wants/ })).toBeVisible();
		await expect(ingrid.getByText(anew)).toHaveCount(0);
		await expectAccessible(phone);

		// Two that ask the same become one, without a vote lost.
		await moderate(desk, 'How should we tell you when it is our fault?', /^Join with another/);
		const join = desk.getByRole('dialog', { name: 'Join with another question' });
		await join.getByLabel('The question that stays').selectOption({ label: 'How do you want to hear bad news?' });
		await expectAccessible(desk);
		await join.getByRole('button', { name: 'Join them' }).click();
		await expect(row(other, 'How do you want to hear bad news?')).toContainText('How should we tell you');

		// Before coffee: every question has a place.
		await desk.getByLabel('The answer, in a line').fill('In March. Mr Aydin stayed.');
		await desk.getByRole('switch', { name: 'Something is promised' }).click();
		await desk.getByLabel('What is promised').fill('Her list of winter weeks');
		await desk.getByLabel('By whom').fill('Ingrid');
		await desk.getByLabel('Until').fill('2027-02-01');
		await desk.getByRole('button', { name: 'Answered', exact: true }).click();
		await expect(other.getByText('Her list of winter weeks')).toBeVisible();
		await moderate(desk, anew, /^Send to Ingrid/);
		await moderate(desk, 'How do you want to hear bad news?', /^Deal to syndicates/);
		const open = desk.locator('[data-question]');
		await expect(open.filter({ hasText: /bad news|What keeps you/ })).toHaveCount(0);
		for (let left = await open.count(); left > 0; left -= 1) {
			await open
				.first()
				.getByRole('button', { name: /^More for/ })
				.click();
			await desk.getByRole('menuitem', { name: /^Deal to syndicates/ }).click();
			await expect(open).toHaveCount(left - 1);
		}
		await expect(desk.getByText('Every question has a place.')).toBeVisible();

		// She answers later, by her own link; the room reads it.
		await ingrid.getByLabel('Your answer').fill('Three signatures in our own house.');
		await ingrid.getByRole('button', { name: 'Send the answer' }).click();
		await expect(ingrid.getByText('You answered them all.')).toBeVisible();
		await expect(other.getByText('Three signatures in our own house.')).toBeVisible();
		await expectAccessible(ingrid);

		// What she raised goes to two syndicates each.
		await desk.goto(at('issues'));
		await desk.getByRole('button', { name: 'Deal what is left' }).click();
		await expect(desk.getByText('Every issue is discussed by at least 2 syndicates.')).toBeVisible();
		const first = desk.locator('[data-issue="1"]');
		const given = first.getByRole('group').getByRole('button', { pressed: true });
		await expect(given).toHaveCount(2);
		await given.first().click();
		await expect(desk.getByText('1 issue is discussed by fewer than 2 syndicates.')).toBeVisible();
		await first.getByLabel(/^Join with/).selectOption({ index: 1 });
		await expect(
			desk
				.locator('[data-issue]')
				.filter({ hasText: 'Point 1' })
				.getByText(/^Point /)
		).toHaveCount(2);
		await expectAccessible(desk);
		await other.goto(at('issues'));
		await expect(other.getByRole('heading', { name: 'What Ingrid raised' })).toBeVisible();
		await expect(other.getByRole('button', { name: 'Deal what is left' })).toHaveCount(0);
		await expectAccessible(other);
	} finally {
		await end();
	}
});
