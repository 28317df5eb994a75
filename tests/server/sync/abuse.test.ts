import { asId } from '#domain/ids.ts';
import { peopleHere } from '#protocol/live.ts';
import { CLOSE } from '#protocol/sync.ts';
import { step2Frame, updateFrame } from '#server/sync/frame.ts';
import type { Abuse } from '#server/sync/gateway.ts';
import { expect, onTestFinished, test } from 'vitest';
import * as Y from 'yjs';
import { gc, updateOf } from '../../chaos/hostile/update-bytes.ts';
import { startServer } from '../../support/server.ts';
import { liveSocket, testWorkshop } from '../../support/workshop.ts';
import { isStep, raw, syncServer, until, workshop } from './world.ts';

const broken = updateFrame(updateOf([{ client: 5, clock: 0, structs: [gc(0)] }]));

test('[SYNC-32] what no page sends is abuse; a copy that lost its footing, and a right that is gone, are not', async () => {
	const abuses: Abuse[] = [];
	const server = await syncServer({ onAbuse: (abuse) => abuses.push(abuse) });
	const [ana, ben, cem, screen] = [
		await raw(server, 'ana'),
		await raw(server, 'ben'),
		await raw(server, 'ana'),
		await raw(server, 'screen')
	];
	for (const socket of [ana, ben, cem, screen]) await socket.hears(isStep(1));

	ana.send(broken);
	expect(await ana.closed).toEqual({ code: CLOSE.malformed, reason: 'empty-struct' });
	screen.send(broken);
	await screen.closed;
	for (let n = 0; n < 6; n += 1) {
		ben.send(step2Frame(updateOf([{ client: 6, clock: 9 + n, structs: [gc(1)] }])));
		if (n < 5) await until(() => expect(ben.heard.filter(isStep(1))).toHaveLength(n + 2));
	}
	expect(await ben.closed).toEqual({ code: CLOSE.malformed, reason: 'gap' });
	server.access.people.set('ana', { ...server.access.people.get('ana')!, role: 'customer' } as never);
	server.rooms.accessChanged(workshop);
	cem.send(updateFrame(Y.encodeStateAsUpdate(new Y.Doc())));
	await cem.closed;

	await until(() => expect(abuses).toEqual([{ workshopId: workshop, personId: asId('ana'), reason: 'empty-struct' }]));
});

test('[SYNC-32] the facilitator hears of it, nobody else does, and one act removes who it was', async () => {
	const server = await startServer();
	onTestFinished(() => server.close());
	const made = await testWorkshop(server);
	const { syndicates } = await made.view();
	const eve = await made.join('Eve', syndicates[0]!.slug);
	const ana = await made.join('Ana', syndicates[0]!.slug);
	await made.go('experiences', 'share');
	const [console, anas, eves] = [made.facilitator, ana.device, eve.device].map((device) =>
		liveSocket(server, device, made.id)
	);
	const place = (await made.documents(eve.device)).find(({ kind }) => kind === 'board')!;
	const socket = await raw({ origin: server.url.replace('http', 'ws') }, eve.device.cookie, {
		path: place.path,
		origin: server.url
	});
	await socket.hears(isStep(1));

	socket.send(broken);
	expect((await socket.closed).code).toBe(CLOSE.malformed);

	const told = await console!.until(({ me }) => me.cutOff !== undefined);
	expect(told.me.cutOff).toEqual([eve.id]);
	const removed = await made.post(`/people/${eve.id}/remove`);
	expect(removed.status).toBe(204);
	expect(await eves!.closed).toBe(CLOSE.notAllowed);
	await console!.until(({ me }) => me.cutOff === undefined);
	await anas!.until((live) => !peopleHere(live)(eve.id));
	expect([...anas!.states, ...eves!.states].filter(({ me }) => me.cutOff !== undefined)).toEqual([]);
});
