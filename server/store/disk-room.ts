/**
 * Keeps the embedded database from running the disk full: its engine does not outlive a log that cannot be written.
 * While there is too little room every write is refused before it begins, and tried again by whoever asked.
 */
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './disk.ts';

/** Two more pieces of the log, which come as a whole, and some pages. */
export const leastBytes = 48 * 1024 * 1024;
/** A copy must not take the room that the database itself may need. */
export const spareBytes = 256 * 1024 * 1024;
/** What can be written in between is far less than what is kept free. */
const everyMs = 1000;

export class DiskRoom {
	readonly #free: () => Promise<number>;
	readonly #now: () => number;
	#lookedAt = -Infinity;
	#isEnough = true;

	/** @param free the bytes that this process may still write */
	constructor(free: () => Promise<number>, now: () => number = () => performance.now()) {
		this.#free = free;
		this.#now = now;
	}

	/** @throws Error while there is too little room */
	async need(): Promise<void> {
		if (this.#now() - this.#lookedAt >= everyMs) {
			this.#lookedAt = this.#now();
			this.#isEnough = (await this.#free()) >= leastBytes;
		}
		if (!this.#isEnough) throw new Error('The disk is full: nothing is stored until there is room.');
	}
}

export async function freeBytesAt(folder: string): Promise<number> {
	const { bavail, bsize } = await statfs(folder);
	return bavail * bsize;
}

/** A copy of the database could not be made where it should be: that says nothing about the database. */
export class NoPlaceForCopy extends Error {}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1e6);

/**
 * @param folder what is to be copied
 * @param target the folder, which is there, below which the copy will lie
 * @throws NoPlaceForCopy when a copy would leave less than what is spared for the database
 */
export async function needRoomForCopy(
	folder: string,
	target: string,
	freeBytes: (folder: string) => Promise<number> = freeBytesAt
): Promise<void> {
	const needed = (await bytesIn(folder)) + spareBytes;
	const free = await freeBytes(target);
	if (free > needed) return;
	throw new NoPlaceForCopy(
		`the disk of ${target} has ${megabytes(free)} MB left, and a copy of the database needs ${megabytes(needed)} MB`
	);
}

async function bytesIn(folder: string): Promise<number> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	let sum = 0;
	for (const entry of entries) if (entry.isFile()) sum += await sizeOf(join(entry.parentPath, entry.name));
	return sum;
}

async function sizeOf(path: string): Promise<number> {
	try {
		return (await stat(path)).size;
	} catch (error) {
		// Removed meanwhile by the server.
		if (codeOf(error) === 'ENOENT') return 0;
		throw error;
	}
}
