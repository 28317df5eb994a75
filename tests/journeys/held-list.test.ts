import { expect, type Page } from '@playwright/test';
import { inOrder } from '#domain/questions.ts';
import type { QuestionView } from '#protocol/question-views.ts';
import { deviceAt, type Device } from '../support/server.ts';
import { PHONE, test } from './cast.ts';
import { openExample } from './example-room.ts';

// In the middle of the questions to the customer, on one phone, while the room goes on.

const order = (page: Page): Promise<readonly string[]> =>
	page.locator('[data-question]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-question') ?? ''));
const topOf = (page: Page, id: string): Promise<number> =>
	page.locator(`[data-question="${id}"]`).evaluate((row) => Math.round(row.getBoundingClientRect().top));

test('[ASK-20] while a finger or the focus is on the list it stays where it is, whatever is voted, asked, chosen and answered; then it is in order', async ({
	browser
}) => {
	const { line, cookieOf, deviceOf, end } = await openExample(browser, 'customer');
	const at = `/api/workshops/${line.workshopId}/questions`;
	const as = (who: string): Device => {
		const device = deviceAt(line.url);
		device.cookie = cookieOf(who);
		return device;
	};
	const desk = as('facilitator');
	const voters = ['amira-khan', 'elin-strand', 'marcus-okafor'].map(as);
	const moderate = (id: string, deed: object) => desk.post(`${at}/${id}/moderate`, deed);
	const listed = async (): Promise<readonly QuestionView[]> => (await desk.get(at)).body.questions;
	/** Everybody votes for the one that stands last, another is asked, and a moderator goes on to the next. */
	const goOn = async (page: Page, words: string) => {
		const ids = await order(page);
		const last = ids.at(-1)!;
		const before = (await listed()).find(({ id }) => id === last)!.votes;
		for (const voter of voters) await voter.post(`${at}/${last}/vote`, { on: false });
		const least = (await listed()).find(({ id }) => id === last)!.votes;
		for (const voter of voters) await voter.post(`${at}/${last}/vote`, { on: true });
		expect([before >= least, (await listed()).find(({ id }) => id === last)!.votes]).toEqual([true, least + 3]);
		await desk.send('PATCH', `${at}/rules`, { approvedFirst: false });
		await voters[0]!.post(at, { text: words, shows: 'syndicate' });
		await moderate(ids.at(-2)!, { deed: 'answer-now' });
		return { last, votes: least + 3, next: ids.at(-2)! };
	};
	try {
		const phone = await deviceOf('jonas-wirth', PHONE);
		await phone.goto(`/w/${line.workshopId}/room/customer`);
		await expect(phone.locator('[data-question]').nth(4)).toBeVisible();

		// The focus is on one in the middle.
		const ids = await order(phone);
		const held = ids[2]!;
		const button = phone.locator(`[data-question="${held}"] button`).first();
		await button.focus();
		await phone.locator(`[data-question="${held}"]`).scrollIntoViewIfNeeded();
		const top = await topOf(phone, held);
		const { last, votes, next } = await goOn(phone, 'What is the first thing you would change?');

		await expect(phone.locator(`[data-question="${last}"]`)).toContainText(`${votes}`);
		await expect(phone.getByText('What is the first thing you would change?')).toBeVisible();
		const text = (await listed()).find(({ id }) => id === next)!.text;
		await expect(phone.getByText(text).first()).toBeVisible();
		expect(await topOf(phone, held)).toBe(top);
		await expect(button).toBeFocused();
		const after = await order(phone);
		expect(after.slice(0, ids.length - 1)).toEqual(ids.filter((id) => id !== next));

		// Left alone, it is in order.
		await button.blur();
		const wanted = inOrder(await listed(), 'votes').filter(({ state }) => state === 'waiting');
		await expect.poll(() => order(phone)).toEqual(wanted.map(({ id }) => id));

		// The same under a finger.
		const now = await order(phone);
		const touched = now[1]!;
		await phone.locator(`[data-question="${touched}"]`).hover();
		const fingerTop = await topOf(phone, touched);
		const second = await goOn(phone, 'And the last thing you would change?');
		await expect(phone.locator(`[data-question="${second.last}"]`)).toContainText(`${second.votes}`);
		await expect(phone.getByText('And the last thing you would change?')).toBeVisible();
		expect(await topOf(phone, touched)).toBe(fingerTop);
		expect((await order(phone)).slice(0, 2)).toEqual(now.slice(0, 2));
	} finally {
		await end();
	}
});
