import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { openBoard, testWorkshop, type Participant } from '../../support/workshop.ts';

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

async function boardOf(
	{ device }: Pick<Participant, 'device'>,
	workshop: string,
	step: string
): Promise<DocumentPlace> {
	const places: readonly DocumentPlace[] = (await device.get(`/api/workshops/${workshop}/documents`)).body;
	return places.find((place) => place.kind !== 'private' && place.step === step)!;
}

const historyAt = (workshop: string, place: DocumentPlace, of: string) =>
	`/api/workshops/${workshop}/documents/${place.id}/history?of=${of}`;

test('[BOARD-64] a group tells who made it, named it, put what in and merged, and a note who made and moved it', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	await workshop.go('experiences', 'share');
	const place = await boardOf(ana, workshop.id, 'experiences');
	const [here, there] = [await openBoard(server, ana.device, place), await openBoard(server, ben.device, place)];
	const first = here.board.addNote({ zone: asId('good'), text: 'They rang back' });
	await there.until((board) => board.note(first) !== null);
	const second = there.board.addNote({ zone: asId('bad'), text: 'Twice' });
	const group = there.board.addGroup(asId('good'), '');
	there.board.join(first, group);
	there.board.join(second, group);
	const other = there.board.addGroup(asId('good'), 'Other');
	await here.until((board) => board.titleOf(other) !== null);
	here.board.titleOf(group)?.insert(0, 'Quick');
	here.board.mergeGroups(other, group);
	here.board.move(first, asId('bad'));
	await Promise.all([here.saved(), there.saved()]);

	const ofGroup = await ana.device.get(historyAt(workshop.id, place, group));
	const ofNote = await ben.device.get(historyAt(workshop.id, place, first));

	expect(ofGroup.body.lines).toEqual([
		{ what: 'made', people: [ben.id] },
		{ what: 'named', people: [ana.id] },
		{ what: 'put-in', people: [ben.id], note: second },
		{ what: 'merged', people: [ana.id], group: other }
	]);
	expect(ofNote.body.lines).toEqual([
		{ what: 'made', people: [ana.id] },
		{ what: 'moved', people: [ana.id] }
	]);
	await workshop.post(`/people/${ana.id}/remove`);
	const later = await ben.device.get(historyAt(workshop.id, place, group));
	expect(JSON.stringify(later.body)).not.toContain(ana.id);
	here.close();
	there.close();
});

test('[BOARD-65] nobody is named where there are no names, nor by any part of a note without one', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const ana = await workshop.join('Ana', 'alder');
	await workshop.go('experiences', 'share');
	const place = await boardOf(ana, workshop.id, 'experiences');
	const open = await openBoard(server, ana.device, place);
	const note = open.board.addNote({ zone: asId('good'), text: 'They rang back' });
	const group = open.board.addGroup(asId('good'), 'Quick');
	open.board.join(note, group);
	await open.saved();
	await server.deps.workshops.rooms.edit(place.id, (board) => board.stamp(note, 'hidden'));

	const ofNote = await ana.device.get(historyAt(workshop.id, place, note));
	const ofGroup = await ana.device.get(historyAt(workshop.id, place, group));

	expect(ofNote.body.lines.flatMap(({ people }: { people: string[] }) => people)).toEqual([]);
	expect(ofGroup.body.lines.find(({ what }: { what: string }) => what === 'put-in').people).toEqual([]);
	open.close();
	await workshop.go('issues', 'one');
	const unnamed = await boardOf(ana, workshop.id, 'issues');
	const room = await openBoard(server, ana.device, unnamed);
	const wish = room.board.addGroup(asId('means'), 'To be heard');
	await room.saved();
	const without = await ana.device.get(historyAt(workshop.id, unnamed, wish));
	expect(without.body.lines).toEqual([
		{ what: 'made', people: [] },
		{ what: 'named', people: [] }
	]);
	room.close();
});

test('[BOARD-65] a private document, another syndicate’s open board and what is not there tell nothing', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const [ana, bo] = [await workshop.join('Ana', 'alder'), await workshop.join('Bo', 'birch')];
	await workshop.go('experiences', 'write');
	const own: DocumentPlace = (await ana.device.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {}))
		.body;
	await workshop.go('experiences', 'share');
	const place = await boardOf(ana, workshop.id, 'experiences');

	const answers = [
		await ana.device.get(historyAt(workshop.id, own, 'x')),
		await bo.device.get(historyAt(workshop.id, place, 'x')),
		await ana.device.get(historyAt(workshop.id, place, 'x'))
	];

	expect(answers.map(({ status }) => status)).toEqual([404, 403, 404]);
});
