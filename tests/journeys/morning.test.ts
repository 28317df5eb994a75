import { expect, type Page } from '@playwright/test';
import type { ChainView } from '#protocol/gallery.ts';
import type { IssuesView } from '#protocol/issue-views.ts';
import type { PointView } from '#protocol/point-views.ts';
import type { QuestionView } from '#protocol/question-views.ts';
import type { ReplyDeskView } from '#protocol/reply-views.ts';
import { noteRef } from '#domain/refs.ts';
import { deviceAt } from '../support/server.ts';
import { expectAccessible, newDevice, PROJECTOR, test } from './cast.ts';
import { openPlace } from './crowd.ts';
import { installAt } from './installation.ts';
import { everythingKept, keptOnDevice, takeSeats, told } from './morning-stage.ts';
import { SAID, SECRET, TAKEN_BACK } from './morning-words.ts';
import { SYNDICATES } from './room-of-six.ts';

// The second day from 09:00 to 12:30: what she says, what the room asks, what the syndicates make of it.

const RUDE = 'Why do you never pay on time?';
const ANEW = 'What keeps you from paying on time?';
const PROMISE = 'We will say how far it is, every Friday.';
const QUESTIONS = 31;

const row = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words });
const minutesOf = async (page: Page): Promise<number> => {
	const [minutes = 0, seconds = 0] =
		((await page.getByRole('timer').textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
	return minutes * 60 + seconds;
};

test('[JOURNEY-18] from what the customer says to the reply she reads: eleven of twelve statements kept, the one taken back nowhere, each question with a place, each issue with two syndicates, and the screen where it was after a crash', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const installation = await installAt(new Date('2027-01-13T09:00:00Z'));
	try {
		const stage = await takeSeats(browser, installation);
		const { room, facilitator, api, desk, carla, laptop, phone, people, go, syndicates } = stage;
		const get = async <Answer>(path: string): Promise<Answer> =>
			(await facilitator.get(`${api}${path}`)).body as Answer;
		const points = () => get<readonly PointView[]>('/points');
		const questions = async () => (await get<{ readonly questions: readonly QuestionView[] }>('/questions')).questions;
		const moderate = (id: string, deed: object) => told(facilitator, 'POST', `${api}/questions/${id}/moderate`, deed);
		const customer = `/w/${room.workshopId}/room/customer`;

		await test.step('09:00 she speaks; six scribes write twelve statements, one of them through a broken line', async () => {
			await go('customer', 'speak');
			for (const page of [laptop.page, phone.page, carla.page, desk]) {
				await page.goto(customer);
				await expect(page.locator('main[data-ready]')).toBeVisible();
			}
			const add = laptop.page.getByLabel(/^A point in Carla.s words$/);
			await laptop.page.getByRole('button', { name: /^Add a point in Carla.s words$/ }).click();
			await add.fill(SAID[0]!);
			await add.press('Enter');
			await expect(row(phone.page, SAID[0]!)).toBeVisible();
			await laptop.context.setOffline(true);
			for (const text of SAID.slice(1, 3)) {
				await add.fill(text);
				await add.press('Enter');
			}
			await expect(laptop.page.getByText('Waiting to be sent')).toHaveCount(2);
			for (const [n, text] of SAID.slice(3).entries()) {
				const body = { text, kind: 'wish', sendKey: `morning${n}`.padEnd(22, 'x') };
				const scribe = people[n % 6]!.device;
				// A bad line sends it twice.
				await Promise.all([1, 2].map(() => told(scribe, 'POST', `${api}/points`, body)));
			}
			await laptop.context.setOffline(false);
			await expect(laptop.page.getByText('Waiting to be sent')).toHaveCount(0, { timeout: 20_000 });
			await expect(carla.page.locator('[data-point]')).toHaveCount(12);
			expect((await points()).map(({ text }) => text).toSorted()).toEqual(SAID.toSorted());
		});

		await test.step('09:40 on her phone she corrects two, takes one back and confirms nine', async () => {
			await go('customer', 'check');
			const all = await points();
			const numberOf = (text: string) => all.find((point) => point.text === text)!.n;
			for (const [text, better] of [
				[SAID[1]!, 'One name for each site, all year.'],
				[SAID[5]!, 'A price that stays the price.']
			] as const) {
				await carla.page.getByRole('button', { name: `Correct point ${numberOf(text)}`, exact: true }).click();
				await carla.page.getByLabel('As you mean it').fill(better);
				await carla.page.getByRole('button', { name: 'Keep these words' }).click();
				await expect(row(laptop.page, better)).toContainText(text);
			}
			await expect(laptop.page.getByText(SECRET)).toBeVisible();
			await carla.page
				.getByRole('button', { name: `Take back point ${numberOf(SAID[TAKEN_BACK]!)}`, exact: true })
				.click();
			await carla.page.getByRole('button', { name: 'Take it back', exact: true }).click();
			for (const { page } of [laptop, phone, carla])
				await expect(page.getByText(SECRET)).toHaveCount(0, { timeout: 2_000 });
			await carla.page.getByRole('button', { name: 'The rest as I said it' }).click();
			await expect(carla.page.getByText('You have looked at every point.')).toBeVisible();
			const checked = await points();
			expect(checked.filter(({ text }) => text === null).length).toBe(1);
			expect(
				checked.filter(({ checkedAt, heardText }) => checkedAt !== null && heardText === null && checked).length
			).toBeGreaterThanOrEqual(9);
			expect(checked.filter(({ heardText }) => heardText !== null).length).toBe(2);
			await expectAccessible(carla.page);
		});

		await test.step('09:50 thirty-one questions, votes, a script that forges them, one handed back', async () => {
			await go('questions', 'answer');
			await phone.page.getByRole('button', { name: 'Ask Carla something' }).click();
			const sheet = phone.page.getByRole('dialog', { name: 'Ask Carla something' });
			await sheet.getByLabel('Ask Carla something').fill(RUDE);
			await sheet.getByRole('button', { name: 'Ask', exact: true }).click();
			for (let n = 1; n < QUESTIONS; n += 1) {
				const { device } = people[n % people.length]!;
				await told(device, 'POST', `${api}/questions`, {
					text: `What would you tell us about matter ${n}?`,
					shows: n % 2 ? 'syndicate' : 'name'
				});
			}
			await desk.getByRole('button', { name: `More for: ${RUDE}` }).click();
			await desk.getByRole('menuitem', { name: /^Hand back/ }).click();
			const reason = desk.getByRole('dialog', { name: 'Hand the question back' });
			await reason.getByLabel('Why').fill('Say it so that she can answer.');
			await reason.getByRole('button', { name: 'Hand it back' }).click();
			await phone.page.getByRole('button', { name: `Say it differently: ${RUDE}` }).click();
			await phone.page.getByLabel('Your question, anew').fill(ANEW);
			await phone.page.getByRole('button', { name: 'Ask it like this' }).click();
			await desk.getByRole('button', { name: `Show it: ${ANEW}` }).click();
			for (const { id, state } of await questions()) if (state === 'held') await moderate(id, { deed: 'wait' });
			const waiting = await questions();
			expect(waiting.length).toBe(QUESTIONS);
			// Everybody votes for some; a script of one person posts two hundred on one.
			const [wanted] = waiting;
			const script = people[0]!;
			await Promise.all(
				people.slice(1).map(async ({ device }, n) => {
					for (let at = 0; at < 5; at += 1)
						await told(device, 'POST', `${api}/questions/${waiting[(n + at * 6) % QUESTIONS]!.id}/vote`, { on: true });
				})
			);
			const before = (await questions()).find(({ id }) => id === wanted!.id)!.votes;
			const forged = await Promise.all(
				Array.from({ length: 200 }, () => script.device.post(`${api}/questions/${wanted!.id}/vote`, { on: true }))
			);
			expect(forged.every(({ status }) => status === 200 || status === 429)).toBe(true);
			expect(forged.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(60);
			const after = await questions();
			expect(after.find(({ id }) => id === wanted!.id)!.votes).toBe(before + 1);
			expect(after.reduce((sum, { votes }) => sum + votes, 0)).toBe((people.length - 1) * 5 + 1);
			await expect(row(phone.page, ANEW)).toContainText('mine');
		});

		await test.step('10:20 fourteen are answered; of the rest nine are dealt, five sent to her, three parked', async () => {
			await moderate((await questions()).find(({ text }) => text === ANEW)!.id, { deed: 'answer-now' });
			await desk.getByLabel('The answer, in a line').fill('Three signatures in our own house.');
			await desk.getByRole('button', { name: 'Answered', exact: true }).click();
			await expect(phone.page.getByText('Three signatures in our own house.')).toBeVisible();
			const waiting = (await questions()).filter(({ state }) => state === 'waiting');
			for (const { id } of waiting.slice(0, 13)) await moderate(id, { deed: 'answered', answer: 'As we do it today.' });
			await go('questions', 'place');
			for (const { id } of waiting.slice(13, 22)) await moderate(id, { deed: 'deal' });
			for (const { id } of waiting.slice(22, 27)) await moderate(id, { deed: 'send' });
			for (const { id } of waiting.slice(27)) await moderate(id, { deed: 'park', with: null, reason: 'In spring.' });
			await expect(desk.getByText('Every question has a place.')).toBeVisible();
			const states = (await questions()).map(({ state }) => state);
			const count = (wanted: string) => states.filter((state) => state === wanted).length;
			expect(['answered', 'dealt', 'sent', 'parked'].map(count)).toEqual([14, 9, 5, 3]);
			await expectAccessible(desk);
		});

		let issues: IssuesView['issues'] = [];
		await test.step('10:55 nine issues of eleven statements and nine questions, each with two syndicates', async () => {
			await go('issues', 'one');
			const made = (await get<IssuesView>('/issues')).issues;
			expect(made.length).toBe(20);
			for (const [n, { id }] of made.slice(9).entries())
				await told(facilitator, 'POST', `${api}/issues/${id}/join`, { to: made[n % 9]!.id });
			for (const [n, { id }] of made.slice(0, 9).entries())
				await told(facilitator, 'POST', `${api}/issues/${id}/deal`, {
					syndicates: [syndicates[(2 * n) % 6]!.id, syndicates[(2 * n + 1) % 6]!.id]
				});
			await desk.goto(`/w/${room.workshopId}/room/issues`);
			await expect(desk.getByText('Every issue is discussed by at least 2 syndicates.')).toBeVisible();
			await expect(desk.locator('[data-issue]')).toHaveCount(9);
			await expect(desk.getByText('In no issue yet')).toHaveCount(0);
			await expectAccessible(desk);
			const { issues: dealt, loose } = await get<IssuesView>('/issues');
			issues = dealt;
			expect([loose, dealt.filter((issue) => issue.syndicates.length !== 2)]).toEqual([[], []]);
			for (const { id, name } of syndicates)
				expect([name, dealt.filter((issue) => issue.syndicates.includes(id)).length]).toEqual([name, 3]);
			const sources = dealt.flatMap((issue) => issue.sources.map(({ ref }) => ({ ref, issue })));
			expect(sources.length).toBe(20);
			for (const { ref, issue } of sources) {
				const { items } = await get<ChainView>(`/chain?of=${encodeURIComponent(ref)}`);
				const on = items
					.filter(({ way, step }) => way === 'on' && step === 'issues')
					.map(({ syndicateId }) => syndicateId);
				expect([ref, new Set(on)]).toEqual([ref, new Set(issue.syndicates)]);
			}
			// From a statement to its issue, by hand.
			await phone.page.goto(customer);
			await phone.page.getByRole('link', { name: 'Who discusses it: point 1', exact: true }).click();
			await expect(phone.page.locator(':focus')).toContainText(SAID[0]!);
		});

		await test.step('11:10 each syndicate writes what it means and what we could do, beside what it is about', async () => {
			await Promise.all(
				people.slice(0, 6).map(async (person, n) => {
					const open = await openPlace(room, person, 'issues');
					const place = open.board.notes().filter(({ zone }) => zone === 'said');
					const { id: document } = await stage.placeOf('issues', SYNDICATES[n]!.toLowerCase());
					for (const [at, note] of place.entries())
						open.board.addNote({
							zone: (at % 2 === 0 ? 'could' : 'means') as never,
							text: `${SYNDICATES[n]} could begin with ${at + 1}.`,
							from: [noteRef(document, note.id)]
						});
					await open.saved();
					open.close();
				})
			);
			await laptop.page.goto(`/w/${room.workshopId}/s/birch/issues`);
			await expect(laptop.page.getByText('Birch could begin with 1.')).toBeVisible();
			await expect(laptop.page.getByText(SECRET)).toHaveCount(0);
		});

		await test.step('12:00 syndicates report back; the projector crashes and is on the same syndicate and clock', async () => {
			await go('issues', 'report');
			const { screen, screenPath } = stage;
			await told(facilitator, 'POST', `${api}/report-back`, {
				deed: 'start',
				queue: syndicates.map(({ id }) => id),
				minutesEach: 2
			});
			await expect(screen.page.locator('[data-picture="report-back"]')).toBeVisible();
			await told(facilitator, 'POST', `${api}/screen`, { kind: 'spotlight', syndicateId: syndicates[0]!.id });
			await told(facilitator, 'POST', `${api}/report-back`, { deed: 'next' });
			await expect(
				screen.page.locator('[data-picture="spotlight"]').getByText('Birch could begin with 1.')
			).toBeVisible();
			const before = await minutesOf(screen.page);
			await screen.context.close();
			const again = await newDevice(browser, room.url, PROJECTOR);
			await again.page.goto(screenPath);
			await expect(
				again.page.locator('[data-picture="spotlight"]').getByText('Birch could begin with 1.')
			).toBeVisible();
			const after = await minutesOf(again.page);
			expect(after).toBeLessThanOrEqual(before);
			expect(before - after).toBeLessThan(30);
			for (let n = 0; n < 5; n += 1) await told(facilitator, 'POST', `${api}/report-back`, { deed: 'next' });
			await expect(again.page.getByText('Everybody has been heard.')).toBeVisible();
		});

		await test.step('the reply is approved and read by her link', async () => {
			await told(facilitator, 'POST', `${api}/reply/draft`);
			const [first] = (await get<ReplyDeskView>('/reply/desk')).lines;
			expect(first?.text).toContain('Birch could begin with 1.');
			await told(facilitator, 'POST', `${api}/reply/lines/${first!.issueId}`, {
				text: PROMISE,
				isLeftOut: false,
				saw: { text: first!.text, isLeftOut: false }
			});
			await desk.goto(`/w/${room.workshopId}/reply`);
			await desk.getByRole('tab', { name: 'As Carla reads it' }).click();
			await desk.getByRole('button', { name: 'Approve it' }).click();
			await expect(desk.getByText('This is what Carla reads now.')).toBeVisible();
			await expectAccessible(desk);
			await carla.page.goto(`/w/${room.workshopId}/reply`);
			await expect(carla.page.getByText(PROMISE)).toBeVisible();
			await expectAccessible(carla.page);
			// The same by her link on another device.
			const hers = deviceAt(room.url);
			await told(hers, 'POST', '/api/links/open', { token: stage.customerPath.split(/[#/]/).at(-1) });
			const reply = JSON.stringify(await told(hers, 'GET', `${api}/reply`));
			expect(reply).toContain('One name for each site, all year.');
			expect(reply).toContain('Cedar could begin with 3.');
			expect(reply).not.toContain(SECRET);
		});

		await test.step('12:30 the statement she took back is nowhere: on no device, in no answer, in no row', async () => {
			for (const { page } of [laptop, phone, carla]) expect(await keptOnDevice(page)).not.toContain(SECRET);
			for (const path of [
				'',
				'/points',
				'/questions',
				'/issues',
				'/sources?step=issues',
				'/reply/desk',
				'/days/2',
				'/documents',
				'/her-words',
				'/coverage'
			])
				expect([path, JSON.stringify((await facilitator.get(`${api}${path}`)).body).includes(SECRET)]).toEqual([
					path,
					false
				]);
			expect((await points()).filter(({ text }) => text !== null).length).toBe(11);
			expect(issues.length).toBe(9);
			for (const { live } of people) expect(JSON.stringify(live.states.at(-1)).includes(SECRET)).toBe(false);
			const kept = await everythingKept(await installation.stop());
			expect(kept).toContain('One name for each site, all year.');
			expect(kept).not.toContain(SECRET);
		});
	} finally {
		await installation.end();
	}
});
