import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type DocumentId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { Reveal } from '#server/live/reveal.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { liveSocket, openBoard, testWorkshop } from '../../support/workshop.ts';
import * as Y from 'yjs';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

const rowsOf = (id: string) => server.database.rows(`select seq from document_updates where document_id = '${id}'`);

async function storedBoard(id: DocumentId): Promise<BoardDocument> {
	const doc = new Y.Doc();
	const rows = await server.database.rows(
		`select bytes from document_updates where document_id = '${id}' order by seq`
	);
	for (const { bytes } of rows) Y.applyUpdate(doc, bytes as Uint8Array);
	return new BoardDocument(doc);
}

test('[REVEAL-6] after a step without names is closed, the private logs go at the next start; what nobody was shown stays', async () => {
	const workshop = await testWorkshop(server);
	const people = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('welcome', 'goals');
	const places: DocumentPlace[] = [];
	for (const { device } of people) {
		const place = (await device.post(`/api/workshops/${workshop.id}/steps/welcome/private`, {})).body;
		const open = await openBoard(server, device, place);
		open.board.addNote({ zone: asId('i-want'), text: 'To be heard' });
		await open.saved();
		open.close();
		places.push(place);
	}
	const live = liveSocket(server, workshop.facilitator, workshop.id);
	await workshop.go('welcome', 'pairs');
	await workshop.post('/steps/welcome/close');
	await live.until(({ step }) => step?.state === 'closed');
	// As if the second one's note had never been moved.
	const [, ben] = places;
	await server.deps.workshops.rooms.edit(ben!.id, (board) => board.notes().forEach(({ id }) => board.restore(id)));

	const { desk, stores } = server.deps.workshops;
	const later: (() => void)[] = [];
	const nextStart = new Reveal({
		desk,
		// A process that has just started has nothing open.
		rooms: { read: () => Promise.reject(), edit: () => Promise.reject(), purge: async () => {}, counts: () => null },
		documents: stores.documents,
		stored: storedBoard,
		after: (_ms, work) => {
			later.push(work);
			return () => {};
		},
		onFault: (error) => {
			throw error;
		}
	});
	const before = await Promise.all(places.map(({ id }) => rowsOf(id)));
	await nextStart.start();
	for (const work of later) work();

	await expect.poll(() => rowsOf(places[0]!.id)).toEqual([]);
	expect(before.every((rows) => rows.length > 0)).toBe(true);
	expect((await rowsOf(ben!.id)).length).toBeGreaterThan(0);
	const bindings = await server.database.rows(
		`select c.client_id from document_clients c join documents d on d.id = c.document_id
		where d.workshop_id = '${workshop.id}' and d.step = 'welcome'`
	);
	expect(bindings).toEqual([]);
	live.close();
});
