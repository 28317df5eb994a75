import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { syncPath } from '#protocol/sync.ts';
import { step1Frame, step2Frame, updateFrame } from '#server/sync/frame.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { board, good, isStep, isUpdate, raw, stock, syncServer, texts, until, workshop } from './world.ts';

const noteUpdate = (text: string, clientId: number) => {
	const doc = Object.assign(new Y.Doc(), { clientID: clientId });
	new BoardDocument(doc).addNote({ zone: good, text });
	return Y.encodeStateAsUpdate(doc);
};

test('[SYNC-1] two stock clients write on one board and see the same, and so does who comes later', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);

	const note = ana.board.addNote({ zone: good, text: 'They rang back' });
	await until(() => expect(texts(ben.board)).toEqual(['They rang back']));
	ben.board.textOf(note)!.insert(14, ' the same day');
	await until(() => expect(texts(ana.board)).toEqual(['They rang back the same day']));
	const late = stock(server, 'ana');
	await late.synced();

	expect(texts(late.board)).toEqual(['They rang back the same day']);
	expect(texts(server.log.board())).toEqual(['They rang back the same day']);
});

test('[SYNC-1] what was written while offline arrives with the next connection', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana', { connect: false });
	ana.board.addNote({ zone: good, text: 'on the train' });

	ana.provider.connect();
	await ana.isSaved(1);

	expect(texts(server.log.board())).toEqual(['on the train']);
});

test('[SYNC-2] everything that arrives within one window is one row and one frame', async () => {
	const server = await syncServer();
	const ben = await raw(server, 'ben');
	const ana = await raw(server, 'ana');
	ben.send(step1Frame(Y.encodeStateVector(new Y.Doc())));
	await ben.hears(isStep(2));
	const release = server.log.hold();

	ana.send(updateFrame(noteUpdate('first', 11)));
	await until(() => expect(server.log.appends).toBe(1));
	for (let n = 0; n < 5; n += 1) ana.send(updateFrame(noteUpdate(`n${n}`, 20 + n)));
	await server.rooms.waitFor(board, Y.encodeStateVector(new Y.Doc()), 1);
	release();
	await until(() => expect(server.log.rows).toHaveLength(2));
	await until(() => expect(ben.heard.filter(isUpdate)).toHaveLength(2));

	expect(texts(server.log.board())).toHaveLength(6);
});

test('[SYNC-3] a client alone hears something at the interval set, so that it does not think it is cut off', async () => {
	const server = await syncServer({ keepAliveMs: 20 });
	const ana = await raw(server, 'ana');

	const alive = await ana.hears((bytes) => bytes[0] === 1 && bytes);

	expect([...alive]).toEqual([1, 1, 0]);
});

test('[SYNC-4] an unknown document, workshop, generation or path is told by 4404', async () => {
	const server = await syncServer();
	server.access.documents.set(asId<'Document'>('no-rows'), server.access.documents.get(board)!);
	const paths = [
		syncPath(workshop, 'nowhere', 1),
		syncPath(workshop, 'no-rows', 1),
		syncPath('another', board, 1),
		syncPath(workshop, board, 2),
		'/sync/x'
	];

	const codes = await Promise.all(paths.map(async (path) => (await (await raw(server, 'ana', { path })).closed).code));

	expect(codes).toEqual([4404, 4404, 4404, 4404, 4404]);
});

test('[SYNC-4] an ended generation is told by 4410 and why it ended, before anything of the document', async () => {
	const server = await syncServer();
	server.access.generation = server.log.generation = 2;
	server.access.endedBecause = 'erased';

	const ana = await raw(server, 'ana');

	expect(await ana.closed).toEqual({ code: 4410, reason: 'erased' });
	expect(ana.heard).toEqual([]);
});

test('[SYNC-5] a frame over 1 MiB closes its socket with 1009, broken ones with 4400, and others go on', async () => {
	const server = await syncServer();
	const ben = stock(server, 'ben');
	const [large, broken, text, odd, vector, bomb] = await Promise.all(
		Array.from({ length: 6 }, () => raw(server, 'ana'))
	);

	large!.send(new Uint8Array(1024 * 1024 + 1));
	broken!.send(new Uint8Array([0, 2, 200, 1, 1]));
	text!.socket.send('hello');
	odd!.send(new Uint8Array([100, 5]));
	vector!.send(step1Frame(new Uint8Array(64 * 1024 + 1)));
	bomb!.send(updateFrame(new Uint8Array([1, 1, 5, 0, 255, 255, 255])));
	const closed = await Promise.all([large!, broken!, text!, odd!, vector!, bomb!].map((each) => each.closed));

	expect(closed.map(({ code }) => code)).toEqual([1009, 4400, 4400, 4400, 4400, 4400]);
	await ben.synced();
	ben.board.addNote({ zone: good, text: 'still here' });
	await until(() => expect(texts(server.log.board())).toEqual(['still here']));
});

test('[SYNC-6] a frame that builds on something missing is asked for again and then taken', async () => {
	const server = await syncServer();
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	const laptop = new BoardDocument(doc);
	const note = laptop.addNote({ zone: good, text: 'one' });
	laptop.textOf(note)!.insert(3, ' two');
	const ana = await raw(server, 'ana');
	await ana.hears(isStep(1));

	ana.send(updateFrame(updates[1]!));
	await until(() => expect(ana.heard.filter(isStep(1))).toHaveLength(2));
	expect(ana.saved()).toEqual([]);
	const step2 = updateFrame(Y.encodeStateAsUpdate(doc));
	step2[1] = 1;
	ana.send(step2);

	await until(() => expect(ana.saved()).toEqual([2]));
	expect(texts(server.log.board())).toEqual(['one two']);
});

test('[SYNC-6] who goes on writing before the question arrives is asked once, and loses nothing', async () => {
	const server = await syncServer();
	const doc = new Y.Doc();
	const updates: Uint8Array[] = [];
	doc.on('update', (update: Uint8Array) => updates.push(update));
	const laptop = new BoardDocument(doc);
	const note = laptop.addNote({ zone: good, text: '' });
	for (let n = 0; n < 20; n += 1) laptop.textOf(note)!.insert(n, 'x');
	const ana = await raw(server, 'ana');
	await ana.hears(isStep(1));

	for (const [n, update] of updates.slice(1).entries()) {
		ana.send(updateFrame(update));
		// Each in a window of its own.
		ana.send(step1Frame(new Uint8Array([0])));
		await until(() => expect(ana.heard.filter(isStep(2))).toHaveLength(n + 1));
	}
	expect(ana.heard.filter(isStep(1))).toHaveLength(2);
	ana.send(step2Frame(Y.encodeStateAsUpdate(doc)));

	await until(() => expect(ana.saved()).toEqual([21]));
	expect(texts(server.log.board())).toEqual(['x'.repeat(20)]);
});

test('[SYNC-7] a client id belongs to the person that first wrote with it, after a restart too', async () => {
	const first = await syncServer();
	const ana = stock(first, 'ana', { clientId: 77 });
	await ana.synced();
	const note = ana.board.addNote({ zone: good, text: 'mine' });
	await ana.isSaved(2);
	const server = await syncServer({ documentLog: first.log });

	const thief = await raw(server, 'ben');
	const copy = Object.assign(new Y.Doc(), { clientID: 5 });
	Y.applyUpdate(copy, Y.encodeStateAsUpdate(ana.doc));
	copy.clientID = 77;
	const before = Y.encodeStateVector(copy);
	new BoardDocument(copy).textOf(note)!.insert(0, 'not ');
	thief.send(updateFrame(Y.encodeStateAsUpdate(copy, before)));
	expect(await thief.closed).toEqual({ code: 4400, reason: 'client-id-of-another' });
	ana.provider.disconnect();
	const again = stock(server, 'ana', { clientId: 77, doc: ana.doc });
	await again.synced();
	again.board.textOf(note)!.insert(4, ' indeed');

	await until(() => expect(texts(first.log.board())).toEqual(['mine indeed']));
});

test('[SYNC-8] every note is stamped with its author by the server; what a client writes there is put right', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);
	const note = ana.board.addNote({ zone: good, text: 'mine' });
	await until(() => expect(ben.board.note(note)?.author).toBe('ana'));
	await until(() => expect(ana.board.note(note)?.author).toBe('ana'));

	ben.doc.getMap('stamps').set(note, 'ben');
	ben.doc.getMap('stamps').set('nobody-wrote-this', 'ana');
	await until(() => expect(ben.doc.getMap('stamps').toJSON()).toEqual({ [note]: 'ana' }));
	ben.doc.getMap('stamps').delete(note);
	await until(() => expect(server.log.rows).toHaveLength(3));
	const forged = ben.doc.transact(() => {
		ben.doc.getMap('stamps').set('forged-in-advance', 'ana');
		return ben.board.addNote({ zone: good, text: 'by ben' });
	});

	await until(() => expect(ana.doc.getMap('stamps').toJSON()).toEqual({ [note]: 'ana', [forged]: 'ben' }));
	expect(server.log.board().doc.getMap('stamps').toJSON()).toEqual({ [note]: 'ana', [forged]: 'ben' });
});

test('[SYNC-8] where names are hidden, the stamp is too, on the wire and on disk', async () => {
	const server = await syncServer();
	server.access.names = 'anonymous';
	const [ana, ben] = [stock(server, 'ana'), await raw(server, 'ben')];
	await ana.synced();
	ben.send(step1Frame(new Uint8Array([0])));

	const note = ana.board.addNote({ zone: good, text: 'quietly' });
	await until(() => expect(ana.board.note(note)?.author).toBe('hidden'));
	await ben.hears(isUpdate);

	const seen = [...ben.heard, ...server.log.rows.map(({ bytes }) => bytes)];
	expect(seen.filter((bytes) => Buffer.from(bytes).includes('ana'))).toEqual([]);
});

test('[SYNC-9] the server reads and writes a board that is open, and one that nobody has open', async () => {
	const counts: unknown[] = [];
	const server = await syncServer({ onCounts: (documentId, count) => counts.push([documentId, count]) });
	const ana = stock(server, 'ana');
	await ana.synced();

	const note = await server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 'from the server' }));
	await until(() => expect(texts(ana.board)).toEqual(['from the server']));
	ana.board.textOf(note)!.insert(0, 'not only ');
	const there = await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 5000);
	const read = await server.rooms.read(board, texts);

	expect(there).toBe(true);
	expect(read).toEqual(['not only from the server']);
	await until(() => expect(counts).toEqual([[board, { notes: 1, written: 1 }]]));
	expect(server.rooms.counts(board)).toEqual({ notes: 1, written: 1 });
	expect(server.rooms.connected(workshop)).toEqual(new Map([['ana', 1]]));
	expect(await server.rooms.waitFor(board, new Uint8Array([1, 9, 9]), 1)).toBe(false);
	await expect(server.rooms.read(asId<'Document'>('nowhere'), texts)).rejects.toThrow('does not exist');
	await expect(
		server.rooms.edit(board, () => {
			throw new Error('no');
		})
	).rejects.toThrow('no');
});

test('[SYNC-9] the server keeps its client id, whatever clients send in the same window', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);

	for (let n = 0; n < 5; n += 1) {
		ana.board.addNote({ zone: good, text: 'a' });
		ben.board.addNote({ zone: good, text: 'b' });
		await server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 's' }));
	}
	await until(() => expect(texts(server.log.board())).toHaveLength(15));

	expect(Y.decodeStateVector(Y.encodeStateVector(server.log.board().doc)).size).toBe(3);
});

test('[SYNC-10] a database that cannot be read refuses the join; nobody ever gets an empty board for it', async () => {
	const server = await syncServer();
	server.log.failLoad = new Error('away');

	const ana = await raw(server, 'ana');
	expect(await ana.closed).toEqual({ code: 1013, reason: 'not-available' });
	expect(ana.heard).toEqual([]);

	server.log.failLoad = null;
	const again = stock(server, 'ana');
	await again.synced();
});

test('[SYNC-11] a room that was left is loaded again with everything, from a snapshot when its log was long', async () => {
	const server = await syncServer({ unloadAfterMs: 10 });
	const ana = stock(server, 'ana');
	await ana.synced();
	const note = ana.board.addNote({ zone: good, text: '' });
	for (let n = 0; n < 210; n += 1) {
		ana.board.textOf(note)!.insert(n, 'x');
		await ana.isSaved(n + 3);
	}

	ana.provider.disconnect();
	await until(() => expect(server.rooms.counts(board)).toBeNull());
	await until(() => expect(server.log.rows.length).toBeLessThan(210));
	ana.provider.connect();
	await ana.synced();
	ana.board.textOf(note)!.insert(0, 'y');

	await until(() => expect(texts(server.log.board())).toEqual(['y' + 'x'.repeat(210)]));
	const [snapshot = 0, ...tail] = server.log.rows.map(({ seq }) => seq);
	expect(snapshot).toBeGreaterThan(200);
	expect(tail).toEqual(tail.map((_, n) => snapshot + n + 1));
});

test('[SYNC-24] a socket that floods is closed with 4429, and the others do not wait for it', async () => {
	const server = await syncServer();
	const flood = await raw(server, 'ana');
	const ben = stock(server, 'ben');
	await ben.synced();

	for (let n = 0; n < 1200; n += 1) flood.send(updateFrame(new Uint8Array([0, 0])));
	ben.board.addNote({ zone: good, text: 'meanwhile' });

	expect(await flood.closed).toEqual({ code: 4429, reason: 'too-many-frames' });
	await until(() => expect(texts(server.log.board())).toEqual(['meanwhile']));
});

test('[SYNC-5] what is put onto the wire for many is what a WebSocket says, whatever its length', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);
	const note = ana.board.addNote({ zone: good, text: '' });
	await until(() => expect(ben.board.textOf(note)).not.toBeNull());

	// Around the lengths at which the header grows.
	for (const size of [1, 40, 60, 80, 100, 126, 500]) {
		ana.board.setChoice(note, 'rating' as never, 'x'.repeat(size));
		await until(() => expect(ben.board.note(note)?.fields['rating' as never]).toHaveLength(size));
	}
	for (const size of [65_000, 65_500, 65_536, 200_000]) {
		await server.rooms.edit(board, (open) => open.setChoice(note, 'rating' as never, 'y'.repeat(size)));
		await until(() => expect(ben.board.note(note)?.fields['rating' as never]).toHaveLength(size));
	}
	expect(ben.closed).toBeNull();
});
