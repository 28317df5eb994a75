/** Where the embedded database lies in DATA_DIR, and how one takes the place of another without a moment of neither. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './disk.ts';
import { claimScratch } from './scratch.ts';

export const databaseFolder = (dataDir: string): string => join(dataDir, 'database');
/** As long as it is there the database is being made for the first time, and nothing in it counts. */
export const unfinishedMark = (dataDir: string): string => join(dataDir, 'database.unfinished');
/** A data folder of its own, in which a restore builds the next database. */
export const nextDataDir = (dataDir: string): string => join(dataDir, 'restoring');
const readyMark = (dataDir: string): string => join(nextDataDir(dataDir), 'ready');

/**
 * Makes an empty place for the next database; what an earlier restore left there unfinished goes. It is removed when the
 * process is interrupted before that database is put in its place.
 */
export async function beginNext(dataDir: string): Promise<string> {
	await rm(nextDataDir(dataDir), { recursive: true, force: true });
	claimScratch(nextDataDir(dataDir));
	await mkdir(nextDataDir(dataDir), { mode: 0o700 });
	return nextDataDir(dataDir);
}

/**
 * Puts the finished next database into the place of the one in use, which is set aside and kept. The folder has to be
 * locked; what is left of the work goes with `removeNext`. Returns where the old one is; null when there was none.
 */
export async function putNextInPlace(dataDir: string, now: Date): Promise<string | null> {
	await syncFolder(nextDataDir(dataDir));
	claimScratch(nextDataDir(dataDir))();
	await writeFile(readyMark(dataDir), '', { flush: true });
	await syncFolder(nextDataDir(dataDir));
	const setAside = existsSync(databaseFolder(dataDir)) ? asideOf(dataDir, now) : null;
	if (setAside !== null) {
		await rename(databaseFolder(dataDir), setAside);
		await syncFolder(dataDir);
	}
	await takePlace(dataDir);
	return setAside;
}

const asideOf = (dataDir: string, now: Date): string =>
	join(
		dataDir,
		`database.before-${now
			.toISOString()
			.replace(/\.\d+Z$/, 'Z')
			.replaceAll(':', '-')}`
	);

/** A restore that was cut off after the old database had been set aside: without this a start would make an empty one. */
export async function finishRestore(dataDir: string): Promise<void> {
	if (existsSync(databaseFolder(dataDir)) || !existsSync(readyMark(dataDir))) return;
	await takePlace(dataDir);
	await removeNext(dataDir);
}

async function takePlace(dataDir: string): Promise<void> {
	// Of the one that was set aside: the next start would take the restored one for half made, and remove it.
	await rm(unfinishedMark(dataDir), { force: true });
	await syncFolder(dataDir);
	await rename(databaseFolder(nextDataDir(dataDir)), databaseFolder(dataDir));
}

/** Makes the restored one's place durable, and removes what the work needed. */
export async function removeNext(dataDir: string): Promise<void> {
	await syncFolder(dataDir);
	await rm(nextDataDir(dataDir), { recursive: true });
	await syncFolder(dataDir);
}
