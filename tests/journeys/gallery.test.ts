import { expect, type Browser, type Page } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { openBoard } from '../support/workshop.ts';
import { expectAccessible, expectPhase, join, LAPTOP, newDevice, noteWith, PHONE, test } from './cast.ts';
import { openPlace } from './crowd.ts';
import { smallRoom, type SmallRoom } from './steps-room.ts';

// The boards of the first step are read by everybody: on a laptop of one syndicate and a phone of another.

test('[JOURNEY-16] everybody walks through all boards, says what they have too, and writes on none', async ({
	browser
}) => {
	test.setTimeout(180_000);
	const small = await smallRoom();
	try {
		await play(browser, small);
	} finally {
		await small.end();
	}
});

async function play(browser: Browser, { room, facilitator, neighbour, stranger, go }: SmallRoom): Promise<void> {
	const api = `/api/workshops/${room.workshopId}`;
	const laptop = (await newDevice(browser, room.url, LAPTOP)).page;
	const phone = (await newDevice(browser, room.url, PHONE)).page;
	await join(laptop, room.code, 'Marcus Okafor', 'Birch');
	await join(phone, room.code, 'Nadia Phone', 'Alder');

	await test.step('two syndicates write, and one of them groups', async () => {
		await go('experiences', 'share');
		const alder = await openPlace(room, neighbour, 'experiences');
		const good = asId<'Zone'>('good');
		const ids = ['They rang back.', 'He knew my name.', 'The van came early.'].map((text) =>
			alder.board.addNote({ zone: good, text })
		);
		const group = alder.board.addGroup(good, 'They knew us');
		for (const id of ids.slice(0, 2)) alder.board.join(id, group);
		const birch = await openPlace(room, stranger, 'experiences');
		birch.board.addNote({ zone: asId<'Zone'>('bad'), text: 'Four transfers.' });
		await Promise.all([alder.saved(), birch.saved()]);
		alder.close();
		birch.close();
		await expectPhase(laptop, 'Share');
		await expect(noteWith(laptop, 'Four transfers.')).toBeVisible();
		await expect(noteWith(phone, 'They rang back.')).toBeVisible();
	});

	const paper = (page: Page, words: string) => page.getByRole('article', { name: new RegExp(words) });
	const mark = (page: Page, words: string, label: RegExp) =>
		page.getByRole('group', { name: `What I say to: ${words}` }).getByRole('button', { name: label });

	await test.step('the room goes for a walk: each begins at the own board, and turns to others', async () => {
		await go('gallery', 'read');
		for (const page of [laptop, phone]) await expect(page).toHaveURL(/\/gallery$/);
		await expect(paper(laptop, 'Four transfers')).toBeVisible();
		await expect(paper(phone, 'They knew us')).toBeVisible();
		await laptop.keyboard.press('ArrowLeft');
		await expect(paper(laptop, 'They knew us')).toBeVisible();
		await expect(laptop.getByText('1 of 2')).toBeVisible();
		await phone.getByRole('button', { name: 'The next syndicate' }).click();
		await expect(paper(phone, 'Four transfers')).toBeVisible();
		for (const page of [laptop, phone]) {
			await expectAccessible(page);
			await expectNotWide(page);
		}
	});

	await test.step('nobody can write, on any board, by hand or by wire', async () => {
		for (const page of [laptop, phone]) {
			await expect(page.locator('main').getByRole('textbox')).toHaveCount(0);
			await expect(page.locator('main :is([data-deed], [contenteditable=true], [data-drags])')).toHaveCount(0);
		}
		for (const key of ['n', 'g', 'b', 'Enter', 'Delete']) {
			await paper(laptop, 'They knew us').press(key);
			await expect(laptop.locator('main').getByRole('textbox')).toHaveCount(0);
		}
		const before = await wordsOf();
		const boardsNow = async (): Promise<readonly DocumentPlace[]> =>
			(await neighbour.device.get(`${api}/documents`)).body.filter(
				({ step, kind }: DocumentPlace) => step === 'experiences' && kind === 'board'
			);
		// A step that was left takes the last words that are under way, and is closed then.
		await expect
			.poll(async () => (await boardsNow()).map(({ writable }) => writable), { timeout: 15_000 })
			.toEqual([false, false]);
		for (const place of await boardsNow()) {
			const open = await openBoard(room, neighbour.device, place);
			open.board.addNote({ zone: asId<'Zone'>('good'), text: 'Written behind the glass.' });
			expect(await open.closed).toBeGreaterThanOrEqual(4400);
			open.close();
		}
		expect(await wordsOf()).toEqual(before);
	});

	await test.step('“We have that too” and thanks reach the other syndicate, each once', async () => {
		await phone.getByRole('button', { name: 'The syndicate before' }).click();
		await expect(paper(phone, 'They knew us')).toBeVisible();
		await expect(mark(phone, 'They knew us', /We have that too/)).toHaveCount(0);
		await mark(laptop, 'They knew us', /We have that too/).click();
		await expect(paper(phone, 'They knew us')).toContainText(/Also in.*Birch/);
		const told = await stranger.device.post(`${api}/gallery/marks`, {
			target: await paper(laptop, 'They knew us').getAttribute('data-paper'),
			kind: 'same',
			on: true
		});
		expect(told.status).toBeLessThan(300);
		await expect(paper(phone, 'They knew us')).not.toContainText(/Birch.*Birch/);
		await mark(laptop, 'They knew us', /^Thanks/).click();
		await expect(mark(phone, 'They knew us', /^Thanks/)).toHaveText(/1$/);
		await mark(phone, 'They knew us', /^Thanks/).click();
		await expect(mark(laptop, 'They knew us', /^Thanks/)).toHaveText(/2$/);
		await expect(mark(laptop, 'They knew us', /^Thanks/)).toHaveAttribute('aria-pressed', 'true');
		await mark(laptop, 'They knew us', /^Thanks/).click();
		await expect(mark(phone, 'They knew us', /^Thanks/)).toHaveText(/1$/);
		await mark(laptop, 'The van came early.', /^Tell me more/).click();
		await expect(mark(phone, 'The van came early.', /^Tell me more/)).toHaveText(/1$/);
		for (const page of [laptop, phone]) {
			await expect(page.locator('main').getByText(/Marcus|Elin|Nadia/)).toHaveCount(0);
			await expectAccessible(page);
		}
	});

	await test.step('marks are found again after a reload, and what became of a story is one key away', async () => {
		await phone.reload();
		await expect(paper(phone, 'They knew us')).toContainText(/Also in.*Birch/);
		await expect(mark(phone, 'They knew us', /^Thanks/)).toHaveAttribute('aria-pressed', 'true');
		await paper(laptop, 'They knew us').focus();
		await laptop.keyboard.press('ArrowUp');
		await expect(paper(laptop, 'The van came early')).toBeFocused();
		await laptop.keyboard.press('h');
		const chain = laptop.getByRole('dialog', { name: 'Where it comes from, and what became of it' });
		await expect(chain.getByText('The van came early.').first()).toBeVisible();
		await expectAccessible(laptop);
		await laptop.keyboard.press('Escape');
		await expect(paper(laptop, 'The van came early')).toBeFocused();
	});

	await test.step('while one syndicate reads aloud, all are at its board, and are free again afterwards', async () => {
		const view = (await facilitator.get(api)).body;
		await facilitator.post(`${api}/screen`, { kind: 'spotlight', syndicateId: view.syndicates[1].id });
		for (const page of [laptop, phone]) await expect(paper(page, 'Four transfers')).toBeVisible();
		await laptop.keyboard.press('ArrowLeft');
		await expect(paper(laptop, 'They knew us')).toBeVisible();
		await laptop.getByRole('button', { name: 'Back to Birch, who reads' }).click();
		await facilitator.post(`${api}/hold`, { held: true });
		await expect(phone.getByText('The room reads together now')).toBeVisible();
		await expect(phone.getByRole('button', { name: 'The next syndicate' })).toBeDisabled();
		await expectAccessible(phone);
		await facilitator.post(`${api}/hold`, { held: false });
		await expect(phone.getByRole('button', { name: 'The next syndicate' })).toBeEnabled();
	});

	/** Every note of the step, as the server has it. */
	async function wordsOf(): Promise<readonly string[]> {
		const places: readonly DocumentPlace[] = (await facilitator.get(`${api}/documents`)).body;
		const texts = await Promise.all(
			places
				.filter(({ step, kind }) => step === 'experiences' && kind === 'board')
				.map(async (place) => {
					const open = await openBoard(room, facilitator, place);
					const own = new BoardDocument(open.doc).notes().map(({ text }) => text);
					open.close();
					return own;
				})
		);
		return texts.flat().sort();
	}
}

async function expectNotWide(page: Page): Promise<void> {
	await expect
		.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
		.toBeLessThanOrEqual(0);
}
