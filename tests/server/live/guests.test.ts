/** Who is here for the customers' steps alone: everything they are sent, and everything that others are sent of theirs. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asId } from '#domain/ids.ts';
import { guestPart } from '#server/live/snapshot.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { linkDevice } from '../../support/rights.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { arrived, everybodyAsks, finders, scene, whileListening } from '../../support/wire-scene.ts';
import { liveSocket, openBoard, testWorkshop, type TestWorkshop } from '../../support/workshop.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

const at = ({ id }: Pick<TestWorkshop, 'id'>, path = '') => `/api/workshops/${id}${path}`;
const board = async (workshop: TestWorkshop, device: Device, step: string): Promise<DocumentPlace> =>
	(await workshop.documents(device)).find((place) => place.step === step && place.kind === 'board')!;
const inPerson = async (workshop: TestWorkshop, role: string): Promise<string> =>
	((await facilitator.get(at(workshop, '/people'))).body as { id: string; role: string }[]).find(
		(person) => person.role === role
	)!.id;

test('[SEAT-2] what a customer writes beforehand reaches nobody: no facilitator, no other customer, no socket, no answer, no file', async () => {
	const room = await scene(server, facilitator);
	const { workshop } = room;
	await workshop.go('customer');
	const { body: marek } = await workshop.post('/customers', { name: 'Marek' });
	const other = await linkDevice(server, workshop, 'customer');
	const { body: link } = await workshop.post('/links', { purpose: 'customer', person: marek.id });
	const mareks = server.device();
	await mareks.post('/api/links/open', { token: link.path.split('/').at(-1) });
	const marks = liveSocket(server, mareks, workshop.id);
	await marks.until(() => true);
	const save = (id: string, text: string) =>
		other.send('PUT', at(workshop, `/statements/${id}`), { text, order: 'a0' });

	await whileListening(room, 'customer', async () => {
		expect((await save('statement-one', 'MARKER one')).status).toBe(200);
		await save('statement-two', 'MARKER two');
		await save('statement-three', 'MARKER three');
		await other.post(at(workshop, '/statements/statement-three/remove'));
	});
	await workshop.post('/days/2/close');
	const answers = await everybodyAsks(room, 'customer');
	const sheets = await Promise.all(
		['/people.csv', '/attendance.csv', '/attendance/sheet', '/links', '/statements'].map((path) =>
			facilitator.get(at(workshop, path))
		)
	);
	// The customer's own link gives it to their own device, and to that alone.
	const own = finders(room, answers, 'MARKER');
	expect(own).toEqual([`customer at ${at(workshop, '/statements')}`]);
	expect(JSON.stringify(sheets.map(({ body }) => body))).not.toContain('MARKER');
	expect((await mareks.get(at(workshop, '/statements'))).body).toEqual([]);
	expect(JSON.stringify(marks.states)).not.toContain('MARKER');
	expect(JSON.stringify(await server.database.rows('select * from day_snapshots'))).not.toContain('MARKER');

	await whileListening(room, 'customer', () => other.post(at(workshop, '/statements/statement-one/show')));
	const shown = finders(room, await everybodyAsks(room, 'customer'), 'MARKER one');
	expect(shown).toContain(`bo at ${at(workshop, '/points')}`);
	expect(finders(room, await everybodyAsks(room, 'customer'), 'MARKER two')).toEqual([
		`customer at ${at(workshop, '/statements')}`
	]);
	room.ears.forEach((ear) => ear.close());
	marks.close();
});

test('[SEAT-2] only the customers’ own store reads their statements', () => {
	const folder = join(import.meta.dirname, '../../../server');
	const readers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.filter((path) =>
			/from\(customerStatements\)|from "?customer_statements/.test(readFileSync(join(folder, path), 'utf8'))
		);

	// Others may empty them, as a rehearsal's end and a point that is taken back do.
	expect(readers).toEqual(['store/statements.ts']);
});

test('[SEAT-9] [SEAT-10] customers and who came to hear them are told of their steps, and of nobody’s name, count or word of any other', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana } = room;
	await workshop.go('experiences', 'share');
	const open = await openBoard(server, ana.device, await board(workshop, ana.device, 'experiences'));
	await whileListening(room, 'experiences', async () => {
		open.board.addNote({ zone: asId('bad'), text: 'MARKER of the staff' });
		await open.saved();
		await workshop.post('/message', { text: 'MESSAGE to the staff' });
		await workshop.post('/hand', {});
	});
	await arrived(room);
	const answers = await everybodyAsks(room, 'experiences');
	const guests = ['customer', 'listener'];

	for (const secret of ['MARKER', 'MESSAGE', ana.id, 'Ana', room.bo.id, 'Sara'])
		expect([secret, finders(room, answers, secret).filter((line) => guests.includes(line.split(' ')[0]!))]).toEqual([
			secret,
			[]
		]);
	for (const name of guests) {
		const view = JSON.parse(answers.get(name)!.get(at(workshop))!);
		const steps = name === 'customer' ? ['customer', 'questions', 'issues'] : ['customer', 'questions'];
		expect(view.steps.map(({ id }: { id: string }) => id)).toEqual(steps);
		expect([view.compass, view.purpose, view.code, view.brief.promise, view.brief.sponsor]).toEqual([
			'',
			'',
			null,
			'',
			''
		]);
		expect([
			...new Set(view.days.flatMap(({ entries }: { entries: { step: string }[] }) => entries.map(({ step }) => step)))
		]).toEqual(steps);
	}
	open.close();
	room.ears.forEach((ear) => ear.close());
});

test('[SEAT-9] the live state of a customer has no counts and nobody’s presence, and says where the room is only in their steps', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	await facilitator.send('PATCH', at(workshop), { brief: { customer: 'Ingrid' } });
	const ingrid = await linkDevice(server, workshop, 'customer');
	const ana = await workshop.join('Ana', 'alder');
	const anas = liveSocket(server, ana.device, workshop.id);
	await workshop.go('experiences');
	const live = liveSocket(server, ingrid, workshop.id);

	const before = await live.until(({ version }) => version > 0);
	await workshop.go('issues');
	const within = await live.until(({ step }) => step?.id === 'issues');
	await anas.until(({ step }) => step?.id === 'issues');

	expect([before.step, before.clock, before.states, before.here, before.othersHere]).toEqual([null, null, {}, [], 0]);
	expect(within.syndicates.map(({ people, here, votes, seats }) => [people, here, votes, seats])).toEqual(
		within.syndicates.map(() => [0, 0, 0, 0])
	);
	expect([within.here, within.step!.writers, within.lastMove, within.message]).toEqual([[], [], null, null]);
	expect([within.revisions.votes, within.revisions.plan]).toEqual([0, 0]);
	expect(anas.states.at(-1)!.here.length).toBeGreaterThan(0);
	for (const each of [live, anas]) each.close();
});

test('[SEAT-10] whoever came to hear the customers alone is not told why a question waits, nor how late the rest of the day is', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const { body: link } = await workshop.post('/observers', { name: 'Noor', department: 'IT', hears: 'customer' });
	const noor = server.device();
	await noor.post('/api/links/open', { token: link.path.split('/').at(-1) });
	const ana = await workshop.join('Ana', 'alder');
	await facilitator.send('PATCH', at(workshop, '/questions/rules'), { approvedFirst: false });
	const { body: question } = await ana.device.post(at(workshop, '/questions'), { text: 'Who pays?', shows: 'nobody' });
	await workshop.post(`/questions/${question.id}/moderate`, { deed: 'park', with: ana.id, reason: 'Ana knows why' });
	const live = liveSocket(server, ana.device, workshop.id);
	const shared = await live.until(({ version }) => version > 0);
	live.close();

	const { body: read } = await noor.get(at(workshop, '/questions'));
	const { body: others } = await ana.device.get(at(workshop, '/questions'));
	const now = await server.deps.workshops.desk.get(asId(workshop.id));
	const late = (role: 'customer' | 'listener') => guestPart({ ...shared, lateMinutes: 12 }, now, role).lateMinutes;

	expect([read, others].map(({ questions: [one] }) => [one.text, one.reason])).toEqual([
		['Who pays?', null],
		['Who pays?', 'Ana knows why']
	]);
	expect([late('listener'), late('customer')]).toEqual([null, 12]);
});

test('[SEAT-11] the facilitator invites an observer to the whole workshop or to the customers alone, and what is turned holds at once', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const { body: link } = await workshop.post('/observers', { name: 'Noor', department: 'IT', hears: 'customer' });
	const noor = server.device();
	await noor.post('/api/links/open', { token: link.path.split('/').at(-1) });
	const ana = await workshop.join('Ana', 'alder');
	await ana.device.post(at(workshop, '/points'), { text: 'Ring back', kind: 'wish' });
	const live = liveSocket(server, noor, workshop.id);
	await live.until(({ me }) => me.role === 'listener');
	const person = await inPerson(workshop, 'listener');
	const asked = () =>
		Promise.all(
			['/points', '/questions', '/standards', '/stories', '/issues'].map((path) => noor.get(at(workshop, path)))
		);

	const narrow = await asked();
	const turned = await workshop.post(`/people/${person}/hears`, { hears: 'everything' });
	await live.until(({ me }) => me.role === 'observer');
	const wide = await asked();
	const wrong = await workshop.post(`/people/${ana.id}/hears`, { hears: 'customer' });
	live.close();

	expect(narrow.map(({ status }) => status)).toEqual([200, 200, 403, 403, 403]);
	expect(narrow[0]!.body).toMatchObject([{ text: 'Ring back' }]);
	expect([turned.status, wrong.status]).toEqual([204, 404]);
	expect(wide.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
});

test('[SEAT-13] who sits in with a syndicate reads its board of the running step, writes nothing, and is out at once when that is changed', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	await facilitator.send('PATCH', at(workshop), { brief: { sponsor: 'Sam', customer: 'Ingrid' } });
	const [sam, ingrid] = [await linkDevice(server, workshop, 'sponsor'), await linkDevice(server, workshop, 'customer')];
	const ana = await workshop.join('Ana', 'alder');
	const sits = async (role: string, syndicate: string | null) =>
		workshop.post(`/people/${await inPerson(workshop, role)}/sit`, { syndicate });
	await ana.device.post(at(workshop, '/points'), { text: 'Ring back', kind: 'wish' });
	await workshop.go('issues');
	const before = await Promise.all([sam, ingrid].map((device) => workshop.documents(device)));

	const first = await sits('sponsor', 'alder');
	await sits('customer', 'alder');
	const read = await Promise.all([sam, ingrid].map((device) => workshop.documents(device)));
	const anas = await openBoard(server, ana.device, await board(workshop, ana.device, 'issues'));
	const theirs = await openBoard(server, ingrid, read[1]![0]!);
	anas.board.addNote({ zone: asId('means'), text: 'We forget to ring' });
	await anas.saved();
	await expect.poll(() => theirs.board.notes().map(({ text }) => text)).toContain('We forget to ring');
	const people = (await ana.device.get(at(workshop, '/people'))).body as { role: string; sitsWith: string | null }[];
	const words = (await ingrid.get(at(workshop, '/steps/issues/sources'))).body as { text: string; authorId: null }[];
	const sams = (await sam.get(at(workshop, '/steps/issues/sources'))).body as { text: string }[];
	const moved = await sits('customer', null);
	const without = await ingrid.get(at(workshop, '/steps/issues/sources'));

	expect(await theirs.closed).toBe(4403);
	expect(before).toEqual([[], []]);
	expect([first.body, moved.body]).toEqual([{ before: null }, { before: 'alder' }]);
	expect(read.map((places) => places.map(({ step, writable }) => [step, writable]))).toEqual([
		[['issues', false]],
		[['issues', false]]
	]);
	expect(people.filter(({ role, sitsWith }) => sitsWith !== null && role !== 'participant').length).toBe(2);
	// What she said is dealt to this very syndicate; what another one has, its board says.
	expect(words.map(({ text, authorId }) => [text, authorId])).toEqual([['Ring back', null]]);
	expect(sams.map(({ text }) => text)).toContain('Ring back');
	expect(without.body).toEqual([]);
	expect(await workshop.documents(ingrid)).toEqual([]);
	await workshop.go('draft');
	const later = await workshop.documents(sam);
	expect(later.map(({ step }) => step)).toEqual(['draft']);
	expect((await sits('customer', 'birch')).status).toBe(200);
	expect(await workshop.documents(ingrid)).toEqual([]);
	expect((await workshop.post(`/people/${ana.id}/sit`, { syndicate: 'birch' })).status).toBe(404);
	for (const each of [anas, theirs]) each.close();
});

test('[SEAT-13] what a guest at the table sends to the board is refused, and changes nothing', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	await facilitator.send('PATCH', at(workshop), { brief: { customer: 'Ingrid' } });
	const ingrid = await linkDevice(server, workshop, 'customer');
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('issues');
	await workshop.post(`/people/${await inPerson(workshop, 'customer')}/sit`, { syndicate: 'alder' });
	const [place] = await workshop.documents(ingrid);
	const theirs = await openBoard(server, ingrid, place!);

	theirs.board.addNote({ zone: asId('means'), text: 'By my own hand' });

	expect(await theirs.closed).toBe(4403);
	const anas = await openBoard(server, ana.device, await board(workshop, ana.device, 'issues'));
	expect(anas.board.notes().map(({ text }) => text)).not.toContain('By my own hand');
	for (const each of [anas, theirs]) each.close();
});
