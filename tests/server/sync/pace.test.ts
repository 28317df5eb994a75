import { BoardDocument } from '#document/board.ts';
import { syncPath } from '#protocol/sync.ts';
import { step1Frame, updateFrame } from '#server/sync/frame.ts';
import { OwnShare, Pace } from '#server/sync/pace.ts';
import { WakeBudget } from '#server/sync/wake-budget.ts';
import { Connection } from '#server/sync/connection.ts';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import {
	board,
	good,
	isStep,
	other,
	raw,
	stock,
	syncServer,
	texts,
	until,
	workshop,
	type Server,
	as,
	person
} from './world.ts';

/** The window of a room in which so many people see so many changes a second, after two seconds of that. */
function windowOf(changesASecond: number, people: number, share = 0): number {
	const pace = new Pace({ value: share });
	for (let now = 0; now <= 2000; now += 20) pace.count(changesASecond / 50, now);
	return pace.windowMs(people);
}

test('[PACE-1] one who types has no window, a syndicate a short one, a plenary one of a drawn frame, a storm the longest', () => {
	expect(windowOf(8, 8)).toBe(0);
	expect(windowOf(32, 8)).toBe(10);
	expect(windowOf(100, 200)).toBeCloseTo(21);
	expect(windowOf(1000, 100)).toBeCloseTo(33);
	expect(windowOf(10_000, 100)).toBeCloseTo(33);
});

test('[PACE-1] a storm that is over leaves no window behind', () => {
	const pace = new Pace({ value: 0 });
	for (let now = 0; now <= 1000; now += 10) pace.count(10, now);
	pace.count(1, 6000);

	expect(pace.windowMs(100)).toBe(0);
});

test('[PACE-2] a process that is nearly used up takes its time with every room, one that only waits does not', () => {
	const clock = { now: 0, cpu: 0 };
	const share = new OwnShare(
		() => clock.now,
		() => clock.cpu
	);
	const pace = new Pace(share);
	for (let n = 0; n < 20; n += 1) {
		clock.now += 1000;
		clock.cpu += 100;
		expect(pace.windowMs(8)).toBe(0);
	}
	for (let n = 0; n < 10; n += 1) {
		clock.now += 250;
		clock.cpu += 240;
		pace.windowMs(8);
	}

	expect(share.value).toBeGreaterThan(0.9);
	expect(pace.windowMs(8)).toBeCloseTo(33);
});

test('[PACE-3] a board that is only looked at sleeps, answers from its bytes, and wakes whole', async () => {
	const server = await syncServer({ sleepAfterMs: 20 });
	const ana = stock(server, 'ana');
	await ana.synced();
	const note = ana.board.addNote({ zone: good, text: 'kept' });
	await ana.isSaved(2);
	const room = await server.rooms.room(board);
	await until(() => expect(room.isAwake).toBe(false));

	const [ben, again] = [stock(server, 'ben'), await raw(server, 'ana')];
	await ben.synced();
	again.send(step1Frame(Y.encodeStateVector(ana.doc)));
	await again.hears(isStep(2));
	expect([texts(ben.board), room.count, room.isAwake]).toEqual([['kept'], 1, false]);
	expect(await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 1)).toBe(true);
	expect(await server.rooms.waitFor(board, new Uint8Array([1, 9, 9]), 1)).toBe(false);

	ben.board.textOf(note)!.insert(0, 'well ');
	await ben.isSaved(2);
	await until(() => expect(texts(ana.board)).toEqual(['well kept']));
	expect(texts(server.log.board())).toEqual(['well kept']);
});

test('[PACE-3] the server keeps its client id over its sleep', async () => {
	const server = await syncServer({ sleepAfterMs: 10 });
	const room = await server.rooms.room(board);
	for (let n = 0; n < 3; n += 1) {
		await server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 's' }));
		await until(() => expect(room.isAwake).toBe(false));
	}

	expect(texts(server.log.board())).toEqual(['s', 's', 's']);
	expect(Y.decodeStateVector(Y.encodeStateVector(server.log.board().doc)).size).toBe(1);
});

test('[PACE-4] waking is paid for by size, and earned again with time', () => {
	const clock = { now: 0 };
	const budget = new WakeBudget(() => clock.now);
	const megabyte = 1024 * 1024;
	let woken = 0;
	while (budget.takes(5 * megabyte)) woken += 1;

	expect(woken).toBe(7);
	expect(budget.takes(1)).toBe(false);
	clock.now += 1000;
	expect(budget.takes(5 * megabyte)).toBe(true);
});

test('[PACE-4] what comes while the budget is used up is applied later, all of it', async () => {
	const budget = { isEmpty: false, takes: () => !budget.isEmpty };
	const server = await syncServer({ sleepAfterMs: 10, wakeBudget: budget });
	const ana = stock(server, 'ana');
	await ana.synced();
	const note = ana.board.addNote({ zone: good, text: 'x' });
	await ana.isSaved(2);
	const room = await server.rooms.room(board);
	await until(() => expect(room.isAwake).toBe(false));

	budget.isEmpty = true;
	ana.board.textOf(note)!.insert(0, 'first ');
	ana.board.textOf(note)!.insert(0, 'second ');
	expect(await server.rooms.waitFor(board, Y.encodeStateVector(ana.doc), 50)).toBe(false);
	expect([room.isAwake, ana.saved]).toEqual([false, 2]);
	budget.isEmpty = false;
	await ana.isSaved(4);

	expect(texts(server.log.board())).toEqual(['second first x']);
});

test('[PACE-5] who does not read gets one difference later, and nobody waits for them', async () => {
	const server = await syncServer();
	const [slow, ben] = [stock(server, 'ana'), stock(server, 'ben')];
	await Promise.all([slow.isSaved(1), ben.synced()]);
	const note = slow.board.addNote({ zone: good, text: 'mine' });
	await slow.isSaved(2);
	const socket = slow.provider.ws as unknown as { pause(): void; resume(): void };
	socket.pause();
	let frames = 0;
	slow.doc.on('update', () => (frames += 1));
	slow.board.textOf(note)!.insert(0, 'also ');

	const size = 900_000;
	for (let n = 0; n < 40; n += 1)
		await server.rooms.edit(board, (open) => open.setChoice(note, 'rating' as never, String(n).repeat(size)));
	await until(() => expect(ben.board.note(note)?.fields['rating' as never]).toHaveLength(2 * size));
	await until(() => expect(texts(server.log.board())).toEqual(['also mine']));
	expect(slow.saved).toBe(2);
	socket.resume();
	await slow.isSaved(3);

	await until(() => expect(slow.board.note(note)).toEqual(ben.board.note(note)));
	expect(frames).toBeLessThan(30);
});

test('[PACE-6] a board that is written on becomes a snapshot without a pause', async () => {
	const server = await syncServer();
	const ana = stock(server, 'ana');
	await ana.synced();
	const note = ana.board.addNote({ zone: good, text: '' });
	for (let n = 0; n < 205; n += 1) {
		ana.board.textOf(note)!.insert(n, 'x');
		await ana.isSaved(n + 3);
	}

	await until(() => expect(server.log.rows.length).toBeLessThan(50));
	ana.board.textOf(note)!.insert(0, 'y');
	await until(() => expect(texts(server.log.board())).toEqual(['y' + 'x'.repeat(205)]));
});

test('[PACE-7] a socket that has a large board compared again and again is closed with 4429', async () => {
	const server = await syncServer();
	const note = await server.rooms.edit(other, (open) => open.addNote({ zone: good, text: '' }));
	await server.rooms.edit(other, (open) => open.setChoice(note, 'rating' as never, 'x'.repeat(1_000_000)));
	const everything = step1Frame(Y.encodeStateVector(server.log.board(other).doc));
	const greedy = await raw(server, 'cem', { path: `${syncPath(workshop, other, 1)}?ack=1` });
	for (let n = 0; n < 100; n += 1) greedy.send(everything);

	expect(await greedy.closed).toEqual({ code: 4429, reason: 'too-many-frames' });
	const answers = greedy.heard.filter(isStep(2)).length;
	expect(answers).toBeGreaterThan(30);
	expect(answers).toBeLessThan(80);
});

test('[PACE-5] who asks for a large board again without reading it gets it once more, not as often as it asked', async () => {
	const server = await syncServer();
	const note = await server.rooms.edit(other, (open) => open.addNote({ zone: good, text: '' }));
	await server.rooms.edit(other, (open) => open.setChoice(note, 'rating' as never, 'x'.repeat(1_000_000)));
	const greedy = await raw(server, 'cem', { path: `${syncPath(workshop, other, 1)}?ack=1` });
	greedy.socket.pause();
	for (let n = 0; n < 50; n += 1) greedy.send(step1Frame(new Uint8Array([0])));
	greedy.send(updateFrame(new Uint8Array([0, 0])));
	greedy.socket.resume();
	await until(() => expect(greedy.saved()).toEqual([1]));

	expect(greedy.heard.filter(isStep(2)).length).toBeLessThan(25);
});

/** Writes notes full from their ends to their beginnings: each letter is a struct of its own. An update a note. */
async function laborious(server: Server, notes: number) {
	const ids = await server.rooms.edit(board, (open) =>
		Array.from({ length: notes }, () => open.addNote({ zone: good, text: '' }))
	);
	const laptop = new Y.Doc();
	Y.applyUpdate(laptop, server.log.rows[0]!.bytes);
	return ids.map((id) => {
		const before = Y.encodeStateVector(laptop);
		laptop.transact(() => {
			for (let n = 0; n < 7_900; n += 1) new BoardDocument(laptop).textOf(id)!.insert(0, 'x');
		});
		return Y.encodeStateAsUpdate(laptop, before);
	});
}

test('[PACE-8] what is too much for one window comes in the next one, all of it', async () => {
	const server = await syncServer();
	const updates = await laborious(server, 4);
	const ana = await raw(server, 'ana');
	const release = server.log.hold();
	const held = server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 'held' }));
	await until(() => expect(server.log.appends).toBe(2));
	for (const update of updates) ana.send(updateFrame(update));
	// A socket is read in order: when this is answered the updates are here.
	ana.send(new Uint8Array([3]));
	await ana.hears((bytes) => bytes[0] === 1);
	release();
	await held;
	await server.rooms.settled();

	expect(server.log.appends).toBe(4);
	await until(() => expect(ana.saved().at(-1)).toBe(4));
	expect(texts(server.log.board()).filter((text) => text.length === 7_900)).toHaveLength(4);
});

test('[PACE-8] a socket that makes more work than its frames are worth is closed with 4429', async () => {
	const server = await syncServer();
	const updates = await laborious(server, 6);
	const ana = await raw(server, 'ana');
	for (const update of updates) ana.send(updateFrame(update));

	expect(await ana.closed).toEqual({ code: 4429, reason: 'too-much-work' });
});

/** A line that takes what is written, and lets go of it only when it is told to. */
class StuckLine extends Duplex {
	readonly #stuck: (() => void)[] = [];
	isStuck = true;
	readonly left: Buffer[] = [];

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		this.left.push(chunk);
		if (this.isStuck) this.#stuck.push(done);
		else done();
	}

	override _read(): void {}

	drain(): void {
		this.isStuck = false;
		for (const done of this.#stuck.splice(0)) done();
	}
}

test('[PACE-5] who is held by somebody’s presence misses nothing that was on its way to the disk', async () => {
	const server = await syncServer();
	const ben = stock(server, 'ben');
	await ben.isSaved(1);
	const room = await server.rooms.room(board);
	const line = new StuckLine();
	const socket = { OPEN: 1, readyState: 1, close: () => {}, ping: () => {} } as unknown as WebSocket;
	const slow = new Connection(
		{ socket, line },
		{ actor: person('ana'), sessionId: as('ana') as never },
		true,
		Date.now
	);
	server.rooms.join(room, slow);
	room.receive(slow, step1Frame(new Uint8Array([0])));
	// Just below what a line may hold.
	line.write(Buffer.alloc(256 * 1024 - line.writableLength - 100));

	const release = server.log.hold();
	const held = server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 'on its way' }));
	await until(() => expect(server.log.appends).toBe(1));
	ben.awareness.setLocalState({ writing: { note: 'n', at: 3 }, holding: 'h'.repeat(300) });
	await until(() => expect(line.writableLength).toBeGreaterThan(256 * 1024));
	release();
	await held;
	expect(slow.isHeld).toBe(true);
	line.drain();

	await until(() => expect(line.left.some((wire) => wire.includes('on its way'))).toBe(true));
	await until(() => expect(slow.isHeld).toBe(false));
	server.rooms.leave(room, slow);
});

test('[PACE-5] who asks again and again who is here, and reads nothing, is not answered without end', async () => {
	const server = await syncServer();
	const [greedy, ben] = [await raw(server, 'ana'), stock(server, 'ben')];
	await ben.synced();
	ben.awareness.setLocalState({ holding: 'h'.repeat(3900) });
	await greedy.hears((bytes) => bytes[0] === 1 && bytes.byteLength > 3900);
	for (let n = 0; n < 2500; n += 1) greedy.send(new Uint8Array([3]));

	expect((await greedy.closed).code).toBe(4429);
});

test('[PACE-8] what only looks as if it lacked something is paid for as well', async () => {
	const server = await syncServer();
	const ana = await raw(server, 'ana');
	const laptop = new Y.Doc({ gc: false });
	const text = new BoardDocument(laptop);
	const note = text.addNote({ zone: good, text: '' });
	const before = Y.encodeStateVector(laptop);
	laptop.transact(() => {
		for (let n = 0; n < 7_900; n += 1) text.textOf(note)!.insert(0, 'x');
	});
	const lacking = updateFrame(Y.encodeStateAsUpdate(laptop, before));
	for (let n = 0; n < 8; n += 1) ana.send(lacking);

	expect(await ana.closed).toEqual({ code: 4429, reason: 'too-much-work' });
});

test('[SAVE-3] a write of the server into a document that is removed meanwhile is told so, also when its turn had not come', async () => {
	const server = await syncServer();
	const release = server.log.hold();
	const first = server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 'one' }));
	await until(() => expect(server.log.appends).toBe(1));
	const second = server.rooms.edit(board, (open) => open.addNote({ zone: good, text: 'two' }));
	server.log.known.delete(board);
	release();

	await expect(first).rejects.toThrow('does not exist');
	await expect(second).rejects.toThrow('does not exist');
});
