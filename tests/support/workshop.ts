/** A workshop with people in it, made through the server's own doors. */
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { BoardDocument } from '#document/board.ts';
import type { DocumentPlace, LiveState } from '#protocol/live.ts';
import { readLive } from '#protocol/live-wire.ts';
import type { Presence } from '#protocol/sync.ts';
import type { WorkshopView } from '#protocol/views.ts';
import { setUp, type Answer, type Device, type TestServer } from './server.ts';

export interface Participant {
	readonly id: string;
	readonly name: string;
	readonly device: Device;
	readonly returnCode: string;
}

export interface TestWorkshop {
	readonly id: string;
	readonly facilitator: Device;
	/** Asks as the facilitator; `path` follows the workshop. */
	readonly post: (path: string, body?: unknown) => Promise<Answer>;
	readonly view: () => Promise<WorkshopView>;
	readonly join: (name: string, syndicate: string, device?: Device) => Promise<Participant>;
	readonly documents: (device: Device) => Promise<readonly DocumentPlace[]>;
	readonly go: (step: string, phase?: string) => Promise<void>;
}

/** The first call makes the installation's account; later ones need its device. */
export async function testWorkshop(
	server: TestServer,
	{ facilitator, open = true }: { readonly facilitator?: Device; readonly open?: boolean } = {}
): Promise<TestWorkshop> {
	const device = facilitator ?? server.device();
	if (!facilitator) await setUp(server, device);
	const made = await device.post('/api/workshops', { title: 'Service, spring' });
	const id: string = made.body.id;
	const at = `/api/workshops/${id}`;
	const post = (path: string, body: unknown = {}) => device.post(`${at}${path}`, body);
	if (open) await post('/open');
	const view = async (): Promise<WorkshopView> => (await device.get(at)).body;
	return {
		id,
		facilitator: device,
		post,
		view,
		join: async (name, syndicate, own = server.device()) => {
			const { code } = await view();
			const joined = await own.post('/api/join', { code, name, syndicate });
			if (joined.status !== 201) throw new Error(`${name} could not join: ${JSON.stringify(joined.body)}`);
			return { id: joined.body.person.id, name, device: own, returnCode: joined.body.returnCode };
		},
		documents: async (own) => (await own.get(`${at}/documents`)).body,
		go: async (step, phase) => {
			const { status, body } = await post(`/steps/${step}/go`, phase === undefined ? {} : { phase });
			if (status !== 204) throw new Error(JSON.stringify(body));
		}
	};
}

export interface LiveSocket {
	/** The newest state that fits, now or as soon as it comes. */
	readonly until: (fits: (state: LiveState) => boolean) => Promise<LiveState>;
	readonly states: readonly LiveState[];
	/** When each state came, on `performance.now()`. */
	readonly cameAt: readonly number[];
	/** The close code. */
	readonly closed: Promise<number>;
	/** Sends this as the device's news. */
	readonly say: (news: unknown) => void;
	readonly close: () => void;
}

/** Opens `/live` as this device does. */
export function liveSocket(
	server: Pick<TestServer, 'url'>,
	device: Device,
	workshopId: string,
	origin = server.url
): LiveSocket {
	const url = `${server.url.replace('http', 'ws')}/live/${workshopId}`;
	const socket = new WebSocket(url, { headers: { origin, cookie: device.cookie } });
	const states: LiveState[] = [];
	const cameAt: number[] = [];
	const waiting = new Set<() => void>();
	socket.on('message', (text) => {
		states.push(readLive(String(text)));
		cameAt.push(performance.now());
		for (const look of waiting) look();
	});
	const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
	socket.on('unexpected-response', (_, response) => socket.emit('close', response.statusCode));
	socket.on('error', () => {});
	return {
		states,
		cameAt,
		closed,
		say: (news) => {
			const text = typeof news === 'string' ? news : JSON.stringify(news);
			if (socket.readyState === WebSocket.CONNECTING) socket.once('open', () => socket.send(text));
			else socket.send(text);
		},
		close: () => socket.close(),
		until: (fits) =>
			new Promise((resolve) => {
				const look = () => {
					const last = states.at(-1);
					if (!last || !fits(last)) return;
					waiting.delete(look);
					resolve(last);
				};
				waiting.add(look);
				look();
			})
	};
}

export interface OpenBoard {
	readonly board: BoardDocument;
	readonly doc: Y.Doc;
	/** Resolves when the board looks like this. */
	readonly until: (fits: (board: BoardDocument) => boolean) => Promise<void>;
	/** Resolves when everything written here is on the server's disk. */
	readonly saved: () => Promise<void>;
	/** Tells the others what I am doing. */
	readonly says: (presence: Omit<Presence, 'person'>) => void;
	/** The code the server closed it with for good. */
	readonly closed: Promise<number>;
	readonly close: () => void;
	/** Cuts and mends the connection, as a walk out of the Wi-Fi does. */
	readonly offline: () => void;
	readonly online: () => void;
}

/** Opens a document with the stock client. Resolves when it has what the server has. */
export async function openBoard(
	server: Pick<TestServer, 'url'>,
	device: Device,
	place: DocumentPlace
): Promise<OpenBoard> {
	const doc = new Y.Doc();
	class OwnSocket extends WebSocket {
		constructor(url: string) {
			super(url, { headers: { origin: server.url, cookie: device.cookie } });
		}
	}
	const [, sync = '', workshop = '', name = ''] = place.path.split('/');
	const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/${sync}/${workshop}`, name, doc, {
		WebSocketPolyfill: OwnSocket as never,
		disableBc: true,
		params: { ack: '1' }
	});
	let saved = 0;
	let sent = 0;
	const looks = new Set<() => void>();
	const lookAll = () => looks.forEach((look) => look());
	provider.messageHandlers[100] = (_encoder: unknown, decoder: { readonly arr: Uint8Array; pos: number }) => {
		let shift = 0;
		saved = 0;
		for (;;) {
			const byte = decoder.arr[decoder.pos++] ?? 0;
			saved |= (byte & 127) << shift;
			shift += 7;
			if (byte < 128) break;
		}
		lookAll();
	};
	const board = new BoardDocument(doc);
	doc.on('update', (_update: Uint8Array, origin: unknown) => {
		if (origin !== provider) sent += 1;
		lookAll();
	});
	const until = (fits: () => boolean) =>
		new Promise<void>((resolve) => {
			const look = () => {
				if (!fits()) return;
				looks.delete(look);
				resolve();
			};
			looks.add(look);
			look();
		});
	const closed = new Promise<number>((resolve) => {
		provider.on('connection-close', (event) => {
			if (event && event.code >= 4400) resolve(event.code);
		});
	});
	const code = await Promise.race([closed, new Promise<null>((resolve) => provider.once('sync', () => resolve(null)))]);
	if (code !== null) {
		provider.destroy();
		throw new Error(`closed with ${code}`);
	}
	return {
		doc,
		board,
		closed,
		until: (fits) => until(() => fits(board)),
		// The step 2 that answers the server's question is the first frame that counts.
		saved: () => until(() => saved >= sent + 1),
		says: (presence) => provider.awareness.setLocalState({ ...presence }),
		close: () => provider.destroy(),
		offline: () => provider.disconnect(),
		online: () => provider.connect()
	};
}
