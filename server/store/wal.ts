/**
 * The embedded database never syncs a file by itself, so a power cut could take what was acknowledged. This does what
 * a Postgres server does: the write-ahead log is synced after each commit, and everything else around a checkpoint.
 * Commits that wait at the same time share one sync.
 */
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, syncTree } from './disk.ts';

const segmentName = /^[0-9A-F]{24}$/;
/** A segment is 16 MB; this many are 256 MB, the length at which the log is cut. */
const segmentsBeforeCheckpoint = 16;

/** Parameters the engine starts with: no checkpoint but ours, and no segment kept for use under another name. */
export const walParameters = ['-c', 'max_wal_size=64GB', '-c', 'wal_recycle=off'] as const;

export class Wal {
	readonly #folder: string;
	readonly #runCheckpoint: () => Promise<void>;
	readonly #onBroken: (cause: unknown) => void;
	readonly #segments = new Map<string, FileHandle>();
	#running: Promise<void> | null = null;
	#next: Promise<void> | null = null;
	#checkpointing: Promise<void> | null = null;
	#broken: Error | null = null;

	/**
	 * @param runCheckpoint sends CHECKPOINT to the engine
	 * @param onBroken called once when the disk refused a sync: from then on nothing is acknowledged, for a second try
	 * would succeed without having written what the first one lost
	 */
	constructor(folder: string, runCheckpoint: () => Promise<void>, onBroken: (cause: unknown) => void) {
		this.#folder = folder;
		this.#runCheckpoint = runCheckpoint;
		this.#onBroken = onBroken;
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

	/** Writes everything the log holds into the data files and syncs them; the control file comes last. */
	checkpoint(): Promise<void> {
		this.#checkpointing ??= this.#checkpoint().finally(() => {
			this.#checkpointing = null;
		});
		return this.#checkpointing;
	}

	/** After the engine stopped: it wrote a last checkpoint. */
	async close(): Promise<void> {
		await this.#running?.catch(() => undefined); // told to those who waited for it
		await this.#forget(new Set());
		await this.#syncAll();
	}

	async #checkpoint(): Promise<void> {
		await this.#runCheckpoint();
		await this.#syncAll();
	}

	#syncAll(): Promise<void> {
		return syncTree(this.#folder, [join('global', 'pg_control')]);
	}

	async #syncLog(): Promise<void> {
		if (this.#broken) throw this.#broken;
		try {
			await this.#syncSegments();
		} catch (cause) {
			this.#break(cause);
			throw cause;
		}
	}

	#break(cause: unknown): void {
		if (this.#broken) return;
		this.#broken = new Error('The disk refused to keep the log of the database.', { cause });
		this.#onBroken(cause);
	}

	async #syncSegments(): Promise<void> {
		const folder = join(this.#folder, 'pg_wal');
		const names = new Set((await readdir(folder)).filter((name) => segmentName.test(name)));
		await this.#forget(names);
		let isNew = false;
		for (const name of names) {
			if (this.#segments.has(name)) continue;
			const segment = await openUnlessGone(join(folder, name));
			if (segment) this.#segments.set(name, segment);
			isNew = true;
		}
		await Promise.all([...this.#segments.values()].map((segment) => segment.datasync()));
		if (isNew) await syncFolder(folder);
		if (names.size > segmentsBeforeCheckpoint) void this.checkpoint().catch((cause) => this.#break(cause));
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
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
		throw error;
	}
}
