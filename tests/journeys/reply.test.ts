import { expect, type Page } from '@playwright/test';
import { LAPTOP, newDevice, PHONE, test } from './cast.ts';
import { openExample } from './example-room.ts';
import { expectGood, ready } from './looks-room.ts';

const CORRECTED = 'Half past seven would do.';

const lineOf = (page: Page, n: number) => page.locator(`[data-line="${n}"]`);

test('[REPLY-13] the reply is drafted, written, read and approved; she reads it on her phone, answers, and takes a point back', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const room = await openExample(browser, 'plan');
	const at = `/w/${room.line.workshopId}`;
	try {
		const desk = await room.deviceOf('facilitator');
		const phone = await room.deviceOf('customer', PHONE);

		await test.step('nothing is read before it is approved', async () => {
			await phone.goto(`${at}/reply`);
			await expect(phone.getByText('Your reply is being written.')).toBeVisible();
		});
		await test.step('the facilitator drafts, writes and leaves out', async () => {
			await desk.goto(`${at}/room/issues`);
			await desk.getByRole('link', { name: 'The reply' }).click();
			await ready(desk);
			await expect(lineOf(desk, 1).getByRole('textbox')).toHaveValue(/“.+” \(Birch\)\n“.+” \(Elm\)/);
			await lineOf(desk, 1).getByRole('textbox').fill('We will tell you by half past seven.');
			await lineOf(desk, 1).getByRole('button', { name: 'Keep it' }).click();
			await expect(lineOf(desk, 1).getByRole('button', { name: 'Kept' })).toBeVisible();
			await lineOf(desk, 2).getByRole('textbox').fill('The law forbids us to ask for an age.');
			await lineOf(desk, 2)
				.getByRole('button', { name: /^Leave it out/ })
				.click();
			await expect(lineOf(desk, 2).getByText('Left out').first()).toBeVisible();
			await desk.getByRole('button', { name: 'Draft again' }).click();
			await expect(lineOf(desk, 1).getByRole('textbox')).toHaveValue('We will tell you by half past seven.');
			await lineOf(desk, 1)
				.getByRole('button', { name: /^Further down/ })
				.click();
			await expect(desk.locator('[data-line]').first()).toHaveAttribute('data-line', '2');
			await expect(lineOf(desk, 1).locator('[data-move]:focus')).toHaveCount(1);
			await desk.getByRole('textbox', { name: 'How it begins' }).fill('Thank you for your time, Ingrid.');
			await desk.getByRole('textbox', { name: 'How it begins' }).blur();
		});
		await test.step('what is approved is what the preview says', async () => {
			await desk.getByRole('tab', { name: /^As .+ reads it$/ }).click();
			await expect(desk.getByText('Thank you for your time, Ingrid.')).toBeVisible();
			await desk.getByRole('button', { name: 'Approve it' }).click();
			await expect(desk.getByText(/^This is what .+ reads now\.$/)).toBeVisible();
		});
		await test.step('she hears of it where she is, reads, answers and thanks', async () => {
			await expect(phone.getByText('We will tell you by half past seven.')).toBeVisible();
			await expect(phone.getByText('What we will not do, and why')).toBeVisible();
			await phone.goto(`${at}/room/customer`);
			await phone.getByRole('link', { name: 'Read the reply' }).click();
			const line = phone.locator('.lines > li', { hasText: 'half past seven' });
			await line.getByRole('button', { name: /^Answer this/ }).click();
			await phone.getByRole('textbox', { name: 'Your answer' }).fill(CORRECTED);
			await phone.getByRole('button', { name: 'Send it' }).click();
			await expect(line.getByText(CORRECTED)).toBeVisible();
			await phone.getByRole('button', { name: /^Say thanks/ }).click();
			await phone.getByRole('textbox', { name: 'Your thanks' }).fill('Thank you all');
			await phone.getByRole('button', { name: 'Send it' }).click();
			await expect(phone.getByText('Thank you all')).toBeVisible();
			await desk.getByRole('tab', { name: 'Write' }).click();
			await expect(desk.getByText(CORRECTED)).toBeVisible();
		});
		await test.step('a point taken back is gone from the reply within two seconds', async () => {
			const told = 'Tell me before I find out.';
			await expect(phone.getByText(`“${told}”`)).toBeVisible();
			const id = await pointId(desk, at, told);
			const answer = await phone.request.post(`/api/workshops/${room.line.workshopId}/points/${id}/check`, {
				data: { verdict: 'take-back' },
				headers: { origin: new URL(room.line.url).origin }
			});
			expect(answer.status()).toBe(200);
			await expect(phone.getByText(told)).toHaveCount(0, { timeout: 2000 });
			await expect(desk.getByText(told)).toHaveCount(0, { timeout: 2000 });
		});
	} finally {
		await room.end();
	}
});

test('[REPLY-11] [REPLY-12] a point goes to another department with her yes, on a page without a seat, and leaves it with her no', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const room = await openExample(browser, 'plan');
	const at = `/w/${room.line.workshopId}`;
	try {
		const desk = await room.deviceOf('facilitator');
		const phone = await room.deviceOf('customer', PHONE);
		const { context, page } = await newDevice(browser, room.line.url, LAPTOP);
		await desk.goto(`${at}/reply`);
		await ready(desk);
		await desk.getByRole('tab', { name: 'Other departments' }).click();
		await desk.getByRole('textbox', { name: 'Which department' }).fill('Stores');
		await desk.getByRole('checkbox').first().check();
		await desk.getByRole('button', { name: /^Ask .+ about 1 point$/ }).click();
		await expect(desk.getByRole('heading', { name: 'Stores' })).toBeVisible();
		await desk.getByRole('button', { name: 'Make an address for Stores' }).click();
		const address = (await desk.locator('a[href*="/d/"]').textContent()) ?? '';

		await page.goto(new URL(address).pathname);
		await expect(page.getByText('Nothing is here to be read now.')).toBeVisible();
		await phone.goto(`${at}/room/customer`);
		const asked = phone.getByRole('group', { name: /may Stores read it\?$/ });
		await asked.getByRole('button', { name: 'Yes' }).click();
		await expect(asked.getByText('Stores may read it.')).toBeVisible();
		await page.reload();
		await expect(page.locator('li .people')).toHaveCount(1);
		expect(await context.cookies()).toEqual([]);
		await expectGood(page);

		await asked.getByRole('button', { name: 'No' }).click();
		await expect(asked.getByText('Stores does not read it.')).toBeVisible();
		await page.reload();
		await expect(page.locator('li .people')).toHaveCount(0);
		await desk.getByRole('button', { name: 'End it: Stores' }).click();
		await desk.getByRole('button', { name: 'End the address' }).click();
		await expect(desk.getByRole('button', { name: 'End it: Stores' })).toHaveCount(0);
		await page.reload();
		await expect(page.getByText('This page is not shown')).toBeVisible();
	} finally {
		await room.end();
	}
});

test('[REPLY-13] the reply can be read in three themes, and on 320 px, by whoever writes, reads and follows up', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const room = await openExample(browser, 'week-4');
	const at = `/w/${room.line.workshopId}`;
	try {
		const desk = await room.deviceOf('facilitator');
		await desk.goto(`${at}/reply`);
		await ready(desk);
		for (const tab of ['Write', /^As .+ reads it$/, 'Other departments']) {
			await desk.getByRole('tab', { name: tab }).click();
			await expectGood(desk);
		}
		const guest = await room.deviceOf('customer');
		for (const path of ['/reply', '/room/customer']) {
			await guest.goto(at + path);
			await ready(guest);
			await expectGood(guest);
		}
		await guest.goto(`${at}/reply`);
		await expect(guest.getByRole('list', { name: 'What came of it' }).first()).toBeVisible();
		const manager = await room.deviceOf('follow-up-manager');
		await manager.goto(`${at}/follow`);
		await manager.getByRole('button', { name: 'More' }).first().click();
		await manager.getByRole('menuitem', { name: 'Reply' }).click();
		await ready(manager);
		await expect(manager.getByText('Nobody has ever written back to me')).toBeVisible();
		await expectGood(manager);
	} finally {
		await room.end();
	}
});

test('[REPLY-10] her words are read beside an action that leads back to them', async ({ browser }) => {
	test.setTimeout(120_000);
	const room = await openExample(browser, 'week-4');
	const at = `/w/${room.line.workshopId}`;
	try {
		const desk = await room.deviceOf('facilitator');
		await desk.goto(`${at}/actions/1`);
		await ready(desk);
		await expect(desk.getByRole('list', { name: /^What .+ said$/ })).toBeVisible();
		await expectGood(desk);
	} finally {
		await room.end();
	}
});

async function pointId(page: Page, at: string, text: string): Promise<string> {
	const points = await (await page.request.get(`/api/workshops/${at.split('/').at(-1)}/points`)).json();
	return points.find((point: { text: string }) => point.text === text).id;
}
