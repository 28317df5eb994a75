import { expect } from '@playwright/test';
import { expectAccessible, test } from './cast.ts';
import {
	ALDER,
	deed,
	drawer,
	expectFits,
	expectGood,
	expectReadable,
	NARROW,
	openRoom,
	ready,
	sheet
} from './looks-room.ts';

// Steps 1 to 3 of the example workshop, page by page, with every drawer and sheet that opens there.

test('[LOOK-1] our own house, the standards and the story book, with their drawers and sheets, can be read in three themes, and on 320 px', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const room = await openRoom(browser);
	const at = `/w/${room.line.workshopId}`;
	try {
		const page = await room.deviceOf(ALDER);
		const desk = await room.deviceOf('facilitator');

		await test.step('our own house: matrix, its other sheets, customers, prompts, an open cell', async () => {
			await page.goto(`${at}/s/alder/house`);
			await ready(page);
			await expectGood(page);
			await drawer(page, /^Customers said/);
			await drawer(page, /^Prompts/);
			await sheet(page, () => page.getByRole('button', { name: 'Keys and pointers' }).click());
			for (const tab of [/^What is fixed/, /^Mistakes/]) {
				await page.getByRole('tab', { name: tab }).click();
				await expectAccessible(page);
			}
			await page.getByRole('tab', { name: /^Line by line/ }).click();
			await page.locator('td [data-deed="edit"]').nth(2).click();
			await expect(page.getByRole('textbox', { name: 'Words of the note' })).toBeVisible();
			await expectGood(page);
			await page.keyboard.press('Escape');
		});

		await test.step('the standards, the story book, what is on the screen', async () => {
			for (const path of ['/standards', '/stories', '/on-screen']) {
				await page.goto(at + path);
				await ready(page);
				await expectGood(page);
			}
			await desk.goto(`${at}/standards`);
			await desk.getByRole('button', { name: 'Make the first version' }).click();
			await expectGood(desk);
		});

		await test.step('what is thin, for facilitators', async () => {
			await desk.goto(`${at}/run`);
			await expectGood(desk);
			const thin = desk.getByRole('button', { name: 'What is thin' });
			const inside = desk.getByRole('heading', { name: 'How the room rated it' });
			await thin.click();
			await expect(inside).toBeVisible();
			await expectReadable(desk, 'dialog[open]');
			await desk.keyboard.press('Escape');
			// A phone has it behind its controls.
			await desk.setViewportSize(NARROW);
			await desk.getByRole('button', { name: 'Controls' }).click();
			await thin.click();
			await expect(inside).toBeVisible();
			await expectFits(desk, 'dialog[open]');
		});
	} finally {
		await room.end();
	}
});

test('[LOOK-1] the vision, the definitions, the gallery walk and the experiences, with their drawers and sheets, can be read in three themes, and on 320 px', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const room = await openRoom(browser);
	const at = `/w/${room.line.workshopId}`;
	try {
		const page = await room.deviceOf(ALDER);
		const desk = await room.deviceOf('facilitator');

		await test.step('the vision: votes, wordings, a line and where it comes from', async () => {
			await room.go('vision', 'vote');
			await page.goto(`${at}/room/vision`);
			await ready(page);
			await expectGood(page);
			await sheet(page, () =>
				page
					.getByRole('button', { name: /^Propose other words/ })
					.first()
					.click()
			);
			await sheet(page, () => page.locator('[data-note] [data-deed="more"]').first().click());
			await sheet(page, () => deed(page, /^Where it comes from/));
		});

		await test.step('definitions: sources, links, an open sentence', async () => {
			await room.go('definitions', 'share');
			await page.goto(`${at}/s/alder/definitions`);
			await ready(page);
			await expectGood(page);
			await sheet(page, () => deed(page, 'Link to what it comes from'));
			await page.locator('[data-note] [data-deed="edit"]').first().click();
			await expect(page.getByRole('textbox', { name: 'Words of the note' })).toBeVisible();
			await expectGood(page);
			await page.keyboard.press('Escape');
		});

		await test.step('the gallery walk', async () => {
			await room.go('gallery', 'read');
			await page.goto(`${at}/room/gallery`);
			await ready(page);
			await expectGood(page);
			await page.goto(`${at}/s/birch/experiences`);
			await ready(page);
			await expectGood(page);
		});

		await test.step('experiences: voting, grouping, and what a note offers', async () => {
			await room.go('experiences', 'vote');
			await page.goto(`${at}/s/alder/experiences`);
			await ready(page);
			await expectGood(page);
			await sheet(page, () => deed(page, 'What happened here'));
			await sheet(page, () => page.getByRole('button', { name: 'Notes in the bin' }).click());
			await page.getByRole('button', { name: 'Group', exact: true }).click();
			await page.getByRole('checkbox', { name: 'For the group' }).first().check();
			await expectAccessible(page);
			await desk.goto(`${at}/s/alder/experiences`);
			await ready(desk);
			await drawer(desk, /^Prompts/);
		});
	} finally {
		await room.end();
	}
});
