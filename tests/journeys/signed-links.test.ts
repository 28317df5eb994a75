// Letters' links as mail programs, people without scripts and people with them meet them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { asId, newId } from '#domain/ids.ts';
import { toContact, toPerson, type SignedPurpose } from '#domain/letters.ts';
import * as tables from '#drizzle/schema.ts';
import { readConfig } from '#server/config.ts';
import { runDemo } from '#server/demo/run.ts';
import { signer } from '#server/follow/signed-links.ts';
import { createLog } from '#server/log.ts';
import { builtSite } from '#server/static.ts';
import { readPlanNow } from '#server/store/action-changes.ts';
import { askDepartment } from '#server/store/department-asks.ts';
import { keepContact } from '#server/store/contacts.ts';
import { test } from './cast.ts';

async function openLinks() {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-links-'));
	const config = await readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'error' });
	const { line, running } = await runDemo(config, 'week-4', {
		log: createLog(config.logLevel),
		site: builtSite(),
		onLost: (error) => {
			throw error;
		}
	});
	const { database, now } = running.deps;
	const workshopId = asId<'Workshop'>(line.workshopId);
	const plan = await readPlanNow(database.db, workshopId);
	const action = plan.actions.find(
		({ ownerId, updates, measure }) => ownerId && measure.name && updates.at(-1)?.health !== 'done'
	)!;
	const people = await database.db.select().from(tables.people);
	const owner = people.find(({ id }) => id === action.ownerId)!;
	const sponsor = people.find(({ role }) => role === 'sponsor')!;
	const request = plan.actions.flatMap(({ support }) => support)[0]!;
	const at = now();
	const contact = { workshopId, kind: 'department', department: 'Finance', email: 'ben@example.org', at } as const;
	const { contactId, askId } = await database.transaction(async (tx) => {
		const { id: contactId } = await keepContact(tx, { ...contact, name: 'Ben Ode' });
		const ask = { workshopId, requestId: request.id, contactId, askedBy: owner.id, askedAt: at };
		return { contactId, askId: (await askDepartment(tx, ask)) ?? '' };
	});
	const subscriber = newId<'Contact'>();
	await database.transaction((tx) =>
		tx.insert(tables.contacts).values({
			...{ id: subscriber, workshopId, kind: 'subscriber', name: 'Nora', email: 'nora@example.org', madeAt: at }
		})
	);
	const sign = await signer(database, at);
	const addresses = await database.db.select().from(tables.ownerAddresses);
	const addressOf = (id: string): string =>
		addresses.find(({ personId }) => personId === id)?.email ?? people.find((each) => each.id === id)?.email ?? '';
	const link = (purpose: SignedPurpose, subjectId: string, value: string, who = owner.id): string =>
		line.url +
		sign({ workshopId, recipient: toPerson(who), address: addressOf(who), version: 1, purpose, subjectId, value });
	const outside = (purpose: SignedPurpose, id: typeof subscriber, email: string, subjectId: string, value: string) =>
		line.url + sign({ workshopId, recipient: toContact(id), address: email, version: 1, purpose, subjectId, value });
	const links = {
		report: link('report', action.id, 'done'),
		number: link('report', action.id, 'number'),
		own: link('own', action.id, 'yes'),
		wishes: link('wishes', action.id, 'stop'),
		support: link('support', request.id, 'yes', sponsor.id),
		pulse: link('pulse', 'w4', 'open'),
		department: outside('department', contactId, 'ben@example.org', askId, 'accepted'),
		subscribe: outside('subscribe', subscriber, 'nora@example.org', subscriber, 'yes')
	};
	const written = [
		...[tables.linkUses, tables.actionUpdates, tables.actionChanges, tables.actionOffers, tables.evidence],
		...[tables.departmentAnswers, tables.mailWishes, tables.supportAnswers, tables.sessions, tables.notifications]
	];
	return {
		...{ links, action, url: line.url },
		counts: async () => [
			...(await Promise.all(written.map((table) => database.db.$count(table)))),
			(await database.db.select().from(tables.contacts)).filter(({ confirmedAt }) => confirmedAt !== null).length
		],
		updates: () => database.db.$count(tables.actionUpdates),
		end: async () => {
			await running.close();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

/** Nothing that assistive technology stumbles over, nothing beside the page. */
async function looksRight(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	const beside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(beside).toBeLessThanOrEqual(0);
}

test('[LINK-48] a program that fetches every link of a letter, follows it and runs its scripts writes nothing', async ({
	browser
}) => {
	const { links, counts, end } = await openLinks();
	try {
		const before = await counts();
		for (const link of Object.values(links)) {
			for (const method of ['GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200);
		}
		const page = await browser.newPage();
		for (const link of Object.values(links)) {
			await page.goto(link, { waitUntil: 'networkidle' });
			await expect(page.locator('main[data-ready]')).toBeVisible();
		}
		expect(await counts()).toEqual(before);
	} finally {
		await end();
	}
});

test('[LINK-48] without scripts one press writes once, and the page can be read, used by keys and seen on a small phone', async ({
	browser
}) => {
	const { links, updates, end } = await openLinks();
	try {
		const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
		const page = await context.newPage();
		const before = await updates();
		await page.goto(links.number);
		await page.getByLabel('In one sentence').fill('Nine of ten are kept');
		await page.getByRole('button', { name: 'Send it' }).click();
		await expect(page.getByText('Noted: On course.')).toBeVisible();
		await page.reload();
		await expect(page.getByText('“Nine of ten are kept”')).toBeVisible();
		expect(await updates()).toBe(before + 1);
		await context.close();

		const phone = await browser.newContext({ viewport: { width: 360, height: 640 } });
		const small = await phone.newPage();
		for (const colorScheme of ['light', 'dark'] as const) {
			await small.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
			for (const link of Object.values(links)) {
				await small.goto(link);
				await small.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
				await looksRight(small);
			}
		}
		await small.goto(links.own);
		await small.getByRole('radio', { name: 'Yes, I take it' }).focus();
		await small.keyboard.press('Tab');
		await small.keyboard.press('Tab');
		await small.keyboard.press('Enter');
		await expect(small.locator('.noted')).toBeFocused();
		await expect(small.locator('.noted')).toContainText('It is yours');
	} finally {
		await end();
	}
});

test('[LINK-49] where the network is gone the words stay on the page, and go out with the next press', async ({
	browser
}) => {
	const { links, updates, end } = await openLinks();
	try {
		const context = await browser.newContext();
		const page = await context.newPage();
		const before = await updates();
		await page.goto(links.report);
		await page.getByLabel('In one sentence').fill('The board hangs');
		await context.setOffline(true);
		await page.getByRole('button', { name: 'Send it' }).click();
		await expect(page.getByRole('alert')).toContainText('Not sent');
		await context.setOffline(false);
		await page.getByRole('button', { name: 'Send it' }).dblclick();
		await expect(page.getByText('“The board hangs”')).toBeVisible();
		expect(await updates()).toBe(before + 1);
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(page.getByText('Taken back.')).toBeVisible();
		expect(await updates()).toBe(before + 1);
	} finally {
		await end();
	}
});
