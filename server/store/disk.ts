/** Getting files and folders onto the disk itself. */
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

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
