/** A socket of somebody with a seat who sends what they like and listens to nothing. */
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Closed } from '../harness/client.ts';
import type { Installation, Seat } from '../harness/installation.ts';
import { pause } from '../harness/patience.ts';

export interface Attacker {
	/** It was shown something of the document. */
	readonly isLetIn: boolean;
	/** Why it was closed, once it is. */
	readonly closed: Closed | null;
	readonly socket: WebSocket;
	/** Resolves with the close, or with null when it is still open after so long. */
	over(ms: number): Promise<Closed | null>;
}

/** Resolves when the server has said its first word, or has closed it. */
export async function attackerAt(url: string, path: string, cookie: string): Promise<Attacker> {
	const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers: { origin: url, cookie } });
	let closed: Closed | null = null;
	const isOver = new Promise<void>((resolve) =>
		socket.on('close', (code, reason) => {
			closed = { code, reason: reason.toString() };
			resolve();
		})
	);
	socket.on('error', () => {});
	let isLetIn = false;
	const isIn = new Promise<void>((resolve) =>
		socket.once('message', () => {
			isLetIn = true;
			resolve();
		})
	);
	await Promise.race([isIn, isOver]);
	return {
		isLetIn,
		socket,
		get closed() {
			return closed;
		},
		over: async (ms) => {
			await Promise.race([isOver, pause(ms)]);
			return closed;
		}
	};
}

/** What a newcomer at this board is shown. */
export async function replicaOf(installation: Installation, seat: Seat): Promise<Y.Doc> {
	const client = installation.open(seat, { name: `looks-${installation.clients.length}` });
	await client.synced();
	const doc = new Y.Doc();
	Y.applyUpdate(doc, Y.encodeStateAsUpdate(client.doc));
	installation.close(client);
	return doc;
}
