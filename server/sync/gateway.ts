/**
 * The door of `/sync/<workshopId>/<documentId>.<generation>[?ack=1]`. Every socket is accepted first and then, if it may
 * not stay, closed with a 44xx code: a browser hides why an upgrade failed, and would try for ever. The origin of the
 * request is checked by whoever hands the upgrade over.
 */
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type DocumentId, type PersonId, type SessionId, type WorkshopId } from '#domain/ids.ts';
import { CLOSE, MAX_FRAME } from '#protocol/sync.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { DocumentGone } from './access.ts';
import { Arrivals, type Arrival } from './arrivals.ts';
import { Connection } from './connection.ts';
import type { Refusal } from './frame.ts';
import type { Room } from './room.ts';
import { Rooms, type RoomsOptions } from './rooms.ts';

export interface SyncGateway {
	readonly rooms: Rooms;
	/** For a request whose path starts with `/sync/`. */
	handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
	/** The seat or account these devices acted by in this workshop has ended, also for those on their way in. */
	dropSessions(workshopId: WorkshopId, sessions: readonly SessionId[], refusal: Refusal): void;
}

export interface Abuse {
	readonly workshopId: WorkshopId;
	readonly personId: PersonId;
	readonly reason: string;
}

export interface SyncGatewayOptions extends RoomsOptions {
	/** A socket was closed because of what came over it: a flood, or bytes that no page of ours sends. */
	readonly onAbuse?: (abuse: Abuse) => void;
}

interface Address {
	readonly workshopId: WorkshopId;
	readonly documentId: DocumentId;
	readonly generation: number;
	readonly wantsSaved: boolean;
}

const PATH = /^\/sync\/([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{1,64})\.(\d{1,9})$/;

/** Open sockets of one person to one document: tabs, and devices that went away without a word. */
const SOCKETS_OF_A_PERSON = 20;
/** Whoever is not let in yet after this long is asked to come later. */
const WELCOME_WITHIN_MS = 10_000;
/** A message comes in this many pieces at most; browsers send it in one. */
const PIECES_LIMIT = 256;
const CHUNKS_LIMIT = 16 * 1024;
/** Who does not say goodbye is cut off. */
const CLOSE_WITHIN_MS = 5_000;

export function createSyncGateway(options: SyncGatewayOptions): SyncGateway {
	const rooms = new Rooms(options);
	const arrivals = new Arrivals();
	const sockets = new WebSocketServer({
		noServer: true,
		maxPayload: MAX_FRAME,
		perMessageDeflate: false,
		maxFragments: PIECES_LIMIT,
		maxBufferedChunks: CHUNKS_LIMIT
	});
	return {
		rooms,
		dropSessions: (workshopId, sessions, refusal) => {
			arrivals.ended(workshopId, sessions, refusal);
			rooms.dropSessions(workshopId, sessions, refusal);
		},
		handle: (request, socket, head) => {
			sockets.handleUpgrade(request, socket, head, (webSocket) => {
				// A frame that is too large or broken: ws closes with the right code itself.
				webSocket.on('error', () => {});
				// Nothing is read before it is clear who speaks.
				webSocket.pause();
				void welcome({ socket: webSocket, line: socket }, request, { rooms, arrivals, options });
			});
		}
	};
}

interface House {
	readonly rooms: Rooms;
	readonly arrivals: Arrivals;
	readonly options: SyncGatewayOptions;
}

/** A socket and what it writes on. */
interface Caller {
	readonly socket: WebSocket;
	readonly line: Duplex;
}

async function welcome(caller: Caller, request: IncomingMessage, house: House): Promise<void> {
	const { socket } = caller;
	const { options } = house;
	const arrival = house.arrivals.begin();
	const patience = setTimeout(
		() => turnAway(socket, { code: CLOSE.tryLater, reason: 'not-available' }),
		WELCOME_WITHIN_MS
	);
	try {
		const refusal = await enter(caller, request, house, arrival);
		if (refusal) turnAway(socket, refusal);
	} catch (error) {
		if (error instanceof DocumentGone)
			return turnAway(socket, { code: CLOSE.unknownDocument, reason: 'unknown-document' });
		options.log.error({ err: error }, 'a document could not be opened');
		turnAway(socket, { code: CLOSE.tryLater, reason: 'not-available' });
	} finally {
		clearTimeout(patience);
		arrival.over();
	}
}

function turnAway(socket: WebSocket, { code, reason }: Refusal): void {
	// A paused socket would never read the other side's goodbye.
	socket.resume();
	if (socket.readyState !== socket.OPEN) return;
	socket.close(code, reason);
	setTimeout(() => socket.terminate(), CLOSE_WITHIN_MS).unref();
}

async function enter(
	caller: Caller,
	request: IncomingMessage,
	{ rooms, options }: House,
	arrival: Arrival
): Promise<Refusal | null> {
	const { access, now = Date.now } = options;
	const { socket } = caller;
	const address = readAddress(request.url ?? '');
	if (!address) return { code: CLOSE.unknownDocument, reason: 'unknown-document' };
	if (rooms.isClosing) return { code: CLOSE.restart, reason: 'restart' };
	const { workshopId, documentId, generation, wantsSaved } = address;
	const opened = await access.open({ workshopId, documentId, cookie: request.headers.cookie });
	if (!opened.ok) return { code: opened.code, reason: opened.reason };
	if (generation < opened.generation) return { code: CLOSE.generationEnded, reason: opened.endedBecause ?? 'restored' };
	const room = await rooms.room(documentId);
	if (generation !== room.generation || room.workshopId !== workshopId)
		return { code: CLOSE.unknownDocument, reason: 'unknown-document' };
	if (rooms.isClosing) return { code: CLOSE.restart, reason: 'restart' };
	// Loading took a while: who may read is asked again at the moment it counts.
	const actor = access.current(opened.actor);
	if (!actor || !mayRead(actor, access, documentId)) return { code: CLOSE.notAllowed, reason: 'not-allowed' };
	const { sessionId } = opened;
	const ended = arrival.refusalOf(workshopId, sessionId);
	if (ended) return ended;
	if (socket.readyState !== socket.OPEN) return null;
	const connection = new Watched(caller, { actor, sessionId }, wantsSaved, now);
	const { personId } = connection;
	if (personId !== null && socketsOf(room, personId) >= SOCKETS_OF_A_PERSON)
		return { code: CLOSE.tooMany, reason: 'too-many-sockets' };
	connection.onAbuse = (reason) => personId !== null && options.onAbuse?.({ workshopId, personId, reason });
	seat(socket, connection, room, rooms);
	return null;
}

function socketsOf(room: Room, personId: PersonId): number {
	let count = 0;
	for (const connection of room.connections) if (connection.personId === personId && !connection.isRefused) count += 1;
	return count;
}

/** Tells why it was closed, when it was for what came over it. */
class Watched extends Connection {
	onAbuse: (reason: string) => void = () => {};

	override close(refusal: Refusal): void {
		const isFirst = !this.isRefused;
		super.close(refusal);
		const { code, reason } = refusal;
		// A copy that lost its footing is no attack, and neither is a tab too many.
		if (isFirst && (code === CLOSE.tooMany || (code === CLOSE.malformed && reason !== 'gap'))) this.onAbuse(reason);
	}
}

function mayRead(actor: Actor, access: RoomsOptions['access'], documentId: DocumentId): boolean {
	const resource = access.resource(documentId);
	return resource !== null && authorize(actor, 'document.read', resource);
}

function seat(socket: WebSocket, connection: Connection, room: Room, rooms: Rooms): void {
	socket.on('message', (message, isBinary) => {
		connection.isAlive = true;
		if (rooms.isClosing) return;
		if (isBinary) room.receive(connection, bytesOf(message));
		else connection.close({ code: CLOSE.malformed, reason: 'text-frame' });
	});
	socket.on('pong', () => {
		connection.isAlive = true;
	});
	socket.on('close', () => rooms.leave(room, connection));
	rooms.join(room, connection);
	socket.resume();
}

function readAddress(url: string): Address | null {
	const [path = '', query = ''] = url.split('?');
	const [, workshopId, documentId, generation] = PATH.exec(path) ?? [];
	if (workshopId === undefined || documentId === undefined) return null;
	return {
		workshopId: asId(workshopId),
		documentId: asId(documentId),
		generation: Number(generation),
		wantsSaved: new URLSearchParams(query).get('ack') === '1'
	};
}

function bytesOf(message: RawData): Uint8Array {
	if (message instanceof ArrayBuffer) return new Uint8Array(message);
	return Array.isArray(message) ? Buffer.concat(message) : message;
}
