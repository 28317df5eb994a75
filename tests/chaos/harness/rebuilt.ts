/** Documents as the log alone tells them: what a server that has never seen anybody would show. */
import { asId } from '#domain/ids.ts';
import * as tables from '#drizzle/schema.ts';
import { createDocumentLog } from '#server/store/document-log.ts';
import { openDatabase, type Database } from '#server/store/database.ts';
import type { StoredDocument } from '#server/sync/access.ts';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as Y from 'yjs';

export interface Rebuilt extends StoredDocument {
	readonly doc: Y.Doc;
}

/** The folder must not be in use. */
export async function rebuiltFromFolder(
	dataDir: string,
	ids: readonly string[]
): Promise<ReadonlyMap<string, Rebuilt>> {
	const database = await openDatabase({
		dataDir,
		onWarning: () => {},
		onLost: (sentence) => {
			throw new Error(sentence);
		}
	});
	try {
		return await rebuilt(database, ids);
	} finally {
		await database.close();
	}
}

/** Beside a server that may be running. */
export async function rebuiltFromPostgres(url: string, ids: readonly string[]): Promise<ReadonlyMap<string, Rebuilt>> {
	const sql = postgres(url, { max: 2, onnotice: () => {} });
	const never = () => Promise.reject(new Error('This handle only reads.'));
	const db = drizzle(sql, { schema: tables });
	try {
		return await rebuilt(
			{ kind: 'postgres', db, transaction: never, statement: never, ping: never, close: never },
			ids
		);
	} finally {
		await sql.end();
	}
}

async function rebuilt(database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, Rebuilt>> {
	const log = createDocumentLog(database);
	const documents = new Map<string, Rebuilt>();
	for (const id of ids) {
		const stored = await log.load(asId(id));
		if (!stored) throw new Error(`The document ${id} is not in the database.`);
		const doc = new Y.Doc();
		for (const update of stored.updates) Y.applyUpdate(doc, update);
		documents.set(id, { ...stored, doc });
	}
	return documents;
}
