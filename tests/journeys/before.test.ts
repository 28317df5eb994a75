import { expect, type Browser } from '@playwright/test';
import type { PersonView, WorkshopView } from '#protocol/views.ts';
import { deviceAt } from '../support/server.ts';
import { expectAccessible, LAPTOP, newDevice, PHONE, test } from './cast.ts';
import { arrive, openPlace, writeNote, type Room } from './crowd.ts';
import { installAt, type ClockedInstallation } from './installation.ts';

// The two weeks before the first day, each thing on its day: the facilitator prepares, the sponsor promises, people
// answer five questions, customers' words come in, the customer reads her brief, and a rehearsal leaves nothing behind.
// One piece, because each day finds what the one before it left.

const PEOPLE = Array.from({ length: 38 }, (_, at) => ({
	name: `${['Amira', 'Jonas', 'Lucy', 'Dev', 'Sofia', 'Gareth', 'Nadia'][at % 7]} ${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl'[at]?.toUpperCase()}${at}`,
	department: ['Contact centre', 'Field engineers', 'Billing', 'Planning'][at % 4] ?? ''
}));
const MARKER = 'rehearsed-word';

test('[JOURNEY-10] a workshop is prepared in the two weeks before it, by everyone who has a part in that', async ({
	browser
}) => {
	test.setTimeout(600_000);
	const installation = await installAt(new Date('2026-12-29T08:00:00Z'));
	try {
		await play(browser, installation);
	} finally {
		await installation.end();
	}
});

async function play(browser: Browser, installation: ClockedInstallation): Promise<void> {
	const { url } = installation;
	const days = (n: number) => installation.advance(n * 24 * 60);
	const ada = await newDevice(browser, url, LAPTOP);
	const desk = ada.page;
	const saved = () => expect(desk.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
	let at = '';

	await test.step('14 days before: the workshop from the template, its brief and its people', async () => {
		await desk.goto(installation.setupUrl);
		await desk.getByLabel('Your name').fill('Ada Reed');
		await desk.getByLabel('E-mail').fill('ada@example.org');
		await desk.getByLabel('Password').fill('four plain words here');
		await desk.getByRole('button', { name: 'Make the account' }).click();
		await desk.getByRole('button', { name: 'Prepare a workshop' }).click();
		await desk.getByLabel('What is it called?').fill('Service, spring');
		await desk.getByLabel('First day').fill('2027-01-12');
		await desk.getByRole('button', { name: 'Make the workshop' }).click();
		await expect(desk).toHaveURL(/\/w\/[\w-]+\/prepare\/agenda$/);
		at = new URL(desk.url()).pathname.replace('/prepare/agenda', '');
		await expect(desk.getByText('09:00 to 16:45')).toBeVisible();
		await expect(desk.getByText('09:00 to 16:00')).toBeVisible();

		await desk.getByRole('link', { name: 'Brief', exact: true }).click();
		await desk.getByRole('button', { name: 'Add what was tried' }).click();
		await desk.getByLabel('What was tried').fill('A script for every call');
		await desk.getByLabel('What became of it').fill('Nobody read it after March.');
		await desk.getByLabel('What became of it').blur();
		await saved();
		await expectAccessible(desk);

		await desk.getByRole('link', { name: 'People and syndicates' }).click();
		await desk.getByRole('button', { name: 'Paste a list' }).first().click();
		const rows = PEOPLE.map(({ name, department }) => `${name}\t${department}`);
		await desk.getByLabel('The list').fill(['Name\tDepartment', ...rows, '\tBilling', rows[0]].join('\n'));
		const dialog = desk.getByRole('dialog');
		await expect(dialog.getByText('2 lines are left out')).toBeVisible();
		await expect(dialog.getByText('Line 40.')).toBeVisible();
		await expectAccessible(desk);
		await dialog.getByRole('button', { name: 'Put 38 people on the list' }).click();
		await expect(dialog).toBeHidden();

		await desk.getByRole('button', { name: 'Draw the syndicates' }).click();
		await dialog.getByLabel('Number of syndicates').selectOption('6');
		await dialog.getByRole('button', { name: 'Use this draw' }).click();
		await expect(dialog).toBeHidden();
		await expect(desk.getByRole('heading', { level: 1 })).toHaveText(/38 people in (six|6) syndicates/);
		await expectAccessible(desk);
	});

	const sam = await newDevice(browser, url, PHONE);
	await test.step('12 days before: the sponsor comes in by a link that works once, and promises', async () => {
		await days(2);
		await desk.getByRole('link', { name: 'Sponsor and customer' }).click();
		await desk.getByRole('textbox', { name: 'Name of the sponsor' }).fill('Sam Hale');
		await desk.getByRole('textbox', { name: 'Name of the sponsor' }).blur();
		await saved();
		await desk.getByLabel('Part').selectOption('sponsor');
		await desk.getByRole('textbox', { name: 'Name', exact: true }).fill('Sam Hale');
		await desk.getByRole('textbox', { name: 'E-mail', exact: true }).fill('sam@example.org');
		await desk.getByRole('button', { name: 'Make the link', exact: true }).click();
		const invitation = desk
			.getByRole('list', { name: 'Invitations' })
			.getByRole('listitem')
			.filter({ hasText: 'Sam Hale' });
		const link = await invitation.getByLabel('Address of the link').inputValue();

		await sam.page.goto(link);
		await expectAccessible(sam.page);
		await sam.page.getByLabel('A new password').fill('three calm words too');
		await sam.page.getByRole('button', { name: 'Set the password and come in' }).click();
		await expect(sam.page).toHaveURL(`${url}${at}/sponsor`);
		await sam.page.getByLabel('The promise').fill('I answer every request in the room.');
		await sam.page.getByLabel('What you cannot change').fill('Pay.');
		await sam.page.getByLabel('Hours per person and week').fill('2');
		await sam.page.getByLabel('Hours per person and week').blur();
		await expect(sam.page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
		await expectAccessible(sam.page);

		const again = await newDevice(browser, url, LAPTOP);
		await again.page.goto(link);
		await expect(again.page.getByText('This link does not open')).toBeVisible();
		await again.context.close();
	});

	await test.step('10 days before: five questions on a phone, and nothing is shown below five answers', async () => {
		await days(2);
		await desk.getByRole('link', { name: 'Brief', exact: true }).click();
		const panel = desk.getByRole('region', { name: 'Before we start' });
		await panel.getByRole('button', { name: 'Make the link' }).click();
		const link = await panel.getByLabel('Address of the link').inputValue();
		const token = new URL(link).pathname.split('/').at(-1) ?? '';
		const questions: { id: string; text: string }[] = (await deviceAt(url).get(`/api/baseline/${token}`)).body
			.questions;
		for (let person = 0; person < 4; person += 1) {
			const marks = Object.fromEntries(questions.map(({ id }) => [id, (person % 5) + 1]));
			const { status } = await deviceAt(url).post(`/api/baseline/${token}`, { marks, words: '', department: '' });
			expect(status).toBeLessThan(300);
		}
		await desk.reload();
		await expect(panel.getByText(/^4 answers so far/)).toBeVisible();
		await expect(panel.getByText(questions[0]?.text ?? '')).toHaveCount(0);

		const phone = await newDevice(browser, url, PHONE);
		await phone.page.goto(link);
		await expect(phone.page.getByRole('heading', { name: 'Before we start' })).toBeVisible();
		await expectAccessible(phone.page);
		for (const group of await phone.page.getByRole('radiogroup').or(phone.page.getByRole('group')).all()) {
			const radio = group.getByRole('radio').nth(3);
			if ((await radio.count()) > 0) await radio.check({ force: true });
		}
		await phone.page.getByRole('button', { name: 'Send my answers' }).click();
		await expect(phone.page.getByText('Thank you. It is sent.')).toBeVisible();
		await phone.page.reload();
		await expect(phone.page.getByText('This device has answered.')).toBeVisible();
		await phone.context.close();
		await desk.reload();
		await expect(panel.getByText(questions[0]?.text ?? '')).toBeVisible();
	});

	await test.step('7 days before: 120 lines of customers’ words, unread, without names', async () => {
		await days(3);
		const panel = desk.getByRole('region', { name: 'Customers’ words' });
		await panel.getByRole('button', { name: 'Paste or choose a file' }).click();
		const dialog = desk.getByRole('dialog');
		await dialog
			.getByLabel('One per line')
			.fill(Array.from({ length: 120 }, (_, n) => `I waited for call number ${n + 1}.`).join('\n'));
		await dialog.getByRole('button').last().click();
		await dialog.getByRole('button').last().click();
		await expect(dialog).toBeHidden();
		await expect(panel.getByText('120 of 120 unread')).toBeVisible();
	});

	await test.step('5 days before: the customer reads her brief on her page, and nobody of the staff sees more', async () => {
		await days(2);
		await desk.getByRole('link', { name: 'Sponsor and customer' }).click();
		await desk.getByRole('textbox', { name: 'Name of the customer' }).fill('Carla Rossi');
		await desk.getByRole('textbox', { name: 'Name of the customer' }).blur();
		await saved();
		await desk.getByRole('button', { name: 'Make a link for the customer' }).click();
		const region = desk.getByRole('region', { name: 'Links for the customer' });
		const carla = await newDevice(browser, url, PHONE);
		await carla.page.goto(await region.getByLabel('Address of the link').inputValue());
		await expect(carla.page.getByText('What do you need from us on an ordinary day, and on a bad one?')).toBeVisible();
		await expectAccessible(carla.page);
		await carla.context.close();
	});

	await test.step('1 day before: forty rehearse, and within five seconds nothing of it is left', async () => {
		await days(4);
		await desk.getByRole('link', { name: 'Agenda', exact: true }).click();
		await desk.getByRole('button', { name: 'Open the room' }).click();
		await expect(desk).toHaveURL(/\/run$/);
		const facilitator = deviceAt(url);
		await facilitator.post('/api/sign-in', { email: 'ada@example.org', password: 'four plain words here' });
		const api = `/api/workshops/${at.split('/').at(-1) ?? ''}`;
		const view: WorkshopView = (await facilitator.get(api)).body;
		const room: Room = { url, workshopId: view.id, code: view.code ?? '' };
		const names = [...PEOPLE.map(({ name }) => name), 'Robot 1', 'Robot 2'];
		const robots = await Promise.all(names.map((name) => arrive(room, name)));
		await facilitator.post(`${api}/steps/experiences/go`, {});
		await Promise.all(
			robots.map(async (robot, at) => {
				await robot.live.until((state) => state.step?.id === 'experiences');
				const place = await openPlace(room, robot, 'experiences');
				await writeNote(place, 'good', `${MARKER} ${at}`);
				place.close();
			})
		);
		await facilitator.post(`${api}/steps/experiences/go`, { phase: 'share' });

		await desk.goto('/w');
		await desk
			.getByRole('button', { name: /More|Service, spring/ })
			.last()
			.click();
		await desk
			.getByRole('menuitem', { name: 'End the rehearsal' })
			.or(desk.getByRole('button', { name: 'End the rehearsal' }))
			.first()
			.click();
		const dialog = desk.getByRole('dialog');
		await dialog.getByLabel(/Type the title/).fill('Service, spring');
		const begun = performance.now();
		await dialog.getByRole('button', { name: 'End it and keep nothing' }).click();
		await expect(dialog).toBeHidden();
		expect(performance.now() - begun).toBeLessThan(5000);

		const after: WorkshopView = (await facilitator.get(api)).body;
		const people: readonly PersonView[] = (await facilitator.get(`${api}/people`)).body;
		expect(after.state).toBe('preparing');
		expect(after.code).not.toBe(view.code);
		expect(people.filter(({ name }) => name.startsWith('Robot'))).toEqual([]);
		const listed = people.filter(({ name }) => PEOPLE.some((each) => each.name === name));
		expect(listed).toHaveLength(38);
		expect(listed.filter(({ hasArrived }) => hasArrived)).toEqual([]);
		expect((await robots[0]!.device.get(api)).status).toBeGreaterThanOrEqual(401);
		for (const robot of robots) robot.leave();
	});
}
