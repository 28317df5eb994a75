import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type FieldId, type NoteId, type ZoneId } from '#domain/ids.ts';
import { NO_NAME } from '#domain/no-name.ts';
import { OWN_SWITCH } from '#domain/wording.ts';
import { BoardDocument } from '#document/board.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { Reveal } from '#server/live/reveal.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop, type Participant, type TestWorkshop } from '../../support/workshop.ts';
import * as Y from 'yjs';

const SOON = { timeout: 15_000 };

let server: TestServer;
let first: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	first = await testWorkshop(server);
});
afterAll(() => server.close());

const good: ZoneId = asId('good');
const release: FieldId = asId(OWN_SWITCH);
const fresh = () => testWorkshop(server, { facilitator: first.facilitator });

async function alone(workshop: TestWorkshop, { device }: Participant, step = 'experiences') {
	const place: DocumentPlace = (await device.post(`/api/workshops/${workshop.id}/steps/${step}/private`, {})).body;
	return { place, ...(await openBoard(server, device, place)) };
}

const boardOf = async (workshop: TestWorkshop, { device }: Participant, step = 'experiences') =>
	openBoard(
		server,
		device,
		(await workshop.documents(device)).find((place) => place.step === step && place.kind === 'board')!
	);

test('[REVEAL-9] a note whose author left their name off opens hidden, after those with names, and stays out of the story book', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('experiences');
	const [anas, bens] = [await alone(workshop, ana), await alone(workshop, ben)];
	const write = ({ board }: { readonly board: BoardDocument }, text: string): NoteId =>
		board.addNote({ zone: good, text });
	const marked = [write(anas, 'Without a name'), write(bens, 'Without a name either')];
	anas.board.setChoice(marked[0]!, NO_NAME.id, 'yes');
	anas.board.setChoice(marked[0]!, release, 'yes');
	bens.board.setChoice(marked[1]!, NO_NAME.id, 'yes');
	// A mark without words is no note.
	anas.board.setChoice(write(anas, ''), NO_NAME.id, 'yes');
	const unmarked = write(anas, 'By Ana');
	anas.board.setChoice(unmarked, NO_NAME.id, 'yes');
	anas.board.setChoice(unmarked, NO_NAME.id, null);
	anas.board.setChoice(unmarked, release, 'yes');
	write(bens, 'By Ben');
	await Promise.all([anas.saved(), bens.saved()]);

	await workshop.go('experiences', 'share');
	const board = await boardOf(workshop, ben);
	await board.until((known) => known.notes().length === 4 && known.notes().every(({ author }) => author !== null));

	const found = board.board.notes().map(({ text, author, fields }) => ({ text, author, fields }));
	expect(found.slice(0, 2)).toEqual([
		{ text: 'By Ana', author: ana.id, fields: { [OWN_SWITCH]: 'yes' } },
		{ text: 'By Ben', author: ben.id, fields: {} }
	]);
	// In the order of ids that nobody chose.
	expect(
		board.board
			.notes()
			.slice(2)
			.map(({ id }) => id)
	).toEqual([...marked].sort());
	expect(found.slice(2).map(({ author, fields }) => [author, fields])).toEqual([
		['hidden', {}],
		['hidden', {}]
	]);
	// Whose it was is known to nobody: not even they release it now.
	const anasBoard = await boardOf(workshop, ana);
	anasBoard.board.setChoice(marked[0]!, release, 'yes');
	expect(await anasBoard.closed).toBe(4403);
	[anas, bens, board, anasBoard].forEach((open) => open.close());
});

test('[REVEAL-9] a mark that was on its way when the notes opened takes the name off all the same', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences');
	const anas = await alone(workshop, ana);
	const note = anas.board.addNote({ zone: good, text: 'Just marked' });
	await anas.saved();

	await workshop.go('experiences', 'share');
	const board = await boardOf(workshop, ana);
	await board.until((known) => known.note(note)?.author === ana.id);
	anas.board.setChoice(note, NO_NAME.id, 'yes');

	await board.until((known) => known.note(note)?.author === 'hidden');
	[anas, board].forEach((open) => open.close());
});

test('[REVEAL-9] where the facilitator lets nobody leave their name off, the mark does nothing', async () => {
	const workshop = await fresh();
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('definitions');
	const anas = await alone(workshop, ana, 'definitions');
	const note = anas.board.addNote({ zone: asId('good-service-is'), text: 'By Ana' });
	anas.board.setChoice(note, NO_NAME.id, 'yes');
	await anas.saved();

	await workshop.go('definitions', 'share');
	const board = await boardOf(workshop, ana, 'definitions');
	await board.until((known) => known.note(note)?.author === ana.id);

	expect(board.board.note(note)?.fields).toEqual({});
	[anas, board].forEach((open) => open.close());
});

test('[REVEAL-9] closed, the step keeps nothing that tells whose the note was; what others wrote alone stays theirs', async () => {
	const workshop = await fresh();
	const people = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('experiences');
	const opened = await Promise.all(people.map((person) => alone(workshop, person)));
	const [anas, bens] = opened;
	anas!.board.setChoice(anas!.board.addNote({ zone: good, text: 'Of nobody' }), NO_NAME.id, 'yes');
	bens!.board.addNote({ zone: good, text: 'By Ben' });
	await Promise.all(opened.map((open) => open.saved()));
	opened.forEach((open) => open.close());
	const live = liveSocket(server, workshop.facilitator, workshop.id);
	await workshop.go('experiences', 'share');
	await workshop.post('/steps/experiences/close');
	await live.until(({ step }) => step?.state === 'closed');
	const clients = (id: string) =>
		server.database.rows(`select client_id from document_clients where document_id = '${id}'`);
	await expect.poll(() => clients(anas!.place.id), SOON).toEqual([]);
	expect(await clients(bens!.place.id)).toHaveLength(1);

	const { desk, stores } = server.deps.workshops;
	const later: (() => void)[] = [];
	const nextStart = new Reveal({
		desk,
		// A process that has just started has nothing open.
		rooms: { read: () => Promise.reject(), edit: () => Promise.reject(), purge: async () => {}, counts: () => null },
		documents: stores.documents,
		stored: async (id) => {
			const doc = new Y.Doc();
			for (const { bytes } of await rowsOf(id)) Y.applyUpdate(doc, bytes as Uint8Array);
			return new BoardDocument(doc);
		},
		after: (_ms, work) => {
			later.push(work);
			return () => {};
		},
		onFault: (error) => {
			throw error;
		}
	});
	await nextStart.start();
	for (const work of later) work();

	await expect.poll(() => rowsOf(anas!.place.id), SOON).toEqual([]);
	expect((await rowsOf(bens!.place.id)).length).toBeGreaterThan(0);
	live.close();
});

const rowsOf = (id: string) =>
	server.database.rows(`select bytes from document_updates where document_id = '${id}' order by seq`);

test('[REVEAL-10] notes without a name that come late, one right behind the other, all arrive, and stand among the others without one and not behind them', async () => {
	const workshop = await fresh();
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('experiences');
	const [anas, bens] = [await alone(workshop, ana), await alone(workshop, ben)];
	// At once, as what was written without a network comes.
	const nameless = ({ board }: { readonly board: BoardDocument }, text: string): void =>
		board.transact(() => board.setChoice(board.addNote({ zone: good, text }), NO_NAME.id, 'yes'));
	for (let n = 0; n < 6; n += 1) nameless(bens, `Early ${n}`);
	bens.board.addNote({ zone: good, text: 'By Ben' });
	await bens.saved();
	await workshop.go('experiences', 'share');
	const board = await boardOf(workshop, ben);
	await board.until((known) => known.notes().length === 7);

	for (let n = 0; n < 3; n += 1) {
		nameless(anas, `Late ${n}`);
		await anas.saved();
		await board.until(
			(known) => known.notes().length === 8 + n && known.notes().every(({ author }) => author !== null)
		);
	}

	const stood = board.board.zone(good).entries.flatMap((entry) => (entry.kind === 'note' ? [entry.note] : []));
	const ofNobody = stood.filter(({ author }) => author === 'hidden').map(({ id }) => id);
	expect(ofNobody).toHaveLength(9);
	expect(ofNobody).toEqual(ofNobody.toSorted());
	[anas, bens, board].forEach((open) => open.close());
}, 60_000);
