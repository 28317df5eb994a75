import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, expect, test } from 'vitest';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import { asId } from '#domain/ids.ts';
import { DocumentConnection } from '#lib/connection/document-connection.svelte.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { MESSAGE_SAVED, MESSAGE_SYNC } from '#protocol/sync.ts';

/** A server of one document, in the page: answers as the real one does, and can be unplugged. */
class Server {
	readonly doc = new Y.Doc();
	isPlugged = true;
	/** Frames that are not acknowledged yet. */
	holdsBack = false;
	readonly sockets = new Set<FakeSocket>();

	hear(socket: FakeSocket, frame: Uint8Array): void {
		const decoder = decoding.createDecoder(frame);
		if (decoding.readVarUint(decoder) !== MESSAGE_SYNC) return;
		const answer = encoding.createEncoder();
		encoding.writeVarUint(answer, MESSAGE_SYNC);
		const kind = syncProtocol.readSyncMessage(decoder, answer, this.doc, socket);
		if (encoding.length(answer) > 1) socket.receive(encoding.toUint8Array(answer));
		if (kind === syncProtocol.messageYjsSyncStep1) {
			const ask = encoding.createEncoder();
			encoding.writeVarUint(ask, MESSAGE_SYNC);
			syncProtocol.writeSyncStep1(ask, this.doc);
			socket.receive(encoding.toUint8Array(ask));
		} else {
			socket.counted += 1;
			if (!this.holdsBack) this.acknowledge();
		}
	}

	acknowledge(): void {
		for (const socket of this.sockets) {
			const saved = encoding.createEncoder();
			encoding.writeVarUint(saved, MESSAGE_SAVED);
			encoding.writeVarUint(saved, socket.counted);
			socket.receive(encoding.toUint8Array(saved));
		}
	}

	unplug(): void {
		this.isPlugged = false;
		for (const socket of [...this.sockets]) socket.end(1006, '');
	}
}

class FakeSocket extends EventTarget {
	static readonly OPEN = 1;
	readonly OPEN = 1;
	readyState = 0;
	binaryType = 'arraybuffer';
	counted = 0;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	onerror: (() => void) | null = null;
	readonly #server: Server;

	constructor(server: Server) {
		super();
		this.#server = server;
		queueMicrotask(() => {
			if (!server.isPlugged) return this.end(1006, '');
			this.readyState = 1;
			server.sockets.add(this);
			this.onopen?.();
		});
	}

	send(frame: Uint8Array): void {
		const copy = frame.slice();
		queueMicrotask(() => this.readyState === 1 && this.#server.hear(this, copy));
	}

	receive(frame: Uint8Array): void {
		queueMicrotask(() => this.onmessage?.({ data: frame.slice().buffer }));
	}

	close(): void {
		this.readyState = 3;
		this.#server.sockets.delete(this);
	}

	end(code: number, reason: string): void {
		this.close();
		this.onclose?.({ code, reason });
	}
}

const opened: DocumentConnection[] = [];
afterEach(() => opened.splice(0).forEach((connection) => connection.dispose()));

function connect(server: Server, place: DocumentPlace, onend?: (end: { code: number }) => void): DocumentConnection {
	const Socket = class extends FakeSocket {
		constructor() {
			super(server);
		}
	};
	const connection = new DocumentConnection({
		workshopId: 'workshop-1',
		place,
		personId: 'ana',
		keeps: true,
		origin: 'ws://plenary.example',
		Socket: Socket as never,
		...(onend ? { onend } : {})
	});
	opened.push(connection);
	return connection;
}

const newPlace = (): DocumentPlace => {
	const id = crypto.randomUUID();
	return {
		id: asId<'Document'>(id),
		kind: 'board',
		step: asId<'Step'>('experiences'),
		syndicateId: null,
		generation: 1,
		path: `/sync/workshop-1/${id}.1`,
		writable: true
	};
};

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
