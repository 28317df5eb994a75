/**
 * Keeps the embedded database from running the disk full: its engine does not outlive a log that cannot be written.
 * While there is too little room every write is refused before it begins, and tried again by whoever asked.
 */
import { statfs } from 'node:fs/promises';

/** Two more pieces of the log, which come as a whole, and some pages. */
const leastBytes = 48 * 1024 * 1024;
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
