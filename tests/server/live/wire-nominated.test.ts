/** Whom somebody names to follow up is told to nobody, on no wire; and what a yes gives begins on an open socket. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer, type Device, type TestServer } from '../../support/server.ts';
import {
	arrived,
	differences,
	ends,
	everybodyAsks,
	scene,
	toldTogether,
	type Scene
} from '../../support/wire-scene.ts';
import { liveSocket, testWorkshop } from '../../support/workshop.ts';

// Every reading route, asked by six devices, several times.
vi.setConfig({ testTimeout: 120_000 });

let server: TestServer;
let facilitator: Device;
beforeAll(async () => {
	server = await startServer();
	({ facilitator } = await testWorkshop(server));
});
afterAll(() => server.close());

const ASKED: readonly string[] = [
	'ben',
	'bo',
	'observer',
	'laptop',
	'helper',
	'facilitator',
	'screen',
	'sponsor',
	'customer'
];
const ask = ({ workshop, ears }: Scene) =>
	everybodyAsks({ workshop, ears: ears.filter(({ name }) => ASKED.includes(name)) }, 'support');

test('[SIGN-12] no byte of a nomination reaches another device: not whom, not by whom, and afterwards the counts alone', async () => {
	const room = await scene(server, facilitator);
	const { workshop, ana, ben, bo } = room;
	const path = `/api/workshops/${workshop.id}/steps/support/votes`;
	await workshop.go('support', 'follow-up');
	const name = (who: typeof ana, whom: typeof ana) => who.device.post(path, { target: `person:${whom.id}` });
	await name(ben, bo);
	await name(bo, bo);
	await arrived(room);
	room.ears.forEach(({ frames }) => frames.splice(0));

	const given = await name(ana, bo);
	await arrived(room);
	const first = await ask(room);
	await ana.device.post(`${path}/take-back`, { target: `person:${bo.id}` });
	await name(ana, ben);
	await arrived(room);
	const second = await ask(room);
	const sent = room.ears.flatMap(({ frames }) => frames);

	expect([given.status, given.body.totals]).toEqual([200, null]);
	expect(sent.filter((frame) => frame.includes('person:') || frame.includes(ana.id))).toEqual([]);
	expect(differences(first, second)).toEqual([]);
	// Once the phase is over who leads the room reads the counts, the room nothing before somebody said yes.
	await workshop.post('/steps/support/votes/close');
	const over = await ask(room);
	const readers = [...over].filter(([, answers]) => answers.get(path)?.includes('"totals":{')).map(([who]) => who);
	expect(readers.sort()).toEqual(['facilitator', 'helper']);
	expect(toldTogether(over, `person:${bo.id}`, ana.id)).toEqual([]);
	ends(room);
});

test('[SIGN-14] with the yes the rights begin at once, on a device whose socket is open', async () => {
	const workshop = await testWorkshop(server, { facilitator });
	const priya = await workshop.join('Priya', 'alder');
	const live = liveSocket(server, priya.device, workshop.id);
	const before = await live.until(({ me }) => me.personId === priya.id);
	const decision = { what: 'Which number', whoDecides: 'Anneke', wereStaffAsked: true };
	const tooEarly = await priya.device.post(`/api/workshops/${workshop.id}/decisions`, decision);

	await workshop.post('/appointments', { role: 'follow-up-manager', personId: priya.id });
	await live.until(({ me }) => me.askedToFollowUp);
	await priya.device.post(`/api/workshops/${workshop.id}/appointments/follow-up-manager/answer`, {
		yes: true,
		words: 'I keep you at it'
	});
	const after = await live.until(({ me }) => me.appointments.length > 0);
	const written = await priya.device.post(`/api/workshops/${workshop.id}/decisions`, decision);

	expect([before.me.appointments, before.me.askedToFollowUp, tooEarly.status]).toEqual([[], false, 403]);
	expect([after.me.appointments, after.me.askedToFollowUp, written.status]).toEqual([
		['follow-up-manager'],
		false,
		201
	]);
	expect(live.states.at(-1)?.version).toBe(after.version);
	live.close();
});
