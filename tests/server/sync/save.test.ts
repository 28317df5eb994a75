import { updateFrame } from '#server/sync/frame.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { board, good, isUpdate, other, raw, stock, syncServer, texts, until, workshop } from './world.ts';

test('[SAVE-1] nothing is shown and nothing is said to be saved before it is on disk', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), await raw(server, 'ben')];
	await ana.isSaved(1);
	const release = server.log.hold();

	ana.board.addNote({ zone: good, text: 'not yet' });
	await until(() => expect(server.log.appends).toBe(1));
	const late = stock(server, 'ben');
	await until(() => expect(late.provider.wsconnected).toBe(true));
	const read = server.rooms.read(board, texts);
	const waited = await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 30);

	expect(waited).toBe(false);
	expect([ana.saved, late.provider.synced, late.board.notes()]).toEqual([1, false, []]);
	expect(ben.heard.filter(isUpdate)).toEqual([]);

	release();
	await ana.isSaved(2);
	await late.synced();
	expect(texts(late.board)).toEqual(['not yet']);
	expect(await read).toEqual(['not yet']);
	expect(texts(server.log.board())).toEqual(['not yet']);
});

test('[SAVE-2] the acknowledgement counts the frames of this socket that are on disk, empty and repeated ones too', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	await ana.isSaved(1);
	ana.board.addNote({ zone: good, text: 'one' });
	await ana.isSaved(2);
	const everything = Y.encodeStateAsUpdate(ana.doc);
	const rows = server.log.rows.length;

	const again = await raw(server, 'ana');
	for (let n = 0; n < 3; n += 1) again.send(updateFrame(everything));
	again.send(updateFrame(new Uint8Array([0, 0])));
	await until(() => expect(again.saved().at(-1)).toBe(4));
	const deaf = await raw(server, 'ana', { path: `/sync/${workshop}/${board}.1` });
	deaf.send(updateFrame(everything));
	await server.rooms.settled();

	expect(deaf.saved()).toEqual([]);
	expect(server.log.rows).toHaveLength(rows);
});

test('[SAVE-3] while the database is away nothing is shown, and everything is stored when it is back', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.isSaved(1), ben.synced()]);

	server.log.fail = new Error('away');
	ana.board.addNote({ zone: good, text: 'during' });
	await until(() => expect(server.log.appends).toBeGreaterThan(2));
	ana.board.addNote({ zone: good, text: 'during too' });
	expect([ana.saved, texts(ben.board)]).toEqual([1, []]);
	server.log.fail = null;
	await ana.isSaved(3);

	await until(() => expect([...texts(ben.board)].sort()).toEqual(['during', 'during too']));
	expect(texts(server.log.board())).toHaveLength(2);
	expect(server.errors).toEqual([]);
});

test('[SAVE-3] one document that was removed does not keep the others from the disk', async () => {
	const server = await syncServer();
	const [ana, cem] = [stock(server, 'ana'), stock(server, 'cem', { documentId: 'board-of-birch' as never })];
	await Promise.all([ana.isSaved(1), cem.isSaved(1)]);
	const release = server.log.hold();
	ana.board.addNote({ zone: good, text: 'first' });
	await until(() => expect(server.log.appends).toBe(1));

	server.log.known.delete('board-of-birch' as never);
	ana.board.addNote({ zone: good, text: 'kept' });
	cem.board.addNote({ zone: good, text: 'of a removed document' });
	release();

	await ana.isSaved(3);
	await until(() => expect(cem.closed).toEqual({ code: 4404, reason: 'removed' }));
	expect(texts(server.log.board())).toHaveLength(2);
});

test('[SAVE-4] an end of the server puts on disk what it has received and closes with 1012', async () => {
	const server = await syncServer();
	const ana = await raw(server, 'ana');
	const doc = new Y.Doc();
	doc.getMap('stamps').set('x-not-a-note', 'x');
	const release = server.log.hold();
	await server.rooms.read(board, texts);
	ana.send(updateFrame(Y.encodeStateAsUpdate(doc)));
	await until(() => expect(server.log.appends).toBe(1));

	const closing = server.rooms.close();
	release();
	await closing;

	expect(await ana.closed).toEqual({ code: 1012, reason: 'restart' });
	expect(ana.saved()).toEqual([1]);
	expect(server.log.rows).toHaveLength(1);
	expect((await (await raw(server, 'ana')).closed).code).toBe(1012);
});

test('[SAVE-5] commits keep the distance that is set, and what comes meanwhile shares the next one', async () => {
	const clock = { now: 1000 };
	const server = await syncServer({ commitGapMs: 60_000, now: () => clock.now });
	const ana = stock(server, 'ana');
	// The first exchange is committed at once, as it came after a pause.
	await ana.isSaved(1);

	ana.board.addNote({ zone: good, text: 'waits' });
	expect(await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 30)).toBe(false);
	expect(server.log.appends).toBe(0);
	clock.now += 60_000;
	ana.board.addNote({ zone: good, text: 'with it' });
	await ana.isSaved(3);

	expect(server.log.appends).toBe(1);
});

test('[SAVE-5] waiting for the disk ends, however much others go on writing', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	await ana.isSaved(1);
	let isTyping = true;
	const typing = (async () => {
		for (let n = 0; isTyping; n += 1)
			await server.rooms.edit('board-of-birch' as never, (open) => open.stamp(`n${n}` as never, 'hidden'));
	})();
	ana.board.addNote({ zone: good, text: 'in time' });
	await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 5000);

	await server.rooms.settled();
	isTyping = false;
	await typing;

	expect(texts(server.log.board())).toEqual(['in time']);
});

test('[SAVE-5] waiting for one document does not wait for another that cannot be stored', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	await ana.isSaved(1);
	const append = server.log.append.bind(server.log);
	server.log.append = (rows) =>
		rows.some(({ documentId }) => documentId === other) ? Promise.reject(new Error('stuck')) : append(rows);
	const stuck = server.rooms.edit(other, (open) => open.addNote({ zone: good, text: 'stuck' }));
	ana.board.addNote({ zone: good, text: 'in time' });
	await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 5000);

	await server.rooms.settled([board]);

	expect(texts(server.log.board())).toEqual(['in time']);
	server.log.append = append;
	await stuck;
});
