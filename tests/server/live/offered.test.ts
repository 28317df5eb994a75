import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type ZoneId } from '#domain/ids.ts';
import { groupRef, noteRef } from '#domain/refs.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { openBoard, testWorkshop, type Participant, type TestWorkshop } from '../../support/workshop.ts';

let server: TestServer;
let workshop: TestWorkshop;
beforeAll(async () => {
	server = await startServer();
	workshop = await testWorkshop(server);
});
afterAll(() => server.close());

const zone = (id: string): ZoneId => asId(id);
const placeOf = async ({ device }: Pick<Participant, 'device'>, step: string) =>
	(await workshop.documents(device)).find((place) => place.step === step && place.kind !== 'private')!;

test('[VISION-1] [VISION-2] the most voted of each syndicate come to the room as links, equal ones at the cut all do, and entering again moves nothing', async () => {
	const [ana, ben] = [await workshop.join('Ana', 'alder'), await workshop.join('Ben', 'alder')];
	const cem = await workshop.join('Cem', 'birch');
	const at = `/api/workshops/${workshop.id}/steps/definitions/votes`;
	await workshop.go('definitions', 'share');
	const alder = await placeOf(ana, 'definitions');
	const board = await openBoard(server, ana.device, alder);
	const add = (text: string) => board.board.addNote({ zone: zone('good-service-is'), text });
	const [one, two, three, four, five, six] = ['1', '2', '3', '4', '5', '6'].map(add);
	const group = board.board.addGroup(zone('good-service-is'), 'Heard');
	for (const note of [five!, six!]) board.board.join(note, group);
	await board.saved();
	const birch = await placeOf(cem, 'definitions');
	const theirs = await openBoard(server, cem.device, birch);
	const seven = theirs.board.addNote({ zone: zone('good-service-is'), text: '7' });
	await theirs.saved();
	await workshop.go('definitions', 'vote');
	const given = [
		...[noteRef(alder.id, one!), groupRef(alder.id, group), noteRef(alder.id, two!)].map((ref) => [ana, ref] as const),
		...[noteRef(alder.id, one!), groupRef(alder.id, group), noteRef(alder.id, three!)].map((ref) => [ben, ref] as const)
	];
	for (const [who, target] of given) expect((await who.device.post(at, { target })).status).toBe(200);

	await workshop.go('vision');
	const room = await openBoard(server, ana.device, await placeOf(ana, 'vision'));
	await room.until((vision) => vision.notes().length === 5);
	const lines = () =>
		room.board
			.notes()
			.map((note) => [note.zone, note.from.join(' '), note.removedAt === null ? '' : 'binned'] as const);
	const came = lines();
	const facilitators = await openBoard(
		server,
		workshop.facilitator,
		await placeOf({ device: workshop.facilitator }, 'vision')
	);
	const placed = room.board.notes().find(({ from }) => from.includes(noteRef(alder.id, one!)))!;
	const joined = room.board.notes().find(({ from }) => from.includes(noteRef(birch.id, seven)))!;
	facilitators.board.move(placed.id, zone('standards'));
	facilitators.board.link(placed.id, noteRef(birch.id, seven));
	facilitators.board.remove(joined.id);
	await facilitators.saved();
	await workshop.go('definitions', 'share');
	const late = add('8');
	await board.saved();
	await workshop.go('vision');
	await workshop.go('definitions');
	await workshop.go('vision');
	await room.until((vision) => vision.notes().find(({ id }) => id === joined.id)?.removedAt !== null);

	// Four of the template: with two votes each, one each for the next two, and one that nobody voted for at the cut.
	expect(came.map(([place, from]) => [place, from]).toSorted()).toEqual(
		[
			noteRef(alder.id, one!),
			noteRef(alder.id, two!),
			noteRef(alder.id, three!),
			groupRef(alder.id, group),
			noteRef(birch.id, seven)
		]
			.map((ref) => ['proposed', ref])
			.toSorted()
	);
	expect(lines().filter(([, , bin]) => bin !== '')).toEqual([['proposed', noteRef(birch.id, seven), 'binned']]);
	expect(lines().filter(([place]) => place === 'standards')).toEqual([
		['standards', [noteRef(alder.id, one!), noteRef(birch.id, seven)].toSorted().join(' '), '']
	]);
	const waiting = await ana.device.get(`/api/workshops/${workshop.id}/steps/vision/waiting`);
	expect(waiting.body[0].waiting.map(({ ref }: { ref: string }) => ref).toSorted()).toEqual(
		[noteRef(alder.id, four!), noteRef(alder.id, late)].toSorted()
	);
	for (const open of [board, theirs, room, facilitators]) open.close();
});
