import { afterEach, expect, test, vi } from 'vitest';
import { DocumentConnection } from '#lib/connection/document-connection.svelte.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { newPlace, Server, socketTo } from './server-in-page.ts';

const opened: DocumentConnection[] = [];
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
	opened.splice(0).forEach((connection) => connection.dispose());
});

function connect(server: Server, place: DocumentPlace, onend?: (end: { code: number }) => void): DocumentConnection {
	const connection = new DocumentConnection({
		workshopId: 'workshop-1',
		place,
		personId: 'ana',
		keeps: true,
		origin: 'ws://plenary.example',
		Socket: socketTo(server),
		...(onend ? { onend } : {})
	});
	opened.push(connection);
	return connection;
}

test('[BOARD-42] what was written without a network waits on the device, survives a reload, and then arrives', async () => {
	const server = new Server();
	const place = newPlace();
	const first = connect(server, place);
	await expect.poll(() => first.saved.kind).toBe('saved');

	server.unplug();
	first.doc.getText('words').insert(0, 'Written on the train.');
	await expect.poll(() => first.saved).toMatchObject({ kind: 'on-device', changes: 1 });
	first.dispose();

	const second = connect(server, place);
	await expect.poll(() => second.isReady).toBe(true);
	expect(second.saved).toMatchObject({ kind: 'on-device', changes: 1 });
	expect(second.doc.getText('words').toString()).toBe('Written on the train.');

	server.isPlugged = true;
	dispatchEvent(new Event('online'));
	await expect.poll(() => second.saved.kind).toBe('saved');
	expect(server.doc.getText('words').toString()).toBe('Written on the train.');
});

test('[OFFLINE-6] a board that this device never had is not taken for an empty one, and one that was empty is', async () => {
	const server = new Server();
	const place = newPlace();
	server.unplug();
	const first = connect(server, place);
	await expect.poll(() => first.isReady).toBe(true);
	expect(first.isUnopened).toBe(true);

	server.isPlugged = true;
	dispatchEvent(new Event('online'));
	await expect.poll(() => first.isUnopened).toBe(false);
	await expect.poll(() => first.saved.kind).toBe('saved');
	first.dispose();

	server.unplug();
	const second = connect(server, place);
	await expect.poll(() => second.isReady).toBe(true);
	expect(second.isUnopened).toBe(false);
	expect(second.doc.getText('words').toString()).toBe('');
});

test('[BOARD-42] what an earlier visit left is not called saved while it cannot be read, and arrives with the next one', async () => {
	const server = new Server();
	const place = newPlace();
	const first = connect(server, place);
	await expect.poll(() => first.saved.kind).toBe('saved');
	server.unplug();
	first.doc.getText('words').insert(0, 'Written on the train.');
	await expect.poll(() => first.saved).toMatchObject({ kind: 'on-device', changes: 1 });
	first.dispose();

	server.isPlugged = true;
	const blocked = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
		throw new DOMException('not now', 'UnknownError');
	});
	const second = connect(server, place);
	await expect.poll(() => second.isSynced).toBe(true);
	await expect.poll(() => second.saved).toEqual({ kind: 'unread', changes: 1 });
	second.doc.getText('words').insert(0, 'In the meantime. ');
	await second.whenSaved();
	expect(second.saved).toEqual({ kind: 'unread', changes: 1 });
	expect(second.isConfirmed).toBe(false);
	second.dispose();

	blocked.mockRestore();
	const third = connect(server, place);
	expect(third.waiting).toBe(1);
	await expect.poll(() => third.saved.kind).toBe('saved');
	expect(server.doc.getText('words').toString()).toContain('Written on the train.');
	third.dispose();
	expect(connect(server, place).waiting).toBe(0);
});

test('[BOARD-31] a change counts as saved when the server has it on disk, not when it was sent', async () => {
	const server = new Server();
	const connection = connect(server, newPlace());
	await expect.poll(() => connection.saved.kind).toBe('saved');

	server.holdsBack = true;
	connection.doc.getText('words').insert(0, 'A');
	const saving = connection.whenSaved();
	await expect.poll(() => server.doc.getText('words').toString()).toBe('A');
	const whileHeld = connection.waiting;
	server.acknowledge();
	await saving;

	expect([whileHeld, connection.waiting]).toEqual([1, 0]);
});

test('[BOARD-42] a refusal is final: the connection says why and does not try again', async () => {
	const server = new Server();
	const ends: number[] = [];
	const connection = connect(server, newPlace(), ({ code }) => ends.push(code));
	await expect.poll(() => connection.saved.kind).toBe('saved');

	for (const socket of [...server.sockets]) socket.end(4403, 'closed');
	await expect.poll(() => ends).toEqual([4403]);

	expect(connection.ended).toEqual({ code: 4403, reason: 'closed' });
	expect(server.sockets.size).toBe(0);
});

test('[BOARD-43] a network that went without a word is found while typing, and another socket is opened', async () => {
	vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
	const server = new Server();
	const connection = connect(server, newPlace());
	await expect.poll(() => connection.saved.kind).toBe('saved');

	server.isDeaf = true;
	connection.doc.getText('words').insert(0, 'On the train.');
	vi.advanceTimersByTime(5000);
	await expect.poll(() => connection.saved).toMatchObject({ kind: 'on-device', changes: 1, isSilent: true });
	vi.advanceTimersByTime(10_000);
	server.isDeaf = false;

	await expect.poll(() => server.doc.getText('words').toString()).toBe('On the train.');
	await expect.poll(() => connection.saved.kind).toBe('saved');
	expect(server.opened).toBe(2);
});

test('[BOARD-43] a board that was left beats no more', async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	const left = connect(new Server(), newPlace());
	await expect.poll(() => left.saved.kind).toBe('saved');

	left.dispose();
	await expect.poll(() => vi.getTimerCount()).toBe(0);
	dispatchEvent(new Event('offline'));
	expect(vi.getTimerCount()).toBe(0);
});

test('[BOARD-43] a server that received and cannot write is told from a network that is gone', async () => {
	vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
	const server = new Server();
	const connection = connect(server, newPlace());
	await expect.poll(() => connection.saved.kind).toBe('saved');

	server.holdsBack = true;
	connection.doc.getText('words').insert(0, 'A');
	await expect.poll(() => server.doc.getText('words').toString()).toBe('A');
	vi.advanceTimersByTime(3000);
	await expect.poll(() => connection.saved).toMatchObject({ kind: 'being-written', isLate: false, isKept: true });
	for (let second = 0; second < 20; second += 1) {
		vi.advanceTimersByTime(1000);
		await Promise.resolve();
	}
	await expect.poll(() => connection.saved).toMatchObject({ kind: 'being-written', isLate: true });
	expect(server.opened).toBe(1);
});

test('[BOARD-43] what has not left the laptop is not called received, whatever is heard of others', async () => {
	vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
	const server = new Server();
	const connection = connect(server, newPlace());
	await expect.poll(() => connection.saved.kind).toBe('saved');
	const [socket] = server.sockets;

	server.holdsBack = true;
	socket!.bufferedAmount = 20_000;
	connection.doc.getText('words').insert(0, 'A long story.');
	for (let second = 0; second < 5; second += 1) {
		vi.advanceTimersByTime(1000);
		// Frames that say who is here come in; they are read in a later turn.
		await new Promise((resolve) => setTimeout(resolve));
	}
	await expect.poll(() => connection.saved).toMatchObject({ kind: 'on-device', changes: 1, isSilent: true });

	socket!.bufferedAmount = 0;
	vi.advanceTimersByTime(3000);
	await expect.poll(() => connection.saved).toMatchObject({ kind: 'being-written' });
});

test('[BOARD-44] a disk that fills up later is told, and when it has room again everything is kept', async () => {
	const server = new Server();
	const place = newPlace();
	const first = connect(server, place);
	await expect.poll(() => first.saved.kind).toBe('saved');
	server.unplug();
	const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
		throw new DOMException('no room', 'QuotaExceededError');
	});
	first.doc.getText('words').insert(0, 'First. ');
	await expect.poll(() => first.saved).toMatchObject({ kind: 'not-stored', copyFirst: true });

	full.mockRestore();
	first.doc.getText('words').insert(7, 'Second.');
	await expect.poll(() => first.saved).toMatchObject({ kind: 'on-device', changes: 2 });
	first.dispose();
	const second = connect(server, place);
	await expect.poll(() => second.doc.getText('words').toString()).toBe('First. Second.');
});

test('[BOARD-45] what waits in one tab is counted in the next one, and not forgotten when another is closed', async () => {
	const server = new Server();
	server.watch();
	const place = newPlace();
	const [first, second] = [connect(server, place), connect(server, place)];
	await expect.poll(() => [first.saved.kind, second.saved.kind]).toEqual(['saved', 'saved']);

	server.unplug();
	first.doc.getText('words').insert(0, 'A');
	second.doc.getText('words').insert(0, 'BC');
	await expect.poll(() => [first.saved.kind, second.saved.kind]).toEqual(['on-device', 'on-device']);
	first.dispose();
	expect(second.waiting).toBe(1);
	second.dispose();

	const third = connect(server, place);
	await expect.poll(() => third.saved).toMatchObject({ kind: 'on-device', changes: 2 });
	await expect.poll(() => third.doc.getText('words').length).toBe(3);
	server.isPlugged = true;
	dispatchEvent(new Event('online'));
	await expect.poll(() => third.saved.kind).toBe('saved');
	expect(server.doc.getText('words').length).toBe(3);
	third.dispose();
	const fourth = connect(server, place);
	expect(fourth.waiting).toBe(0);
	await expect.poll(() => fourth.saved.kind).toBe('saved');
});

test('[BOARD-45] a copy of many rows becomes one again, and loses nothing that another tab put into it', async () => {
	const server = new Server();
	server.unplug();
	const place = newPlace();
	const [first, second] = [connect(server, place), connect(server, place)];
	await expect.poll(() => [first.isReady, second.isReady]).toEqual([true, true]);
	second.doc.getText('words').insert(0, 'B');
	for (let letter = 0; letter < 520; letter += 1) first.doc.getText('words').insert(letter, 'A');
	await expect.poll(() => [first.saved, second.saved]).toMatchObject([{ changes: 520 }, { changes: 1 }]);
	first.dispose();
	second.dispose();

	const third = connect(server, place);
	await expect.poll(() => third.doc.getText('words').length).toBe(521);
});
