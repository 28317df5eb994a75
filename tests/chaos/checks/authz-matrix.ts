/** Every route and every document, asked by everyone: the answers are those of the table of rights, and no others. */
import { authorize, handOf } from '#domain/access.ts';
import { BoardDocument } from '#document/board.ts';
import { asId } from '#domain/ids.ts';
import { CLOSE, MESSAGE_SAVED, syncPath } from '#protocol/sync.ts';
import { updateFrame } from '#server/sync/frame.ts';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { actorFor, rightsWorld, wronglyAnswered, type Asker, type RightsWorld } from '../../support/rights.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import type { Check } from '../check.ts';
import { pause, within } from '../harness/patience.ts';

/** Where the room is while documents are asked for: each gives other rights. */
const MOMENTS = [
	{ step: 'experiences', phase: 'write' },
	{ step: 'experiences', phase: 'share' },
	{ step: 'experiences', phase: 'vote' },
	{ step: 'gallery', phase: 'read' },
	{ step: 'vision', phase: 'place' }
] as const;
const STATES = ['preparing', 'room', 'signed'] as const;
const ANSWERED_WITHIN_MS = 10_000;
/** Lets the door forget who has come: a device may come so often a second. */
const BETWEEN_MS = 4_000;

export const check: Check = {
	name: 'authz-matrix',
	proves: 'Everyone may do with every route and every document what the table of rights says, and nothing else.',
	on: 'none',
	trials: { short: 1, long: 1 },
	run: async (context) => {
		const server = await startServer({ config: { logLevel: 'fatal' } });
		context.atEnd(() => server.close());
		const world = await rightsWorld(server);
		const failures: string[] = [];
		let routes = 0;
		for (const state of STATES) {
			const { asked, wrong } = await wronglyAnswered(server, world, state);
			routes += asked;
			failures.push(...wrong.map((each) => `${state}: ${each}`));
		}
		const documents = { read: 0, readRefused: 0, written: 0, writeRefused: 0 };
		for (const [n, { step, phase }] of MOMENTS.entries()) {
			if (n > 0) await pause(BETWEEN_MS);
			await world.first.go(step, phase);
			const wrong = await askedForDocuments(server, world, documents);
			failures.push(...wrong.map((each) => `${step} in ${phase}: ${each}`));
		}
		if (routes < 1000 || documents.written === 0 || documents.writeRefused === 0)
			failures.push(`too little was asked: ${routes} routes, ${JSON.stringify(documents)}`);
		return { trials: 1, failures, figures: { askers: world.askers.length, routes, ...documents } };
	}
};

async function askedForDocuments(
	server: TestServer,
	world: RightsWorld,
	sum: { read: number; readRefused: number; written: number; writeRefused: number }
): Promise<readonly string[]> {
	const { desk } = server.deps.workshops;
	const workshopId = asId<'Workshop'>(world.first.id);
	const participants = world.askers.filter(({ seat }) => seat !== undefined);
	// Documents of one's own are made when they are asked for; refused where nobody writes alone.
	for (const { device } of participants)
		await device.post(`/api/workshops/${world.first.id}/steps/experiences/private`);
	const wrong: string[] = [];
	const now = await desk.get(workshopId);
	for (const { id, kind, step, generation } of now.documents.values()) {
		const path = `${syncPath(workshopId, id, generation)}?ack=1`;
		const resource = desk.documentResource(id);
		if (!resource) continue;
		const answers = await Promise.all(
			world.askers.map(async (asker) => {
				const mayRead = authorize(actorFor(world, asker), 'document.read', resource);
				const actor = actorFor(world, asker);
				// What is sent is a note of one's own.
				const mayWrite = authorize(actor, 'document.write', resource) && handOf(actor, resource).words !== 'none';
				const did = await readAndWrite(server, path, asker);
				return { asker, wanted: { read: mayRead, written: mayRead && mayWrite }, did };
			})
		);
		for (const { asker, wanted, did } of answers) {
			sum[did.read ? 'read' : 'readRefused'] += 1;
			if (did.read) sum[did.written ? 'written' : 'writeRefused'] += 1;
			if (did.read !== wanted.read || did.written !== wanted.written)
				wrong.push(
					`${kind} of ${step}, ${asker.name}: ${JSON.stringify(did)} where it should be ${JSON.stringify(wanted)}`
				);
		}
	}
	return wrong;
}

/** Opens it and sends a note. */
async function readAndWrite(
	{ url }: TestServer,
	path: string,
	{ name, device }: Asker
): Promise<{ readonly read: boolean; readonly written: boolean }> {
	const socket = new WebSocket(url.replace('http', 'ws') + path, { headers: { origin: url, cookie: device.cookie } });
	socket.binaryType = 'nodebuffer';
	let read = false;
	const answer = new Promise<boolean>((resolve, reject) => {
		socket.on('message', (bytes: Buffer) => {
			if (bytes[0] === MESSAGE_SAVED) return resolve(true);
			if (read) return;
			read = true;
			const laptop = new BoardDocument(new Y.Doc());
			laptop.addNote({ zone: asId<'Zone'>('good'), text: name });
			socket.send(updateFrame(Y.encodeStateAsUpdate(laptop.doc)));
		});
		socket.on('close', (code) => {
			if (code === CLOSE.notAllowed || code === CLOSE.notSignedIn) resolve(false);
			else reject(new Error(`${name} was closed with ${code} at ${path}`));
		});
		socket.on('error', () => {});
	});
	try {
		return { written: await within(ANSWERED_WITHIN_MS, `${name} at ${path}`, answer), read };
	} finally {
		socket.terminate();
	}
}
