/** People in rooms who type, look, point or do nothing, for a while; and what that cost the server. */
import { setTimeout as wait } from 'node:timers/promises';
import { Client, type Seat } from './client.ts';
import { cpuMs, machineCpuMs, mainCpuMs, memoryMb, treeCpuMs } from './cpu.ts';
import { mean, timesOf } from './figures.ts';
import type { Pids, Typed, TypingJob } from './jobs.ts';
import { Probe } from './probe.ts';
import { editsEach, schedule, type Due } from './schedule.ts';
import { putStamp } from './stamp.ts';
import { Writer } from './writer.ts';

const MEMORY_EVERY_MS = 200;
const TICK_MS = 1;
/** Nothing new within this time: the probes have seen what there is. */
const CALM_MS = 150;
const CAUGHT_UP_WITHIN_MS = 3_000;

interface Person {
	readonly client: Client;
	readonly writer: Writer | null;
	readonly probe: Probe | null;
	/** The next clock of its pointer. */
	pointed: number;
}

type Room = readonly Person[];

export async function type(job: TypingJob): Promise<Typed> {
	const rooms = await Promise.all(job.rooms.map((seats) => enter(seats, job)));
	const people = rooms.flat();
	try {
		for (const { client, writer } of people) if (writer) client.sendUpdate(writer.notes);
		const before = await warmUp(rooms, job);
		for (const room of rooms)
			for (const { client } of room.slice(job.writers, job.writers + job.stuck)) client.stopReading();
		process.send?.({ opens: true });
		const growth = watchMemory(job.pids.server);
		await send(before.due, rooms, before.startedAt);
		const after = look(people, job.pids);
		process.send?.({ closes: true });
		const grownMb = growth.end();
		const peakMb = memoryMb(job.pids.server).peak;
		const missing = await settled(rooms, job);
		return { ...figuresOf(rooms, job, before.state, after), grownMb, peakMb, missing };
	} finally {
		for (const { client } of people) client.leave();
	}
}

/** A few at a time: what joining costs is another scenario. */
async function enter(seats: readonly Seat[], job: TypingJob): Promise<Room> {
	const edits = editsEach(job);
	const room: Person[] = [];
	for (let from = 0; from < seats.length; from += 10) {
		const some = seats.slice(from, from + 10).map((seat, offset): Person => {
			const index = from + offset;
			const probe = index >= seats.length - job.probes ? new Probe(job.lettersAnEdit) : null;
			const client = new Client(seat, probe);
			const writer = index < job.writers ? new Writer({ edits, letters: job.lettersAnEdit, wire: client.wire }) : null;
			if (writer) probe?.takeOwn(client.wire.updateIn(writer.notes));
			return { client, writer, probe, pointed: 0 };
		});
		await Promise.all(some.map(({ client }) => client.joined));
		room.push(...some);
	}
	return room;
}

async function warmUp(rooms: readonly Room[], job: TypingJob) {
	const due = schedule(
		rooms.map((room) => ({
			writers: room.filter(({ writer }) => writer).length,
			pointers: Math.min(job.pointers, room.length)
		})),
		job
	);
	const startedAt = performance.now();
	const warm = due.filter(({ at }) => at < job.warmMs);
	await send(warm, rooms, startedAt);
	await wait(Math.max(0, startedAt + job.warmMs - performance.now()));
	await caughtUp(rooms);
	// As if the warm-up had ended only now.
	const state = look(rooms.flat(), job.pids);
	return { startedAt: state.at - job.warmMs, due: due.slice(warm.length), state };
}

/** What is left of the warm-up belongs to it; a server that never catches up is not waited for. */
async function caughtUp(rooms: readonly Room[]): Promise<void> {
	const seen = () => rooms.flat().reduce((sum, { probe }) => sum + (probe?.seen.length ?? 0), 0);
	const until = performance.now() + CAUGHT_UP_WITHIN_MS;
	for (let before = -1; before !== seen() && performance.now() < until;) {
		before = seen();
		await wait(CALM_MS);
	}
}

/** Resolves when all was sent. */
async function send(due: readonly Due[], rooms: readonly Room[], startedAt: number): Promise<void> {
	let next = 0;
	for (;;) {
		const now = performance.now() - startedAt;
		for (let one = due[next]; one && one.at <= now; one = due[next]) {
			const person = rooms[one.room]?.[one.person];
			if (person && one.edit === null) point(person);
			else if (person && one.edit !== null) write(person, one.edit);
			next += 1;
		}
		if (next >= due.length) return;
		await wait(TICK_MS);
	}
}

function write({ client, writer, probe }: Person, index: number): void {
	const edit = writer?.edits[index];
	if (!edit) throw new Error('More edits are due than were prepared.');
	putStamp(edit.frame, edit.stampAt, performance.now());
	client.sendUpdate(edit.frame);
	probe?.takeOwn(edit.frame.subarray(edit.updateAt));
}

function point(person: Person): void {
	const { client, writer } = person;
	person.pointed += 1;
	const state = { cursor: { x: person.pointed % 1000, y: (person.pointed * 7) % 1000 }, user: { name: 'Somebody' } };
	client.sendPresence(writer?.clientId ?? client.presenceId, person.pointed, JSON.stringify(state));
}

/** Everything that is read twice, at the beginning of the window and at its end. */
function look(people: readonly Person[], { server, database }: Pids) {
	const at = performance.now();
	return {
		at,
		server: cpuMs(server),
		main: mainCpuMs(server),
		database: database === null ? null : treeCpuMs(database),
		generator: cpuMs(process.pid),
		machine: machineCpuMs(),
		frames: people.reduce((sum, { client }) => sum + client.frames, 0),
		bytes: people.reduce((sum, { client }) => sum + client.bytes, 0)
	};
}

type Look = ReturnType<typeof look>;

function figuresOf(rooms: readonly Room[], job: TypingJob, from: Look, to: Look) {
	const people = rooms.flat();
	const seconds = (to.at - from.at) / 1000;
	const ofCore = (ms: number) => ms / seconds / 10;
	const inWindow = (sentAt: number) => sentAt >= from.at && sentAt <= to.at;
	const probes = rooms.map((room) => room.flatMap(({ probe }) => probe ?? []));
	const visible = probes.flatMap((some) =>
		some.flatMap(({ seen }) => seen.filter(({ sentAt }) => inWindow(sentAt)).map((one) => one.seenAt - one.sentAt))
	);
	const deliveries = rooms.reduce((sum, room, index) => {
		const seen = mean((probes[index] ?? []).map((probe) => seenBetween(probe, from.at, to.at, room)));
		return sum + seen * (room.length - job.stuck);
	}, 0);
	const saved = people.flatMap(({ client }) =>
		client.savedAfter.filter(({ sentAt }) => inWindow(sentAt)).map(({ ms }) => ms)
	);
	const server = to.server - from.server;
	const database = from.database === null || to.database === null ? null : to.database - from.database;
	const generator = to.generator - from.generator;
	const offered = rooms.reduce((sum, room) => sum + room.filter(({ writer }) => writer).length * room.length, 0);
	const measured = editsEach({ ...job, warmMs: 0 });
	const offeredBytes = (rooms[0] ?? [])
		.flatMap(({ writer }) => writer?.edits.slice(-measured) ?? [])
		.reduce((sum, { frame }) => sum + frame.byteLength, 0);
	return {
		offeredASecond: offered * job.editsASecond,
		deliveriesASecond: deliveries / seconds,
		framesASecond: (to.frames - from.frames) / seconds,
		mbASecond: (to.bytes - from.bytes) / seconds / 1e6,
		visible: timesOf(visible),
		saved: saved.length > 0 ? timesOf(saved) : null,
		serverCpu: ofCore(server),
		mainCpu: ofCore(to.main - from.main),
		databaseCpu: database === null ? null : ofCore(database),
		generatorCpu: ofCore(generator),
		otherCpu: ofCore(to.machine - from.machine - server - (database ?? 0) - generator),
		cpuADelivery: (server * 1000) / Math.max(1, deliveries),
		mbOfferedToEach: offeredBytes / 1e6,
		presenceASecond: (probes[0]?.[0]?.presence ?? 0) / ((job.warmMs * job.warmPace + job.measureMs) / 1000)
	};
}

/** Who writes beside looking sees the own edits at once: they count as delivered when others' are. */
function seenBetween(probe: Probe, from: number, to: number, room: Room): number {
	const seen = probe.seen.filter(({ seenAt }) => seenAt >= from && seenAt <= to).length;
	const writers = room.filter(({ writer }) => writer).length;
	const isWriter = room.some((person) => person.probe === probe && person.writer);
	return isWriter && writers > 1 ? (seen * writers) / (writers - 1) : seen;
}

/** Waits until every probe holds every edit, then asks a fresh client of each room. Null, or what is missing. */
async function settled(rooms: readonly Room[], job: TypingJob): Promise<string | null> {
	const until = performance.now() + job.patienceMs;
	for (;;) {
		const missing = missingFrom(rooms, job);
		if (missing === null) break;
		if (performance.now() > until) return missing;
		await wait(100);
	}
	for (const [index, room] of rooms.entries()) {
		const seat = job.rooms[index]?.at(-1);
		if (!seat) continue;
		const probe = new Probe(job.lettersAnEdit);
		const fresh = new Client(seat, probe);
		await fresh.joined;
		const missing = first(room, ({ writer }) => writer?.missingIn(probe.doc) ?? null);
		fresh.leave();
		probe.doc.destroy();
		if (missing !== null) return `a fresh client lacks ${missing}`;
	}
	return null;
}

function missingFrom(rooms: readonly Room[], job: TypingJob): string | null {
	const isStuck = (index: number) => index >= job.writers && index < job.writers + job.stuck;
	for (const room of rooms) {
		const closed = first(room, ({ client }, index) =>
			client.closed !== null && !isStuck(index) ? `person ${index + 1} was closed with ${client.closed}` : null
		);
		if (closed !== null) return closed;
		for (const { probe } of room) {
			if (!probe) continue;
			const missing = first(room, ({ writer }) => writer?.missingIn(probe.doc) ?? null);
			if (missing !== null) return `a probe lacks ${missing}`;
		}
	}
	return null;
}

function first(room: Room, look: (person: Person, index: number) => string | null): string | null {
	for (const [index, person] of room.entries()) {
		const found = look(person, index);
		if (found !== null) return found;
	}
	return null;
}

/** The most a process weighs above what it weighs now. */
function watchMemory(pid: number): { readonly end: () => number } {
	const before = memoryMb(pid).now;
	let most = before;
	const timer = setInterval(() => (most = Math.max(most, memoryMb(pid).now)), MEMORY_EVERY_MS);
	return {
		end: () => {
			clearInterval(timer);
			return Math.max(most, memoryMb(pid).now) - before;
		}
	};
}
