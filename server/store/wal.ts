/**
 * The log of the embedded database, synced after each commit: what was acknowledged survives a power cut. Commits that
 * wait at the same time share one sync. The other files are the engine's own matter, see `EngineFiles`.
 */
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf, syncFolder } from './disk.ts';
import type { EngineFiles } from './engine-files.ts';

const segmentName = /^[0-9A-F]{24}$/;
/** A segment is 16 MB; this many are 256 MB, the length at which the log is cut. */
const segmentsBeforeCheckpoint = 16;

/** Parameters the engine starts with: no checkpoint but ours, and no segment kept for use under another name. */
export const walParameters = ['-c', 'max_wal_size=64GB', '-c', 'wal_recycle=off'] as const;

export interface WalOptions {
	readonly files: Pick<EngineFiles, 'unsyncedLog' | 'synced'>;
	/** The log has grown long: a checkpoint would cut it. */
	readonly onLong: () => void;
	/**
	 * Called once when the disk refused a sync: from then on nothing is acknowledged, for a second try would succeed
	 * without having written what the first one lost.
	 */
	readonly onBroken: (cause: unknown) => void;
}

export class Wal {
	readonly #options: WalOptions;
	readonly #segments = new Map<string, FileHandle>();
	#running: Promise<void> | null = null;
	#next: Promise<void> | null = null;
	#broken: Error | null = null;

	constructor(options: WalOptions) {
		this.#options = options;
	}

	/** Resolves when every commit made before this call is on disk. */
	durable(): Promise<void> {
		if (this.#next) return this.#next;
		const before = this.#running ?? Promise.resolve();
		// A sync that already runs may have passed our bytes: wait for it, then run one more for all who wait by then.
		const next = before
			.catch(() => undefined) // told to those who waited for that one
			.then(() => {
				this.#next = null;
				this.#running = this.#syncLog();
				return this.#running;
			});
		this.#next = next;
		return next;
	}

	/** From now on nothing is acknowledged. */
	break(cause: unknown): void {
		if (this.#broken) return;
		this.#broken = new Error('The disk refused to keep the log of the database.', { cause });
		this.#options.onBroken(cause);
	}

	/** After the engine stopped: it has synced everything. */
	async close(): Promise<void> {
		await this.#running?.catch(() => undefined); // told to those who waited for it
		await this.#forget(new Set());
	}

	async #syncLog(): Promise<void> {
		if (this.#broken) throw this.#broken;
		try {
			await this.#syncChanged();
		} catch (cause) {
			this.break(cause);
			throw cause;
		}
	}

	async #syncChanged(): Promise<void> {
		const { files } = this.#options;
		const changed = files.unsyncedLog();
		await Promise.all(
			changed
				.filter(({ isFolder }) => !isFolder)
				.map(async (unsynced) => {
					await (await this.#segment(unsynced.path))?.datasync();
					files.synced(unsynced);
				})
		);
		const folder = changed.find(({ isFolder }) => isFolder);
		if (!folder) return;
		await syncFolder(folder.path);
		files.synced(folder);
		const names = await readdir(folder.path);
		await this.#forget(new Set(names));
		if (names.filter((name) => segmentName.test(name)).length > segmentsBeforeCheckpoint) this.#options.onLong();
	}

	async #segment(path: string): Promise<FileHandle | null> {
		const known = this.#segments.get(basename(path));
		if (known) return known;
		const segment = await openUnlessGone(path);
		if (segment) this.#segments.set(basename(path), segment);
		return segment;
	}

	/** Closes the segments that a checkpoint removed. */
	async #forget(names: ReadonlySet<string>): Promise<void> {
		for (const [name, segment] of this.#segments) {
			if (names.has(name)) continue;
			this.#segments.delete(name);
			await segment.close();
		}
	}
}

/** A checkpoint may remove a segment between the listing and here: what it held is in the data files by then. */
async function openUnlessGone(path: string): Promise<FileHandle | null> {
	try {
		return await open(path, 'r+');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	}
}
