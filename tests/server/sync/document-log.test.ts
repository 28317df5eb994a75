import { asId } from '#domain/ids.ts';
import { BoardDocument } from '#document/board.ts';
import { createDocumentLog } from '#server/store/document-log.ts';
import { DocumentGone, type DocumentLog, type LogRow } from '#server/sync/access.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { seed } from './seed.ts';
import { board, good, MemoryLog, other, stock, syncServer, texts, until, workshop } from './world.ts';

const ana = asId<'Person'>('ana');
const row = (seq: number, bytes: readonly number[], clients: readonly number[] = []): LogRow => ({
	documentId: board,
	generation: 1,
	seq,
	bytes: new Uint8Array(bytes),
	claims: clients.map((clientId) => ({ clientId, personId: ana }))
});

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
	await seed(database);
});
afterAll(() => database.close());

const kinds: readonly (readonly [string, () => DocumentLog])[] = [
	['in the database', () => createDocumentLog(database)],
	['in memory', () => new MemoryLog()]
];

describe.each(kinds)('the log %s', (_name, create) => {
	beforeEach(async () => {
		await database.transaction(async (tx) => {
			const { documentClients, documentSnapshots, documentUpdates } = await import('#drizzle/schema.ts');
			for (const table of [documentClients, documentSnapshots, documentUpdates]) await tx.delete(table);
		});
	});

	test('[SAVE-7] gives back what it was given, and what was compacted as one', async () => {
		const log = create();
		expect(await log.load(board)).toEqual({
			workshopId: workshop,
			generation: 1,
			updates: [],
			owners: new Map(),
			lastSeq: 0
		});

		await log.append([row(1, [1], [4_294_967_295]), row(2, [2])]);
		await log.append([row(3, [3])]);
		const before = await log.load(board);
		await log.compact(row(2, [9]));
		const after = await log.load(board);

		const bytes = (of: typeof after) => of?.updates.map((update) => [...update]);
		expect(bytes(before)).toEqual([[1], [2], [3]]);
		expect(before?.owners).toEqual(new Map([[4_294_967_295, ana]]));
		expect(bytes(after)).toEqual([[9], [3]]);
		expect(after?.lastSeq).toBe(3);
		expect((await log.load(other))?.updates).toEqual([]);
	});

	test('[SAVE-7] refuses what belongs to no document, whole', async () => {
		const log = create();
		const nowhere = { ...row(1, [1]), documentId: asId<'Document'>('nowhere') };

		await expect(log.append([row(1, [1]), nowhere])).rejects.toThrow(DocumentGone);

		expect(await log.load(nowhere.documentId)).toBeNull();
		expect((await log.load(board))?.updates).toEqual([]);
	});
});

test('[SAVE-7] a commit whose answer was lost is tried again and stored once', async () => {
	const log = createDocumentLog(database);

	await log.append([row(1, [1], [5])]);
	await log.append([row(1, [1], [5]), row(2, [2])]);

	expect((await log.load(board))?.updates).toHaveLength(2);
});

test('[SAVE-1] a board written over sockets is read back from the database by the next server', async () => {
	await database.transaction(async (tx) => {
		const { documentUpdates } = await import('#drizzle/schema.ts');
		await tx.delete(documentUpdates);
	});
	const log = createDocumentLog(database);
	const first = await syncServer({ documentLog: log, commitGapMs: 25 });
	const [client, witness] = [stock(first, 'ana'), stock(first, 'ben')];
	await Promise.all([client.synced(), witness.synced()]);
	const note = client.board.addNote({ zone: good, text: 'kept' });
	await until(() => expect(witness.board.note(note)?.author).toBe('ana'));

	const second = await syncServer({ documentLog: log });
	const read = await second.rooms.read(board, texts);
	const rebuilt = new Y.Doc();
	for (const update of (await log.load(board))!.updates) Y.applyUpdate(rebuilt, update);

	expect(read).toEqual(['kept']);
	expect(new BoardDocument(rebuilt).notes()).toEqual(witness.board.notes());
});
