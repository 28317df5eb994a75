import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ZoneId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type Participant, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);

const boardOf = async ({ device }: Pick<Participant, 'device'>, step: string): Promise<DocumentPlace> =>
	(await workshop.documents(device)).find((place) => place.step === step && place.kind === 'board')!;

const rowsOf = (id: string) =>
	server.database.rows(`select seq, bytes from document_updates where document_id = '${id}' order by seq`);

test('[SYNC-36] a laptop that lay shut since the first step comes back on the second day: it harms nothing, loses nothing, and what is open takes its words', async () => {
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	const live = liveSocket(server, workshop.facilitator, workshop.id);
	await workshop.go('experiences');
	const alone: DocumentPlace = (await ana.device.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {}))
		.body;
	const anasOwn = await openBoard(server, ana.device, alone);
	const opened = anasOwn.board.addNote({ zone: zone('good'), text: 'Before the lid went down' });
	await anasOwn.saved();
	await workshop.go('experiences', 'share');
	const place = await boardOf(ana, 'experiences');
	const shut = await openBoard(server, ana.device, place);
	await shut.until((known) => known.note(opened) !== null);

	// The lid goes down, and its owner goes on without a network.
	[shut, anasOwn].forEach((open) => open.offline());
	shut.board.textOf(opened)!.insert(0, 'Reworded at night: ');
	shut.board.remove(opened);
	const late = shut.board.addNote({ zone: zone('bad'), text: 'Written on the train' });
	shut.board.addGroup(zone('good'), 'A group of the night');
	anasOwn.board.addNote({ zone: zone('good'), text: 'Never opened' });
	const room = await openBoard(server, ben.device, place);
	room.board.textOf(opened)!.insert(0, 'Together: ');
	await room.saved();
	room.close();
	await workshop.go('definitions');
	await live.until(({ states }) => states.experiences === 'closed');
	await workshop.go('yesterday');
	await live.until(({ states }) => states.definitions === 'closed');
	const before = await Promise.all([place.id, alone.id].map(rowsOf));

	[shut, anasOwn].forEach((open) => open.online());

	expect(await Promise.all([shut.closed, anasOwn.closed])).toEqual([4403, 4403]);
	await server.deps.workshops.rooms.settled();
	expect(await Promise.all([place.id, alone.id].map(rowsOf))).toEqual(before);
	const now = await openBoard(server, workshop.facilitator, place);
	expect(now.board.notes().map(({ text, removedAt }) => [text, removedAt])).toEqual([
		['Together: Before the lid went down', null]
	]);
	// Refused is not lost: the words are on the laptop as they were written.
	expect(shut.board.note(late)?.text).toBe('Written on the train');

	// Opened again, the step takes all of it.
	await workshop.post('/steps/experiences/open');
	await live.until(({ states }) => states.experiences === 'open');
	const back = await openBoard(server, ana.device, place);
	back.close();
	shut.online();
	await now.until((known) => known.note(late)?.text === 'Written on the train');
	expect(now.board.note(opened)?.text).toContain('Reworded at night: ');
	expect(now.board.note(opened)?.text).toContain('Together: ');
	[shut, anasOwn, now].forEach((open) => open.close());
	live.close();
});
