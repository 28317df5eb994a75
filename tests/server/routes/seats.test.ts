/** Attendance, seats that links give, and two entries that are one person. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ZoneId } from '#domain/ids.ts';
import * as tables from '#drizzle/schema.ts';
import { createDocumentLog } from '#server/store/document-log.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let facilitator: Device;
let now = new Date('2027-01-12T08:30:00Z');
/** Since when time goes by of itself, as whatever is written needs it to; null while it stands. */
let goesSince: number | null = null;

beforeAll(async () => {
	server = await startServer({
		now: () => (goesSince === null ? now : new Date(now.getTime() + performance.now() - goesSince))
	});
	facilitator = (await testWorkshop(server)).facilitator;
});
afterAll(() => server.close());

const fresh = (): Promise<TestWorkshop> => testWorkshop(server, { facilitator });
const get = async ({ id }: TestWorkshop, path: string, device = facilitator) =>
	(await device.get(`/api/workshops/${id}${path}`)).body;

test('[PEOPLE-8] who was here is kept for each day, from their first device on', async () => {
	now = new Date('2027-01-12T08:30:00Z');
	const workshop = await fresh();
	await workshop.post('/people', { people: [{ name: 'Never Came', department: '=Sales' }] });
	const ana = await workshop.join('Ana', 'alder');
	now = new Date('2027-01-13T09:05:00Z');
	const ben = await workshop.join('Ben', 'birch');
	const live = liveSocket(server, ana.device, workshop.id);
	// That she is here is noted beside her first picture of the room, not before it.
	const dates = async () =>
		((await get(workshop, '/attendance')).people as { heldOn: string }[]).map(({ heldOn }) => heldOn);
	await expect.poll(dates).toEqual(['2027-01-12', '2027-01-13', '2027-01-13']);
	live.close();

	const first = await get(workshop, '/attendance');
	const sheet = await facilitator.get(`/api/workshops/${workshop.id}/attendance.csv`);

	expect(first).toEqual({
		days: ['2027-01-12', '2027-01-13'],
		people: [
			{ personId: ana.id, heldOn: '2027-01-12', firstAt: '2027-01-12T08:30:00.000Z' },
			expect.objectContaining({ heldOn: '2027-01-13' }),
			expect.objectContaining({ heldOn: '2027-01-13' })
		]
	});
	expect(String(sheet.body)).toBe(
		[
			'Name,Department,Syndicate,Part,2027-01-12,2027-01-13',
			'Ana,,Alder,,08:30,09:05',
			'Ben,,Birch,,,09:05',
			`Never Came,"'=Sales",,,,`,
			''
		].join('\r\n')
	);
	const people = (await get(workshop, '/people')) as { id: string; isHereToday: boolean }[];
	expect(people.find(({ id }) => id === ben.id)?.isHereToday).toBe(true);
	expect(people.filter(({ isHereToday }) => isHereToday).length).toBe(2);
	expect((await ana.device.get(`/api/workshops/${workshop.id}/attendance`)).status).toBe(403);
});

test('[PEOPLE-8] a page that stays open overnight counts on the next day once the room goes on', async () => {
	now = new Date('2027-01-12T15:00:00Z');
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = liveSocket(server, ana.device, workshop.id);
	await live.until(({ here }) => here.length === 1);
	now = new Date('2027-01-13T09:00:00Z');

	await workshop.go('experiences', 'share');
	const console = liveSocket(server, facilitator, workshop.id);
	await console.until(({ step }) => step?.id === 'experiences');
	const people = async () => (await get(workshop, '/attendance')).people as { heldOn: string }[];
	await expect.poll(async () => (await people()).map(({ heldOn }) => heldOn)).toEqual(['2027-01-12', '2027-01-13']);
	for (const each of [live, console]) each.close();
});

test('[JOIN-13] the link of a laptop and of an observer gives that seat, and ends with it', async () => {
	const workshop = await fresh();
	const made = await workshop.post('/syndicates/birch/laptop');
	const observer = await workshop.post('/observers', { name: 'Irma', department: 'IT' });
	const [laptop, listener] = [server.device(), server.device()];

	const opened = await laptop.post('/api/links/open', { token: made.body.path.split('/').at(-1) });
	await listener.post('/api/links/open', { token: observer.body.path.split('/').at(-1) });
	const links = await get(workshop, '/seat-links');
	const people = (await get(workshop, '/people')) as { id: string; name: string; role: string }[];
	const live = liveSocket(server, laptop, workshop.id);
	const state = await live.until(() => true);
	await workshop.post(`/links/${made.body.id}/revoke`);

	expect([made.body.path.slice(0, 3), observer.body.path.slice(0, 3)]).toEqual(['/l/', '/o/']);
	expect(opened.body).toEqual({ workshopId: workshop.id, purpose: 'laptop' });
	expect(links.length).toBe(2);
	expect(people.map(({ name, role }) => [name, role])).toContainEqual(['Irma', 'observer']);
	expect(state.me.role).toBe('laptop');
	expect(await live.closed).toBe(4403);
	expect(await workshop.documents(listener)).toEqual([]);
	expect((await listener.get(`/api/workshops/${workshop.id}`)).status).toBe(200);
});

test('[PEOPLE-10] two entries become one: votes never exceed the budget, and every device goes on as the older one', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana Lund', 'alder');
	now = new Date(now.getTime() + 60_000);
	const again = await workshop.join('Anna Lund', 'birch');
	await workshop.go('experiences', 'vote');
	const steps = (await workshop.view()).steps;
	const budget = steps.find(({ id }) => id === 'experiences')!.votes!.budget!;
	const workshopId = asId<'Workshop'>(workshop.id);
	const give = (personId: string, targets: readonly string[]) =>
		server.database.transaction(async (tx) => {
			await tx.insert(tables.votes).values(
				targets.map((target, at) => ({
					workshopId,
					step: asId<'Step'>('experiences'),
					personId: asId<'Person'>(personId),
					target,
					slot: at + 1,
					budget,
					castAt: new Date(now.getTime() + at)
				}))
			);
			await tx.insert(tables.ratings).values({
				workshopId,
				step: asId<'Step'>('house'),
				personId: asId<'Person'>(personId),
				target: 'note:abcdefgh:abcdefgh',
				mark: 3,
				ratedAt: now
			});
		});
	await give(
		ana.id,
		Array.from({ length: budget - 1 }, (_, n) => `note:abcdefgh:older${n}00`)
	);
	await give(again.id, [
		'note:abcdefgh:older000',
		...Array.from({ length: budget - 1 }, (_, n) => `note:abcdefgh:newer${n}00`)
	]);
	const live = liveSocket(server, again.device, workshop.id);
	await live.until(() => true);

	const shown = await get(workshop, `/people/${again.id}/merge/${ana.id}`);
	const merged = await workshop.post(`/people/${again.id}/merge`, { other: ana.id });
	const rows = await server.database.rows(
		`select person_id, slot, budget, target from votes where workshop_id = '${workshop.id}'`
	);
	const marks = await server.database.rows(`select person_id from ratings where workshop_id = '${workshop.id}'`);

	expect(shown).toEqual({ keeps: ana.id, goes: again.id, votesMoved: 1, votesDropped: budget - 1, devices: 1 });
	expect([merged.status, merged.body]).toEqual([200, shown]);
	expect(rows.length).toBe(budget);
	expect(new Set(rows.map(({ person_id }) => person_id))).toEqual(new Set([ana.id]));
	expect(new Set(rows.map(({ target }) => target)).size).toBe(budget);
	expect(marks.map(({ person_id }) => person_id)).toEqual([ana.id]);
	expect(await live.closed).toBe(1012);
	const me = liveSocket(server, again.device, workshop.id);
	expect((await me.until(() => true)).me).toMatchObject({ personId: ana.id, name: 'Ana Lund' });
	me.close();
	const people = (await get(workshop, '/people')) as { id: string; mergedIds: string[]; role: string }[];
	expect(people.filter(({ role }) => role === 'participant').map(({ id, mergedIds }) => [id, mergedIds])).toEqual([
		[ana.id, [again.id]]
	]);
	const back = await server.device().post('/api/join/return', { returnCode: again.returnCode });
	expect(back.body.person).toEqual({ id: ana.id, name: 'Ana Lund' });
});

test('[PEOPLE-10] a name typed wrong is put together with its entry of the list, where the person sits', async () => {
	const workshop = await fresh();
	await workshop.post('/people', { people: [{ name: 'Marcus Okafor', department: 'Planning' }] });
	now = new Date(now.getTime() + 60_000);
	const typed = await workshop.join('Mo', 'birch');
	const listed = ((await get(workshop, '/people')) as { id: string; name: string }[]).find(
		({ name }) => name === 'Marcus Okafor'
	)!;

	await workshop.post(`/people/${typed.id}/merge`, { other: listed.id });
	const live = liveSocket(server, typed.device, workshop.id);
	const state = await live.until(() => true);
	live.close();

	expect(state.me).toMatchObject({
		personId: listed.id,
		name: 'Marcus Okafor',
		syndicateId: (await workshop.view()).syndicates[1]!.id
	});
});

test('[PEOPLE-10] while both write alone nothing is merged, and nothing is lost', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Anna', 'alder')];
	await workshop.go('experiences', 'write');
	for (const { device } of [ana, ben]) await device.post(`/api/workshops/${workshop.id}/steps/experiences/private`);

	const refused = await workshop.post(`/people/${ana.id}/merge`, { other: ben.id });

	expect([refused.status, refused.body.code]).toEqual([409, 'in-use']);
	expect(((await get(workshop, '/people')) as unknown[]).length).toBe(3);
});

test('[PEOPLE-10] the device of the entry that goes writes on with what it began, also once the board was let go', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana Lund', 'alder');
	now = new Date(now.getTime() + 60_000);
	const again = await workshop.join('Anna Lund', 'alder');
	await workshop.go('experiences', 'share');
	goesSince = performance.now();
	const place = (await workshop.documents(again.device)).find(
		({ step, kind }) => step === 'experiences' && kind === 'board'
	)!;
	const zone: ZoneId = asId('good');
	const own = await openBoard(server, again.device, place);
	const reader = await openBoard(server, ana.device, place);
	own.board.addNote({ zone, text: 'Before' });
	await own.saved();

	await workshop.post(`/people/${again.id}/merge`, { other: ana.id });
	const after = own.board.addNote({ zone, text: 'After' });
	await reader.until(() => reader.board.note(after)?.author === ana.id);
	for (const each of [own, reader]) each.close();
	goesSince = null;

	const clients = await server.database.rows(
		`select distinct person_id from document_clients where document_id = '${place.id}'`
	);
	const owners = (await createDocumentLog(server.database).load(asId(place.id)))?.owners ?? new Map();
	expect(clients.map(({ person_id }) => person_id)).toEqual([again.id]);
	expect([...new Set(owners.values())]).toEqual([ana.id]);
});

test('[PEOPLE-10] what was written alone before goes along; where a namesake sits nothing is merged', async () => {
	const workshop = await fresh();
	await workshop.post('/people', { people: [{ name: 'Ana', department: '' }] });
	now = new Date(now.getTime() + 60_000);
	const listed = ((await get(workshop, '/people')) as { id: string; name: string }[]).find(
		({ name }) => name === 'Ana'
	)!;
	const typed = await workshop.join('Anna', 'alder');
	await workshop.go('experiences', 'write');
	const path = `/api/workshops/${workshop.id}/steps/experiences/private`;
	const alone = (await typed.device.post(path)).body;
	await workshop.go('experiences', 'share');
	const [alder] = (await workshop.view()).syndicates;
	await server.database.transaction(async (tx) => {
		await tx.insert(tables.people).values({
			id: asId('namesake-of-ana'),
			workshopId: asId(workshop.id),
			name: 'Ana',
			nameKey: 'ana',
			role: 'participant',
			syndicateId: alder!.id,
			joinedAt: now
		});
	});

	const refused = await workshop.post(`/people/${typed.id}/merge`, { other: listed.id });
	await server.database.rows(`update people set name_key = 'other' where id = 'namesake-of-ana' returning id`);
	const merged = await workshop.post(`/people/${typed.id}/merge`, { other: listed.id });
	const again = await typed.device.post(path);

	expect([refused.status, refused.body.code]).toEqual([409, 'name-taken']);
	expect(merged.status).toBe(200);
	expect(again.body.id).toBe(alone.id);
});
