import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { step1Frame, updateFrame } from '#server/sync/frame.ts';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
	alder,
	birch,
	board,
	good,
	isStep,
	isUpdate,
	other,
	person,
	raw,
	stock,
	syncServer,
	texts,
	until,
	workshop
} from './world.ts';

const nothing = new Uint8Array([0]);

test('[SYNC-14] who may not read a document is turned away with 4401 or 4403 before anything of it is sent', async () => {
	const server = await syncServer();

	const [nobody, stranger] = [await raw(server, ''), await raw(server, 'cem')];

	expect(await nobody.closed).toEqual({ code: 4401, reason: 'not-signed-in' });
	expect(await stranger.closed).toEqual({ code: 4403, reason: 'not-allowed' });
	expect([nobody.heard, stranger.heard]).toEqual([[], []]);
});

test('[SYNC-15] the right to write is asked for every frame; reading goes on without it', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([ana.synced(), ben.synced()]);
	ana.board.addNote({ zone: good, text: 'in time' });
	await until(() => expect(texts(ben.board)).toEqual(['in time']));

	server.access.change(board, { stepState: 'closed' });
	ana.board.addNote({ zone: good, text: 'too late' });

	await until(() => expect(ana.closed).toEqual({ code: 4403, reason: 'not-allowed' }));
	const reader = stock(server, 'ben');
	await reader.isSaved(1);
	expect(texts(reader.board)).toEqual(['in time']);
	expect(texts(server.log.board())).toEqual(['in time']);
});

test('[SYNC-15] a screen reads and cannot write, not even a deletion or a stamp', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	await ana.synced();
	const note = ana.board.addNote({ zone: good, text: 'words' });
	await ana.isSaved(2);
	const before = server.log.rows.length;

	for (const deed of [
		(copy: BoardDocument) => copy.textOf(note)!.delete(0, 2),
		(copy: BoardDocument) => copy.stamp(note, 'hidden'),
		(copy: BoardDocument) => copy.addNote({ zone: good, text: 'by the screen' })
	]) {
		const screen = await raw(server, 'screen');
		screen.send(step1Frame(nothing));
		await screen.hears(isStep(2));
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(ana.doc));
		deed(new BoardDocument(copy));
		screen.send(updateFrame(Y.encodeStateAsUpdate(copy, Y.encodeStateVector(ana.doc))));
		expect(await screen.closed).toEqual({ code: 4403, reason: 'not-allowed' });
	}

	expect(server.log.rows).toHaveLength(before);
});

test('[SYNC-16] who loses the right to read is shown nothing more at once, and closed with 4403 after the grace', async () => {
	const server = await syncServer();
	const [ana, ben] = [stock(server, 'ana'), await raw(server, 'ben')];
	await ana.synced();
	ben.send(step1Frame(nothing));
	await ben.hears(isStep(2));

	server.access.people.set('ben', person('ben', birch));
	server.rooms.accessChanged(workshop);
	const lateDoc = new Y.Doc();
	new BoardDocument(lateDoc).addNote({ zone: good, text: 'was on its way' });
	ben.send(updateFrame(Y.encodeStateAsUpdate(lateDoc)));
	await until(() => expect(texts(ana.board)).toEqual(['was on its way']));

	expect(ben.heard.filter(isUpdate)).toEqual([]);
	expect(await ben.closed).toEqual({ code: 4403, reason: 'not-allowed' });
});

test('[SYNC-16] who could only read brings nothing in when the right to read ends, not even within the grace', async () => {
	const server = await syncServer();
	server.access.change(board, { shownToAll: true });
	const [ana, cem] = [stock(server, 'ana'), await raw(server, 'cem')];
	await ana.synced();
	cem.send(step1Frame(nothing));
	await cem.hears(isStep(2));

	server.access.change(board, { shownToAll: false });
	server.rooms.accessChanged(workshop);
	const foreign = new Y.Doc();
	new BoardDocument(foreign).addNote({ zone: good, text: 'from the other syndicate' });
	cem.send(updateFrame(Y.encodeStateAsUpdate(foreign)));

	expect(await cem.closed).toEqual({ code: 4403, reason: 'not-allowed' });
	await server.rooms.settled();
	expect(texts(server.log.board())).toEqual([]);
});

test('[SYNC-17] a removed person is out at once, without grace', async () => {
	const server = await syncServer();
	const [ana, ben] = [await raw(server, 'ana'), await raw(server, 'ben')];

	server.rooms.dropPerson(workshop, asId('ana'));
	server.access.people.delete('ben');
	server.rooms.accessChanged(workshop);

	expect(await ana.closed).toEqual({ code: 4403, reason: 'removed' });
	expect(await ben.closed).toEqual({ code: 4403, reason: 'removed' });
	await until(() => expect(server.rooms.connected(workshop)).toEqual(new Map()));
});

test('[SYNC-18] nothing of one document reaches the sockets of another', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	const cem = await raw(server, 'cem', { path: `/sync/${workshop}/${other}.1` });
	await ana.synced();
	cem.send(step1Frame(nothing));
	await cem.hears(isStep(2));

	ana.awareness.setLocalState({ writing: { note: 'marker', at: 1 } });
	ana.board.addNote({ zone: good, text: 'marker of alder' });
	await ana.isSaved(2);
	server.access.change(board, { syndicateId: alder });
	await server.rooms.settled();

	expect(cem.heard.filter((bytes) => Buffer.from(bytes).includes('marker'))).toEqual([]);
});
