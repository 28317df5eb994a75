import { expect, type Browser } from '@playwright/test';
import type { PersonView, WorkshopView } from '#protocol/views.ts';
import {
	bring,
	expectAccessible,
	expectSaved,
	join,
	LAPTOP,
	newDevice,
	PHONE,
	press,
	PROJECTOR,
	write,
	test,
	writeOnPhone
} from './cast.ts';
import { arrive, openPlace, writeNote, type LightPerson } from './crowd.ts';
import { installAt, type ClockedInstallation } from './installation.ts';
import { cookieFor, roomOfSix, SYNDICATES } from './room-of-six.ts';

// The first day of a workshop at its full size: forty people in six syndicates, most of them without a browser, seven
// with one, a projector and a console; with what goes wrong on such a day. The boards' own methods have journeys of
// their own. One piece, because every hour stands on the one before it.

const slugOf = (name: string) => name.toLowerCase();

test('[JOURNEY-11] forty people get through the first day, whatever goes wrong', async ({ browser }) => {
	test.setTimeout(900_000);
	// 08:00 in London.
	const installation = await installAt(new Date('2027-01-12T08:00:00Z'));
	try {
		await play(browser, installation);
	} finally {
		await installation.end();
	}
});

async function play(browser: Browser, installation: ClockedInstallation): Promise<void> {
	const { url } = installation;
	const ada = await newDevice(browser, url, LAPTOP);
	const desk = ada.page;
	const door = await roomOfSix(installation);
	await ada.context.addCookies([cookieFor(url, door.facilitator.cookie)]);
	const { room, api, wordsOf } = door;

	const projector = await newDevice(browser, url, PROJECTOR);
	const screen = projector.page;
	await test.step('the console and the projector open', async () => {
		await desk.goto(`/w/${room.workshopId}/run`);
		await expect(desk.locator('main[data-ready]')).toBeVisible();
		await expectAccessible(desk);
		const { body: link } = await door.facilitator.post(`${api}/links`, { purpose: 'screen' });
		await screen.goto(link.path);
		await expect(screen.locator('[data-code]')).toHaveAttribute('data-code', room.code);
		await expectAccessible(screen);
	});

	const crowd = new Map<string, LightPerson>();
	const laptop = await newDevice(browser, url, LAPTOP);
	const keyboard = await newDevice(browser, url, LAPTOP);
	const phone = await newDevice(browser, url, PHONE);
	let phoneCode = '';
	await test.step('forty take their seats, three of them in a browser', async () => {
		const names = Array.from({ length: 36 }, (_, at) => `Person ${at + 1} Light`);
		await Promise.all(
			names.map(async (name, at) => {
				crowd.set(name, await arrive(room, name, slugOf(SYNDICATES[at % 6] ?? 'Alder')));
			})
		);
		await join(laptop.page, room.code, 'Elin Strand', 'Birch');
		await join(keyboard.page, room.code, 'Petra Keys', 'Cedar');
		phoneCode = await join(phone.page, room.code, 'Nadia Phone', 'Alder');
		await expect(desk.getByText('39 of 39 here')).toBeVisible();
		await expect(screen.getByText('39', { exact: true }).first()).toBeVisible();
	});

	await test.step('09:00: the sponsor’s promise; 09:30: the first step, on time', async () => {
		await installation.advance(60);
		await press(desk, /^Begin: Welcome/);
		await expect(screen.getByRole('heading', { level: 1 }).first()).toBeVisible();
		await installation.advance(30);
	});

	await test.step('everyone writes alone, and nobody sees a word of it', async () => {
		await bring(desk, 'Our experiences');
		await expect(desk.getByRole('region', { name: 'The rest of the day' })).toContainText('On time');
		await Promise.all(
			[...crowd.values()].map(async (person) => {
				await person.live.until((state) => state.step?.id === 'experiences');
				const place = await openPlace(room, person, 'experiences');
				await writeNote(place, 'good', `good word of ${person.name}`);
				await writeNote(place, 'bad', `bad word of ${person.name}`);
				place.close();
			})
		);
		await write(laptop.page, 'Good', 'good word of Elin');
		await expectSaved(laptop.page);
		await writeOnPhone(phone.page, 'Good', 'good word of Nadia');
		const heard = JSON.stringify([...crowd.values()].map((person) => person.heard()));
		expect(heard).not.toContain('word of');
		await expect(screen.getByText('word of')).toHaveCount(0);
		await expect(desk.getByText('word of')).toHaveCount(0);
	});

	await test.step('[F1] two people are swapped, and no note changes its syndicate', async () => {
		const [one, other] = ['Person 1 Light', 'Person 2 Light'].map((name) => crowd.get(name)!);
		await door.facilitator.post(`${api}/people/${one!.id}/move`, { syndicate: 'birch' });
		await door.facilitator.post(`${api}/people/${other!.id}/move`, { syndicate: 'alder' });
		const people: readonly PersonView[] = (await door.facilitator.get(`${api}/people`)).body;
		const view: WorkshopView = (await door.facilitator.get(api)).body;
		const at = (id: string) =>
			view.syndicates.find((syndicate) => syndicate.id === people.find((person) => person.id === id)?.syndicateId)
				?.slug;
		expect([at(one!.id), at(other!.id)]).toEqual(['birch', 'alder']);
	});

	await test.step('the notes open for all', async () => {
		await press(desk, 'Open the notes');
		await expect.poll(() => wordsOf('experiences')).toHaveLength(36 * 2 + 2);
	});

	await test.step('[F3] Next is pressed by mistake and taken back: nothing is lost', async () => {
		const before = await wordsOf('experiences');
		await bring(desk, 'Gallery walk');
		await expect(laptop.page).not.toHaveURL(/\/experiences$/);
		await press(desk, 'Take it back');
		await expect(laptop.page).toHaveURL(/\/s\/birch\/experiences$/);
		expect(await wordsOf('experiences')).toEqual(before);
		await write(laptop.page, 'Good', 'written after the way back');
		await expectSaved(laptop.page);
	});

	await test.step('10:45: a quarter of an hour late, and the rest of the day is made to fit', async () => {
		await installation.advance(75);
		const rest = desk.getByRole('region', { name: 'The rest of the day' });
		// Told with the next beat at the latest.
		await expect(rest).toContainText(/Running 1[56] minutes late/, { timeout: 20_000 });
		await rest.getByRole('button', { name: 'Adjust the day' }).click();
		await desk.getByRole('dialog').getByRole('button', { name: 'Make them shorter' }).click();
		await expect(rest).toContainText('The day is adjusted.');
		const view: WorkshopView = (await door.facilitator.get(api)).body;
		const lunch = view.days[0]?.entries.find(({ title }) => title === 'Lunch');
		expect(lunch?.starts).toBe('12:30');
	});

	await test.step('somebody comes late: into the running step, with everything that is theirs', async () => {
		const late = await arrive(room, 'Late Comer', 'fir');
		const state = await late.live.until(() => true);
		expect(state.step?.id).toBe('experiences');
		const votes = (await late.device.get(`${api}/steps/experiences/votes`)).body;
		expect(votes.left).toBe(votes.budget);
		const board = await openPlace(room, late, 'experiences');
		await writeNote(board, 'good', 'good word of the late comer');
		board.close();
		crowd.set(late.name, late);
	});

	await test.step('[F4] the server is killed over lunch: everyone is back within ten seconds, in the same place', async () => {
		const before = await wordsOf('experiences');
		await installation.killAndRestart();
		const back = performance.now();
		await expectSaved(laptop.page);
		await write(laptop.page, 'Good', 'written after lunch');
		await expectSaved(laptop.page);
		expect(performance.now() - back).toBeLessThan(10_000);
		await expect(laptop.page).toHaveURL(/\/s\/birch\/experiences$/);
		expect(await wordsOf('experiences')).toEqual([...before, 'written after lunch'].sort());
	});

	await test.step('[F6] a new phone: the return code brings the same person back', async () => {
		const newPhone = await newDevice(browser, url, PHONE);
		await newPhone.page.goto('/j');
		await newPhone.page.getByRole('button', { name: 'I have a return code' }).click();
		await newPhone.page.getByLabel('Your return code').fill(phoneCode);
		await expect(newPhone.page).toHaveURL(/\/s\/alder\/experiences$/);
		await expect(newPhone.page.getByRole('img', { name: 'Nadia Phone' })).toBeVisible();
		await expect(newPhone.page.getByText('good word of Nadia')).toBeVisible();
		const people: readonly PersonView[] = (await door.facilitator.get(`${api}/people`)).body;
		expect(people.filter(({ name }) => name === 'Nadia Phone')).toHaveLength(1);
		await phone.context.clearCookies();
		await phone.page.goto('/j');
		await phone.page.getByRole('button', { name: 'I have a return code' }).click();
		await phone.page.getByLabel('Your return code').fill(phoneCode);
		await expect(phone.page).toHaveURL(/\/s\/alder\/experiences$/);
		await newPhone.context.close();
	});

	await test.step('[F8] the projector’s browser crashes and comes back to the same picture', async () => {
		await desk.getByRole('button', { name: /^Code/ }).first().click();
		await expect(screen.locator('[data-code]')).toBeVisible();
		const link = screen.url();
		await screen.close();
		const again = await projector.context.newPage();
		await again.goto(link);
		await expect(again.locator('[data-code]')).toHaveAttribute('data-code', room.code);
	});

	await test.step('every word that was written is there, once', async () => {
		const all = await wordsOf('experiences');
		const written = [
			...[...crowd.keys()]
				.filter((name) => name.startsWith('Person'))
				.flatMap((name) => [`good word of ${name}`, `bad word of ${name}`]),
			...['Elin', 'Nadia', 'the late comer'].map((who) => `good word of ${who}`),
			'written after the way back',
			'written after lunch'
		];
		expect(all).toEqual(written.sort());
	});

	for (const person of crowd.values()) person.leave();
}
