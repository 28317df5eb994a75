/** The embedded database: Postgres inside the process, its files under `DATA_DIR/database`. */
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as tables from '#drizzle/schema.ts';
import { StartRefusal } from '../start-refusal.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { syncFolder, syncTree } from './disk.ts';
import { EngineFiles } from './engine-files.ts';
import { lockFolder } from './lock.ts';
import { migrationsFolder } from './migrate.ts';
import { Wal, walParameters } from './wal.ts';

/**
 * Opens the folder's database, making it first when there is none.
 * @throws StartRefusal when the folder is in use or its database does not open
 */
export async function openEmbedded({ dataDir, onLost }: DatabaseOptions): Promise<Database> {
	const lock = await lockFolder(dataDir);
	try {
		const { client, wal } = await openEngineIn(dataDir, onLost);
		return embeddedDatabase(
			client,
			() => wal.durable(),
			async () => {
				// The engine writes and syncs a last checkpoint.
				await client.close();
				await wal.close();
				await lock.release();
			}
		);
	} catch (error) {
		await lock.release();
		throw error;
	}
}

interface Engine {
	readonly client: PGlite;
	readonly wal: Wal;
}

async function openEngineIn(dataDir: string, onLost: DatabaseOptions['onLost']): Promise<Engine> {
	const folder = join(dataDir, 'database');
	const unfinished = join(dataDir, 'database.unfinished');
	const isNew = !existsSync(folder) || existsSync(unfinished);
	const files = new EngineFiles(folder, (cause) => wal.break(cause));
	const wal = new Wal({
		files,
		onLong: () => void checkpoint(),
		onBroken: (cause) => onLost('The disk refused to keep what was written.', cause)
	});
	const client = isNew ? await makeFolder(folder, unfinished, files) : await openFolder(folder, files);
	let checkpointing: Promise<void> | null = null;
	const checkpoint = () =>
		(checkpointing ??= client
			.exec('CHECKPOINT')
			.then(
				() => undefined,
				(cause) => wal.break(cause)
			)
			.finally(() => (checkpointing = null)));
	await migrateEmbedded(client);
	await wal.durable();
	if (isNew) {
		await checkpoint();
		// What the engine made of its own accord it did not sync.
		await syncTree(folder, []);
		await removeSynced(unfinished);
	}
	return { client, wal };
}

/**
 * The handle on an engine that is open.
 * @param durable resolves when what was committed is on disk; at once for a database in memory
 */
export function embeddedDatabase(client: PGlite, durable: () => Promise<void>, close: () => Promise<void>): Database {
	const db = drizzle(client, { schema: tables });
	return {
		kind: 'embedded',
		db,
		transaction: async (work) => {
			const result = await db.transaction(work);
			await durable();
			return result;
		},
		statement: async (text, values) => {
			await client.query(text, [...values]);
			await durable();
		},
		ping: async () => {
			await client.query('select 1');
		},
		close
	};
}

export const migrateEmbedded = (client: PGlite): Promise<void> =>
	migrate(drizzle(client), { migrationsFolder: migrationsFolder() });

/** `-F` would tell the engine not to sync. */
const openEngine = (files: EngineFiles): Promise<PGlite> =>
	PGlite.create({
		fs: files,
		startParams: [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), ...walParameters]
	});

async function openFolder(folder: string, files: EngineFiles): Promise<PGlite> {
	// Without this file the engine would take the folder for an empty one and make a database among what lies there.
	if (!(await readdir(folder)).includes('PG_VERSION'))
		throw new StartRefusal(`The folder ${folder} holds no database. ${whatToDo}`);
	try {
		return await openEngine(files);
	} catch (cause) {
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new StartRefusal(`The database in ${folder} does not open (${why}). ${whatToDo}`);
	}
}

const whatToDo =
	'Nothing in it was removed: keep it, and put back a copy of it, or start with another folder, for example DATA_DIR=./data-2';

/**
 * A start that is cut off leaves no half database behind: as long as the mark stands nothing was acknowledged, and the
 * next start begins anew. Renaming a finished folder into its place would cost a second start of the engine.
 */
async function makeFolder(folder: string, unfinished: string, files: EngineFiles): Promise<PGlite> {
	await writeFile(unfinished, '', { flush: true });
	await syncFolder(dirname(unfinished));
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { mode: 0o700 });
	return openEngine(files);
}

async function removeSynced(path: string): Promise<void> {
	if (!existsSync(path)) return;
	await unlink(path);
	await syncFolder(dirname(path));
}
