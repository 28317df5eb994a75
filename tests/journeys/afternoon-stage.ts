/** Who is in the room in the afternoon, and what all of its hours need. */
import { expect, test, type Browser, type Page } from '@playwright/test';
import type { DocumentId } from '#domain/ids.ts';
import type { PersonView } from '#protocol/views.ts';
import { deviceAt, type Device as Door } from '../support/server.ts';
import { openBoard, type OpenBoard } from '../support/workshop.ts';
import { expectAccessible, join, LAPTOP, newDevice, PHONE, PROJECTOR, type Device } from './cast.ts';
import { arrive, openPlace, type LightPerson } from './crowd.ts';
import type { ClockedInstallation } from './installation.ts';
import { cookieFor, roomOfSix, SYNDICATES, type RoomOfSix } from './room-of-six.ts';

export interface Stage extends RoomOfSix {
	readonly installation: ClockedInstallation;
	readonly desk: Page;
	readonly screen: Page;
	/** The laptop of Birch. */
	readonly laptop: Device;
	/** A phone of Alder. */
	readonly phone: Device;
	/** Without a browser: the first of Alder, of Birch and so on, then their second, then a third where there is no browser. */
	readonly people: readonly LightPerson[];
	/** The same seats as the two browsers', outside of them. */
	readonly elin: Door;
	readonly nadia: Door;
	readonly go: (step: string, phase: string) => Promise<void>;
	/** Everybody without a browser whose place in the syndicate this is, with a board of the step open. */
	readonly each: (
		step: string,
		among: readonly LightPerson[],
		deed: (open: OpenBoard, person: LightPerson, at: number) => void
	) => Promise<void>;
	readonly idOf: (name: string) => Promise<string>;
}

export async function takeSeats(browser: Browser, installation: ClockedInstallation): Promise<Stage> {
	const { url } = installation;
	const six = await roomOfSix(installation);
	const { room, facilitator, api } = six;
	const go: Stage['go'] = async (step, phase) => {
		const { status, body } = await facilitator.post(`${api}/steps/${step}/go`, { phase });
		if (status >= 300) throw new Error(`${step} ${phase}: ${status} ${JSON.stringify(body)}`);
	};
	const ada = await newDevice(browser, url, LAPTOP);
	await ada.context.addCookies([cookieFor(url, facilitator.cookie)]);
	const projector = await newDevice(browser, url, PROJECTOR);
	const laptop = await newDevice(browser, url, LAPTOP);
	const phone = await newDevice(browser, url, PHONE);
	const people: LightPerson[] = [];

	await test.step('eighteen people, six syndicates, a console and a projector', async () => {
		await ada.page.goto(`/w/${room.workshopId}/run`);
		await expect(ada.page.locator('main[data-ready]')).toBeVisible();
		const { body: link } = await facilitator.post(`${api}/links`, { purpose: 'screen' });
		await projector.page.goto(link.path);
		for (let n = 0; n < 18; n += 1) {
			// Alder and Birch have a third one, with a browser.
			if (n === 12 || n === 13) continue;
			people.push(await arrive(room, `Person ${n + 1} Light`, SYNDICATES[n % 6]?.toLowerCase()));
		}
		await go('experiences', 'share');
		await join(laptop.page, room.code, 'Elin Strand', 'Birch');
		await join(phone.page, room.code, 'Nadia Phone', 'Alder');
		for (const { page } of [laptop, phone]) await expect(page.locator('main[data-ready]')).toBeVisible();
		await expectAccessible(ada.page);
	});

	const seatOf = async ({ context }: Device): Promise<Door> => {
		const door = deviceAt(url);
		door.cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
		return door;
	};
	return {
		...six,
		installation,
		desk: ada.page,
		screen: projector.page,
		laptop,
		phone,
		people,
		elin: await seatOf(laptop),
		nadia: await seatOf(phone),
		go,
		each: async (step, among, deed) => {
			await Promise.all(
				among.map(async (person, at) => {
					const open = await openPlace(room, person, step);
					deed(open, person, at);
					await open.saved();
					open.close();
				})
			);
		},
		idOf: async (name) => {
			const all: readonly PersonView[] = (await facilitator.get(`${api}/people`)).body;
			const found = all.find((person) => person.name === name);
			if (!found) throw new Error(`${name} is not here.`);
			return found.id;
		}
	};
}

/** A board, to be read. */
export async function readBoard(
	{ facilitator, placeOf, room }: Stage,
	step: string,
	syndicate: string | null
): Promise<OpenBoard & { readonly id: DocumentId }> {
	const place = await placeOf(step, syndicate);
	return { ...(await openBoard(room, facilitator, place)), id: place.id };
}
