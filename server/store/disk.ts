/** Getting files and folders onto the disk itself. */
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { claimScratch } from './scratch.ts';

/** Makes the names in a folder durable. Windows has no such call: there the file's own sync has to do. */
export async function syncFolder(path: string): Promise<void> {
	if (process.platform === 'win32') return;
	await syncPath(path);
}

async function syncPath(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** How many files are synced at a time: the thread pool has four threads. */
const lanes = 4;

/** Syncs every file and folder below `root`, those in `last` after all others. */
export async function syncTree(root: string, last: readonly string[]): Promise<void> {
	const entries = await readdir(root, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
	const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
	const atTheEnd = new Set(last.map((path) => join(root, path)));
	const queue = files.filter((path) => !atTheEnd.has(path));
	await inLanes(queue, syncPath);
	await inLanes([...folders, root], syncFolder);
	for (const path of atTheEnd) await syncPath(path);
}

async function inLanes(paths: readonly string[], work: (path: string) => Promise<void>): Promise<void> {
	let next = 0;
	const lane = async () => {
		for (let path = paths[next++]; path !== undefined; path = paths[next++]) await work(path);
	};
	await Promise.all(Array.from({ length: lanes }, lane));
}

export interface ZippedOptions {
	readonly path: string;
	readonly bytes: AsyncIterable<Uint8Array>;
	/** 1 is fast, 9 is small. */
	readonly level: number;
	readonly signal?: AbortSignal | undefined;
}

/** Writes a gzipped file that is there whole or not at all: under another name, synced, then renamed. */
export async function writeZipped({ path, bytes, level, signal }: ZippedOptions): Promise<void> {
	const draft = `${path}.partial`;
	await rm(draft, { force: true });
	const isOver = claimScratch(draft);
	const file = await open(draft, 'wx', 0o600);
	const write = async (zipped: AsyncIterable<Uint8Array>) => {
		for await (const some of zipped) await file.writeFile(some);
	};
	try {
		const source = Readable.from(bytes, { objectMode: false, highWaterMark: 1024 * 1024 });
		await pipeline(source, createGzip({ level }), write, { signal });
		await file.sync();
		await file.close();
		await rename(draft, path);
		await syncFolder(dirname(path));
	} catch (error) {
		await file.close();
		await rm(draft, { force: true });
		throw error;
	} finally {
		isOver();
	}
}

/** The system's code of an error, for example `ENOENT`. */
export function codeOf(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
