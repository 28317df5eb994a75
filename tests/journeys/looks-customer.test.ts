import { test } from './cast.ts';
import { openExample } from './example-room.ts';
import { expectGood, ready, sheet } from './looks-room.ts';

// The second morning of the example workshop, page by page, for everybody who comes there.

test('[LOOK-2] the questions, the points, the issues and the customer’s own page, with their sheets, can be read in three themes, and on 320 px', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const { line, deviceOf, end } = await openExample(browser, 'issues');
	const at = `/w/${line.workshopId}/room`;
	try {
		for (const who of ['facilitator', 'amira-khan', 'customer']) {
			await test.step(`points and questions, as ${who} reads them`, async () => {
				const page = await deviceOf(who);
				await page.goto(`${at}/customer`);
				await ready(page);
				await expectGood(page);
				await page.close();
			});
		}
		for (const who of ['facilitator', 'amira-khan']) {
			await test.step(`what she raised, as ${who} reads it`, async () => {
				const page = await deviceOf(who);
				await page.goto(`${at}/issues`);
				await ready(page);
				await expectGood(page);
				await page.close();
			});
		}
		for (const who of ['facilitator', 'customer']) {
			await test.step(`the reply, as ${who} has it`, async () => {
				const page = await deviceOf(who);
				await page.goto(`/w/${line.workshopId}/reply`);
				await ready(page);
				await expectGood(page);
				await page.close();
			});
		}
		await test.step('the sheets of the questions', async () => {
			const desk = await deviceOf('facilitator');
			await desk.goto(`${at}/customer`);
			await ready(desk);
			await sheet(desk, () => desk.getByRole('button', { name: /^Ask .* something$/ }).click());
		});
	} finally {
		await end();
	}
});
