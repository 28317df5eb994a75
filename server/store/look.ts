/** Looking at an installation without being its server: nothing of it is changed, and nobody is held up. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartRefusal } from '../start-refusal.ts';
import { databaseFolder, unfinishedMark } from './database-folder.ts';
import { copyWith, type CopiedEntry } from './folder-copy.ts';
import type { Ask } from './portable-rows.ts';

/** Which installation: a Postgres database, or the embedded one in the folder. */
export interface Place {
	readonly databaseUrl: string | undefined;
	readonly dataDir: string;
}

/**
 * Runs `work` in one transaction that only reads, on the Postgres database itself or on a copy of the embedded one.
 * @param scratch a folder with room for that copy
 * @throws StartRefusal when there is no installation, or it cannot be reached or opened
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
	const temporary = await mkdtemp(join(scratch, '.plenary-copy-'));
	try {
		const copy = join(temporary, 'database');
		await copyWith(folder, (entries) => writeFolder(entries, copy));
		return await lookIntoCopy(copy, work);
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
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
