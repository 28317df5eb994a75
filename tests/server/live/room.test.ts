// A room from its opening to its close. One piece, because its claims share one workshop and its people.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { noteRef, simpleRef } from '#domain/refs.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type { SourceView } from '#protocol/views.ts';
import { Reveal } from '#server/live/reveal.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type Participant, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);
const fresh = () => testWorkshop(server, { facilitator: first.facilitator });
const privateOf = async (workshop: TestWorkshop, { device }: Participant, step: string): Promise<DocumentPlace> => {
	const { status, body } = await device.post(`/api/workshops/${workshop.id}/steps/${step}/private`, {});
	if (status !== 200) throw new Error(JSON.stringify(body));
	return body;
};
const boardOf = async (workshop: TestWorkshop, { device }: Pick<Participant, 'device'>, step: string, at = 0) =>
	(await workshop.documents(device)).filter((place) => place.step === step && place.kind !== 'private')[at]!;
const liveOf = (workshop: TestWorkshop, person: Pick<Participant, 'device'>) =>
	liveSocket(server, person.device, workshop.id);

/** Writes one note on the board of the syndicate of this person, or the room's. */
async function write(
	workshop: TestWorkshop,
	person: Participant,
	step: string,
	at: string,
	text: string
): Promise<string> {
	const place = await boardOf(workshop, person, step);
	const open = await openBoard(server, person.device, place);
	const note = open.board.addNote({ zone: zone(at), text });
	await open.saved();
	open.close();
	return noteRef(place.id, note);
}

test('[STEP-1] going to another step and back finds everything as it was: phase, notes, clock, what is hidden', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = liveOf(workshop, ana);
	await workshop.go('experiences', 'share');
	const ref = await write(workshop, ana, 'experiences', 'good', 'They rang back');
	await workshop.post('/clock', { deed: 'start', minutes: 20 });
	const before = await live.until(({ step }) => step?.clock?.kind === 'running');

	await workshop.go('gallery');
	await workshop.go('experiences');

	const after = await live.until(({ step }) => step?.id === 'experiences' && step.state === 'open');
	const board = await openBoard(server, ana.device, await boardOf(workshop, ana, 'experiences'));
	expect([after.step?.phase, after.step?.clock]).toEqual([before.step?.phase, before.step?.clock]);
	expect(board.board.notes().map(({ id, text }) => [ref.endsWith(id), text])).toEqual([[true, 'They rang back']]);
	board.close();
	live.close();
});

test('[STEP-2] a step that is left counts late frames for two seconds; after `closed` nothing is accepted', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = liveOf(workshop, ana);
	await workshop.go('experiences', 'share');
	const place = await boardOf(workshop, ana, 'experiences');
	const open = await openBoard(server, ana.device, place);

	await workshop.post('/steps/experiences/close');
	await live.until(({ step }) => step?.state === 'closing');
	const late = open.board.addNote({ zone: zone('good'), text: 'Just in time' });
	await open.saved();
	await live.until(({ step }) => step?.state === 'closed');
	const rows = await server.database.rows(`select seq from document_updates where document_id = '${place.id}'`);
	open.board.addNote({ zone: zone('good'), text: 'Too late' });
	await open.closed;

	const facilitator = await openBoard(server, workshop.facilitator, place);
	expect(facilitator.board.notes().map(({ id, text }) => [id, text])).toEqual([[late, 'Just in time']]);
	expect(await server.database.rows(`select seq from document_updates where document_id = '${place.id}'`)).toEqual(
		rows
	);
	expect((await workshop.documents(ana.device)).find(({ id }) => id === place.id)?.writable).toBe(false);
	facilitator.close();
	open.close();
	live.close();
});

test('[STEP-2] a step that is opened again while it closes stays open', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences', 'share');

	await workshop.post('/steps/experiences/close');
	await workshop.post('/steps/experiences/open');

	expect((await boardOf(workshop, ana, 'experiences')).writable).toBe(true);
	const states = await server.database.rows(
		`select state from step_states where workshop_id = '${workshop.id}' and step = 'experiences'`
	);
	expect(states).toEqual([{ state: 'open' }]);
});

test('[STEP-2] a step that could not be opened again is closed as it was to be', async () => {
	const workshop = await fresh();
	const live = liveOf(workshop, { device: workshop.facilitator });
	await workshop.go('experiences', 'share');
	await workshop.go('gallery');
	const bar = `here_never check (id <> '${workshop.id}' or current_step <> 'experiences') not valid`;
	await server.database.rows(`alter table workshops add constraint ${bar}`);

	const refused = await workshop.post('/steps/experiences/go');
	await server.database.rows('alter table workshops drop constraint here_never');

	expect(refused.status).toBe(500);
	await live.until(({ states }) => states.experiences === 'closed');
	live.close();
});

test('[STEP-3] what was closing when the server ended is closed when it starts', async () => {
	const workshop = await fresh();
	await workshop.go('experiences', 'share');
	await workshop.post('/steps/experiences/close');

	await server.deps.workshops.steering.start();

	const states = await server.database.rows(
		`select state from step_states where workshop_id = '${workshop.id}' and step = 'experiences'`
	);
	expect(states).toEqual([{ state: 'closed' }]);
});

test('[STEP-4] the clock starts, pauses, goes on, is prolonged and stopped on the server’s time', async () => {
	const workshop = await fresh();
	const live = liveOf(workshop, { device: workshop.facilitator });
	const nowhere = await workshop.post('/clock', { deed: 'start', minutes: 5 });
	await workshop.go('experiences');
	const ready = await live.until(({ step }) => step?.clock !== undefined && step.clock !== null);

	await workshop.post('/clock', { deed: 'start', minutes: 5 });
	const running = await live.until(({ clock }) => clock?.kind === 'running');
	await workshop.post('/clock', { deed: 'pause' });
	const paused = await live.until(({ clock }) => clock?.kind === 'paused');
	await workshop.post('/clock', { deed: 'add', minutes: 2 });
	const longer = await live.until(({ clock }) => clock?.lengthMs === 7 * 60_000);
	await workshop.post('/clock', { deed: 'resume' });
	await live.until(({ clock }) => clock?.kind === 'running');
	await workshop.post('/clock', { deed: 'stop' });
	await live.until(({ clock }) => clock === null);

	expect(nowhere.status).toBe(404);
	expect(ready.step?.clock).toEqual({ kind: 'paused', remainingMs: 480_000, lengthMs: 480_000 });
	if (running.clock?.kind !== 'running' || paused.clock?.kind !== 'paused' || longer.clock?.kind !== 'paused')
		throw new Error();
	expect(running.clock.endsAtMs - running.now).toBeGreaterThan(4.5 * 60_000);
	expect(paused.clock.remainingMs).toBeLessThanOrEqual(5 * 60_000);
	expect(longer.clock.remainingMs - paused.clock.remainingMs).toBe(2 * 60_000);
	live.close();
});

test('[REVEAL-1] what is written alone reaches nobody else, not a facilitator either: only its number', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('experiences');
	const place = await privateOf(workshop, ana, 'experiences');
	const open = await openBoard(server, ana.device, place);
	const live = liveOf(workshop, { device: workshop.facilitator });

	open.board.addNote({ zone: zone('bad'), text: 'MARKER only for me' });
	await open.saved();
	const told = await live.until(({ syndicates }) => syndicates[0]?.hiddenNotes === 1);

	expect(told.syndicates.map(({ notes, hiddenNotes }) => [notes, hiddenNotes])).toEqual([
		[0, 1],
		[0, 0]
	]);
	expect(JSON.stringify(live.states)).not.toContain('MARKER');
	for (const device of [ben.device, workshop.facilitator]) {
		expect((await workshop.documents(device)).map(({ id }) => id)).not.toContain(place.id);
		await expect(openBoard(server, device, place)).rejects.toThrow('closed with 4403');
	}
	const sources = await ben.device.get(`/api/workshops/${workshop.id}/steps/definitions/sources`);
	expect(JSON.stringify(sources.body)).not.toContain('MARKER');
	open.close();
	live.close();
});

test('[REVEAL-2] going on reveals every note once, with its author where the step has names; going back reveals nothing', async () => {
	const workshop = await fresh();
	const [ana, cem] = [await workshop.join('Ana', 'alder'), await workshop.join('Cem', 'birch')];
	await workshop.go('experiences');
	const notes = new Map<string, NoteId>();
	for (const person of [ana, cem]) {
		const open = await openBoard(server, person.device, await privateOf(workshop, person, 'experiences'));
		notes.set(person.name, open.board.addNote({ zone: zone('good'), text: `From ${person.name}` }));
		await open.saved();
		open.close();
	}

	await workshop.go('welcome');
	const back = await openBoard(
		server,
		workshop.facilitator,
		await boardOf(workshop, { device: workshop.facilitator }, 'experiences')
	);
	const whenBack = back.board.notes();
	back.close();
	await workshop.go('experiences', 'share');
	await workshop.go('experiences', 'write');
	await workshop.go('experiences', 'group');

	expect(whenBack).toEqual([]);
	for (const person of [ana, cem]) {
		const open = await openBoard(server, person.device, await boardOf(workshop, person, 'experiences'));
		await open.until((board) => board.notes().length > 0);
		expect(open.board.notes().map(({ id, text, author }) => [id, text, author])).toEqual([
			[notes.get(person.name), `From ${person.name}`, person.id]
		]);
		open.close();
	}
});

test('[REVEAL-3] without names a revealed note carries none, and nothing that is kept tells who wrote it', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('welcome', 'goals');
	const place = await privateOf(workshop, ana, 'welcome');
	const open = await openBoard(server, ana.device, place);
	open.board.addNote({ zone: zone('i-want'), text: 'To be heard' });
	await open.saved();
	open.close();

	await workshop.go('welcome', 'pairs');

	const room = await openBoard(server, ana.device, await boardOf(workshop, ana, 'welcome'));
	await room.until((board) => board.notes().length === 1);
	expect(room.board.notes().map(({ text, author }) => [text, author])).toEqual([['To be heard', 'hidden']]);
	const bindings = await server.database.rows(
		`select client_id from document_clients c join documents d on d.id = c.document_id
		where d.workshop_id = '${workshop.id}' and d.step = 'welcome' and c.person_id = '${ana.id}' and d.kind = 'private'`
	);
	expect(bindings).toEqual([]);
	room.close();
});

test('[REVEAL-4] notes of somebody who was away at the reveal arrive when they come back, once', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('experiences');
	const mine = await openBoard(server, ana.device, await privateOf(workshop, ana, 'experiences'));
	mine.offline();
	const away = mine.board.addNote({ zone: zone('good'), text: 'Written in the lift' });

	await workshop.go('experiences', 'share');
	const bens = await openBoard(server, ben.device, await boardOf(workshop, ben, 'experiences'));
	expect(bens.board.notes()).toEqual([]);
	mine.online();
	await bens.until((board) => board.note(away)?.author === ana.id);
	await mine.until((board) => board.note(away)?.removedAt !== null);

	expect(bens.board.notes().map(({ text }) => text)).toEqual(['Written in the lift']);
	mine.close();
	bens.close();
});

test('[REVEAL-4] what is typed in the last moment before the room goes on stands on the board when the step is closed', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences');
	const mine = await openBoard(server, ana.device, await privateOf(workshop, ana, 'experiences'));
	const note = mine.board.addNote({ zone: zone('good'), text: 'They rang' });
	await mine.saved();
	const live = liveOf(workshop, { device: workshop.facilitator });

	await workshop.go('gallery');
	await mine.until((board) => board.note(note)?.removedAt !== null);
	mine.board.textOf(note)!.insert(9, ' back');
	await mine.saved();
	await live.until(({ states }) => states.experiences === 'closed');

	const board = await openBoard(server, ana.device, await boardOf(workshop, ana, 'experiences'));
	expect(board.board.notes().map(({ text }) => text)).toEqual(['They rang back']);
	for (const open of [board, mine, live]) open.close();
});

test('[REVEAL-7] a reveal that the end of the server cut off is made up for at the next start', async () => {
	const [turned, left] = [await fresh(), await fresh()];
	const boards: DocumentPlace[] = [];
	for (const workshop of [turned, left]) {
		const ana = await workshop.join('Ana', 'alder');
		await workshop.go('experiences');
		const mine = await openBoard(server, ana.device, await privateOf(workshop, ana, 'experiences'));
		mine.board.addNote({ zone: zone('good'), text: 'They rang back' });
		await mine.saved();
		mine.close();
		boards.push(await boardOf(workshop, ana, 'experiences'));
	}
	// As if the process had ended right after it had kept where the room is.
	await server.database.rows(
		`update step_states set phase = 'share' where workshop_id = '${turned.id}' and step = 'experiences'`
	);
	await server.database.rows(
		`update step_states set state = 'closing' where workshop_id = '${left.id}' and step = 'experiences'`
	);
	await server.database.rows(`update workshops set current_step = 'gallery' where id = '${left.id}'`);
	const { desk, rooms, stores } = server.deps.workshops;
	for (const { id } of [turned, left]) await desk.refresh(asId(id), 'steps', 'workshop');
	const later: (() => void)[] = [];
	const nextStart = new Reveal({
		desk,
		rooms,
		documents: stores.documents,
		stored: async () => null,
		after: (_ms, work) => {
			later.push(work);
			return () => {};
		},
		onFault: (error) => {
			throw error;
		}
	});

	await nextStart.catchUp();
	for (const work of later) work();

	const words = ({ id }: DocumentPlace) => rooms.read(id, (board) => board.notes().map(({ text }) => text));
	await expect
		.poll(async () => [await words(boards[0]!), await words(boards[1]!)])
		.toEqual([['They rang back'], ['They rang back']]);
});

test('[REVEAL-5] a private document is begun only while people write alone', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences', 'share');

	const refused = await ana.device.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {});
	const facilitator = await workshop.post('/steps/experiences/private');

	expect([refused.status, refused.body.code]).toEqual([409, 'step-closed']);
	expect(facilitator.status).toBe(403);
});

test('[CARRY-1] [CARRY-2] [CARRY-3] definitions wait in the vision as links, its line stays on top, its standards become cells', async () => {
	const workshop = await fresh();
	const [ana, cem] = [await workshop.join('Ana', 'alder'), await workshop.join('Cem', 'birch')];
	const live = liveOf(workshop, ana);
	await workshop.go('definitions', 'share');
	const fromAna = await write(workshop, ana, 'definitions', 'good-service-is', 'Somebody answers');
	const fromCem = await write(workshop, cem, 'definitions', 'good-service-is', 'It is mended at once');

	await workshop.go('vision');
	await workshop.go('definitions');
	await workshop.go('vision');

	const named = await workshop.post('/steps/vision/writers', { people: [cem.id] });
	await live.until(({ step }) => step?.writers.length === 1);
	const place = await boardOf(workshop, cem, 'vision');
	const vision = await openBoard(server, cem.device, place);
	await vision.until((board) => board.notes().length === 2);
	const proposed = vision.board.notes();
	expect(named.status).toBe(204);
	expect(proposed.map(({ zone, text, from, author }) => [zone, text, ...from, author])).toEqual([
		['proposed', '', fromAna, 'hidden'],
		['proposed', '', fromCem, 'hidden']
	]);

	vision.board.move(proposed[0]!.id, zone('compass'));
	vision.board.move(proposed[1]!.id, zone('standards'));
	await vision.saved();
	await workshop.go('house', 'fill');
	const state = await live.until(({ step, workshop }) => step?.id === 'house' && workshop.compass !== '');
	expect(state.workshop.compass).toBe('Somebody answers');

	for (const person of [ana, cem]) {
		const house = await openBoard(server, person.device, await boardOf(workshop, person, 'house'));
		await house.until((board) => board.notes().length === 6);
		expect(
			house.board
				.notes()
				.map(({ zone, from }) => [zone, ...from])
				.sort()
		).toEqual(
			['fixed', 'in-the-way', 'may-decide', 'shows', 'today', 'try'].map((zone) => [
				zone,
				noteRef(place.id, proposed[1]!.id)
			])
		);
		house.close();
	}
	vision.close();
	live.close();
});

test('[CARRY-4] the customer’s points stand on every syndicate’s board, those taken back do not', async () => {
	const workshop = await fresh();
	const cem = await workshop.join('Cem', 'birch');
	await workshop.go('customer');
	const said = await cem.device.post(`/api/workshops/${workshop.id}/points`, { text: 'Ring me back', kind: 'wish' });
	const taken = await cem.device.post(`/api/workshops/${workshop.id}/points`, { text: 'Not that', kind: 'wish' });
	await workshop.post(`/points/${taken.body.id}/check`, { verdict: 'take-back' });

	await workshop.go('issues');

	const issues = await openBoard(server, cem.device, await boardOf(workshop, cem, 'issues'));
	await issues.until((board) => board.notes().length > 0);
	expect(issues.board.notes().map(({ zone, from }) => [zone, ...from])).toEqual([
		['said', simpleRef('point', said.body.id)]
	]);
	issues.close();
});

test('[SOURCE-1] a note may be linked to what its writer may read, with names as the step has them', async () => {
	const workshop = await fresh();
	const [ana, cem] = [await workshop.join('Ana', 'alder'), await workshop.join('Cem', 'birch')];
	const sourcesOf = async ({ device }: Pick<Participant, 'device'>): Promise<readonly SourceView[]> =>
		(await device.get(`/api/workshops/${workshop.id}/steps/definitions/sources`)).body;
	await workshop.go('experiences', 'share');
	const fromAna = await write(workshop, ana, 'experiences', 'good', 'They rang back');
	const fromCem = await write(workshop, cem, 'experiences', 'bad', 'Nobody rang back');

	const open = [await sourcesOf(ana), await sourcesOf(cem)];
	await workshop.go('definitions', 'share');
	await liveOf(workshop, ana).until(({ states }) => states.experiences === 'closed');
	const closed = await sourcesOf(ana);

	expect(open.map((sources) => sources.map(({ ref, text, authorId }) => [ref, text, authorId]))).toEqual([
		[[fromAna, 'They rang back', ana.id]],
		[[fromCem, 'Nobody rang back', cem.id]]
	]);
	expect(closed.map(({ ref }) => ref)).toEqual([fromAna, fromCem]);
	const customer = server.device();
	await workshop.facilitator.send('PATCH', `/api/workshops/${workshop.id}`, { brief: { customer: 'Ruth Adeyemi' } });
	const link = await workshop.post('/links', { purpose: 'customer' });
	await customer.post('/api/links/open', { token: link.body.path.split('/').at(-1) });
	expect(await sourcesOf({ device: customer })).toEqual([]);
});

test('[STEP-5] the screen, the writers and the votes are the facilitator’s; a stranger to the syndicates is refused', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	const live = liveOf(workshop, ana);
	await workshop.go('experiences', 'vote');
	const { syndicates } = await workshop.view();

	await workshop.post('/screen', { kind: 'spotlight', syndicateId: syndicates[1]!.id });
	await workshop.post('/steps/experiences/votes/close');
	await workshop.post('/message', { text: 'Half the time is gone.' });
	const state = await live.until(({ message, step }) => message !== null && step?.votesClosed === true);
	const refused = [
		await workshop.post('/screen', { kind: 'spotlight', syndicateId: 'of-nobody-here' }),
		await workshop.post('/steps/vision/writers', { people: ['nobody-here'] }),
		await workshop.post('/steps/unknown/go'),
		await workshop.post('/steps/experiences/go', { phase: 'unknown' }),
		await ana.device.post(`/api/workshops/${workshop.id}/steps/gallery/go`, {})
	];

	expect(state.screen).toEqual({ kind: 'spotlight', syndicateId: syndicates[1]!.id });
	expect(state.message).toMatchObject({ text: 'Half the time is gone.' });
	expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404, 403]);
	live.close();
});

test('[STEP-6] coming to a vote from an earlier phase opens it; coming back to it from another step leaves it as it was', async () => {
	const workshop = await fresh();
	const live = liveOf(workshop, { device: workshop.facilitator });
	await workshop.go('experiences', 'vote');
	await workshop.post('/steps/experiences/votes/close');

	await workshop.go('gallery');
	await live.until(({ step }) => step?.id === 'gallery');
	await workshop.go('experiences');
	const back = await live.until(({ step }) => step?.id === 'experiences' && step.state === 'open');
	await workshop.go('experiences', 'group');
	await workshop.go('experiences', 'vote');
	const again = await live.until(({ step }) => step?.phase === 'vote' && !step.votesClosed);

	expect([back.step?.phase, back.step?.votesClosed]).toEqual(['vote', true]);
	expect(again.step?.votesClosed).toBe(false);
	live.close();
});
