/** What somebody thinks of an action is told to nobody, on no wire. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asId } from '#domain/ids.ts';
import { noteRef } from '#domain/refs.ts';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import { arrived, boardOf, differences, ends, everybodyAsks, scene, toldTogether } from '../../support/wire-scene.ts';
import { openBoard, testWorkshop } from '../../support/workshop.ts';

// Every reading route, asked by every device, several times.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

test('[PLAN-46] no byte of a mark reaches another device; afterwards a mean, and never whose', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, ben } = room;
	const dora = await workshop.join('Dora', 'alder');
	await workshop.go('draft', 'form');
	const place = await boardOf(room, ana, 'draft');
	const { board, saved, close } = await openBoard(server, ana.device, place);
	const note = board.addNote({ zone: asId('drafts'), text: 'Every promise has a name' });
	await saved();
	close();
	const target = noteRef(place.id, note);
	await workshop.go('draft', 'reach');
	const path = `/api/workshops/${workshop.id}/actions/marks`;
	const give = (who: typeof ana, mark: number) => who.device.post(path, { about: 'reach', target, mark });
	await give(ben, 4);
	await give(dora, 4);
	const given = await give(ana, 2);
	await arrived(room);
	const first = await everybodyAsks(room, 'draft');
	room.ears.forEach(({ frames }) => frames.splice(0));

	await give(ana, 5);
	await arrived(room);
	const second = await everybodyAsks(room, 'draft');
	const sent = room.ears.flatMap(({ frames }) => frames);
	await workshop.go('plan', 'read');
	const over = await everybodyAsks(room, 'draft');

	expect([given.status, given.body.reach[target].mine, given.body.reach[target].mean]).toEqual([200, 2, null]);
	expect(sent.filter((frame) => frame.includes(ana.id) || frame.includes(target))).toEqual([]);
	expect(differences(first, second)).toEqual([]);
	expect(over.get('facilitator')?.get(path)).toContain('"mean":4.3');
	expect(toldTogether(over, target, ana.id)).toEqual([]);
	ends(room);
});
