/** A migrated database for a test file: in memory, or a new one on the server that TEST_DATABASE_URL names. */
import { PGlite } from '@electric-sql/pglite';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { openDatabase, type Database } from '#server/store/database.ts';
import { embeddedDatabase, migrateEmbedded } from '#server/store/embedded.ts';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/plenary');

export interface TestDatabase extends Database {
	/** Rows of any query, for looking at what the product wrote. */
	readonly rows: (query: string) => Promise<readonly Record<string, unknown>[]>;
}

/** Opens a fresh one; close it in `afterAll`. */
export const testDatabase = (): Promise<TestDatabase> => {
	const server = process.env.TEST_DATABASE_URL;
	return server ? onServer(server) : inMemory();
};

async function inMemory(): Promise<TestDatabase> {
	const client = await PGlite.create({ loadDataDir: new Blob([await migratedDump()]) });
	return {
		...embeddedDatabase(
			client,
			async () => {},
			() => client.close()
		),
		rows: async (query) => (await client.query<Record<string, unknown>>(query)).rows
	};
}

/** The migrated folder of an empty installation, made once for each state of the migrations. */
async function migratedDump(): Promise<Uint8Array<ArrayBuffer>> {
	const journal = await stat(join(root, 'drizzle/migrations/meta/_journal.json'));
	const triggers = await stat(join(root, 'drizzle/migrations/0001_keep.sql'));
	const path = join(cache, `migrated-${Math.round(journal.mtimeMs)}-${Math.round(triggers.mtimeMs)}.tar`);
	if (!existsSync(path)) {
		const client = await PGlite.create();
		await migrateEmbedded(client);
		const dump = await client.dumpDataDir('none');
		await client.close();
		await mkdir(cache, { recursive: true });
		// Several test files may make it at once: each its own, and the last rename wins.
		const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
		await writeFile(draft, new Uint8Array(await dump.arrayBuffer()));
		await rename(draft, path);
	}
	return new Uint8Array(await readFile(path));
}

async function onServer(server: string): Promise<TestDatabase> {
	const admin = postgres(server, { max: 1, onnotice: () => {} });
	const name = `plenary_test_${randomBytes(6).toString('hex')}`;
	await admin.unsafe(`create database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	const database = await openDatabase({
		databaseUrl: url.href,
		dataDir: '',
		onWarning: () => {},
		onLost: (sentence) => {
			throw new Error(sentence);
		}
	});
	const looking = postgres(url.href, { max: 1, onnotice: () => {} });
	return {
		...database,
		rows: (query) => looking.unsafe(query),
		close: async () => {
			await looking.end();
			await database.close();
			await admin.unsafe(`drop database ${name} with (force)`);
			await admin.end();
		}
	};
}

/** An empty folder of its own below the system's place for such; `remove` takes it away again. */
export async function testFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
	const { mkdtemp } = await import('node:fs/promises');
	const { tmpdir } = await import('node:os');
	const path = await mkdtemp(join(tmpdir(), 'plenary-'));
	return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
