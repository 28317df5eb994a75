/** Rooms with a past: written, left, joined by many at once, or only kept open. */
import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { Client } from './client.ts';
import { cpuMs } from './cpu.ts';
import { timesOf } from './figures.ts';
import type { FillJob, Filled, Joined, JoinJob, LookJob, Looked, Past, PastJob } from './jobs.ts';
import { Probe } from './probe.ts';
import { putStamp, STAMP_LETTERS } from './stamp.ts';
import { Writer } from './writer.ts';
import { Wire } from './wire.ts';

/** Below the 200 frames a second that our own server allows a connection. */
const FRAMES_A_SECOND = 150;
const TICK_MS = 10;
const PATIENCE_MS = 60_000;
/** After the last one is in step a server may still have something to do for them. */
const SETTLE_MS = 300;
/** How often a stock client says that it is still there. */
const PRESENCE_MS = 15_000;
/** Rooms that are filled at the same time. */
const AT_ONCE = 10;

/** Who wrote the past of the rooms, for the checks afterwards. */
let writers: readonly Writer[] = [];
const open: Client[] = [];

export async function writePast({ seats, updates, pids }: PastJob): Promise<Past> {
	const before = cpuMs(pids.server);
	const probe = new Probe(STAMP_LETTERS);
	const people = seats.map((seat, index) => {
		const client = new Client(seat, index === 0 ? probe : null);
		return { client, writer: new Writer({ edits: updates / seats.length, letters: STAMP_LETTERS, wire: client.wire }) };
	});
	writers = people.map(({ writer }) => writer);
	await Promise.all(people.map(({ client }) => client.joined));
	const [first] = people;
	for (const { client, writer } of people) client.sendUpdate(writer.notes);
	if (first) probe.takeOwn(first.client.wire.updateIn(first.writer.notes));
	const aTick = (FRAMES_A_SECOND * TICK_MS) / 1000;
	const edits = Math.max(...writers.map((writer) => writer.edits.length));
	for (let sent = 0; sent < edits;) {
		const upTo = sent + Math.ceil(aTick);
		for (const { client, writer } of people) {
			for (const { frame, stampAt, updateAt } of writer.edits.slice(sent, upTo)) {
				putStamp(frame, stampAt, performance.now());
				client.sendUpdate(frame);
				if (client === first?.client) probe.takeOwn(frame.subarray(updateAt));
			}
		}
		sent = upTo;
		await wait((Math.ceil(aTick) / aTick) * TICK_MS);
	}
	await until(
		() => missingIn(probe.doc) === null,
		() => `the past was not written: ${missingIn(probe.doc)}`
	);
	for (const { client } of people.slice(1)) client.leave();
	// Somebody stays: a server that keeps nothing forgets a room that all have left.
	if (first) open.push(first.client);
	return { serverCpuMs: cpuMs(pids.server) - before };
}

export async function joinAtOnce({ seats, pids }: JoinJob): Promise<Joined> {
	const before = cpuMs(pids.server);
	const startedAt = performance.now();
	const clients = seats.map((seat) => new Client(seat));
	const synced = await Promise.all(clients.map(({ joined }) => joined.then(() => performance.now() - startedAt)));
	await wait(SETTLE_MS);
	const serverCpuMs = cpuMs(pids.server) - before;
	const doc = new Y.Doc();
	const [first] = clients;
	if (first?.firstUpdate) Y.applyUpdate(doc, first.firstUpdate);
	for (const client of clients) client.leave();
	return {
		serverCpuMs,
		synced: { p50: timesOf(synced).p50, max: Math.max(...synced) },
		documentKb: (first?.firstUpdate?.byteLength ?? 0) / 1000,
		missing: missingIn(doc)
	};
}

export async function fill({ seats, documentKb }: FillJob): Promise<Filled> {
	const [any] = seats;
	if (!any) throw new Error('There is no room to fill.');
	const made = documentOf(documentKb);
	writers = made.writers;
	for (let from = 0; from < seats.length; from += AT_ONCE) {
		const clients = seats.slice(from, from + AT_ONCE).map((seat) => new Client(seat));
		await Promise.all(clients.map(({ joined }) => joined));
		for (const client of clients) client.sendUpdate(client.wire.update(made.update));
		open.push(...clients);
	}
	let clock = 0;
	setInterval(() => {
		clock += 1;
		for (const client of open) client.sendPresence(client.presenceId, clock, '{}');
	}, PRESENCE_MS).unref();
	return { documentKb: made.update.byteLength / 1000 };
}

export async function look({ seats }: LookJob): Promise<Looked> {
	for (const { closed } of open) if (closed !== null) return { missing: `a silent person was closed with ${closed}` };
	for (const seat of seats) {
		const client = new Client(seat);
		await client.joined;
		const doc = new Y.Doc();
		if (client.firstUpdate) Y.applyUpdate(doc, client.firstUpdate);
		client.leave();
		const missing = missingIn(doc);
		doc.destroy();
		if (missing !== null) return { missing: `of a room that was quiet: ${missing}` };
	}
	return { missing: null };
}

/** Written by twenty people in turns, so that it is made of many small pieces as real ones are. */
function documentOf(kb: number): { readonly update: Uint8Array; readonly writers: readonly Writer[] } {
	const people = 20;
	const made = (editsEach: number) => {
		const wire = new Wire('y-websocket', '');
		const some = Array.from({ length: people }, () => new Writer({ edits: editsEach, letters: STAMP_LETTERS, wire }));
		const doc = new Y.Doc();
		for (const writer of some) Y.applyUpdate(doc, wire.updateIn(writer.notes));
		for (let edit = 0; edit < editsEach; edit += 1) {
			for (const writer of some) {
				const { frame, stampAt, updateAt } = writer.edits[edit]!;
				putStamp(frame, stampAt, performance.now());
				Y.applyUpdate(doc, frame.subarray(updateAt));
			}
		}
		const update = Y.encodeStateAsUpdate(doc);
		doc.destroy();
		return { update, writers: some };
	};
	const trial = 40;
	return made(Math.round((trial * kb * 1000) / made(trial).update.byteLength));
}

function missingIn(doc: Y.Doc): string | null {
	for (const writer of writers) {
		const missing = writer.missingIn(doc);
		if (missing !== null) return missing;
	}
	return null;
}

async function until(fits: () => boolean, why: () => string): Promise<void> {
	const deadline = performance.now() + PATIENCE_MS;
	while (!fits()) {
		if (performance.now() > deadline) throw new Error(why());
		await wait(50);
	}
}
