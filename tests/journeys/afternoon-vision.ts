import { expect, test } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { VotesView } from '#protocol/views.ts';
import { deviceAt } from '../support/server.ts';
import { bring, expectAccessible, expectPhase, expectSaved, noteWith, place, press } from './cast.ts';
import { readBoard, type Stage } from './afternoon-stage.ts';

const STANDARDS = asId<'Zone'>('standards');
const LATER = asId<'Zone'>('later');
const NO_PROMISE = 'no promise without a time';
const COMPASS = 'One of us stays with it until it is warm.';

/** 12:15 to 13:50: lunch; then three sentences of each syndicate as links, and what two of them share is one line. */
export async function shareVision(stage: Stage): Promise<void> {
	const { desk, laptop, phone, facilitator, api, idOf, people, each, installation, screen } = stage;

	await test.step('lunch is quiet, and everybody comes back to the vision', async () => {
		await installation.advance(40);
		const { body: view } = await facilitator.get(api);
		const lunch = view.days[0].entries.find(({ title }: { title: string }) => title === 'Lunch');
		await facilitator.post(`${api}/breaks/${lunch.id}/go`);
		await expect(phone.page.getByText('Lunch until', { exact: false })).toBeVisible();
		await expect(screen.getByRole('timer')).toHaveCount(0);
		await installation.advance(60);
		await bring(desk, 'A shared vision');
		await facilitator.post(`${api}/steps/vision/writers`, {
			people: [await idOf('Elin Strand'), await idOf('Person 2 Light')]
		});
		for (const { page } of [laptop, phone]) await expect(page).toHaveURL(/\/room\/vision$/);
	});

	await test.step('eighteen sentences came as links; Birch and Elm said the same, and both are credited', async () => {
		const { page } = laptop;
		await expect(page.getByText('0 of 18 placed.')).toBeVisible();
		const same = page.locator('article[data-note]').filter({ hasText: NO_PROMISE });
		await expect(same).toHaveCount(2);
		await place(page, NO_PROMISE, 'Our standards');
		const line = page.getByRole('region', { name: /^Our standards/ }).locator('article[data-note]');
		await expect(line).toHaveCount(1);
		const other = page.getByRole('region', { name: 'The syndicates said this' }).locator('article[data-note]');
		await other.filter({ hasText: NO_PROMISE }).locator('button[data-deed="more"]').click();
		await page.getByRole('dialog').getByRole('button', { name: NO_PROMISE }).click();
		await expect(same).toHaveCount(1);
		await expectSaved(page);
		const board = await readBoard(stage, 'vision', null);
		const joined = board.board.notes().find(({ zone }) => zone === 'standards');
		board.close();
		expect(joined?.from).toHaveLength(2);
		for (const name of ['Birch', 'Elm']) await expect(line.getByRole('img', { name })).toBeVisible();
		await place(page, 'the second call', 'Our standards');
		await place(page, 'you are heard to the end', 'Our standards');
		await expectSaved(page);
	});

	await test.step('nine lines are standards, the others wait; nothing is left over', async () => {
		await each('vision', people.slice(1, 2), ({ board }) => {
			const waiting = board.notes().filter(({ zone, removedAt }) => zone === 'proposed' && removedAt === null);
			for (const [at, { id }] of waiting.entries()) board.move(id, at < 6 ? STANDARDS : LATER);
		});
		await expect(laptop.page.getByText('18 of 18 placed.')).toBeVisible();
		await expect(laptop.page.getByRole('heading', { name: 'Our standards: 9 lines' })).toBeVisible();
		await expect(laptop.page.getByRole('heading', { name: 'Kept for later: 8 lines' })).toBeVisible();
		await expectAccessible(laptop.page);
	});

	await test.step('the compass is one line, proposed on a phone and taken by a writer', async () => {
		const propose = phone.page.getByRole('button', { name: 'Propose a compass' });
		await propose.click();
		const sheet = phone.page.getByRole('dialog', { name: 'Wordings for our compass' });
		await sheet.getByLabel('Propose a compass').fill(COMPASS);
		await sheet.getByRole('button', { name: 'Propose', exact: true }).click();
		await expect(sheet.getByText('Proposed, by you')).toBeVisible();
		await phone.page.keyboard.press('Escape');
		await laptop.page.getByRole('button', { name: 'Propose a compass (1)' }).click();
		const words = laptop.page.getByRole('dialog');
		await words.getByRole('button', { name: /^Take these words/ }).click();
		await expect(words.getByText('The line has these words now.', { exact: false })).toBeVisible();
		await laptop.page.keyboard.press('Escape');
		await expect(noteWith(phone.page, COMPASS)).toBeVisible();
		await expectSaved(laptop.page);
	});
}

/** 14:05: nine lines with marks from 1 to 5; two of them are talked about. */
export async function agree(stage: Stage): Promise<void> {
	const { go, phone, laptop, people, api, elin } = stage;
	await test.step('everybody says of every line whether they can live with it, and two lines are talked about', async () => {
		await go('vision', 'agree');
		await expectPhase(laptop.page, 'Do we agree?');
		const board = await readBoard(stage, 'vision', null);
		const lines = board.board
			.notes()
			.filter(({ zone, removedAt }) => zone === 'standards' && removedAt === null)
			.map(({ id }) => noteRef(board.id, id));
		board.close();
		expect(lines).toHaveLength(9);
		const ratings = `${api}/steps/vision/ratings`;
		const given = await Promise.all(
			[elin, ...people.slice(0, 7).map(({ device }) => device)].map(async (device, at) =>
				Promise.all(
					lines.map(async (target, n) => (await device.post(ratings, { target, mark: n < 2 && at < 4 ? 2 : 4 })).status)
				)
			)
		);
		expect(new Set(given.flat())).toEqual(new Set([200]));
		const mine = noteWith(phone.page, 'you are heard to the end');
		await mine.getByRole('radio', { name: /^5 of 5/ }).check({ force: true });
		await expect(mine.getByRole('radio', { name: /^5 of 5/ })).toBeChecked();
		await expect(mine.getByText('9 marks')).toBeVisible();
		await expect(laptop.page.getByText('To be talked about', { exact: false })).toHaveCount(0);
		await go('vision', 'vote');
		await expect(laptop.page.getByText('To be talked about, 4 low')).toHaveCount(2);
		await expectAccessible(phone.page);
	});
}

/** Five votes each, in secret; Person 12 cheats. */
export async function voteInSecret(stage: Stage): Promise<void> {
	const { people, api, room, facilitator, desk, laptop, phone, screen } = stage;
	const votes = `${api}/steps/vision/votes`;
	let lines: readonly string[] = [];

	await test.step('[F5] double taps, a second device and a private window are five votes and no more', async () => {
		const board = await readBoard(stage, 'vision', null);
		lines = board.board
			.notes()
			.filter(({ zone, removedAt }) => zone === 'standards' && removedAt === null)
			.map(({ id }) => noteRef(board.id, id));
		board.close();
		const cheat = people.find(({ name }) => name === 'Person 12 Light');
		if (!cheat) throw new Error('Person 12 is not here.');
		const second = deviceAt(room.url);
		expect((await second.post('/api/join/return', { returnCode: cheat.returnCode })).status).toBeLessThan(300);
		const hidden = deviceAt(room.url);
		const again = await hidden.post('/api/join', { code: room.code, name: cheat.name, syndicate: 'fir' });
		expect(again.status).toBe(409);
		const tapped = await Promise.all(
			lines.flatMap((target) =>
				[cheat.device, second, hidden, cheat.device].map(
					async (device) => (await device.post(votes, { target })).status
				)
			)
		);
		expect(tapped.every((status) => status < 500)).toBe(true);
		const mine: VotesView = (await cheat.device.get(votes)).body;
		expect([mine.mine.length, mine.budget, mine.left]).toEqual([5, 5, 0]);
	});

	await test.step('the others vote, nobody sees a total before the close, and the rows add up to it', async () => {
		const voters = people.filter(({ name }) => name !== 'Person 12 Light');
		for (const [at, { device }] of voters.entries())
			for (const target of lines.slice(at % 4, (at % 4) + 3)) await device.post(votes, { target });
		const vote = noteWith(phone.page, 'you are heard to the end').getByRole('button', { name: 'Vote' });
		await vote.click();
		await expect(noteWith(phone.page, 'you are heard to the end').getByRole('button', { name: 'Voted' })).toBeVisible();
		for (const device of [facilitator, ...voters.slice(0, 2).map(({ device }) => device)])
			expect((await device.get(votes)).body.totals).toBeNull();
		await expect(screen.getByText(/\d+ votes?\b/)).toHaveCount(0);
		await press(desk, 'Close voting');
		const rows = await Promise.all(
			people.map(async ({ device }) => ((await device.get(votes)).body as VotesView).mine.length)
		);
		expect(Math.max(...rows)).toBe(5);
		const { totals }: VotesView = (await facilitator.get(votes)).body;
		const counted = Object.values(totals ?? {}).reduce((sum: number, count) => sum + count, 0);
		expect(counted).toBe(rows.reduce((sum, row) => sum + row, 1));
		await laptop.page.getByRole('button', { name: 'Result', exact: true }).click();
		await expect(laptop.page.getByRole('dialog', { name: 'How the vote came out' })).toBeVisible();
		await laptop.page.keyboard.press('Escape');
	});
}
