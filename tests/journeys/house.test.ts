import { expect, type Page } from '@playwright/test';
import { installedFolder } from '../support/database.ts';
import { deviceAt, startProcess, type ServerProcess } from '../support/server.ts';
import {
	expectAccessible,
	expectSaved,
	fillCell,
	LAPTOP,
	newDevice,
	PHONE,
	press,
	PROJECTOR,
	test,
	writeInto,
	writeOnPhone
} from './cast.ts';

const NEXT = 'We say what happens next and when.';
const KEEPS = 'Whoever picks it up keeps it until it is solved.';

const cookieOf = (cookie: string, url: string) => {
	const [name = '', value = ''] = cookie.split('=');
	return { name, value, url };
};

/** A room at the vision, with three people in Alder and one in Birch; pages of all but one of them. */
async function room(running: ServerProcess, browser: Parameters<typeof newDevice>[0]) {
	const { url } = running;
	const desk = deviceAt(url);
	const account = { email: 'ada@example.org', name: 'Helen Byrne', password: 'four plain words here' };
	await desk.post('/api/setup', { token: new URL(running.setupUrl ?? '').hash.slice(1), ...account });
	const { body: made } = await desk.post('/api/workshops', { title: 'Service we are proud of' });
	const { body: view } = await desk.post(`/api/workshops/${made.id}/open`, {});
	const api = `/api/workshops/${made.id}`;
	const pageOf = async (device: ReturnType<typeof deviceAt>, viewport: typeof LAPTOP) => {
		const { context, page } = await newDevice(browser, url, viewport);
		await context.addCookies([cookieOf(device.cookie, url)]);
		return page;
	};
	const seat = async (name: string, syndicate: string) => {
		const device = deviceAt(url);
		const { body } = await device.post('/api/join', { code: view.code, name, syndicate });
		return { device, id: String(body.person.id) };
	};
	const ana = await seat('Ana', 'alder');
	const abe = await seat('Abe', 'alder');
	const amy = await seat('Amy', 'alder');
	const ben = await seat('Ben', 'birch');
	await desk.post(`${api}/steps/vision/go`, { phase: 'place' });
	await desk.post(`${api}/steps/vision/writers`, { people: [ana.id] });
	const { body: link } = await desk.post(`${api}/links`, { purpose: 'screen' });
	const { page: projector } = await newDevice(browser, url, PROJECTOR);
	await projector.goto(String(link.path));
	return {
		api,
		at: `/w/${made.id}`,
		desk,
		projector,
		console: await pageOf(desk, LAPTOP),
		ana: await pageOf(ana.device, LAPTOP),
		abe: await pageOf(abe.device, PHONE),
		amy: await pageOf(amy.device, LAPTOP),
		ben: await pageOf(ben.device, { width: 320, height: 700 })
	};
}

const ratingOf = (page: Page, line: string) => page.getByRole('group', { name: `Today, honestly: ${line}` });

const sheet = (page: Page, name: RegExp) => page.getByRole('tab', { name });

// From 14:50 to 16:40 of the first day, with a small room.
test('[JOURNEY-4] [HOUSE-4] a house is rated, filled and argued about, customers’ words find their places, and one phone is asked quietly', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const folder = await installedFolder();
	const running = await startProcess({ DATA_DIR: folder.path, LOG_LEVEL: 'warn' });
	try {
		const { api, at, desk, projector, console: steer, ana, abe, amy, ben } = await room(running, browser);

		await test.step('the standards come from the vision', async () => {
			await ana.goto(`${at}/room/vision`);
			await writeInto(ana, 'Our standards', NEXT);
			await writeInto(ana, 'Our standards', KEEPS);
			await expectSaved(ana);
			await desk.post(`${api}/steps/house/go`, { phase: 'rate' });
			await ana.goto(`${at}/s/alder/house`);
			await abe.goto(`${at}/s/alder/house`);
			await amy.goto(`${at}/s/alder/house`);
			await ben.goto(`${at}/s/birch/house`);
			await steer.goto(`${at}/run`);
			for (const page of [ana, abe, amy, ben]) await expect(page.getByRole('rowheader', { name: NEXT })).toBeVisible();
		});

		await test.step('each rates each line, and the spread is shown when all have', async () => {
			await ratingOf(ana, NEXT)
				.getByRole('radio', { name: /^1 of 5/ })
				.check({ force: true });
			await ratingOf(ana, KEEPS)
				.getByRole('radio', { name: /^3 of 5/ })
				.check({ force: true });
			await ratingOf(abe, NEXT)
				.getByRole('radio', { name: /^5 of 5/ })
				.check({ force: true });
			await ratingOf(abe, KEEPS)
				.getByRole('radio', { name: /^3 of 5/ })
				.check({ force: true });
			await expect(ana.getByText('2 of 3 have rated each line')).toBeVisible();
			await expect(ana.getByRole('img', { name: /marks/ })).toHaveCount(0);
			await expectAccessible(ana);
			// shot ana house-rate
			await ratingOf(amy, NEXT)
				.getByRole('radio', { name: /^1 of 5/ })
				.check({ force: true });
			await ratingOf(amy, KEEPS)
				.getByRole('radio', { name: /^3 of 5/ })
				.check({ force: true });
			await expect(ana.getByRole('img', { name: `Today, honestly: ${NEXT}: 2.3 of 5 from 3 marks` })).toBeVisible();
			await expect(abe.getByRole('rowheader', { name: NEXT })).toContainText('You argued about this one');
			// Nobody is asked who has gone.
			await amy.close();
			await expect(ana.getByRole('rowheader', { name: KEEPS })).not.toContainText('You argued');
			await expectAccessible(abe);
		});

		await test.step('the room looks at it on the projector, with a letter for each syndicate', async () => {
			await press(steer, 'How we rated it');
			await expect(projector.locator('[data-picture="spread"]')).toBeVisible();
			await expect(projector.getByRole('img', { name: 'Alder 2.3' })).toBeVisible();
			await expect(projector.getByText('Start with this one')).toBeVisible();
			await expectAccessible(projector);
			// shot projector house-spread
		});

		await test.step('what makes it hard has its causes and an owner', async () => {
			await press(steer, 'Next: What is in the way?');
			await expect(ana.getByRole('heading', { name: 'What makes it hard?' })).toBeVisible();
			const row = ana.locator('tbody tr').filter({ hasText: NEXT });
			const cell = row.locator('td[data-label="What is in the way"]');
			await cell.locator('[data-note]').focus();
			await ana.keyboard.press('m');
			await expect(ana.getByRole('dialog')).toBeHidden();
			await ana.keyboard.press('Enter');
			await ana.keyboard.type('Every refund needs a team leader.');
			await cell.getByRole('button', { name: 'Authority' }).click();
			await cell.getByRole('button', { name: 'Rule', exact: true }).click();
			// shot ana house-editing
			await cell.getByRole('button', { name: 'Done' }).click();
			await expect(cell).toContainText('Authority');
			await ana.keyboard.press('ArrowRight');
			await expect(row.locator('td[data-label="One thing to try"] [data-note]')).toBeFocused();
			await fillCell(ben, KEEPS, 'One thing to try', 'One case, one name.');
			await expectAccessible(ana);
			await expectAccessible(ben);
		});

		await test.step('customers’ words are dealt, and each finds its place', async () => {
			await desk.post(`${api}/feedback`, { lines: ['Nobody rang back.', 'You were kind.', 'Eleven days for a part.'] });
			await steer.getByRole('button', { name: 'What is thin' }).click();
			await steer.getByRole('button', { name: 'Deal 3 to the syndicates' }).click();
			await expect(steer.getByText('3 of 3 without a place.')).toBeVisible();
			await expect(steer.getByText('Getting it done')).toHaveCount(0);
			await expectAccessible(steer);
			// shot steer house-thin
			await ana.getByRole('button', { name: 'Customers said · 2 left' }).click();
			await ana.getByRole('button', { name: 'Link line 1' }).click();
			await ana.getByLabel('Line of our vision').selectOption({ label: NEXT });
			await ana.getByLabel('Where', { exact: true }).selectOption({ label: 'What shows it' });
			await ana.getByRole('button', { name: 'Link it here' }).click();
			await expect(ana.getByRole('button', { name: 'Customers said · 1 left' })).toBeVisible();
			await expect(
				ana.locator('tbody tr').filter({ hasText: NEXT }).locator('td[data-label="What shows it"]')
			).toContainText('Nobody rang back.');
			await ana.getByRole('button', { name: 'Line 3: read, no action' }).click();
			await expect(ana.getByText('Every line has its place.')).toBeVisible();
			await ana.getByRole('button', { name: 'Line 3: take that back' }).click();
			await expect(ana.getByRole('button', { name: 'Customers said · 1 left' })).toBeVisible();
			await ana.getByRole('button', { name: 'Line 3: read, no action' }).click();
			// shot ana house-customers
			await expectAccessible(ana);
			await expect(steer.getByText('1 of 3 without a place.')).toBeVisible();
			await ana.getByRole('button', { name: 'Close the customers’ words' }).click();
		});

		await test.step('who has no note yet is asked on the own phone, and nobody else sees it', async () => {
			await steer.getByRole('button', { name: 'Ask quietly' }).click();
			await expect(steer.getByText('1 person was asked.')).toBeVisible();
			const request = 'Helen would like to hear one thing from you too.';
			await expect(abe.getByText(request)).toBeVisible();
			await expectAccessible(abe);
			// shot abe house-quiet
			for (const page of [ana, ben, steer]) await expect(page.getByText(request)).toHaveCount(0);
			await fillCell(abe, KEEPS, 'One thing to try', 'A name on every case.');
			await expect(abe.getByText(request)).toBeHidden();
			await steer.keyboard.press('Escape');
		});

		await test.step('the sheet of the phase comes by itself, and takes nobody from what they write', async () => {
			await ana.locator('td[data-label="Today, honestly"] [data-note]').first().focus();
			await ana.keyboard.press('Enter');
			await ana.keyboard.type('We promise “this afternoon”.');
			await press(steer, 'Next: Fixed, or yours to decide');
			// Whose focus only rests on a cell is shown the new sheet, and goes on from its name.
			await expect(abe.getByRole('tab', { selected: true })).toBeFocused();
			await expect(abe.getByRole('button', { name: 'Go there' })).toHaveCount(0);
			await expect(abe.getByText('2 of 2 have no “You may decide” yet')).toBeVisible();
			await expect(ana.getByText('The room is at “What is fixed, what you may decide”')).toBeVisible();
			await ana.keyboard.type(' Nobody owns it.');
			await ana.keyboard.press('Escape');
			await expect(ana.getByText('We promise “this afternoon”. Nobody owns it.')).toBeVisible();
			await ana.getByRole('button', { name: 'Go there' }).click();
			await fillCell(ana, NEXT, 'This always holds', 'We ring back the same day.');
			await fillCell(ana, NEXT, 'You may decide', 'Up to £60, without asking.');
			await expect(ana.getByText('1 of 2 has no “You may decide” yet')).toBeVisible();
			await expectAccessible(ana);
			await expectAccessible(abe);
			// shot ana house-discretion
			// shot abe house-discretion-phone
		});

		await test.step('the line for mistakes is drawn in two trays', async () => {
			await press(steer, 'Next: The line for mistakes');
			await expect(sheet(abe, /^Mistakes/)).toHaveAttribute('aria-selected', 'true');
			await writeOnPhone(abe, 'We learn from these', 'A refund too many.');
			await sheet(ana, /^Mistakes/).click();
			await writeInto(ana, 'Here is the line', 'Hiding a mistake.');
			await expect(abe.getByRole('tab', { name: 'Here is the line 1' })).toBeVisible();
			await expectAccessible(ana);
			await expectAccessible(abe);
			// shot ana house-mistakes
			await sheet(ana, /^Line by line/).click();
			await expect(ana.getByText('Every refund needs a team leader.')).toBeVisible();
			// shot ana house-matrix
			await expectSaved(ana);
		});
	} finally {
		await running.end('SIGTERM');
		await folder.remove();
	}
});
