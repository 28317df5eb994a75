/** Carets and pointers on the wire: who hears of them, of all devices there are. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { asId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import type { Presence } from '#protocol/sync.ts';
import { linkDevice } from '../../support/rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { ear, hears } from '../../support/wire.ts';
import { openBoard, testWorkshop, type Participant } from '../../support/workshop.ts';

vi.setConfig({ testTimeout: 60_000 });
const SOON = { timeout: 20_000 };

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

/** All that a caret and a pointer can say, and what somebody might hide in the rest. */
const handsOf = (marker: string): Presence =>
	({
		writing: { note: 'n', at: 3, more: marker },
		holding: { more: marker },
		caret: { in: marker, at: `${marker} at`, to: `${marker} to` },
		pointer: { on: 'note', id: marker, x: 1, y: 2 },
		wantsPointers: true,
		more: marker
	}) as unknown as Presence;

test('[COMPANY-2] a caret in a hidden text reaches nobody, in a step without names nobody either, in one with a syndicate’s names that syndicate, and else those who may read the board', async () => {
	const workshop = await testWorkshop(server);
	const ana = await workshop.join('Ana', 'alder');
	const people = { ben: await workshop.join('Ben', 'alder'), bo: await workshop.join('Bo', 'birch') };
	const devices = {
		// Her own other tab.
		ana: ana.device,
		ben: people.ben.device,
		bo: people.bo.device,
		facilitator: workshop.facilitator,
		screen: await linkDevice(server, workshop, 'screen')
	};
	const ears = await Promise.all(
		Object.entries(devices).map(([name, device]) => ear(server, name, device, workshop.id))
	);
	const listen = async () => {
		const rows = await server.database.rows(
			`select id, generation from documents where workshop_id = '${workshop.id}'`
		);
		const all = rows.map(({ id, generation }) => ({ id: String(id), generation: Number(generation) }));
		return await Promise.all(ears.map((one) => one.opens(all)));
	};
	const whoHears = (marker: string) => ears.filter(({ frames }) => hears(frames, marker)).map(({ name }) => name);
	const board = async ({ device }: Participant, step: string) =>
		openBoard(
			server,
			device,
			(await workshop.documents(device)).find((place) => place.step === step && place.kind !== 'private')!
		);

	await workshop.go('experiences');
	const { body } = await ana.device.post(`/api/workshops/${workshop.id}/steps/experiences/private`, {});
	const hidden = body as DocumentPlace;
	const alone = await openBoard(server, ana.device, hidden);
	const [heardByAna, ...heardByOthers] = await listen();
	alone.says(handsOf('HIDDEN'));
	alone.board.addNote({ zone: asId('good'), text: 'alone' });
	await alone.saved();
	alone.close();

	await workshop.go('welcome', 'pairs');
	const nameless = await board(ana, 'welcome');
	await listen();
	nameless.says(handsOf('NAMELESS'));
	nameless.says({ ...handsOf('NAMELESS'), holding: 'HELD' });
	await expect.poll(() => whoHears('HELD'), SOON).toContain('ben');
	nameless.close();

	await workshop.go('experiences', 'share');
	const named = await board(ana, 'experiences');
	await listen();
	named.says(handsOf('NAMED'));
	await expect.poll(() => whoHears('NAMED'), SOON).toEqual(['ana', 'ben', 'facilitator', 'screen']);
	named.close();

	expect((await workshop.post('/steps/experiences/names', { names: 'syndicate' })).status).toBe(204);
	const within = await board(ana, 'experiences');
	await listen();
	within.says(handsOf('WITHIN'));
	within.says({ ...handsOf('WITHIN'), holding: 'BARE' });
	await expect.poll(() => whoHears('BARE'), SOON).toEqual(['ana', 'ben', 'facilitator', 'screen']);
	await expect.poll(() => whoHears('WITHIN'), SOON).toEqual(['ana', 'ben']);
	within.close();

	await Promise.all(ears.map((one) => one.caughtUp()));
	expect([heardByAna?.includes(hidden.id), heardByOthers.flat().includes(hidden.id)]).toEqual([true, false]);
	expect([whoHears('HIDDEN'), whoHears('NAMELESS'), whoHears('WITHIN')]).toEqual([[], [], ['ana', 'ben']]);
	for (const { name, frames } of ears)
		expect([name, frames.some((frame) => frame.includes('HELD') && frame.includes(ana.id))]).toEqual([name, false]);
	ears.forEach((one) => one.close());
});
