import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, newId } from '#domain/ids.ts';
import * as tables from '#drizzle/schema.ts';
import { hashPassword } from '#server/password.ts';
import { addAccount } from '#server/store/accounts.ts';
import type { AgendaEntry, SavedTemplateView, WorkshopRow, WorkshopView } from '#protocol/views.ts';
import { password, startServer, type Device, type TestServer } from '../../support/server.ts';
import { openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let own: TestWorkshop;
let helen: Device;
beforeAll(async () => {
	server = await startServer();
	own = await testWorkshop(server);
	helen = own.facilitator;
});
afterAll(() => server.close());

const view = async (id: string): Promise<WorkshopView> => (await helen.get(`/api/workshops/${id}`)).body;
const entriesOf = (workshop: WorkshopView): readonly AgendaEntry[] => workshop.days.flatMap(({ entries }) => entries);
/** An agenda without the ids, which are each workshop's own. */
const shapeOf = (workshop: WorkshopView) =>
	workshop.days.map((day) => ({ ...day, heldOn: null, entries: day.entries.map(({ id: _, ...entry }) => entry) }));
const make = async (body: object): Promise<WorkshopView> => {
	const made = await helen.post('/api/workshops', body);
	if (made.status !== 201) throw new Error(JSON.stringify(made.body));
	return view(made.body.id);
};
const rowOf = async (id: string): Promise<WorkshopRow> =>
	(await helen.get('/api/workshops')).body.find((row: WorkshopRow) => row.id === id);

/** A workshop that was changed, in which people were and wrote. */
async function lively(): Promise<WorkshopView> {
	const [welcome, , coffee] = entriesOf(await own.view());
	await helen.send('PATCH', `/api/workshops/${own.id}`, {
		company: 'Marlowe Heating',
		brief: { sponsor: 'Helen Marlowe', situation: 'We lose calls.' }
	});
	await helen.send('PUT', `/api/workshops/${own.id}/syndicates`, { names: ['Harbour', 'Mill', 'Quay'] });
	await own.post('/agenda', {
		edits: [
			{ deed: 'change', entry: welcome!.id, pinnedAt: '09:15', isSponsorHere: true, isQuiet: true },
			{ deed: 'change', entry: coffee!.id, title: 'Tea and cake', isQuiet: false }
		]
	});
	const ana = await own.join('Ana Ashdown', 'alder');
	await own.go('experiences', 'share');
	const place = (await own.documents(ana.device)).find(({ step }) => step === 'experiences')!;
	const board = await openBoard(server, ana.device, place);
	board.board.addNote({ zone: asId<'Zone'>('good'), text: 'Rang back' });
	await board.saved();
	board.close();
	return own.view();
}

test('[TEMPLATE-1] a workshop saved as a template gives its days and texts to new ones, and nothing of its people', async () => {
	const before = await lively();
	const saved = await own.post('/templates', { title: 'Two days with tea' });
	const listed: readonly SavedTemplateView[] = (await helen.get('/api/templates')).body;

	const made = await make({ title: 'Autumn', template: saved.body.id });

	expect(saved.status).toBe(201);
	expect(listed).toMatchObject([{ id: saved.body.id, title: 'Two days with tea', days: 2, steps: 15 }]);
	expect(shapeOf(made)).toEqual(shapeOf(before));
	expect(made).toMatchObject({ company: '', state: 'preparing' });
	expect(made.brief.situation).toBe('');
	const contents = JSON.stringify(await server.database.rows('select contents from saved_templates'));
	for (const word of ['Ashdown', 'Rang back', 'We lose calls', 'Marlowe']) expect(contents).not.toContain(word);
	await helen.send('PATCH', `/api/workshops/${made.id}`, { brief: { sponsor: 'Uma Sand' } });
	expect(JSON.stringify((await view(made.id)).steps)).toContain('Uma opens');
});

test('[TEMPLATE-2] a blank workshop can be run as it is', async () => {
	const blank = await make({ title: 'From nothing', template: 'blank' });

	expect(entriesOf(blank)).toMatchObject([{ starts: '09:00', minutes: 30, step: 'step' }]);
	await helen.post(`/api/workshops/${blank.id}/open`);
	const gone = await helen.post(`/api/workshops/${blank.id}/steps/step/go`, {});
	const documents = await helen.get(`/api/workshops/${blank.id}/documents`);
	expect(gone.status).toBe(204);
	expect(documents.body).toHaveLength(2);
});

test('[TEMPLATE-3] saved templates are renamed and removed by whose they are, and by nobody else', async () => {
	const { body } = await own.post('/templates', { title: 'Mine' });
	await server.database.transaction(async (tx) =>
		addAccount(tx, {
			email: 'ben@example.org',
			name: 'Ben',
			passwordHash: await hashPassword(password),
			now: new Date()
		})
	);
	const ben = server.device();
	await ben.post('/api/sign-in', { email: 'ben@example.org', password });

	const strange = [
		await ben.send('PATCH', `/api/templates/${body.id}`, { title: 'Taken' }),
		await ben.post(`/api/templates/${body.id}/remove`),
		await ben.post('/api/workshops', { title: 'Taken', template: body.id })
	];
	await helen.send('PATCH', `/api/templates/${body.id}`, { title: 'Still mine' });

	const titles = async () => (await helen.get('/api/templates')).body.map(({ title }: SavedTemplateView) => title);
	expect(strange.map(({ status }) => status)).toEqual([404, 404, 404]);
	expect((await ben.get('/api/templates')).body).toEqual([]);
	expect(await titles()).toContain('Still mine');
	await helen.post(`/api/templates/${body.id}/remove`);
	expect(await titles()).not.toContain('Still mine');
});

test('[TEMPLATE-4] a duplicate has the agenda, the brief and the syndicates, people where wished, and no documents', async () => {
	const before = await own.view();
	await server.database.transaction(async (tx) => {
		await tx.insert(tables.people).values({
			id: newId(),
			workshopId: asId(own.id),
			name: 'Lea',
			nameKey: 'lea',
			role: 'participant',
			syndicateId: asId<'Syndicate'>(before.syndicates[2]!.id),
			department: 'Stores',
			joinedAt: new Date()
		});
	});

	const without = await helen.post(`/api/workshops/${own.id}/duplicate`, {
		title: 'Next year',
		firstDay: '2027-03-01'
	});
	const withPeople = await helen.post(`/api/workshops/${own.id}/duplicate`, { title: 'Same again', withPeople: true });

	const [alone, peopled] = [await view(without.body.id), await view(withPeople.body.id)];
	expect(shapeOf(alone)).toEqual(shapeOf(before));
	expect(alone.days.map(({ heldOn }) => heldOn)).toEqual(['2027-03-01', '2027-03-02']);
	expect(alone.brief).toEqual(before.brief);
	expect([alone.company, alone.state, alone.title]).toEqual(['Marlowe Heating', 'preparing', 'Next year']);
	expect(alone.syndicates.map(({ name, people }) => [name, people])).toEqual([
		['Harbour', 0],
		['Mill', 0],
		['Quay', 0]
	]);
	expect(peopled.syndicates.map(({ people }) => people)).toEqual([1, 0, 1]);
	expect((await helen.get(`/api/workshops/${peopled.id}/documents`)).body).toEqual([]);
	const people = await helen.get(`/api/workshops/${peopled.id}/people`);
	expect(people.body.map(({ role }: { role: string }) => role)).toContain('sponsor');
	const came = await server.database.rows(
		`select id from people where workshop_id = '${peopled.id}' and (arrived_at is not null or return_code_hash is not null)`
	);
	expect(came).toEqual([]);
});

test('[TEMPLATE-5] a workshop is put away and taken out again, and the list says what is known of it', async () => {
	const { id } = await make({ title: 'For later', company: 'Kestrel', firstDay: '2027-01-12' });
	const archive = (isArchived: boolean) => helen.post(`/api/workshops/${id}/archive`, { isArchived });

	await archive(true);
	const away = await rowOf(id);
	await archive(false);

	expect(away).toMatchObject({
		title: 'For later',
		company: 'Kestrel',
		firstDay: '2027-01-12',
		people: 0,
		role: 'facilitator',
		hasSponsor: false,
		isArchived: true
	});
	expect(await rowOf(id)).toMatchObject({ isArchived: false });
	expect(await rowOf(own.id)).toMatchObject({ hasSponsor: true, state: 'room' });
});
