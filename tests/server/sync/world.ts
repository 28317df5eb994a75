/** A server with documents and people in memory, and clients on real sockets. */
import { asId, type DocumentId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { MESSAGE_SAVED, syncPath } from '#protocol/sync.ts';
import { DocumentGone, type DocumentLog, type LogRow, type StoredDocument } from '#server/sync/access.ts';
import { readFrame } from '#server/sync/frame.ts';
import { createSyncGateway, type SyncGatewayOptions } from '#server/sync/gateway.ts';
import * as decoding from 'lib0/decoding';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { board, MemoryAccess, other, workshop } from './places.ts';

export { alder, birch, board, good, other, person, workshop } from './places.ts';

/** Keeps rows like the database does. `hold` and `fail` make it slow and broken. */
export class MemoryLog implements DocumentLog {
	readonly rows: LogRow[] = [];
	readonly known = new Set<DocumentId>([board, other]);
	appends = 0;
	fail: unknown = null;
	failLoad: unknown = null;
	#held: Promise<void> | null = null;
	generation = 1;

	/** Nothing is stored before the returned function is called. */
	hold(): () => void {
		let release = () => {};
		this.#held = new Promise((resolve) => (release = resolve));
		return () => {
			this.#held = null;
			release();
		};
	}

	async load(documentId: DocumentId): Promise<StoredDocument | null> {
		if (this.failLoad) throw this.failLoad;
		if (!this.known.has(documentId)) return null;
		const rows = this.rows.filter((row) => row.documentId === documentId);
		return {
			workshopId: workshop,
			generation: this.generation,
			updates: rows.map(({ bytes }) => bytes),
			owners: new Map(
				rows.flatMap(({ claims }) => claims.map(({ clientId, personId }) => [clientId, personId] as const))
			),
			lastSeq: Math.max(0, ...rows.map(({ seq }) => seq))
		};
	}

	async append(rows: readonly LogRow[]): Promise<void> {
		this.appends += 1;
		await this.#held;
		if (this.fail) throw this.fail;
		if (rows.some(({ documentId }) => !this.known.has(documentId))) throw new DocumentGone();
		this.rows.push(...rows);
	}

	async compact(snapshot: LogRow): Promise<void> {
		const newer = this.rows.filter(({ documentId, seq }) => documentId !== snapshot.documentId || seq > snapshot.seq);
		this.rows.splice(0, this.rows.length, snapshot, ...newer);
	}

	/** What a fresh start would show. */
	board(documentId: DocumentId = board): BoardDocument {
		const doc = new Y.Doc();
		for (const row of this.rows) if (row.documentId === documentId) Y.applyUpdate(doc, row.bytes);
		return new BoardDocument(doc);
	}
}

export const silent = { info: () => {}, warn: () => {}, error: () => {} };

export async function syncServer(options: Partial<SyncGatewayOptions> = {}) {
	const access = new MemoryAccess();
	const log = new MemoryLog();
	const errors: string[] = [];
	const gateway = createSyncGateway({
		access,
		documentLog: log,
		log: { ...silent, error: (_facts, message) => errors.push(message) },
		commitGapMs: 0,
		...options
	});
	const http = createServer();
	http.on('upgrade', gateway.handle);
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const origin = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
	onTestFinished(async () => {
		await gateway.rooms.close();
		http.closeAllConnections();
		await new Promise((resolve) => http.close(resolve));
	});
	return { access, log, errors, rooms: gateway.rooms, dropSessions: gateway.dropSessions, origin };
}

export type Server = Awaited<ReturnType<typeof syncServer>>;

export interface ClientOptions {
	readonly documentId?: DocumentId;
	readonly generation?: number;
	readonly clientId?: number;
	readonly connect?: boolean;
	readonly doc?: Y.Doc;
}

/** The stock client, with the acknowledgement read. */
export function stock({ origin }: Pick<Server, 'origin'>, cookie: string, options: ClientOptions = {}) {
	const { documentId = board, generation = 1, clientId, connect = true, doc = new Y.Doc() } = options;
	if (clientId !== undefined) doc.clientID = clientId;
	class CookieSocket extends WebSocket {
		constructor(address: string | URL, protocols?: string | string[]) {
			super(address, protocols ?? [], { headers: { cookie } });
		}
	}
	const provider = new WebsocketProvider(origin, syncPath(workshop, documentId, generation).slice(1), doc, {
		WebSocketPolyfill: CookieSocket as unknown as typeof globalThis.WebSocket,
		params: { ack: '1' },
		disableBc: true,
		connect
	});
	const client = {
		doc,
		board: new BoardDocument(doc, { origin: cookie }),
		provider,
		awareness: provider.awareness,
		saved: 0,
		closed: null as { code: number; reason: string } | null,
		synced: () => vi.waitFor(() => provider.synced || Promise.reject(new Error('not synced')), patience),
		/** All sent so far was said to be saved. */
		isSaved: (count: number) =>
			vi.waitFor(() => client.saved >= count || Promise.reject(new Error(`saved ${client.saved}`)), patience)
	};
	provider.messageHandlers[MESSAGE_SAVED] = (_encoder, decoder) => {
		client.saved = decoding.readVarUint(decoder);
	};
	provider.on('closed', (event: { code: number; reason: string }) => (client.closed = event));
	onTestFinished(() => {
		if (provider.shouldConnect) provider.destroy();
		provider.awareness.destroy();
	});
	return client;
}

/** A socket that says exactly what the test says, and keeps what it hears. */
export async function raw(
	{ origin }: Pick<Server, 'origin'>,
	cookie: string,
	options: { readonly path?: string; readonly origin?: string } = {}
) {
	const { path = `${syncPath(workshop, board, 1)}?ack=1` } = options;
	const headers = { ...(cookie === '' ? {} : { cookie }), ...(options.origin ? { origin: options.origin } : {}) };
	const socket = new WebSocket(origin + path, { headers });
	const heard: Uint8Array[] = [];
	socket.binaryType = 'nodebuffer';
	socket.on('message', (message: Buffer) => heard.push(new Uint8Array(message)));
	socket.on('error', () => {});
	const closed = new Promise<{ code: number; reason: string }>((resolve) =>
		socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
	);
	onTestFinished(() => socket.terminate());
	await new Promise((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
	return {
		socket,
		heard,
		closed,
		send: (frame: Uint8Array) => socket.send(frame),
		frames: () => heard.filter((bytes) => bytes[0] !== MESSAGE_SAVED).map(readFrame),
		saved: () => heard.filter((bytes) => bytes[0] === MESSAGE_SAVED).map((bytes) => bytes[1]),
		/** Resolves with the first frame heard that fits, already or later. */
		hears: <T>(find: (bytes: Uint8Array) => T | null | undefined | false): Promise<T> =>
			vi.waitFor(() => {
				for (const bytes of heard) {
					const found = find(bytes);
					if (found) return found;
				}
				throw new Error('not heard');
			}, patience)
	};
}

export const isUpdate = (bytes: Uint8Array): boolean => bytes[0] === 0 && bytes[1] === 2;
export const isStep =
	(step: 1 | 2) =>
	(bytes: Uint8Array): boolean =>
		bytes[0] === 0 && bytes[1] === step - 1;

export const as = asId<'Person'>;
export const texts = (of: BoardDocument): readonly string[] => of.notes().map(({ text }) => text);
const patience = { timeout: 5000, interval: 5 };
export const until = (claim: () => void): Promise<void> => vi.waitFor(claim, patience);
