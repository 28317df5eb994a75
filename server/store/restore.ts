/**
 * Puts a backup, or a safety copy, into the place of an installation whose server is stopped. Until all of it is there
 * and checked nothing of the old one changes; afterwards the old folder is kept beside the new one.
 */
import { createReadStream, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { StartRefusal } from '../start-refusal.ts';
import { openDatabase, type Database } from './database.ts';
import { beginNext, finishRestore, putNextInPlace, removeNext } from './database-folder.ts';
import { lockFolder } from './lock.ts';
import { lookIntoCopy, type Place } from './look.ts';
import { knownMigrations, olderMigrations } from './migrate.ts';
import { broken, newer, rowCount, rowsIn, verifyPortable, writePortable, type Progress } from './portable-file.ts';
import { beginGenerations, emptyTables, generationAt, putRows, type PortableHeader } from './portable-rows.ts';
import { safetyCopies } from './safety-copies.ts';
import { inScratch } from './scratch.ts';
import { unpack } from './tar.ts';

export interface RestoreOptions extends Place {
	/** A backup's file, or the name of a safety copy. */
	readonly source: string;
	/** What a Postgres database holds now may go; of the embedded one nothing goes, it is set aside. */
	readonly replace: boolean;
	readonly now: Date;
	readonly progress?: Progress;
}

export interface Restored {
	/** The moment the backup shows. */
	readonly madeAt: string;
	readonly rows: number;
	/** The generation that documents have now, if theirs was not higher. */
	readonly generation: number;
	/** Where the folder lies that was in use before; null when there was none, and on Postgres. */
	readonly setAside: string | null;
	/** What went wrong afterwards, while the restored rows were in their place already: one sentence each. */
	readonly warnings: readonly string[];
}

/** How the folders begin in which a restore does its work. */
export const restorePrefix = '.plenary-restore-';

interface Portable {
	readonly file: string;
	readonly header: PortableHeader;
}

/** @throws StartRefusal when the source cannot be restored, or the installation is in use or not empty */
export async function restore(options: RestoreOptions): Promise<Restored> {
	return options.databaseUrl === undefined ? restoreEmbedded(options) : restorePostgres(options, options.databaseUrl);
}

async function restoreEmbedded(options: RestoreOptions): Promise<Restored> {
	const { dataDir, now } = options;
	const lock = await lockFolder(dataDir);
	const warnings: string[] = [];
	try {
		await finishRestore(dataDir);
		const restored = await withPortable(options, warnings, async (portable) => {
			const database = await openDatabase({ dataDir: await beginNext(dataDir), ...strict });
			const generation = await fill(database, portable, options).finally(() => database.close());
			const setAside = await putNextInPlace(dataDir, now);
			await afterwards(warnings, () => removeNext(dataDir));
			return { ...factsOf(portable), generation, setAside };
		});
		return { ...restored, warnings };
	} finally {
		await afterwards(warnings, () => lock.release());
	}
}

/** What fails here takes nothing back. */
async function afterwards(warnings: string[], work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		warnings.push(`Afterwards something went wrong (${error instanceof Error ? error.message : String(error)}).`);
	}
}

async function restorePostgres(options: RestoreOptions, databaseUrl: string): Promise<Restored> {
	const { holdsRows } = await import('./postgres.ts');
	const warnings: string[] = [];
	const restored = await withPortable(options, warnings, async (portable) => {
		if (!options.replace && (await holdsRows(databaseUrl)))
			throw new StartRefusal(
				'The database of DATABASE_URL holds an installation. Name an empty one, or put the backup in its place with --replace.'
			);
		const database = await openDatabase({ databaseUrl, dataDir: options.dataDir, ...strict });
		const generation = await fill(database, portable, options).finally(() =>
			afterwards(warnings, () => database.close())
		);
		return { ...factsOf(portable), generation, setAside: null };
	});
	return { ...restored, warnings };
}

const strict = {
	onWarning: () => {},
	onLost: (sentence: string) => {
		throw new Error(sentence);
	}
};

const factsOf = ({ header }: Portable) => ({ madeAt: header.madeAt, rows: rowCount(header) });

/** Fills the database in one transaction. Returns the generation. */
async function fill(
	database: Database,
	{ file, header }: Portable,
	{ now, progress = () => {} }: RestoreOptions
): Promise<number> {
	const generation = generationAt(now);
	await database.transaction(async (tx) => {
		await emptyTables(tx, header);
		await putRows(tx, header, rowsIn(file, header, progress));
		await beginGenerations(tx, generation);
	});
	return generation;
}

/** Makes of the source a checked file of rows for the tables of this release, in a folder that is removed afterwards. */
async function withPortable<T>(
	options: RestoreOptions,
	warnings: string[],
	work: (portable: Portable) => Promise<T>
): Promise<T> {
	const { source, dataDir, now } = options;
	const copy = (await safetyCopies(dataDir)).find(({ name }) => name === source);
	const path = copy?.path ?? resolve(source);
	if (!existsSync(path))
		throw new StartRefusal(
			`There is no file ${path}, and no safety copy of this name. npm run restore -- --list names the safety copies.`
		);
	const inFolder = async (scratch: string) => {
		let file = path;
		if (await isArchive(path)) {
			file = join(scratch, 'rows.gz');
			const folder = await unpacked(path, join(scratch, 'copy'));
			await lookIntoCopy(folder, (ask) => writePortable(file, ask, copy?.madeAt ?? now));
		}
		const header = await verifyPortable(file);
		return work(await current(path, { file, header }, scratch));
	};
	return inScratch(join(dataDir, restorePrefix), inFolder, (sentence) => warnings.push(sentence));
}

/** A safety copy is an archive, a backup is text. */
async function isArchive(path: string): Promise<boolean> {
	const start = createReadStream(path, { end: 64 * 1024 });
	const text = createGunzip({ finishFlush: 2 });
	start.on('error', (error) => text.destroy(error));
	start.pipe(text);
	try {
		for await (const chunk of text) if (chunk instanceof Buffer) return chunk.byteLength > 262 && isTar(chunk);
	} catch (error) {
		throw broken(path, error);
	} finally {
		start.destroy();
	}
	return false;
}

const isTar = (head: Buffer): boolean => head.toString('latin1', 257, 262) === 'ustar';

async function unpacked(path: string, folder: string): Promise<string> {
	await mkdir(folder, { mode: 0o700 });
	const source = createReadStream(path);
	const archive = createGunzip();
	source.on('error', (error) => archive.destroy(error));
	source.pipe(archive);
	try {
		await unpack(archive, folder);
	} catch (error) {
		throw broken(path, error);
	} finally {
		source.destroy();
	}
	return folder;
}

/** Rows of an older release go through its tables, which are then brought up to date. */
async function current(path: string, portable: Portable, scratch: string): Promise<Portable> {
	const known = knownMigrations();
	const { migrations } = portable.header;
	if (migrations.some((hash, index) => known[index] !== hash)) throw newer(path);
	if (migrations.length === known.length) return portable;
	const { openOlder } = await import('./embedded.ts');
	const older = await openOlder(
		join(scratch, 'older'),
		await olderMigrations(migrations.length, join(scratch, 'steps'))
	);
	const file = join(scratch, 'current.gz');
	try {
		await older.database.transaction((tx) =>
			putRows(
				tx,
				portable.header,
				rowsIn(portable.file, portable.header, () => {})
			)
		);
		await older.bringUpToDate();
		const header = await older.look((ask) => writePortable(file, ask, new Date(portable.header.madeAt)));
		return { file, header };
	} finally {
		await older.database.close();
	}
}
