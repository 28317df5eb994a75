import { expect, type Browser, type Page } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { deviceAt, type Device as Door } from '../support/server.ts';
import { openBoard } from '../support/workshop.ts';
import {
	bring,
	chooseDeed,
	expectAccessible,
	expectSaved,
	join,
	LAPTOP,
	newDevice,
	noteWith,
	PHONE,
	place,
	press,
	test,
	typeCode,
	writeOnPhone,
	type Device
} from './cast.ts';
import { install, type Installation } from './installation.ts';

// From 11:35 to 14:30 of the first day in a small room: definitions, the room's vision, what people can live with, the
// compass and the standards. One piece, because every part stands on the one before.

let installation: Installation;
test.beforeAll(async () => {
	installation = await install(undefined);
});
test.afterAll(() => installation.end());

interface Cast {
	readonly door: Door;
	readonly workshop: string;
	readonly desk: Page;
	readonly elin: Device;
	readonly marcus: Device;
	readonly others: readonly Door[];
}

/** Helen's console, Elin of Alder on a phone, Marcus of Birch on a laptop, and three of Alder without a browser. */
async function gather(browser: Browser): Promise<Cast> {
	const { url, setupUrl } = installation;
	const door = deviceAt(url);
	await door.post('/api/setup', {
		token: setupUrl.split(/[#/]/).at(-1),
		name: 'Helen Marsh',
		email: 'helen@example.org',
		password: 'four plain words here'
	});
	const { body: made } = await door.post('/api/workshops', { title: 'Service we are proud of' });
	const api = `/api/workshops/${made.id}`;
	await door.send('PUT', `${api}/syndicates`, { names: ['Alder', 'Birch'] });
	await door.send('PATCH', api, { brief: { sponsor: 'Sara Lind', promise: 'I answer every request.' } });
	await door.post(`${api}/open`, {});
	const { body: view } = await door.get(api);
	const helen = await newDevice(browser, url, LAPTOP);
	const [name = '', value = ''] = door.cookie.split('=');
	await helen.context.addCookies([{ name, value, url }]);
	const elin = await newDevice(browser, url, PHONE);
	await join(elin.page, view.code, 'Elin Strand', 'Alder');
	const marcus = await newDevice(browser, url, LAPTOP);
	await join(marcus.page, view.code, 'Marcus Okafor', 'Birch');
	const others: Door[] = [];
	for (const each of ['Ana Light', 'Ben Light', 'Cem Light']) {
		const other = deviceAt(url);
		await other.post('/api/join', { code: view.code, name: each, syndicate: 'alder' });
		others.push(other);
	}
	await helen.page.goto(`/w/${made.id}/run`);
	await expect(helen.page.locator('main[data-ready]')).toBeVisible();
	return { door, workshop: made.id, desk: helen.page, elin, marcus, others };
}

test('[VISION-3] [VISION-12] [VISION-13] [STANDARD-6] [STANDARD-7] from private definitions to standards that the sponsor agrees to', async ({
	browser
}) => {
	test.setTimeout(420_000);
	const { door, workshop, desk, elin, marcus, others } = await gather(browser);
	const api = `/api/workshops/${workshop}`;
	const go = (step: string, phase: string) => door.post(`${api}/steps/${step}/go`, { phase });
	const phone = elin.page;
	const laptop = marcus.page;

	await test.step('definitions are written alone, then shared', async () => {
		await bring(desk, 'What good service is');
		await writeOnPhone(phone, 'Good service is when', 'somebody says when, and means it');
		await expect(laptop.getByText('somebody says when')).toHaveCount(0);
		await go('definitions', 'share');
		await expect(phone.getByText('somebody says when, and means it')).toBeVisible();
		await expect(phone.getByText('1 sentence, 1 without a story yet')).toBeAttached();
	});

	const alder = await boardOf(door, workshop, 'definitions', 0);
	const birch = await boardOf(door, workshop, 'definitions', 1);
	await test.step('more sentences come, and each syndicate votes for its own', async () => {
		const anas = await openBoard(installation, others[0]!, alder);
		const texts = [
			'you are heard',
			'the second call starts where the first stopped',
			'it is put right',
			'they stay',
			'a no is explained'
		];
		const ids = texts.map((text) => anas.board.addNote({ zone: asId('good-service-is'), text }));
		await anas.saved();
		const theirs = await openBoard(installation, await doorOf(marcus), birch);
		theirs.board.addNote({ zone: asId('good-service-is'), text: 'no promise without a time' });
		await theirs.saved();
		await go('definitions', 'vote');
		const at = `${api}/steps/definitions/votes`;
		const refs = ids.map((id) => `note:${alder.id}:${id}`);
		for (const other of others) for (const ref of refs.slice(0, 2)) await other.post(at, { target: ref });
		await others[0]!.post(at, { target: refs[2] });
		await others[1]!.post(at, { target: refs[3] });
		anas.close();
		theirs.close();
	});

	await test.step('the most voted come to the room, the rest waits and can be brought', async () => {
		await bring(desk, 'A shared vision');
		await door.post(`${api}/steps/vision/writers`, { people: [await personOf(door, workshop, 'Marcus Okafor')] });
		await expect(laptop).toHaveURL(/\/room\/vision$/);
		await expect(laptop.getByText('0 of 5 placed.')).toBeVisible();
		await expect(laptop.getByText('2 sentences wait')).toBeVisible();
		await laptop.getByText('2 sentences wait').click();
		await laptop.getByRole('button', { name: 'Bring: somebody says when, and means it' }).click();
		await expect(laptop.getByText('0 of 6 placed.')).toBeVisible();
		await expectAccessible(laptop);
	});

	await test.step('two lines are joined with both syndicates credited, taken apart and joined again', async () => {
		await place(laptop, 'somebody says when', 'Our standards');
		await chooseDeed(laptop, 'no promise without a time', 'somebody says when, and means it');
		const line = noteWith(laptop, 'somebody says when, and means it');
		await expect(line.getByText('no promise without a time')).toBeVisible();
		await expect(line.locator('.marks').last().locator('svg, [data-syn]')).not.toHaveCount(0);
		await chooseDeed(laptop, 'somebody says when', 'Take out: no promise without a time');
		await expect(line.getByText('no promise without a time')).toHaveCount(0);
		await chooseDeed(laptop, 'no promise without a time', 'somebody says when, and means it');
		await expect(line.getByText('no promise without a time')).toBeVisible();
		await place(laptop, 'you are heard', 'Our standards');
		await expectSaved(laptop);
	});

	await test.step('a phone proposes other words, the room votes, a writer compares and takes them', async () => {
		await phone.getByRole('button', { name: /^Propose other words: somebody says when/ }).click();
		const sheet = phone.getByRole('dialog', { name: 'Wordings for this line' });
		await sheet.getByLabel('Propose a wording').fill('We say what happens next and when, and mean it');
		await expectAccessible(phone);
		await sheet.getByRole('button', { name: 'Propose', exact: true }).click();
		await expect(sheet.getByText('Proposed, by you')).toBeVisible();
		await phone.keyboard.press('Escape');
		await laptop.getByRole('button', { name: /^1 wording proposed: somebody says when/ }).click();
		const compared = laptop.getByRole('dialog', { name: 'Wordings for this line' });
		await expect(compared.locator('ins').first()).toContainText('We');
		await compared.getByRole('button', { name: /^Vote for: We say/ }).click();
		await expect(compared.getByText('1 vote', { exact: true })).toBeVisible();
		await expectAccessible(laptop);
		await compared.getByRole('button', { name: /^Take these words: We say/ }).click();
		await expect(compared.getByText('The line has these words now.', { exact: false })).toBeVisible();
		await laptop.keyboard.press('Escape');
		await expect(noteWith(phone, 'We say what happens next and when, and mean it')).toBeVisible();
		await expect(laptop.locator('main').getByText('Elin')).toHaveCount(0);
	});

	await test.step('the compass is proposed and taken', async () => {
		await phone.getByRole('button', { name: 'Propose a compass' }).click();
		const sheet = phone.getByRole('dialog', { name: 'Wordings for our compass' });
		await sheet.getByLabel('Propose a compass').fill('One of us stays with it until it is warm.');
		await sheet.getByRole('button', { name: 'Propose', exact: true }).click();
		await phone.keyboard.press('Escape');
		await laptop.getByRole('button', { name: 'Propose a compass (1)' }).click();
		await laptop
			.getByRole('dialog')
			.getByRole('button', { name: /^Take these words/ })
			.click();
		await laptop.keyboard.press('Escape');
		await expect(noteWith(phone, 'One of us stays with it until it is warm.')).toBeVisible();
		await expectSaved(laptop);
	});

	await test.step('everybody says whether they can live with it, and nobody sees how the others did before the end', async () => {
		await go('vision', 'agree');
		const line = noteWith(phone, 'We say what happens next');
		await line.getByRole('radio', { name: /^1 of 5/ }).check({ force: true });
		await line.getByLabel('Why not? You need not say.').fill('Nobody asked the night shift');
		await line.getByRole('button', { name: 'Keep this reason' }).click();
		await expect(line.getByText('Kept')).toBeVisible();
		await expectAccessible(phone);
		const target = `note:${await boardIdOf(phone)}:${await line.getAttribute('data-note')}`;
		for (const other of others.slice(0, 2)) await other.post(`${api}/steps/vision/ratings`, { target, mark: 2 });
		await expect(laptop.getByText('Nobody asked the night shift')).toHaveCount(0);
		await go('vision', 'vote');
		await expect(noteWith(laptop, 'We say what happens next').getByText('To be talked about, 3 low')).toBeVisible();
		await expect(laptop.getByText('Nobody asked the night shift')).toBeVisible();
		await expectAccessible(laptop);
	});

	await test.step('[F5] a vote from two devices counts once, and ties are shown as ties', async () => {
		const vote = noteWith(phone, 'We say what happens next').getByRole('button', { name: 'Vote' });
		await vote.click();
		await expect(noteWith(phone, 'We say what happens next').getByRole('button', { name: 'Voted' })).toBeVisible();
		const target = `note:${await boardIdOf(phone)}:${await noteWith(phone, 'We say what happens next').getAttribute('data-note')}`;
		const second = await doorOf(elin);
		await Promise.all([1, 2, 3].map(() => second.post(`${api}/steps/vision/votes`, { target })));
		const heard = `note:${await boardIdOf(phone)}:${await noteWith(phone, 'you are heard').getAttribute('data-note')}`;
		await others[0]!.post(`${api}/steps/vision/votes`, { target: heard });
		await press(desk, 'Close voting');
		await laptop.getByRole('button', { name: 'Result', exact: true }).click();
		const result = laptop.getByRole('dialog', { name: 'How the vote came out' });
		await expect(result.getByText('1 =')).toHaveCount(2);
		await expectAccessible(laptop);
		await laptop.keyboard.press('Escape');
	});

	await test.step('the compass stands on the next screen', async () => {
		await bring(desk, 'Apply it to our own house');
		await expect(phone.getByRole('complementary', { name: 'Our compass' })).toContainText('One of us stays with it');
		await expect(laptop.getByRole('complementary', { name: 'Our compass' })).toContainText('One of us stays with it');
	});

	await test.step('standards, version 1, are made, agreed by the sponsor, and printed', async () => {
		await desk.goto(`/w/${workshop}/standards`);
		await expect(desk.getByText('No version yet.')).toBeVisible();
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Make the first version' }).click();
		await expect(desk.getByRole('checkbox', { name: /We say what happens next/ })).toBeChecked();
		await expectAccessible(desk);
		await desk.getByRole('button', { name: 'Make version 1' }).click();
		await expect(desk.getByRole('heading', { name: 'Our standards, version 1' })).toBeVisible();
		await expect(desk.getByText('Not agreed yet.', { exact: false })).toBeVisible();
		await expectAccessible(desk);

		const { body: link } = await door.post(`${api}/links`, { purpose: 'sponsor' });
		const sara = (await newDevice(browser, installation.url, PHONE)).page;
		await sara.goto(link.path);
		await sara.waitForURL(/\/w\//);
		await sara.goto(`/w/${workshop}/standards`);
		await typeCode(sara, desk, workshop);
		await sara.getByLabel('Your own words').fill('This is ours, and I stand behind it.');
		await expectAccessible(sara);
		await sara.getByRole('button', { name: 'Agree to version 1' }).click();
		await expect(sara.getByText('“This is ours, and I stand behind it.”')).toBeVisible();
		await expect(desk.getByText('“This is ours, and I stand behind it.”')).toBeVisible();

		await phone.goto(`/w/${workshop}/print/standards`);
		await expect(phone.getByRole('heading', { name: 'Our standards, version 1' })).toBeVisible();
		await expect(phone.getByText('This is ours, and I stand behind it.')).toBeVisible();
		await expectAccessible(phone);
	});

	await test.step('whom we look for is printed from them', async () => {
		await desk.getByRole('link', { name: 'Whom we look for' }).click();
		await expect(desk.getByRole('heading', { name: 'Whom we look for', level: 2 })).toBeVisible();
		await expect(desk.locator('.sheet').getByText('We say what happens next', { exact: false })).toBeVisible();
		await expect(desk.locator('.sheet').getByText('Made of our standards, version 1.')).toBeVisible();
		await expectAccessible(desk);
	});
});

/** The same seat once more, as in a second window. */
async function doorOf({ context }: Device): Promise<Door> {
	const door = deviceAt(installation.url);
	const cookies = await context.cookies();
	door.cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	return door;
}

async function boardOf(door: Door, workshop: string, step: string, at: number) {
	const { body } = await door.get(`/api/workshops/${workshop}/documents`);
	const { body: view } = await door.get(`/api/workshops/${workshop}`);
	return body.find(
		(one: { step: string; syndicateId: string }) => one.step === step && one.syndicateId === view.syndicates[at].id
	);
}

const boardIdOf = async (page: Page): Promise<string> =>
	(await page.locator('[data-board]').getAttribute('data-board')) ?? '';

async function personOf(door: Door, workshop: string, name: string): Promise<string> {
	const { body } = await door.get(`/api/workshops/${workshop}/people`);
	return body.find((person: { name: string }) => person.name === name).id;
}
