/** What a command makes for itself alone: it goes with the command's end, also when somebody interrupts it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';

const present = new Set<string>();

/** Names a file or folder that nobody needs when the process is interrupted. Returns how to take that back. */
export function claimScratch(path: string): () => void {
	present.add(path);
	return () => void present.delete(path);
}

/**
 * Works in a new folder, which is removed afterwards.
 * @param prefix the folder's path up to its random end
 * @param onLeft told when it cannot be removed: what the work did counts all the same
 */
export async function inScratch<T>(
	prefix: string,
	work: (folder: string) => Promise<T>,
	onLeft: (sentence: string) => void = () => {}
): Promise<T> {
	// Made at once: no signal can come before it is named.
	const folder = mkdtempSync(prefix);
	const isOver = claimScratch(folder);
	try {
		return await work(folder);
	} finally {
		await rm(folder, { recursive: true, force: true }).then(isOver, (cause: unknown) =>
			onLeft(`The folder ${folder} could not be removed (${cause instanceof Error ? cause.message : String(cause)}).`)
		);
	}
}

/** For the end of a process that was interrupted. What cannot be removed stays, and the doctor names it. */
export function removeScratch(): void {
	for (const path of present) {
		try {
			// A write that is under way may make one more file.
			rmSync(path, { recursive: true, force: true, maxRetries: 5 });
		} catch {
			continue;
		}
	}
}
