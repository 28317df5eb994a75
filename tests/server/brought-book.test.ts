/** Story books that go from one workshop to another as files, and both answers to why it is hard to let people decide. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import { linkDevice } from '../support/rights.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { openBoard, testWorkshop, type Participant, type TestWorkshop } from '../support/workshop.ts';

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
});
afterAll(() => server.close());

const another = () => testWorkshop(server, { facilitator: first.facilitator });
const at = ({ id }: TestWorkshop, path: string) => `/api/workshops/${id}/${path}`;
const bring = ({ post }: TestWorkshop, file: unknown) => post('/story-book/brought', { file });
const bookOf = async (workshop: TestWorkshop, { device }: Pick<Participant, 'device'>) =>
	(await device.get(at(workshop, 'story-book'))).body;

const kept = {
	workshop: 'Service, autumn',
	stories: [
		{ text: 'He fetched the key', story: 'At night', beyondDuty: 'It was his day off', by: 'Elin', syndicate: 'Alder' },
		{ text: 'She stayed', story: '', beyondDuty: '', by: '', syndicate: '' }
	]
};

test('[STORY-5] a book that was kept as a file is read in another workshop by those who work there, and taken out again', async () => {
	const workshop = await another();
	const ana = await workshop.join('Ana', 'alder');

	const { status } = await bring(workshop, { ...kept, more: 'of a later version' });
	const book = await bookOf(workshop, ana);
	const guests = await Promise.all(
		['screen', 'sponsor', 'customer'].map(async (purpose) => {
			if (purpose !== 'screen')
				await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
					brief: { sponsor: 'Sara', customer: 'Carl' }
				});
			return bookOf(workshop, { device: await linkDevice(server, workshop, purpose) });
		})
	);

	expect(status).toBe(201);
	expect(book.brought).toEqual([{ id: expect.any(String), ...kept }]);
	const [screen, sponsor, customer] = guests;
	expect([book.stories, screen.brought, sponsor.brought]).toEqual([[], [], []]);
	// Stories are the staff's; a customer has no part in them.
	expect(customer).toMatchObject({ code: 'not-allowed' });
	expect((await workshop.facilitator.get(at(workshop, 'attachments'))).body).toEqual([]);
	const byHand = await ana.device.post(at(workshop, 'story-book/brought'), { file: kept });
	const removed = await workshop.post(`/story-book/brought/${book.brought[0].id}/remove`);
	const twice = await workshop.post(`/story-book/brought/${book.brought[0].id}/remove`);
	expect([byHand.status, removed.body.brought, twice.status]).toEqual([403, [], 404]);
});

test('[STORY-6] a file that is no book, or of which one story is damaged, is refused in a sentence and nothing of it is taken over', async () => {
	const workshop = await another();
	const story = (parts: object) => ({ workshop: 'x', stories: [kept.stories[0], parts] });

	const refused = [];
	for (const file of [
		null,
		'words',
		[],
		{ workshop: 'x' },
		{ workshop: 'x', stories: [] },
		story({ text: ' ' }),
		story({ text: 'a', by: 7 }),
		story({ text: 'x'.repeat(4001) }),
		story({ text: 'a\0b' }),
		{ workshop: 'x', stories: Array.from({ length: 301 }, () => ({ text: 'Again' })) }
	])
		refused.push(await bring(workshop, file));
	await bring(workshop, kept);
	const again = await bring(workshop, kept);

	expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 400));
	// A zero is refused at the door already, with the part that holds it.
	expect(refused.filter(({ body }) => !body.sentence.endsWith('Nothing was taken over.'))).toHaveLength(1);
	expect(refused[0]!.body.sentence).toContain('This is no story book.');
	expect(refused[5]!.body.sentence).toContain('Story 2 has no words.');
	expect(again.body.sentence).toBe('This book is here already. Nothing was taken over.');
	expect((await bookOf(workshop, { device: workshop.facilitator })).brought).toHaveLength(1);
});

test('[STORY-6] books have ten places of their own, a book that is too long is refused, and one sent twice at a time comes once', async () => {
	const workshop = await another();
	const titled = (title: string, stories: readonly object[] = kept.stories) => ({ workshop: title, stories });
	const attach = (name: string) =>
		fetch(`${server.url}${at(workshop, 'attachments')}?name=${name}.txt`, {
			method: 'POST',
			headers: {
				origin: server.url,
				cookie: workshop.facilitator.cookie,
				'content-type': 'application/octet-stream'
			},
			body: name
		});
	const long = Array.from({ length: 150 }, (_, n) => ({ text: `${n}`, story: 'x'.repeat(3600) }));

	const refused = await bring(workshop, titled('long', long));
	const twice = await Promise.all(Array.from({ length: 4 }, () => bring(workshop, titled('1'))));
	const rest = [];
	for (let n = 2; n <= 10; n += 1) rest.push((await bring(workshop, titled(`${n}`))).status);
	const [again, eleventh] = [await bring(workshop, titled('1')), await bring(workshop, titled('11'))];
	const files = [];
	for (let n = 1; n <= 11; n += 1) files.push((await attach(`${n}`)).status);

	expect([refused.status, refused.body.sentence]).toEqual([
		413,
		'The stories of this book take 537 kB, and 512 kB can be brought at once. Nothing was taken over.'
	]);
	expect(twice.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
	expect(rest).toEqual(rest.map(() => 201));
	expect(again.body.sentence).toBe('This book is here already. Nothing was taken over.');
	expect([eleventh.status, eleventh.body.sentence]).toEqual([
		413,
		'10 story books can be brought. Take one out, then bring this one.'
	]);
	expect(files).toEqual([...Array.from({ length: 10 }, () => 201), 413]);
	const [{ id }] = (await bookOf(workshop, { device: workshop.facilitator })).brought;
	// A book is no file of the brief, and goes where it came from only.
	expect((await workshop.post(`/attachments/${id}/remove`)).status).toBe(404);
	expect((await workshop.post(`/story-book/brought/${id}/remove`)).body.brought).toHaveLength(9);
});

test('[STANDARD-8] why it is hard to let people decide is told once sponsor and syndicates have both answered and the houses are closed', async () => {
	const workshop = await another();
	const [ana, ben, bo] = [
		await workshop.join('Ana', 'alder'),
		await workshop.join('Ben', 'alder'),
		await workshop.join('Bo', 'birch')
	];
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, {
		brief: { sponsor: 'Sara', customer: 'Carl' }
	});
	const [sponsor, customer] = [
		await linkDevice(server, workshop, 'sponsor'),
		await linkDevice(server, workshop, 'customer')
	];
	const told = async (device = bo.device) => (await device.get(at(workshop, 'deciding'))).body;
	await workshop.go('vision', 'place');
	await workshop.post('/steps/vision/writers', { people: [ben.id] });
	await written(workshop, ben, 'vision', (board) => board.addNote({ zone: asId('standards'), text: 'We ring back' }));
	await workshop.go('house', 'fill');
	await written(workshop, ana, 'house', (board) => {
		const cell = board.notes().find(({ zone }) => zone === 'in-the-way')!;
		board.textOf(cell.id)!.insert(0, 'Above 20 euros we must ask');
		board.setChoice(cell.id, asId('causes'), 'Rule|Authority');
		board.fieldText(cell.id, asId('ownedBy'))?.insert(0, 'Accounts');
	});

	await workshop.go('read-back');
	await expect
		.poll(
			async () =>
				(await workshop.documents(workshop.facilitator)).some(({ step, writable }) => step === 'house' && writable),
			{ timeout: 10_000 }
		)
		.toBe(false);
	const alone = await told();
	await sponsor.send('PATCH', at(workshop, 'promise'), { whyHard: 'I answer for the money.' });

	expect(alone).toBeNull();
	const both = await told();
	expect(both).toEqual({
		sponsor: 'I answer for the money.',
		staff: [{ text: 'Above 20 euros we must ask', syndicateId: expect.any(String), ownedBy: 'Accounts' }]
	});
	expect(await told(sponsor)).toEqual(both);
	expect((await customer.get(at(workshop, 'deciding'))).status).toBe(403);
	await workshop.go('house', 'fill');
	expect(await told(sponsor)).toBeNull();
});

async function written(
	workshop: TestWorkshop,
	{ device }: Participant,
	step: string,
	write: (board: Awaited<ReturnType<typeof openBoard>>['board']) => unknown
): Promise<void> {
	const place = (await workshop.documents(device)).find((one) => one.step === step && one.kind !== 'private')!;
	const open = await openBoard(server, device, place);
	if (step === 'house') await open.until((board) => board.notes().some(({ zone }) => zone === 'in-the-way'));
	write(open.board);
	await open.saved();
	open.close();
}
