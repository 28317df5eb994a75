import { expect, type Page } from '@playwright/test';
import { expectAccessible, LAPTOP, newDevice, PHONE, PROJECTOR, test } from './cast.ts';
import { openExample } from './example-room.ts';

// What the customer says, on everybody's device: written down over a bad line, checked, taken back.

/** All that a device keeps of its pages: what it shows, and what lies in its storages. */
const keptOn = (page: Page): Promise<string> =>
	page.evaluate(async () => {
		const kept = [document.body.innerText, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
		for (const { name = '' } of await indexedDB.databases()) {
			const db = await new Promise<IDBDatabase>((resolve, reject) => {
				const opening = indexedDB.open(name);
				opening.onsuccess = () => resolve(opening.result);
				opening.onerror = () => reject(opening.error);
			});
			for (const store of db.objectStoreNames) {
				const rows = await new Promise<unknown[]>((resolve, reject) => {
					const reading = db.transaction(store).objectStore(store).getAll();
					reading.onsuccess = () => resolve(reading.result);
					reading.onerror = () => reject(reading.error);
				});
				for (const row of rows)
					kept.push(row instanceof Uint8Array ? new TextDecoder('latin1').decode(row) : JSON.stringify(row));
			}
			db.close();
		}
		return kept.join('\n');
	});

test('[POINT-9] a scribe writes on while the line is gone, through a reload, and the room has each point once and in order', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'customer-speaks');
	const at = `/w/${line.workshopId}/room/customer`;
	const said = ['You never rang back.', 'The van blocked my ramp.', 'I waited four hours.'];
	try {
		const scribe = await deviceOf('amira-khan', PHONE);
		const other = await deviceOf('jonas-wirth', PHONE);
		const desk = await deviceOf('facilitator', LAPTOP);
		const { page: screen } = await newDevice(browser, line.url, PROJECTOR);
		await screen.goto(line.screen);
		await Promise.all([scribe, other, desk].map((page) => page.goto(at)));
		await expect(scribe.locator('main[data-ready]')).toBeVisible();

		await scribe.getByRole('button', { name: 'Add a point in Ingrid’s words' }).click();
		const field = scribe.getByLabel('A point in Ingrid’s words');
		await scribe.context().setOffline(true);
		for (const words of said) {
			await expect(field).toBeFocused();
			await field.pressSequentially(words);
			await field.press('Enter');
			await expect(field).toHaveValue('');
		}
		const waiting = scribe.getByRole('list', { name: 'Not sent yet' });
		await expect(waiting.getByRole('listitem')).toHaveText(said.map((words) => new RegExp(`^${words}\\s*Waiting`)));
		await expectAccessible(scribe);
		// A line that lets pages through, and none of the words: a reload finds them on the device.
		await scribe.route('**/points', (route) =>
			route.request().method() === 'POST' ? route.abort() : route.fallback()
		);
		await scribe.context().setOffline(false);
		await scribe.reload();
		await expect(waiting.getByRole('listitem')).toHaveText(said.map((words) => new RegExp(`^${words}\\s*Waiting`)));
		await scribe.unrouteAll();

		for (const [at, words] of said.entries()) {
			await expect(other.locator(`[data-point="${6 + at}"]`)).toContainText(words);
			await expect(scribe.locator(`[data-point="${6 + at}"]`)).toContainText(words);
		}
		await expect(waiting).toBeHidden();
		await expect(screen.getByText(said[2]!)).toBeVisible();
		await expect(other.locator('[data-point]')).toHaveCount(8);

		// A syndicate wants to discuss it, and one that says the same stands below another.
		await other.getByRole('button', { name: /^Pin for .*: point 8$/ }).click();
		await expect(other.getByRole('button', { name: /^Pinned for .*: point 8$/, pressed: true })).toBeVisible();
		await expect(desk.locator('[data-point="8"]')).toContainText('pinned');
		await desk.getByRole('button', { name: 'More for point 7' }).click();
		await desk.getByRole('menuitem', { name: /^Says the same as/ }).click();
		const join = desk.getByRole('dialog', { name: 'Says the same as another' });
		await join.getByLabel('The point that stays').selectOption({ label: `6. ${said[0]}` });
		await expectAccessible(desk);
		await join.getByRole('button', { name: 'Join them' }).click();
		await expect(other.locator('[data-point="6"] [data-joined="7"]')).toContainText(said[1]!);
		await desk.getByRole('button', { name: 'Undo' }).click();
		await expect(other.locator('[data-point="7"]')).toContainText(said[1]!);
		// Her scribe mends a slip, as long as she has not looked.
		await scribe.getByRole('button', { name: 'More for point 8' }).click();
		await scribe.getByRole('menuitem', { name: /^Mend a slip/ }).click();
		await scribe.getByLabel('As it was said').fill('I waited five hours.');
		await scribe.getByRole('button', { name: 'Keep these words' }).click();
		await expect(screen.getByText('I waited five hours.')).toBeVisible();
	} finally {
		await end();
	}
});

test('[POINT-4] the customer looks at each point on her phone, and one that she takes back is gone from every device at once', async ({
	browser
}) => {
	const { line, deviceOf, end } = await openExample(browser, 'customer-speaks');
	const at = `/w/${line.workshopId}/room/customer`;
	const words = 'Don’t send me a survey';
	try {
		const ingrid = await deviceOf('customer', PHONE);
		const scribe = await deviceOf('amira-khan', PHONE);
		const desk = await deviceOf('facilitator', LAPTOP);
		const { page: screen } = await newDevice(browser, line.url, PROJECTOR);
		await screen.goto(line.screen);
		await Promise.all([ingrid, scribe, desk].map((page) => page.goto(at)));
		await expect(screen.getByText(words)).toBeVisible();
		await expect(scribe.getByText(words)).toBeVisible();

		await expect(ingrid.getByText('5 points wait for your look.')).toBeVisible();
		await ingrid.getByRole('button', { name: 'As I said it: point 1' }).click();
		await expect(ingrid.getByText('4 points wait for your look.')).toBeVisible();
		await ingrid.getByRole('button', { name: 'Correct point 2' }).click();
		await ingrid.getByLabel('As you mean it').fill('Ask first who is over seventy.');
		await ingrid.getByRole('button', { name: 'Keep these words' }).click();
		await expect(scribe.locator('[data-point="2"]')).toContainText('heard as “If a tenant is over seventy');
		await ingrid.getByRole('button', { name: 'The rest as I said it' }).click();
		await expect(ingrid.getByText('You have looked at every point.')).toBeVisible();
		await ingrid.getByRole('button', { name: 'Undo' }).click();
		await expect(ingrid.getByText('3 points wait for your look.')).toBeVisible();
		await expectAccessible(ingrid);

		await ingrid.getByRole('button', { name: 'Take back point 5' }).click();
		await ingrid.getByRole('button', { name: 'Take it back', exact: true }).click();
		const gone = { timeout: 2000 };
		await Promise.all([screen, scribe, desk, ingrid].map((page) => expect(page.getByText(words)).toHaveCount(0, gone)));
		await expect(scribe.getByText('Ingrid took this point back.')).toBeVisible();
		for (const page of [screen, scribe, desk, ingrid]) expect(await keptOn(page)).not.toContain(words);
		await expectAccessible(scribe);
	} finally {
		await end();
	}
});

test('[POINT-4] on the syndicates’ boards, too, the words go while they are open', async ({ browser }) => {
	const { line, deviceOf, end } = await openExample(browser, 'issues');
	const words = 'that is the first question. Not the postcode.';
	try {
		const ingrid = await deviceOf('customer', PHONE);
		const amira = await deviceOf('amira-khan', LAPTOP);
		await amira.goto(`/w/${line.workshopId}/s/alder/issues`);
		const note = amira.getByText(words);
		await expect(note.first()).toBeVisible();

		await ingrid.goto(`/w/${line.workshopId}/room/customer`);
		await ingrid.getByRole('button', { name: 'Take back point 2', exact: true }).click();
		await ingrid.getByRole('button', { name: 'Take it back', exact: true }).click();

		await expect(note).toHaveCount(0, { timeout: 2000 });
		expect(await keptOn(amira)).not.toContain(words);
	} finally {
		await end();
	}
});
