/**
 * The server's real rooms with a log in memory and laptops on lines that do what the check says: frames stand in a queue
 * until they are let through, once, twice, late or never. Thousands of schedules a minute, without a clock or a disk.
 */
import { BoardDocument } from '#document/board.ts';
import { asId, type DocumentId } from '#domain/ids.ts';
import { MESSAGE_SAVED, MESSAGE_SYNC } from '#protocol/sync.ts';
import type { DocumentLog, LogRow, StoredDocument } from '#server/sync/access.ts';
import { Connection } from '#server/sync/connection.ts';
import { Rooms } from '#server/sync/rooms.ts';
import type { Room } from '#server/sync/room.ts';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { board, MemoryAccess, person, workshop } from '../../server/sync/places.ts';
import type { Random } from './random.ts';

/** Documents are read far more seldom than they are written. */
const LOAD_FAIL_SHARE = 0.2;
const AWAY = 'The database is away, says the check.';

/** Keeps rows as the database does: once each, all of a commit or none, and gives back what it was given. */
export class MemoryLog implements DocumentLog {
	readonly #documents = new Map<DocumentId, LogRow[]>();
	readonly #random: Random;
	readonly #failShare: number;
	/** Commits that failed, half of them after the rows were kept: an answer that was lost. */
	failed = 0;

	constructor(random: Random, failShare: number) {
		this.#random = random;
		this.#failShare = failShare;
	}

	make(id: DocumentId): void {
		this.#documents.set(id, []);
	}

	remove(id: DocumentId): void {
		this.#documents.delete(id);
	}

	async load(id: DocumentId): Promise<StoredDocument | null> {
		const rows = this.#documents.get(id);
		if (!rows) return null;
		await Promise.resolve();
		if (this.#failShare > 0 && this.#random.chance(LOAD_FAIL_SHARE)) throw new Error(AWAY);
		return {
			workshopId: workshop,
			generation: 1,
			updates: rows.map(({ bytes }) => bytes),
			owners: new Map(rows.flatMap(({ claims }) => claims.map(({ clientId, personId }) => [clientId, personId]))),
			lastSeq: Math.max(0, ...rows.map(({ seq }) => seq))
		};
	}

	async append(rows: readonly LogRow[]): Promise<void> {
		await Promise.resolve();
		const fails = this.#random.chance(this.#failShare);
		if (!fails || this.#random.chance(0.5)) for (const row of rows) this.#keep(row);
		if (!fails) return;
		this.failed += 1;
		throw new Error(AWAY);
	}

	async compact(snapshot: LogRow): Promise<void> {
		const rows = this.#documents.get(snapshot.documentId);
		if (!rows) return;
		const claims = rows.flatMap((row) => (row.seq <= snapshot.seq ? row.claims : []));
		const newer = rows.filter(({ seq }) => seq > snapshot.seq);
		rows.splice(0, rows.length, { ...snapshot, claims }, ...newer);
	}

	/** The document from its rows alone. */
	rebuilt(id: DocumentId): Y.Doc {
		const doc = new Y.Doc();
		for (const { bytes } of this.#documents.get(id) ?? []) Y.applyUpdate(doc, bytes);
		return doc;
	}

	#keep(row: LogRow): void {
		const rows = this.#documents.get(row.documentId);
		if (rows && !rows.some(({ seq }) => seq === row.seq)) rows.push(row);
	}
}

export interface MemoryServer {
	readonly rooms: Rooms;
	readonly log: MemoryLog;
	/** What rooms logged as errors. */
	readonly errors: string[];
	readonly makeDocument: () => DocumentId;
	readonly removeDocument: (id: DocumentId) => void;
	/** Puts one row in the place of all, as the housekeeping does with long logs. */
	readonly compact: (id: DocumentId) => Promise<void>;
}

export function memoryServer(random: Random, failShare: number): MemoryServer {
	const access = new MemoryAccess();
	const resource = access.resource(board);
	if (!resource) throw new Error('The example board is gone.');
	const log = new MemoryLog(random, failShare);
	const errors: string[] = [];
	let made = 0;
	const rooms = new Rooms({
		access,
		documentLog: log,
		log: { info: () => {}, warn: () => {}, error: (_facts, sentence) => errors.push(sentence) },
		commitGapMs: 0,
		// So that a room really goes back to bytes, and one that everybody left comes back from its rows.
		sleepAfterMs: 3,
		unloadAfterMs: 5
	});
	return {
		rooms,
		log,
		errors,
		makeDocument: () => {
			made += 1;
			const id: DocumentId = asId(`document-${made}`);
			access.documents.set(id, resource);
			log.make(id);
			return id;
		},
		removeDocument: (id) => {
			access.documents.delete(id);
			log.remove(id);
		},
		compact: async (id) => {
			const row = (await readable(rooms, id))?.snapshotRow();
			if (row) await log.compact(row);
		}
	};
}

/** Null while it cannot be read: whoever comes in that moment is refused, and tries again. */
async function readable(rooms: Rooms, id: DocumentId): Promise<Room | null> {
	try {
		return await rooms.room(id);
	} catch (error) {
		if (error instanceof Error && error.message === AWAY) return null;
		throw error;
	}
}

interface Line {
	readonly room: Room;
	readonly connection: Connection;
	readonly up: Uint8Array[];
	readonly down: Uint8Array[];
	/** Step-2 and update frames that were put on it, and how many of them are said to be saved. */
	sent: number;
	saved: number;
}

export class MemoryLaptop {
	readonly name: string;
	readonly doc: Y.Doc;
	readonly board: BoardDocument;
	/** Why the server would not have it any more. */
	refused: string | null = null;
	readonly #server: MemoryServer;
	readonly #documentId: DocumentId;
	readonly #person: string;
	#line: Line | null = null;
	/** Lines it has left, with what was still on its way. */
	readonly #old: Line[] = [];

	constructor(server: MemoryServer, documentId: DocumentId, name: string, person: string, clientId: number) {
		this.name = name;
		this.#server = server;
		this.#documentId = documentId;
		this.#person = person;
		this.doc = Object.assign(new Y.Doc(), { clientID: clientId });
		this.board = new BoardDocument(this.doc, { origin: name });
		this.doc.on('update', (update: Uint8Array, origin: unknown) => {
			if (origin !== this) this.#put((encoder) => writeUpdate(encoder, update), true);
		});
	}

	get isConnected(): boolean {
		return this.#line !== null;
	}

	/** Frames that are on their way, in both directions, and acknowledgements that have not come. */
	get isQuiet(): boolean {
		const line = this.#line;
		return line !== null && line.up.length === 0 && line.down.length === 0 && line.saved === line.sent;
	}

	async connect(): Promise<void> {
		if (this.#line || this.refused !== null) return;
		const room = await readable(this.#server.rooms, this.#documentId);
		if (!room) return;
		const down: Uint8Array[] = [];
		const socket = {
			OPEN: 1,
			readyState: 1,
			close: (code: number, reason: string) => {
				socket.readyState = 3;
				if (code >= 4400) this.refused = `${code} ${reason}`;
			},
			ping: () => {},
			terminate: () => (socket.readyState = 3)
		};
		const wire = {
			writableLength: 0,
			write: (message: Buffer, done?: () => void) => {
				down.push(messageIn(message));
				done?.();
				return true;
			},
			cork: () => {},
			uncork: () => {}
		};
		const who = { actor: person(this.#person), sessionId: asId<'Session'>(this.#person) };
		const connection = new Connection(
			{ socket: socket as unknown as WebSocket, line: wire as unknown as Duplex },
			who,
			true,
			Date.now
		);
		this.#line = { room, connection, up: [], down, sent: 0, saved: 0 };
		this.#server.rooms.join(room, connection);
		this.#put((encoder) => writeSyncStep1(encoder, this.doc), false);
	}

	/** @param late what was on its way to the server arrives later, on the old line; else it is gone */
	cut(late: boolean): void {
		const line = this.#line;
		if (!line) return;
		this.#line = null;
		if (late) this.#old.push(line);
		else this.#server.rooms.leave(line.room, line.connection);
	}

	/** Lets some frames through to the server, now and then two of them in the wrong order. */
	sendUp(count: number, random: Random): void {
		const old = this.#old.shift();
		if (old) {
			for (const frame of old.up) old.room.receive(old.connection, frame);
			this.#server.rooms.leave(old.room, old.connection);
		}
		const line = this.#line;
		if (!line) return;
		const frames = line.up.splice(0, count);
		for (const frame of disturbed(frames, random)) line.room.receive(line.connection, frame);
	}

	takeDown(count: number, random: Random): void {
		const line = this.#line;
		if (!line) return;
		for (const frame of disturbed(line.down.splice(0, count), random)) {
			this.#hear(line, frame);
			if (isUpdate(frame) && random.chance(0.1)) this.#hear(line, frame);
		}
	}

	leave(): void {
		for (const { room, connection } of [...this.#old.splice(0), ...(this.#line ? [this.#line] : [])])
			this.#server.rooms.leave(room, connection);
		this.#line = null;
	}

	#hear(line: Line, frame: Uint8Array): void {
		const decoder = decoding.createDecoder(frame);
		const type = decoding.readVarUint(decoder);
		if (type === MESSAGE_SAVED) line.saved = Math.max(line.saved, decoding.readVarUint(decoder));
		if (type !== MESSAGE_SYNC) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, MESSAGE_SYNC);
		readSyncMessage(decoder, encoder, this.doc, this);
		if (encoding.length(encoder) <= 1) return;
		line.up.push(encoding.toUint8Array(encoder));
		line.sent += 1;
	}

	#put(write: (encoder: encoding.Encoder) => void, counts: boolean): void {
		if (!this.#line) return;
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, MESSAGE_SYNC);
		write(encoder);
		this.#line.up.push(encoding.toUint8Array(encoder));
		if (counts) this.#line.sent += 1;
	}
}

/**
 * Now and then two update frames change places. Only they: a state vector that overtakes an update asks for too much,
 * an acknowledgement is a count, and a step 2 is what repairs such things.
 */
function disturbed(frames: readonly Uint8Array[], random: Random): readonly Uint8Array[] {
	const all = [...frames];
	for (let at = 1; at < all.length; at += 1) {
		const [one, two] = [all[at - 1], all[at]];
		if (one && two && isUpdate(one) && isUpdate(two) && random.chance(0.1)) [all[at - 1], all[at]] = [two, one];
	}
	return all;
}

const isUpdate = (frame: Uint8Array): boolean => frame[0] === MESSAGE_SYNC && frame[1] === 2;

/** The message in a WebSocket frame as the server writes it. */
function messageIn(wire: Buffer): Uint8Array {
	const length = wire[1] ?? 0;
	return wire.subarray(length < 126 ? 2 : length === 126 ? 4 : 10);
}
