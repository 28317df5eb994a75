import { expect, test, type Page } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { chooseDeed, editNote, expectPhase, expectSaved, noteWith, write } from './cast.ts';
import type { Stage } from './afternoon-stage.ts';

const GOOD = asId<'Zone'>('good');
const BAD = asId<'Zone'>('bad');

/** 10:05 to 11:05: the laptop of Birch is without a network, and is opened anew meanwhile. */
export async function anHourAway({ installation, laptop, people, each, wordsOf, notesOf }: Stage): Promise<void> {
	const { page, context } = laptop;
	const written: string[] = [];

	await test.step('every syndicate has two stories', async () => {
		await each('experiences', people.slice(0, 6), ({ board }, { name }) => {
			for (const [zone, word] of [
				[GOOD, 'good'],
				[BAD, 'bad']
			] as const) {
				board.addNote({ zone, text: `A ${word} story of ${name}` });
				written.push(`A ${word} story of ${name}`);
			}
		});
		await write(page, 'Good', 'They rang back the same day');
		await write(page, 'Good', 'Nobody knew my case');
		await expectSaved(page);
		await expectPhase(page, 'Share');
		await expectKept(page);
	});

	await test.step('the laptop goes off for an hour, and is opened anew in it: writing, changing, grouping and moving go on', async () => {
		await context.setOffline(true);
		await write(page, 'Good', 'The van came early');
		await installation.advance(30);
		await page.reload();
		await expect(noteWith(page, 'The van came early')).toBeVisible();
		await editNote(page, 'Nobody knew my case', 'Nobody knew my case, twice');
		await chooseDeed(page, 'Nobody knew my case, twice', 'Move to Bad');
		await page.getByRole('button', { name: 'Group', exact: true }).click();
		for (const words of ['They rang back the same day', 'The van came early'])
			await noteWith(page, words).getByRole('checkbox', { name: 'For the group' }).check({ force: true });
		await page.getByRole('button', { name: 'Make a group' }).click();
		await page.getByRole('textbox', { name: 'Name of the group' }).fill('They knew us');
		await page.keyboard.press('Enter');
		await expect(page.getByRole('region', { name: 'Group: They knew us, 2 notes' })).toBeVisible();
		await installation.advance(30);
	});

	await test.step('the others of Birch go on at the same notes meanwhile', async () => {
		await each('experiences', people.slice(7, 8), ({ board }) => {
			const note = (words: string) => board.notes().find(({ text }) => text === words)?.id;
			const rang = note('They rang back the same day');
			const good = note('A good story of Person 2 Light');
			if (!rang || !good) throw new Error('Birch has other stories.');
			board.textOf(rang)?.insert(0, 'At noon: ');
			const group = board.addGroup(GOOD, 'On the phone');
			board.join(good, group);
			board.addNote({ zone: GOOD, text: 'Written in the room meanwhile' });
		});
		expect(await wordsOf('experiences')).toHaveLength(written.length + 3);
	});

	await test.step('back again, everything merges: nothing is lost, nothing doubled', async () => {
		await context.setOffline(false);
		await expect(page.getByText('Everything is sent.')).toBeVisible({ timeout: 30_000 });
		await expectSaved(page);
		written.push(
			'At noon: They rang back the same day',
			'Nobody knew my case, twice',
			'The van came early',
			'Written in the room meanwhile'
		);
		await expect.poll(() => wordsOf('experiences')).toEqual([...written].sort());
		await expect(page.getByRole('region', { name: 'Group: They knew us, 2 notes' })).toContainText(
			'At noon: They rang'
		);
		await expect(page.getByRole('region', { name: 'Group: On the phone, 1 note' })).toBeVisible();
		const moved = (await notesOf('experiences')).find(({ text }) => text === 'Nobody knew my case, twice');
		expect(moved?.zone).toBe('bad');
		await page.reload();
		await expectSaved(page);
		await expect(page.locator('article[data-note]')).toHaveCount(6);
		expect(await wordsOf('experiences')).toEqual([...written].sort());
	});
}

/** The browser has all it needs to open this page again without a network. */
async function expectKept(page: Page): Promise<void> {
	await page.evaluate(() => navigator.serviceWorker.ready);
	await expect
		.poll(() =>
			page.evaluate(() => [
				navigator.serviceWorker.controller !== null,
				Object.keys(localStorage).some((key) => key.startsWith('plenary.visit.'))
			])
		)
		.toEqual([true, true]);
}
