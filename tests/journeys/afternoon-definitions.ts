import { expect, test } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { bring, expectAccessible, expectPhase, expectSaved, link, noteWith, writeInto, writeOnPhone } from './cast.ts';
import { readBoard, type Stage } from './afternoon-stage.ts';
import { SYNDICATES } from './room-of-six.ts';

const SENTENCES = asId<'Zone'>('good-service-is');
const NO_PROMISE = 'no promise without a time';

/** 11:05: six speak for five minutes each, and one of them for eight. */
export async function reportBack({ facilitator, api, desk, screen, installation, laptop }: Stage): Promise<void> {
	await test.step('six syndicates report back with the same time each, and what was overrun is told', async () => {
		await bring(desk, 'Gallery walk');
		await expect(laptop.page).toHaveURL(/\/gallery$/);
		const { body: view } = await facilitator.get(api);
		const queue: readonly { readonly id: string; readonly name: string }[] = view.syndicates;
		await facilitator.post(`${api}/report-back`, { deed: 'start', queue: queue.map(({ id }) => id), minutesEach: 5 });
		await facilitator.post(`${api}/screen`, { kind: 'report-back' });
		for (const [at, { name }] of queue.entries()) {
			await expect(screen.locator('[data-picture="report-back"]')).toContainText(name);
			await installation.advance(at === 2 ? 8 : 5);
			await facilitator.post(`${api}/report-back`, { deed: 'next' });
		}
		const report = desk.getByRole('region', { name: 'Report back' });
		await expect(report).toContainText('All 6 syndicates have spoken.');
		await expect(report).toContainText(/6 have spoken.*3/);
		await expectAccessible(screen);
		await report.getByRole('button', { name: 'End it' }).click();
	});
}

/** 11:38: private first, with a form; then each says what it was learned from. */
export async function defineService(stage: Stage): Promise<void> {
	const { people, each, laptop, phone, go, screen, desk, wordsOf, notesOf } = stage;
	const written: string[] = [];

	await test.step('step 2: everybody writes alone, and nobody sees a word of it', async () => {
		await go('definitions', 'write');
		for (const { page } of [laptop, phone]) await expect(page).toHaveURL(/\/definitions$/);
		// Two of each syndicate write; the third sentence of Alder and Birch comes from a browser.
		await each('definitions', people, ({ board }, { name }, at) => {
			// Birch and Elm say the same.
			const text = at === 1 || at === 4 ? NO_PROMISE : `${name} says when, and means it`;
			board.addNote({ zone: SENTENCES, text });
			written.push(text);
		});
		await writeOnPhone(phone.page, 'Good service is when', 'you are heard to the end');
		await writeInto(laptop.page, 'Good service is when', 'the second call starts where the first stopped');
		written.push('you are heard to the end', 'the second call starts where the first stopped');
		await expectSaved(laptop.page);
		const heard = JSON.stringify(people.map((person) => person.heard()));
		for (const words of ['means it', NO_PROMISE]) {
			expect(heard).not.toContain(words);
			for (const page of [screen, desk, laptop.page, phone.page])
				await expect(page.locator('body')).not.toContainText(words);
		}
		await expectAccessible(phone.page);
	});

	await test.step('shared: the form is filled, and every sentence is linked to a story or a group', async () => {
		await go('definitions', 'share');
		await expectPhase(laptop.page, 'Share and join');
		expect(await wordsOf('definitions')).toEqual([...written].sort());
		expect(written).toHaveLength(18);
		await expect(laptop.page.getByText('3 sentences, 3 without a story yet')).toBeAttached();
		await noteWith(laptop.page, 'the second call').locator('[data-deed="edit"]').click();
		await laptop.page.getByText('More about it').click();
		await laptop.page.getByRole('button', { name: /^You can tell because/ }).click();
		await laptop.page.getByRole('textbox', { name: /^You can tell because/ }).fill('Nobody rings twice.');
		await laptop.page.getByRole('button', { name: 'Done', exact: true }).click();
		await link(laptop.page, 'the second call', 'They knew us');
		await expect(laptop.page.getByText('3 sentences, 2 without a story yet')).toBeAttached();
		await link(phone.page, 'you are heard to the end', 'A bad story of Person 1 Light');
		for (const [at, name] of SYNDICATES.entries()) {
			const stories = await readBoard(stage, 'experiences', name.toLowerCase());
			const [group] = stories.board.groups();
			const [story] = stories.board.notes();
			stories.close();
			if (!story) throw new Error(`${name} has no story.`);
			const source = group ? groupRef(stories.id, group.id) : noteRef(stories.id, story.id);
			await each('definitions', people.slice(at, at + 1), ({ board }) => {
				for (const { id, from } of board.notes()) if (from.length === 0) board.link(id, source);
			});
		}
		expect((await notesOf('definitions')).filter(({ from }) => from.length === 0)).toEqual([]);
		await expect(laptop.page.getByText('3 sentences', { exact: true })).toBeAttached();
		await expectAccessible(laptop.page);
	});
}
