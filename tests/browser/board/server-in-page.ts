import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import { asId } from '#domain/ids.ts';
import type { DocumentPlace } from '#protocol/live.ts';
import { MESSAGE_QUERY_AWARENESS, MESSAGE_SAVED, MESSAGE_SYNC } from '#protocol/sync.ts';

/** A server of one document, in the page: answers as the real one does, and can be unplugged. */
export class Server {
	doc = new Y.Doc();
	generation = 1;
	/** Why earlier generations ended. */
	endedBecause = 'restored';
	/** Sockets stay open, and nothing comes or goes on them. */
	isDeaf = false;
	/** How an edit is refused; null where it is taken. */
	refuses: { readonly code: number; readonly reason: string } | null = null;
	opened = 0;
	isPlugged = true;
	/** Frames that are not acknowledged yet. */
	holdsBack = false;
	readonly sockets = new Set<FakeSocket>();

	hear(socket: FakeSocket, frame: Uint8Array): void {
		const decoder = decoding.createDecoder(frame);
		if (this.isDeaf) return;
		const type = decoding.readVarUint(decoder);
		if (type === MESSAGE_QUERY_AWARENESS) return socket.receive(KEEP_ALIVE);
		if (type !== MESSAGE_SYNC) return;
		const answer = encoding.createEncoder();
		encoding.writeVarUint(answer, MESSAGE_SYNC);
		if (this.refuses && this.#brings(frame)) return socket.end(this.refuses.code, this.refuses.reason);
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

	#brings(frame: Uint8Array): boolean {
		const decoder = decoding.createDecoder(frame);
		decoding.readVarUint(decoder);
		if (decoding.readVarUint(decoder) === syncProtocol.messageYjsSyncStep1) return false;
		const copy = new Y.Doc();
		Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc));
		let isNew = false;
		copy.on('update', () => (isNew = true));
		Y.applyUpdate(copy, decoding.readVarUint8Array(decoder));
		return isNew;
	}

	/** What one laptop brings is shown to the others. */
	watch(): void {
		this.doc.on('update', (update: Uint8Array, from: unknown) => {
			const frame = encoding.createEncoder();
			encoding.writeVarUint(frame, MESSAGE_SYNC);
			syncProtocol.writeUpdate(frame, update);
			for (const socket of this.sockets) if (socket !== from) socket.receive(encoding.toUint8Array(frame));
		});
	}

	/** Goes on with another document in a new generation; whoever is connected to the one before is told. */
	begin(doc: Y.Doc, because: 'restored' | 'erased'): void {
		this.doc = doc;
		this.watch();
		this.generation += 1;
		this.endedBecause = because;
		for (const socket of [...this.sockets]) socket.end(4410, because);
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

const KEEP_ALIVE = Uint8Array.of(1, 1, 0);

export class FakeSocket extends EventTarget {
	static readonly OPEN = 1;
	readonly OPEN = 1;
	readyState = 0;
	binaryType = 'arraybuffer';
	counted = 0;
	/** Bytes that have not left the laptop. */
	bufferedAmount = 0;
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number; reason: string }) => void) | null = null;
	onerror: (() => void) | null = null;
	readonly #server: Server;

	constructor(server: Server, url: string) {
		super();
		this.#server = server;
		server.opened += 1;
		queueMicrotask(() => {
			if (!server.isPlugged) return this.end(1006, '');
			const generation = Number(/\.(\d+)(\?|$)/.exec(url)?.[1]);
			if (generation < server.generation) return this.end(4410, server.endedBecause);
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
		queueMicrotask(() => !this.#server.isDeaf && this.onmessage?.({ data: frame.slice().buffer }));
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

/** Sockets to the server that holds the document of their address. */
export const socketBy = (serverOf: (url: string) => Server): typeof WebSocket =>
	class extends FakeSocket {
		constructor(url: string | URL) {
			super(serverOf(String(url)), String(url));
		}
	} as never;

export const socketTo = (server: Server): typeof WebSocket => socketBy(() => server);

export const newPlace = (): DocumentPlace => {
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

export const nextGeneration = (place: DocumentPlace): DocumentPlace => ({
	...place,
	generation: place.generation + 1,
	path: `/sync/workshop-1/${place.id}.${place.generation + 1}`
});
