import { expect, type Page } from '@playwright/test';
import { expectAccessible, newDevice, test, write } from './cast.ts';
import { arrive, type LightPerson } from './crowd.ts';
import { smallRoom } from './steps-room.ts';

const ACTION = 'Every promise to call back has a name';

const noteWith = (page: Page, words: string) => page.locator('article', { hasText: words });

test('[PLAN-39] a draft is filled in by two at once, taken, marked and sent; a small fix is done', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const { room, facilitator, go, end } = await smallRoom();
	const others: LightPerson[] = [];
	try {
		for (const name of ['Priya Shah', 'Tom Reed']) others.push(await arrive(room, name, 'alder'));
		const ana = await newDevice(browser, room.url);
		const ben = await newDevice(browser, room.url, { width: 360, height: 780 });
		for (const [device, name] of [
			[ana, 'Ana Roth'],
			[ben, 'Ben Adeyemi']
		] as const) {
			await device.page.goto(`/j#${room.code}`);
			await device.page.getByLabel('Your name, as colleagues say it').fill(name);
			await device.page.getByRole('button', { name: 'Continue' }).click();
			await device.page.getByRole('radio', { name: /Alder/ }).check({ force: true });
			await device.page.getByRole('button', { name: 'Take my seat in Alder' }).click();
			await device.page.getByRole('button', { name: /^(Continue|Go to my syndicate)$/ }).click();
		}
		await go('experiences', 'share');
		await write(ana.page, 'Bad', 'I waited all day for the call');
		await go('draft', 'form');
		const form = (page: Page) => page.getByRole('dialog', { name: 'This action' });

		await test.step('by keyboard: written, linked, opened', async () => {
			await write(ana.page, 'Our actions', ACTION);
			const note = noteWith(ana.page, ACTION);
			await expect(note.getByText('Nobody yet')).toBeVisible();
			await expect(note.getByText('No permission needed. It may start at once.')).toBeVisible();
			await note.focus();
			await ana.page.keyboard.press('l');
			await ana.page.getByRole('dialog').getByRole('searchbox', { name: 'Find words' }).fill('waited');
			await ana.page.keyboard.press('Enter');
			await expect(ana.page.getByRole('checkbox', { name: /I waited all day/ })).toBeChecked();
			// The first one empties the search.
			await ana.page.keyboard.press('Escape');
			await ana.page.keyboard.press('Escape');
			await expect(ana.page.getByRole('dialog')).toHaveCount(0);
			await note.focus();
			await ana.page.keyboard.press('e');
			await expect(form(ana.page)).toBeVisible();
		});
		await test.step('two fill it in at once, one of them on a narrow phone', async () => {
			const tab = ben.page.getByRole('tab', { name: /Our actions/ });
			if (await tab.isVisible()) await tab.click();
			await noteWith(ben.page, ACTION)
				.getByRole('button', { name: /^Fill in/ })
				.click();
			await Promise.all([
				(async () => {
					const sheet = form(ana.page);
					await sheet.getByLabel('Why it matters, and to whom').fill('Whoever waits cannot leave the house.');
					await sheet.getByLabel('What is counted').fill('Promises kept');
					await sheet.getByLabel('Today', { exact: true }).fill('61');
					await sheet.getByRole('button', { name: 'Time', exact: true }).click();
					await sheet.getByLabel(/^Time: How many hours/).fill('One hour a week for Ben');
				})(),
				(async () => {
					const sheet = form(ben.page);
					await sheet.getByRole('textbox', { name: 'First small step' }).fill('Hang the board on Monday at 9');
					await sheet.getByLabel('Target', { exact: true }).fill('61');
					await sheet.getByLabel('Due', { exact: true }).fill('2099-02-26');
					await sheet.getByRole('button', { name: 'Work that matters' }).click();
					await sheet.getByRole('button', { name: 'Ana Roth', exact: true }).click();
				})()
			]);
			await expect(form(ana.page).getByRole('textbox', { name: 'First small step' })).toHaveValue(
				'Hang the board on Monday at 9'
			);
			await expect(form(ben.page).getByLabel(/^Time: How many hours/)).toHaveValue('One hour a week for Ben');
			await expectAccessible(ana.page);
			await expectAccessible(ben.page);
			const wide = await ben.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			expect(wide).toBeLessThanOrEqual(0);
		});
		await test.step('what does not fit is said at its field', async () => {
			await form(ana.page).getByRole('button', { name: 'Send to the plan' }).click();
			const target = form(ana.page).getByLabel('Target', { exact: true });
			await expect(target).toBeFocused();
			await expect(form(ana.page).getByText(/The target is where it stands today/)).toBeVisible();
			await target.fill('90');
			await ana.page.keyboard.press('Escape');
		});
		await test.step('an owner takes it, and everybody of the syndicate sees who', async () => {
			await form(ben.page).getByRole('button', { name: 'Yes, I take it' }).click();
			await expect(form(ben.page).getByText('You said yes')).toBeVisible();
			await ben.page.keyboard.press('Escape');
			await expect(noteWith(ana.page, ACTION).getByText('Ben said yes')).toBeVisible();
			await expect(noteWith(ana.page, ACTION).getByRole('button', { name: /^Yes, I take it/ })).toHaveCount(0);
		});
		await test.step('a small fix is taken and done', async () => {
			await write(ana.page, 'Small fixes', 'A label on the key box');
			const fix = noteWith(ana.page, 'A label on the key box');
			await fix.getByRole('button', { name: /^I do it/ }).click();
			await expect(fix.getByText('You do it')).toBeVisible();
			await fix.getByRole('button', { name: 'It is done' }).click();
			await expect(fix.getByText('Done', { exact: true })).toBeVisible();
		});
		await test.step('the syndicate marks whether it can be reached; nobody sees whose mark is which', async () => {
			await go('draft', 'reach');
			const marks = noteWith(ana.page, ACTION).getByRole('group', { name: /^Can we reach it/ });
			await marks.getByRole('radio').nth(1).check({ force: true });
			await noteWith(ben.page, ACTION)
				.getByRole('group', { name: /^Can we reach it/ })
				.getByRole('radio')
				.nth(1)
				.check({ force: true });
			await expect(noteWith(ana.page, ACTION).getByText('2 said so far.')).toBeVisible();
			const documents = (await others[0]!.device.get(`/api/workshops/${room.workshopId}/actions/marks`)).body;
			const [target = ''] = Object.keys(documents.reach);
			await others[0]!.device.post(`/api/workshops/${room.workshopId}/actions/marks`, {
				about: 'reach',
				target,
				mark: 4
			});
			await expectAccessible(ana.page);
			await go('draft', 'form');
			await facilitator.post(`/api/workshops/${room.workshopId}/steps/plan/go`, { phase: 'read' });
			await facilitator.post(`/api/workshops/${room.workshopId}/steps/draft/go`, { phase: 'form' });
		});
		await test.step('sent with its request, it stands in the plan', async () => {
			await noteWith(ana.page, ACTION).getByRole('button', { name: 'Send to the plan' }).click();
			await expect(noteWith(ana.page, ACTION).getByText('In the plan', { exact: true })).toBeVisible();
			const plan = (await others[0]!.device.get(`/api/workshops/${room.workshopId}/plan`)).body;
			expect(plan.actions[0]).toMatchObject({
				text: ACTION,
				why: 'Whoever waits cannot leave the house.',
				firstStep: 'Hang the board on Monday at 9',
				dueOn: '2099-02-26',
				motivators: ['M2'],
				measure: { name: 'Promises kept', baseline: 61, target: 90 },
				support: [{ kind: 'time', ask: 'One hour a week for Ben' }]
			});
		});
	} finally {
		others.forEach((one) => one.leave());
		await end();
	}
});
