import { presenceEntry, presenceFrame } from '#server/sync/frame.ts';
import { Presence } from '#server/sync/presence.ts';
import { expect, test } from 'vitest';
import { board, raw, stock, syncServer, until, as } from './world.ts';

const others = (client: ReturnType<typeof stock>) =>
	[...client.awareness.getStates()].filter(([id]) => id !== client.doc.clientID);

test('[SYNC-12] presence has another id than the client that writes, and the person is the server’s word', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);

	ana.awareness.setLocalState({ person: 'ben', writing: { note: 'n', at: 3 } });

	await until(() =>
		expect(others(ben).map(([, state]) => state)).toEqual([{ person: 'ana', writing: { note: 'n', at: 3 } }])
	);
	expect(others(ben)[0]![0]).not.toBe(ana.doc.clientID);
	expect(others(ana).map(([, { person }]) => person as string)).toEqual(['ben']);
});

test('[SYNC-12] where names are hidden, presence names nobody', async () => {
	const server = await syncServer();
	server.access.names = 'anonymous';
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);

	ana.awareness.setLocalState({ writing: null });

	await until(() => expect(others(ben).map(([, state]) => state)).toEqual([{ writing: null, person: 'hidden' }]));
});

test('[SYNC-12] where notes are a syndicate’s, presence names its people to each other and to nobody else', async () => {
	const server = await syncServer();
	server.access.names = 'syndicate';
	server.access.change(board, { shownToAll: true });
	const [ana, ben, cem, screen] = ['ana', 'ben', 'cem', 'screen'].map((cookie) => stock(server, cookie));
	await Promise.all([ana!.synced(), ben!.synced(), cem!.synced(), screen!.synced()]);

	ana!.awareness.setLocalState({ writing: { note: 'n', at: 3 } });

	const writes = (client: ReturnType<typeof stock>) =>
		others(client).flatMap(([, { writing, person }]) => (writing ? [person as string] : []));
	await until(() => expect([ben!, cem!, screen!].map(writes)).toEqual([['ana'], ['hidden'], ['hidden']]));
	const late = stock(server, 'cem');
	await until(() => expect(writes(late)).toEqual(['hidden']));
});

test('[SYNC-13] who leaves is gone for the others at once, and who comes sees who is here', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	await ana.synced();
	ana.awareness.setLocalState({ holding: 'n' });
	const ben = stock(server, 'ben');
	await until(() => expect(others(ben).map(([, state]) => state)).toEqual([{ holding: 'n', person: 'ana' }]));

	ana.provider.ws?.close();
	await until(() => expect(others(ben)).toEqual([]));
	await until(() => expect(others(ben)).toHaveLength(1));
});

test('[SYNC-12] a client speaks for itself only: what it says of other ids is left out', () => {
	const presence = new Presence<object>();
	const [ana, ben, cem] = [{}, {}, {}];
	presence.hear(ana, [{ id: 1, state: '{}' }], as('ana'));
	const toBen = presence.news()(ben)!;
	const idOfAna = new DataView(toBen.buffer).byteLength && presenceIds(toBen)[0]!;

	presence.hear(
		ben,
		[
			{ id: idOfAna, state: 'null' },
			{ id: 2, state: '{"a":1}' },
			{ id: 3, state: '{"a":2}' }
		],
		as('ben')
	);
	const toCem = presence.news()(cem)!;

	expect(presenceIds(toCem)).toHaveLength(1);
	expect(presenceIds(toCem)).not.toContain(idOfAna);
	expect(Buffer.from(toCem).toString()).toContain('{"a":1,"person":"ben"}');
});

test('[SYNC-12] a state that is no JSON object closes its socket, so that it never reaches the others', async () => {
	const server = await syncServer();

	for (const state of ['{', '7', '[1]', '"x"']) {
		const ana = await raw(server, 'ana');
		ana.send(presenceFrame([presenceEntry({ id: 1, clock: 1, state })]));
		expect(await ana.closed).toEqual({ code: 4400, reason: 'broken-presence' });
	}
	const large = await raw(server, 'ana');
	large.send(presenceFrame([presenceEntry({ id: 1, clock: 1, state: JSON.stringify('x'.repeat(5000)) })]));
	expect(await large.closed).toEqual({ code: 4400, reason: 'presence-too-large' });
});

function presenceIds(frame: Uint8Array): readonly number[] {
	const ids: number[] = [];
	const bytes = frame.subarray(2);
	let at = bytes[0]! > 127 ? 2 : 1;
	const read = () => {
		let value = 0;
		for (let factor = 1; ; factor *= 128) {
			const byte = bytes[at++]!;
			value += (byte & 127) * factor;
			if (byte < 128) return value;
		}
	};
	at = 0;
	if (frame[1]! > 127) at = 1;
	for (let left = read(); left > 0; left -= 1) {
		ids.push(read());
		read();
		at += read();
	}
	return ids;
}
