/** The embedded database: Postgres inside the process, its files under `DATA_DIR/database`. */
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as tables from '#drizzle/schema.ts';
import { StartRefusal } from '../start-refusal.ts';
import type { Database, DatabaseOptions } from './database.ts';
import { databaseFolder, finishRestore, unfinishedMark } from './database-folder.ts';
import { codeOf, syncFolder, syncTree } from './disk.ts';
import { DiskRoom, freeBytesAt, leastBytes, NoPlaceForCopy } from './disk-room.ts';
import { EngineFiles } from './engine-files.ts';
import { lockFolder } from './lock.ts';
import { knownMigrations, migrationsFolder } from './migrate.ts';
import type { Ask } from './portable-rows.ts';
import { keepSafetyCopies, safetyCopies, takeSafetyCopy } from './safety-copies.ts';
import { Wal, walParameters } from './wal.ts';

/**
 * Opens the folder's database, making it first when there is none.
 * @throws StartRefusal when the folder is in use or its database does not open
 */
export async function openEmbedded({ dataDir, onLost, onWarning }: DatabaseOptions): Promise<Database> {
	const lock = await lockFolder(dataDir);
	try {
		const { client, wal, files } = await openEngineIn(dataDir, onLost);
		const stopKeeping = keepSafetyCopies({ dataDir, changes: () => files.logChanges, onWarning });
		return embeddedDatabase(
			client,
			() => wal.durable(),
			async () => {
				await stopKeeping();
				// The engine writes and syncs a last checkpoint.
				await client.close();
				await wal.close();
				await lock.release();
			},
			new DiskRoom(() => freeBytesAt(dataDir))
		);
	} catch (error) {
		await lock.release();
		throw error;
	}
}

interface Engine {
	readonly client: PGlite;
	readonly wal: Wal;
	readonly files: EngineFiles;
}

async function openEngineIn(dataDir: string, onLost: DatabaseOptions['onLost']): Promise<Engine> {
	await finishRestore(dataDir);
	const folder = databaseFolder(dataDir);
	const unfinished = unfinishedMark(dataDir);
	const isNew = !existsSync(folder) || existsSync(unfinished);
	const files = new EngineFiles(folder, (cause) => wal.break(cause));
	const wal = new Wal({
		files,
		onLong: () => void checkpoint(),
		onBroken: (cause) => onLost('The disk refused to keep what was written.', cause)
	});
	const client = isNew ? await makeFolder(folder, unfinished, files) : await openFolder(dataDir, files);
	let checkpointing: Promise<void> | null = null;
	const checkpoint = () =>
		(checkpointing ??= client
			.exec('CHECKPOINT')
			.then(
				() => undefined,
				(cause) => wal.break(cause)
			)
			.finally(() => (checkpointing = null)));
	if (!isNew && (await isBehind(client))) await copyBeforeMigration(dataDir, client);
	await migrateEmbedded(client);
	await wal.durable();
	if (isNew) {
		await checkpoint();
		// What the engine made of its own accord it did not sync.
		await syncTree(folder, []);
		await removeSynced(unfinished);
	}
	return { client, wal, files };
}

/**
 * The handle on an engine that is open.
 * @param durable resolves when what was committed is on disk; at once for a database in memory
 * @param room asked before every write; null for a database in memory
 */
export function embeddedDatabase(
	client: PGlite,
	durable: () => Promise<void>,
	close: () => Promise<void>,
	room: DiskRoom | null = null
): Database {
	const db = drizzle(client, { schema: tables });
	return {
		kind: 'embedded',
		db,
		transaction: async (work) => {
			await room?.need();
			const result = await db.transaction(work);
			await durable();
			return result;
		},
		statement: async (text, values) => {
			await room?.need();
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

async function openFolder(dataDir: string, files: EngineFiles): Promise<PGlite> {
	const folder = databaseFolder(dataDir);
	// Without this file the engine would take the folder for an empty one and make a database among what lies there.
	if (!(await readdir(folder)).includes('PG_VERSION'))
		throw new StartRefusal(`The folder ${folder} holds no database. ${await whatToDo(dataDir)}`);
	try {
		return await openEngine(files);
	} catch (cause) {
		const free = await freeBytesAt(dataDir);
		if (codeOf(cause) === 'ENOSPC' || free < leastBytes)
			throw new StartRefusal(
				`The database in ${folder} does not open: its disk has only ${Math.floor(free / 1e6)} MB left. Nothing in it was removed. Make room and start again.`
			);
		const why = cause instanceof Error ? cause.message : String(cause);
		throw new StartRefusal(`The database in ${folder} does not open (${why}). ${await whatToDo(dataDir)}`);
	}
}

async function whatToDo(dataDir: string): Promise<string> {
	const copy = (await safetyCopies(dataDir)).at(-1);
	const restore =
		copy === undefined
			? 'put a backup in its place with npm run restore -- FILE'
			: `put the newest safety copy in its place with npm run restore -- ${copy.name}`;
	return `Nothing in it was removed. See what npm run doctor says; ${restore}, or start with another folder, for example DATA_DIR=./data-2`;
}

/** @throws StartRefusal when there is no room for it: without a way back the tables are left as they are */
async function copyBeforeMigration(dataDir: string, client: PGlite): Promise<void> {
	try {
		await takeSafetyCopy(dataDir, new Date());
	} catch (error) {
		await client.close();
		if (!(error instanceof NoPlaceForCopy)) throw error;
		throw new StartRefusal(
			`This release changes the tables in ${dataDir}, and first keeps a copy of them; but ${error.message}. Nothing was changed. Make room and start again.`
		);
	}
}

/** A release with new migrations opens the folder for the first time. */
async function isBehind(client: PGlite): Promise<boolean> {
	const [has] = (
		await client.query<{ has: boolean }>(`select to_regclass('drizzle.__drizzle_migrations') is not null as has`)
	).rows;
	if (has?.has !== true) return false;
	const { rows } = await client.query('select hash from drizzle.__drizzle_migrations');
	return rows.length < knownMigrations().length;
}

/** Opens a folder that nobody else needs any more, and reads it in one transaction. */
export async function lookIntoFolder<T>(folder: string, work: (ask: Ask) => Promise<T>): Promise<T> {
	const client = await PGlite.create({ dataDir: folder }).catch(async (cause: unknown) => {
		const why = cause instanceof Error ? cause.message : String(cause);
		if ((await freeBytesAt(folder)) < leastBytes)
			throw new NoPlaceForCopy(`the disk of ${folder} became full (${why})`);
		throw new StartRefusal(
			`A copy of the database was made, but does not open (${why}). See what npm run doctor says.`
		);
	});
	try {
		return await lookInto(client, work);
	} finally {
		await client.close();
	}
}

const lookInto = <T>(client: PGlite, work: (ask: Ask) => Promise<T>): Promise<T> =>
	client.transaction((tx) => work(async (query) => (await tx.query<Record<string, unknown>>(query)).rows));

export interface OlderDatabase {
	readonly database: Database;
	bringUpToDate(): Promise<void>;
	look<T>(work: (ask: Ask) => Promise<T>): Promise<T>;
}

/** A database for a moment, with the tables of an earlier release; nothing in it is synced. */
export async function openOlder(folder: string, migrations: string): Promise<OlderDatabase> {
	const client = await PGlite.create({ dataDir: folder });
	await migrate(drizzle(client), { migrationsFolder: migrations });
	return {
		database: embeddedDatabase(
			client,
			async () => {},
			() => client.close()
		),
		bringUpToDate: () => migrateEmbedded(client),
		look: (work) => lookInto(client, work)
	};
}

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
