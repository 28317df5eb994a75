/** A migrated database for a test file: in memory, or a new one on the server that TEST_DATABASE_URL names. */
import { PGlite } from '@electric-sql/pglite';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
	const path = join(cache, `migrated-${await stateOfMigrations()}.tar`);
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

async function stateOfMigrations(): Promise<string> {
	const folder = join(root, 'drizzle/migrations');
	const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
	return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 16);
}

/** A `DATA_DIR` with an empty installation in it, copied from one that is made once: a new one takes seconds. */
export async function installedFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
	const made = join(cache, `installed-${await stateOfMigrations()}`);
	if (!existsSync(made)) {
		await mkdir(cache, { recursive: true });
		const draft = await mkdtemp(join(cache, 'draft-'));
		const database = await openDatabase({ dataDir: draft, onWarning: () => {}, onLost: failed });
		await database.close();
		// Another test file may have been first.
		await rename(draft, made).catch(() => rm(draft, { recursive: true }));
	}
	const folder = await testFolder();
	await cp(made, folder.path, { recursive: true });
	return folder;
}

const failed = (sentence: string): never => {
	throw new Error(sentence);
};

async function onServer(server: string): Promise<TestDatabase> {
	const admin = postgres(server, { max: 1, onnotice: () => {} });
	const name = `plenary_test_${randomBytes(6).toString('hex')}`;
	await admin.unsafe(`create database ${name} template ${await migratedTemplate(server, admin)}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	const database = await openDatabase({
		databaseUrl: url.href,
		dataDir: '',
		onWarning: () => {},
		onLost: failed
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

/** A migrated database to copy from, made once for each state of the migrations: migrating takes longer than a test. */
async function migratedTemplate(server: string, admin: postgres.Sql): Promise<string> {
	const name = `plenary_migrated_${await stateOfMigrations()}`;
	const isThere = async () => (await admin`select 1 from pg_database where datname = ${name}`).length > 0;
	if (await isThere()) return name;
	// Several test files begin at once: one makes it, under a lock of the session, and the others wait for its new name.
	await admin`select pg_advisory_lock(815)`;
	try {
		if (await isThere()) return name;
		const draft = `plenary_draft_${randomBytes(6).toString('hex')}`;
		await admin.unsafe(`create database ${draft}`);
		const url = new URL(server);
		url.pathname = `/${draft}`;
		const database = await openDatabase({ databaseUrl: url.href, dataDir: '', onWarning: () => {}, onLost: failed });
		await database.close();
		await admin.unsafe(`alter database ${draft} rename to ${name}`);
		return name;
	} finally {
		await admin`select pg_advisory_unlock(815)`;
	}
}

/** An empty folder of its own below the system's place for such; `remove` takes it away again. */
export async function testFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
	const path = await mkdtemp(join(tmpdir(), 'plenary-'));
	return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
