import { expect } from '@playwright/test';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { deviceAt, type Device as Door } from '../support/server.ts';
import { openBoard, type OpenBoard } from '../support/workshop.ts';
import { expectAccessible, LAPTOP, newDevice, PHONE, test } from './cast.ts';
import { install, type Installation } from './installation.ts';

let installation: Installation;
test.beforeAll(async () => {
	installation = await install(undefined);
});
test.afterAll(() => installation.end());

test('[STORY-7] [STORY-5] [STORY-6] [STANDARD-8] the facilitator sees what will be told, a book of another workshop is brought, and both answers stand side by side', async ({
	browser
}) => {
	test.setTimeout(240_000);
	const { url, setupUrl } = installation;
	const helen = deviceAt(url);
	await helen.post('/api/setup', {
		token: setupUrl.split(/[#/]/).at(-1),
		name: 'Helen Marsh',
		email: 'helen@example.org',
		password: 'four plain words here'
	});
	const { body: made } = await helen.post('/api/workshops', { title: 'Service we are proud of' });
	const api = `/api/workshops/${made.id}`;
	await helen.send('PATCH', api, { brief: { sponsor: 'Sara Lind', whyHard: 'I answer for the money.' } });
	await helen.post(`${api}/open`, {});
	const { body: view } = await helen.get(api);
	const ana = deviceAt(url);
	const { body: joined } = await ana.post('/api/join', { code: view.code, name: 'Ana Light', syndicate: 'alder' });
	const go = (step: string, phase?: string) => helen.post(`${api}/steps/${step}/go`, phase ? { phase } : {});
	const written = async <T>(step: string, write: (open: OpenBoard, place: DocumentPlace) => T): Promise<T> => {
		const places: readonly DocumentPlace[] = (await ana.get(`${api}/documents`)).body;
		const place = places.find((one) => one.step === step && one.kind !== 'private')!;
		const open = await openBoard({ url }, ana, place);
		if (step === 'house') await open.until((board) => board.notes().some(({ zone }) => zone === 'in-the-way'));
		const said = write(open, place);
		await open.saved();
		open.close();
		return said;
	};

	await go('experiences', 'share');
	const refs = await written('experiences', ({ board }, place) =>
		[
			['good', 'He fetched the key at night'],
			['bad', 'Nobody rang back for a week'],
			['bad', 'Not told to anybody']
		].map(([zone = '', text = '']) => noteRef(place.id, board.addNote({ zone: asId(zone), text })))
	);
	for (const target of refs.slice(0, 2)) await ana.post(`${api}/top-stories`, { target, on: true });

	const desk = (await newDevice(browser, url, LAPTOP)).page;
	await signIn(desk.context(), helen, url);
	await desk.goto(`/w/${made.id}/run`);
	await expect(desk.locator('main[data-ready]')).toBeVisible();

	await test.step('before the step, and on the tile', async () => {
		await desk
			.getByRole('button', { name: /Gallery walk/ })
			.first()
			.click();
		const told = desk.getByRole('list', { name: 'Stories they tell' });
		await expect(told.getByRole('listitem')).toHaveText([/He fetched the key at night/, /Nobody rang back for a week/]);
		await expectAccessible(desk);
		await go('gallery');
		const tile = desk.getByRole('article', { name: 'Alder' });
		await expect(tile.getByRole('listitem')).toHaveText([/He fetched the key at night/, /Nobody rang back for a week/]);
		await expect(desk.getByRole('article', { name: 'Birch' })).toContainText(
			'No story chosen yet, and none voted for.'
		);
		await expectAccessible(desk);
		// Chosen anew, the tile follows by itself.
		await ana.post(`${api}/top-stories`, { target: refs[1], on: false });
		await expect(tile.getByRole('listitem')).toHaveText([/He fetched the key at night/]);
	});

	await test.step('a book of another workshop', async () => {
		await desk.goto(`/w/${made.id}/stories`);
		const chooser = desk.getByLabel('File of a story book');
		await chooser.setInputFiles({
			name: 'notes.json',
			mimeType: 'application/json',
			buffer: Buffer.from('{ "no": 1 }')
		});
		await expect(desk.getByRole('alert')).toContainText('This is no story book.');
		await expectAccessible(desk);
		const book = { workshop: 'Service, autumn', stories: [{ text: 'She stayed until it rang', by: 'Jo Wirth' }] };
		await chooser.setInputFiles({
			name: 'story-book.json',
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(book))
		});
		await desk.getByText('Service, autumn, 1 story').click();
		await expect(desk.getByText('“She stayed until it rang”')).toBeVisible();
		await expect(desk.getByRole('alert')).toBeHidden();
		await expectAccessible(desk);
	});

	await test.step('why it is hard to let people decide', async () => {
		await go('vision', 'place');
		await helen.post(`${api}/steps/vision/writers`, { people: [joined.person.id] });
		await written('vision', ({ board }) => board.addNote({ zone: asId('standards'), text: 'We ring back' }));
		await go('house', 'fill');
		await written('house', ({ board }) => {
			const cell = board.notes().find(({ zone }) => zone === 'in-the-way')!;
			board.textOf(cell.id)!.insert(0, 'Above 20 euros we must ask');
			board.setChoice(cell.id, asId('causes'), 'Authority');
		});
		await desk.goto(`/w/${made.id}/standards`);
		await expect(desk.locator('main[data-ready]')).toBeVisible();
		await expect(desk.getByText('Above 20 euros we must ask')).toBeHidden();
		await go('read-back');
		await expect(desk.getByText('“I answer for the money.”')).toBeVisible();
		await expect(desk.getByText('“Above 20 euros we must ask”')).toBeVisible();
		await expectAccessible(desk);

		const { body: link } = await helen.post(`${api}/links`, { purpose: 'sponsor' });
		const sara = (await newDevice(browser, url, PHONE)).page;
		await sara.goto(link.path);
		await sara.waitForURL(/\/w\//);
		await sara.goto(`/w/${made.id}/sponsor`);
		await expect(sara.getByText('“Above 20 euros we must ask”')).toBeVisible();
		await expectAccessible(sara);
	});
});

async function signIn(
	context: { addCookies: (cookies: { name: string; value: string; url: string }[]) => Promise<void> },
	{ cookie }: Door,
	url: string
): Promise<void> {
	const [name = '', value = ''] = cookie.split('=');
	await context.addCookies([{ name, value, url }]);
}
