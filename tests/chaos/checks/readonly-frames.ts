/** Whoever may only read sends everything a client can send: nothing of it reaches a board or the log. */
import { SYNC_STEP_1 } from '#protocol/sync.ts';
import { BoardDocument } from '#document/board.ts';
import { asId } from '#domain/ids.ts';
import { step2Frame, updateFrame } from '#server/sync/frame.ts';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { deviceAt, type Device } from '../../support/server.ts';
import type { Check, Context } from '../check.ts';
import { contentHash } from '../harness/checker.ts';
import { told, type Installation } from '../harness/installation.ts';
import { attackerAt, replicaOf } from '../hostile/attacker.ts';
import { corpus, opcodes, targetIn } from '../hostile/corpus.ts';

const PEOPLE = 6;
const WORDS = 30;
const TOLD_WITHIN_MS = 3000;
const TOO_LARGE = 1009;

interface Reader {
	readonly name: string;
	readonly device: Device;
}

export const check: Check = {
	name: 'readonly-frames',
	proves: 'Whoever may only read a board changes neither it nor its log, whatever they send, and is told.',
	on: 'any',
	trials: { short: 1, long: 10 },
	run: async (context) => {
		const installation = await context.installation({ people: PEOPLE });
		const clients = installation.seats.map((seat) => installation.open(seat));
		await Promise.all(clients.map((client) => client.synced()));
		for (let n = 0; n < WORDS; n += 1) for (const client of clients) client.edit();
		await Promise.all(clients.map((client) => client.allSaved()));
		for (const client of clients) installation.close(client);
		// A plenary that reads the boards aloud: now the other syndicates may read, and nobody writes.
		await installation.post('/steps/gallery/go', { phase: 'read' });
		await installation.post('/steps/experiences/close').catch(() => {});
		const before = await state(installation);
		const failures: string[] = [];
		const sum = { frames: 0, told: 0, letIn: 0 };
		const readers = await readersOf(installation);
		let trials = 0;
		while (trials < context.trials && failures.length === 0) {
			trials += 1;
			for (const reader of readers) failures.push(...(await attackAs(context, installation, reader, sum)));
		}
		const after = await state(installation);
		for (const [id, what] of before)
			if (after.get(id) !== what) failures.push(`${id}: ${what} became ${after.get(id)}`);
		return { trials, failures, figures: { readers: readers.length, boards: before.size, ...sum } };
	}
};

/** Content, rows and the last number of each board, from its log alone. */
async function state(installation: Installation): Promise<ReadonlyMap<string, string>> {
	if (installation.databaseUrl === null) await installation.stop();
	const boards = [...(await installation.rebuilt())];
	if (!installation.isRunning) await installation.start();
	return new Map(
		boards.map(([id, { doc, updates, lastSeq }]) => [id, `${contentHash(doc)} ${updates.length} ${lastSeq}`])
	);
}

async function readersOf(installation: Installation): Promise<readonly Reader[]> {
	const linked = async (purpose: string): Promise<Reader> => {
		const at = `/api/workshops/${installation.workshopId}/links`;
		const { path } = await told(installation.desk, 'POST', at, { purpose });
		const device = deviceAt(installation.url);
		await told(device, 'POST', '/api/links/open', { token: String(path).split(/[#/]/).at(-1) });
		return { name: `the ${purpose}`, device };
	};
	const [ana, ben] = installation.seats;
	if (!ana || !ben) throw new Error('Nobody has a seat.');
	await told(installation.desk, 'PATCH', `/api/workshops/${installation.workshopId}`, {
		brief: { sponsor: 'Sara', customer: 'Carl' }
	});
	return [
		{ name: 'a participant of the syndicate', device: ana.device },
		{ name: 'a participant of another one', device: ben.device },
		await linked('screen'),
		await linked('sponsor'),
		await linked('customer'),
		{ name: 'a stranger', device: deviceAt(installation.url) }
	];
}

async function attackAs(
	{ history, random }: Context,
	installation: Installation,
	{ name, device }: Reader,
	sum: { frames: number; told: number; letIn: number }
): Promise<readonly string[]> {
	const [seat] = installation.seats;
	if (!seat) return [];
	const replica = await replicaOf(installation, seat);
	const failures: string[] = [];
	for (const [kind, frames] of framesOn(replica)) {
		const hostile = await attackerAt(installation.url, seat.place.path, device.cookie);
		for (const frame of random.shuffled(frames)) if (!hostile.closed) hostile.socket.send(frame);
		sum.frames += frames.length;
		const closed = await hostile.over(TOLD_WITHIN_MS);
		history.note('read only', { name, kind, ...closed });
		hostile.socket.terminate();
		if (closed && (closed.code >= 4400 || closed.code === TOO_LARGE)) sum.told += 1;
		else failures.push(`${name} was not told after ${kind}`);
		if (hostile.isLetIn) sum.letIn += 1;
	}
	return failures;
}

/** What an honest change would be, in every wrapping, and what is none. */
function framesOn(replica: Y.Doc): readonly (readonly [string, readonly Uint8Array[]])[] {
	const honest = () => {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(replica));
		const before = Y.encodeStateVector(doc);
		new BoardDocument(doc).addNote({ zone: asId<'Zone'>('good'), text: 'by somebody who may only read' });
		return Y.encodeStateAsUpdate(doc, before);
	};
	const erased = () => {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(replica));
		const before = Y.encodeStateVector(doc);
		const board = new BoardDocument(doc);
		for (const { id } of board.notes()) board.textOf(id)?.delete(0, 3);
		return Y.encodeStateAsUpdate(doc, before);
	};
	const target = targetIn(replica);
	if (!target) throw new Error('There is nothing to attack.');
	return [
		['an update', [updateFrame(honest())]],
		['a step 2', [step2Frame(honest())]],
		['deleted letters', [updateFrame(erased())]],
		['an update inside of a step 1', [wrapped(SYNC_STEP_1, honest())]],
		['every opcode', opcodes(honest())],
		['what hurts a Yjs server', corpus(target, 4_000_000).flatMap(({ frames }) => frames.slice(0, 2))]
	];
}

const wrapped = (kind: number, update: Uint8Array): Uint8Array => {
	const encoder = encoding.createEncoder();
	encoding.writeVarUint(encoder, 0);
	encoding.writeVarUint(encoder, kind);
	encoding.writeVarUint8Array(encoder, update);
	return encoding.toUint8Array(encoder);
};
