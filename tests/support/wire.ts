/** Devices that keep every byte they are sent: what may not reach them is looked for in it. */
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { authorize, type Actor } from '#domain/access.ts';
import { asId, type WorkshopId } from '#domain/ids.ts';
import type { PersonRole } from '#domain/workshop.ts';
import { readLive } from '#protocol/live-wire.ts';
import { syncPath } from '#protocol/sync.ts';
import { readFrame, step1Frame } from '#server/sync/frame.ts';
import { pathFor } from './rights.ts';
import type { Device, TestServer } from './server.ts';

export interface Ear {
	readonly name: string;
	/** Everything that came over any socket, frame by frame, unpacked. */
	readonly frames: Buffer[];
	/**
	 * Asks every route that reads something of the workshop and is not refused to it, as far as these ids fill its path, and
	 * the paths beside them; gives each answer by its path.
	 */
	readonly asks: (
		ids: Readonly<Record<string, string>>,
		beside?: readonly string[]
	) => Promise<ReadonlyMap<string, string>>;
	/** Tries to open these documents. Resolves with those it was let into, once it has them. */
	readonly opens: (documents: readonly { readonly id: string; readonly generation: number }[]) => Promise<string[]>;
	/** Resolves when what was sent to it until now has come. */
	readonly caughtUp: () => Promise<void>;
	readonly close: () => void;
}

/** A device that listens to the live state from now on. @param role whose answers it asks for: a facilitator's are all */
export async function ear(
	server: TestServer,
	name: string,
	device: Device,
	workshopId: string,
	role: PersonRole | 'screen' = 'facilitator'
): Promise<Ear> {
	const id: WorkshopId = asId(workshopId);
	const person = { kind: 'person', workshopId: id, personId: asId<'Person'>('x'), syndicateId: null } as const;
	const actor: Actor = role === 'screen' ? { kind: 'screen', workshopId: id } : { ...person, role, appointments: [] };
	const frames: Buffer[] = [];
	const sockets: WebSocket[] = [];
	const url = server.url.replace('http', 'ws');
	const open = (path: string): WebSocket => {
		const socket = new WebSocket(url + path, { headers: { origin: server.url, cookie: device.cookie } });
		socket.on('message', (bytes: Buffer) => frames.push(Buffer.from(bytes)));
		socket.on('error', () => {});
		sockets.push(socket);
		return socket;
	};
	const live = open(`/live/${workshopId}`);
	await new Promise((resolve) => {
		live.once('message', resolve);
		live.once('close', resolve);
	});
	return {
		name,
		frames,
		opens: async (documents) => {
			const found = await Promise.all(
				documents.map(async ({ id, generation }) => {
					const socket = open(`${syncPath(workshopId, id, generation)}?ack=1`);
					const isOpen = await new Promise<boolean>((resolve) => {
						socket.on('open', () => socket.send(step1Frame(new Uint8Array([0]))));
						socket.on('message', (bytes: Buffer) => bytes[0] === 0 && bytes[1] === 1 && resolve(true));
						socket.on('close', () => resolve(false));
					});
					return isOpen ? [id] : [];
				})
			);
			return found.flat();
		},
		asks: async (ids, beside = []) => {
			const answers = new Map<string, string>();
			const { cookie } = device;
			const readable = server.routes.filter(
				({ method, path, deed }) =>
					method === 'GET' &&
					path.includes('/workshops/:id') &&
					authorize(actor, deed, { kind: 'workshop', workshopId: id, state: 'room' }) &&
					(path.match(/:\w+/g) ?? []).every((part) => part === ':id' || part.slice(1) in ids)
			);
			const paths = [...readable.map((route) => pathFor(route, workshopId, ids)), ...beside];
			await Promise.all(
				paths.map(async (path) => {
					const { status, body } = await device.send('GET', path);
					if (status === 500) throw new Error(`${path} broke for ${name}`);
					answers.set(path, typeof body === 'string' ? body : JSON.stringify(body));
				})
			);
			device.cookie = cookie;
			return answers;
		},
		caughtUp: async () => {
			const here = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN);
			await Promise.all(
				here.map(
					(socket) =>
						new Promise((resolve) => {
							socket.once('pong', resolve);
							socket.once('close', resolve);
							socket.ping();
						})
				)
			);
		},
		close: () => sockets.forEach((socket) => socket.terminate())
	};
}

/** The live state is packed: as it is read, too. */
const unpacked = (frame: Buffer): string => {
	const text = frame.toString('utf8');
	if (!text.startsWith('{') && !text.startsWith('[')) return text;
	return text + JSON.stringify(readLive(text));
};

export const hears = (frames: readonly Buffer[], marker: string): boolean =>
	frames.some((frame) => frame.includes(marker) || unpacked(frame).includes(marker));

/** Every Yjs client id that is named in what came: in structs, deletions, state vectors and presence. */
export function clientIdsIn(frames: readonly Buffer[]): ReadonlySet<number> {
	const ids = new Set<number>();
	for (const frame of frames) {
		if (frame[0] !== 0 && frame[0] !== 1) continue;
		const read = readFrame(frame);
		if (read.kind === 'update') {
			const { structs, ds } = Y.decodeUpdate(read.update);
			for (const { id } of structs) ids.add(id.client);
			for (const client of ds.clients.keys()) ids.add(client);
			for (const struct of structs)
				if (struct instanceof Y.Item)
					for (const near of [struct.origin, struct.rightOrigin]) if (near) ids.add(near.client);
		} else if (read.kind === 'step-1') {
			const decoder = decoding.createDecoder(read.stateVector);
			for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
				ids.add(decoding.readVarUint(decoder));
				decoding.readVarUint(decoder);
			}
		} else if (read.kind === 'presence') for (const { id } of read.entries) ids.add(id);
	}
	return ids;
}

/** Whether some object in this answer, and none that lies in it, holds both. */
export function standTogether(answer: string, one: string, other: string): boolean {
	if (!answer.includes(one) || !answer.includes(other)) return false;
	let value: unknown;
	try {
		value = JSON.parse(answer);
	} catch {
		return true;
	}
	const isNear = (at: unknown): boolean => {
		if (typeof at !== 'object' || at === null) return false;
		const parts = Object.entries(at);
		if (!Array.isArray(at)) {
			const plain = JSON.stringify(parts.filter(([, part]) => typeof part !== 'object'));
			const all = JSON.stringify(at);
			const isPlainly = (word: string) => plain.includes(word);
			if ((isPlainly(one) && all.includes(other)) || (isPlainly(other) && all.includes(one))) return true;
		}
		return parts.some(([, part]) => isNear(part));
	};
	return isNear(value);
}
