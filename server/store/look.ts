/** Looking at an installation without being its server: nothing of it is changed, and nobody is held up. */
import { existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartRefusal } from '../start-refusal.ts';
import { databaseFolder, unfinishedMark } from './database-folder.ts';
import { codeOf } from './disk.ts';
import { needRoomForCopy, NoPlaceForCopy } from './disk-room.ts';
import { copyWith, type CopiedEntry } from './folder-copy.ts';
import type { Ask } from './portable-rows.ts';
import { inScratch } from './scratch.ts';

/** Which installation: a Postgres database, or the embedded one in the folder. */
export interface Place {
	readonly databaseUrl: string | undefined;
	readonly dataDir: string;
}

/**
 * Runs `work` in one transaction that only reads, on the Postgres database itself or on a copy of the embedded one.
 * @param scratch a folder with room for that copy
 * @throws StartRefusal when there is no installation, or it cannot be reached or opened
 * @throws NoPlaceForCopy when `scratch` cannot hold the copy
 * @throws FolderMovedOn when the server writes too much for a copy
 */
export async function look<T>(
	{ databaseUrl, dataDir }: Place,
	scratch: string,
	work: (ask: Ask) => Promise<T>
): Promise<T> {
	if (databaseUrl !== undefined) {
		const { lookIntoPostgres } = await import('./postgres.ts');
		return lookIntoPostgres(databaseUrl, work);
	}
	const folder = databaseFolder(dataDir);
	if (!existsSync(join(folder, 'PG_VERSION')) || existsSync(unfinishedMark(dataDir)))
		throw new StartRefusal(`The folder ${dataDir} holds no installation. Name its folder, for example DATA_DIR=./data`);
	const prefix = join(scratch, copyPrefix);
	try {
		return await inScratch(prefix, async (temporary) => {
			await needRoomForCopy(folder, scratch);
			const copy = join(temporary, 'database');
			await copyWith(folder, (entries) => writeFolder(entries, copy));
			return await lookIntoCopy(copy, work);
		});
	} catch (error) {
		if (!isOfScratch(error, prefix)) throw error;
		throw new NoPlaceForCopy(`no copy of it can be made in ${scratch} (${error.message})`);
	}
}

/** How the folders begin in which copies lie for a moment. */
export const copyPrefix = '.plenary-copy-';

/** Only what is copied to can be full; anything else is told of by its path. */
function isOfScratch(error: unknown, prefix: string): error is Error {
	if (!(error instanceof Error)) return false;
	if (['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '')) return true;
	return 'path' in error && typeof error.path === 'string' && error.path.startsWith(prefix);
}

/** Opens a copy of a database folder; the engine writes into it. */
export async function lookIntoCopy<T>(folder: string, work: (ask: Ask) => Promise<T>): Promise<T> {
	const { lookIntoFolder } = await import('./embedded.ts');
	return lookIntoFolder(folder, work);
}

/** Writes the entries below `folder`, which is made anew. */
async function writeFolder(entries: AsyncIterable<CopiedEntry>, folder: string): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { mode: 0o700 });
	for await (const { path, size, chunks } of entries) {
		const target = join(folder, path);
		await mkdir(size === null ? target : dirname(target), { recursive: true, mode: 0o700 });
		if (size === null) continue;
		const file = await open(target, 'w', 0o600);
		try {
			for await (const some of chunks) await file.writeFile(some);
		} finally {
			await file.close();
		}
	}
}
