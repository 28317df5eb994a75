/** Broken frames for the real rooms in this process: many thousands a second, without sockets and their rates. */
import { BoardDocument } from '#document/board.ts';
import { asId, type DocumentId } from '#domain/ids.ts';
import { Connection } from '#server/sync/connection.ts';
import type { Room } from '#server/sync/room.ts';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { contentHash, contentOf } from '../harness/checker.ts';
import { memoryServer, type MemoryServer } from '../harness/memory-server.ts';
import type { Random } from '../harness/random.ts';
import { person } from '../../server/sync/places.ts';
import { mutated, mutatedInside } from './mutations.ts';
import { recorded } from './recording.ts';

export interface Fuzzed {
	frames: number;
	/** Frames after which the socket was closed. */
	closes: number;
	/** The longest time one batch held the process up, by its share for a frame, and all in all. */
	longestWindowMs: number;
	readonly failures: string[];
}

const FRAMES_OF_A_DOCUMENT = 4_000;
const BROKEN_OF_EACH = 12;
const NOTES = 12;
/** Of the server, so that nobody may delete them. */
const OWN = 'Notes that were there before';

export async function fuzzRooms(frames: number, random: Random): Promise<Fuzzed> {
	const server = memoryServer(random.fork('server'), 0);
	const sum: Fuzzed = { frames: 0, closes: 0, longestWindowMs: 0, failures: [] };
	while (sum.frames < frames && sum.failures.length === 0) {
		const id = server.makeDocument();
		await fuzzDocument(server, id, Math.min(FRAMES_OF_A_DOCUMENT, frames - sum.frames), random, sum);
		server.removeDocument(id);
	}
	if (server.errors.length > 0) sum.failures.push(`rooms complained: ${server.errors.slice(0, 3).join('; ')}`);
	await server.rooms.close();
	return sum;
}

async function fuzzDocument(server: MemoryServer, id: DocumentId, frames: number, random: Random, sum: Fuzzed) {
	const { rooms } = server;
	const zone = asId<'Zone'>('good');
	const before = await rooms.edit(id, (board) =>
		Array.from({ length: NOTES }, () => board.addNote({ zone, text: OWN }))
	);
	const room = await rooms.room(id);
	let own = 10_000;
	let hostile = seated(rooms, room);
	for (let done = 0; done < frames;) {
		const state = await rooms.read(id, ({ doc }) => Y.encodeStateAsUpdate(doc));
		const honest = recorded(state, (own += 1), random);
		const startedAt = performance.now();
		const say = (frame: Uint8Array): void => {
			room.receive(hostile.connection, frame);
			sum.frames += 1;
			done += 1;
			if (!hostile.connection.isRefused) return;
			sum.closes += 1;
			rooms.leave(room, hostile.connection);
			hostile = seated(rooms, room);
		};
		// The broken ones come before the honest one they were made of: so they build on what is there.
		for (const frame of honest) {
			for (let n = 0; n < BROKEN_OF_EACH; n += 1)
				say((random.chance(0.3) ? mutated : mutatedInside)(frame, random, honest));
			await rooms.settled([id]);
			say(frame);
		}
		await rooms.settled([id]);
		sum.longestWindowMs = Math.max(sum.longestWindowMs, performance.now() - startedAt);
		rooms.leave(room, hostile.connection);
		hostile = seated(rooms, room);
	}
	rooms.leave(room, hostile.connection);
	sum.failures.push(...(await faultsOf(server, id, before)).map((fault) => `${id} (seed ${random.seed}): ${fault}`));
}

/** The room, its log and a newcomer hold the same; it can be read, and what was there is there. */
async function faultsOf(server: MemoryServer, id: DocumentId, before: readonly string[]): Promise<readonly string[]> {
	const faults: string[] = [];
	const shown = await server.rooms.read(id, ({ doc }) => ({
		hash: contentHash(doc),
		state: Y.encodeStateAsUpdate(doc)
	}));
	const log = server.log.rebuilt(id);
	const newcomer = new Y.Doc();
	Y.applyUpdate(newcomer, shown.state);
	if (contentHash(log) !== shown.hash) faults.push('the log tells something else');
	if (contentHash(newcomer) !== shown.hash) faults.push('a newcomer is shown something else');
	if ([log, newcomer].some(({ store }) => store.pendingStructs !== null || store.pendingDs !== null))
		faults.push('something waits for what never comes');
	if ([...newcomer.share.keys()].some((name) => !['notes', 'groups', 'stamps'].includes(name)))
		faults.push(`another root: ${contentOf(newcomer).slice(-80)}`);
	const board = new BoardDocument(newcomer);
	const there = new Set<string>(board.notes().map((note) => note.id));
	const gone = before.filter((note) => !there.has(note));
	if (gone.length > 0) faults.push(`${gone.length} notes of somebody else are gone`);
	const unread = newcomer.getMap('notes').size - there.size;
	if (unread > 0) faults.push(`${unread} notes cannot be read`);
	for (const doc of [log, newcomer]) doc.destroy();
	return faults;
}

function seated(rooms: MemoryServer['rooms'], room: Room): { readonly connection: Connection } {
	const socket = {
		OPEN: 1,
		readyState: 1,
		close: () => (socket.readyState = 3),
		ping: () => {},
		terminate: () => (socket.readyState = 3)
	};
	// Nobody listens at the other end, and everything has left at once.
	const line = {
		writableLength: 0,
		write: (_wire: Buffer, done?: () => void) => done?.(),
		cork: () => {},
		uncork: () => {}
	};
	const who = { actor: person('ben'), sessionId: asId<'Session'>('ben') };
	const ends = { socket: socket as unknown as WebSocket, line: line as unknown as Duplex };
	const connection = new Connection(ends, who, true, Date.now);
	rooms.join(room, connection);
	return { connection };
}
