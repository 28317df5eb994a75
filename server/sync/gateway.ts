/**
 * The door of `/sync/<workshopId>/<documentId>.<generation>[?ack=1]`. Every socket is accepted first and then, if it may
 * not stay, closed with a 44xx code: a browser hides why an upgrade failed, and would try for ever. The origin of the
 * request is checked by whoever hands the upgrade over.
 */
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type DocumentId, type WorkshopId } from '#domain/ids.ts';
import { CLOSE, MAX_FRAME } from '#protocol/sync.ts';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { DocumentGone } from './access.ts';
import { Connection } from './connection.ts';
import type { Refusal } from './frame.ts';
import type { Room } from './room.ts';
import { Rooms, type RoomsOptions } from './rooms.ts';

export interface SyncGateway {
	readonly rooms: Rooms;
	/** For a request whose path starts with `/sync/`. */
	handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

interface Address {
	readonly workshopId: WorkshopId;
	readonly documentId: DocumentId;
	readonly generation: number;
	readonly wantsSaved: boolean;
}

const PATH = /^\/sync\/([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{1,64})\.(\d{1,9})$/;

export function createSyncGateway(options: RoomsOptions): SyncGateway {
	const rooms = new Rooms(options);
	const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME, perMessageDeflate: false });
	return {
		rooms,
		handle: (request, socket, head) => {
			sockets.handleUpgrade(request, socket, head, (webSocket) => {
				// A frame that is too large or broken: ws closes with the right code itself.
				webSocket.on('error', () => {});
				// Nothing is read before it is clear who speaks.
				webSocket.pause();
				void welcome(webSocket, request, rooms, options);
			});
		}
	};
}

async function welcome(
	socket: WebSocket,
	request: IncomingMessage,
	rooms: Rooms,
	options: RoomsOptions
): Promise<void> {
	try {
		const refusal = await enter(socket, request, rooms, options);
		if (refusal) turnAway(socket, refusal);
	} catch (error) {
		if (error instanceof DocumentGone)
			return turnAway(socket, { code: CLOSE.unknownDocument, reason: 'unknown-document' });
		options.log.error({ err: error }, 'a document could not be opened');
		turnAway(socket, { code: CLOSE.tryLater, reason: 'not-available' });
	}
}

function turnAway(socket: WebSocket, { code, reason }: Refusal): void {
	// A paused socket would never read the other side's goodbye.
	socket.resume();
	socket.close(code, reason);
}

async function enter(
	socket: WebSocket,
	request: IncomingMessage,
	rooms: Rooms,
	{ access, now = Date.now }: RoomsOptions
): Promise<Refusal | null> {
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
	if (socket.readyState === socket.OPEN)
		seat(socket, new Connection(socket, { actor, sessionId }, wantsSaved, now), room, rooms);
	return null;
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
