/**
 * Reads the embedded database's folder so that a copy of it opens, while somebody writes into it: in this process or in
 * another one. It is what Postgres calls a base backup. The control file is read first: from the checkpoint it names the
 * copy will be brought up to date. The log is read last: it has every change that a page read before may hold, and whole
 * images of pages that were read half. A checkpoint in between would let parts of the log go: then it is begun anew.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './disk.ts';

export interface CopiedEntry {
	/** From the folder, with `/`. */
	readonly path: string;
	/** Null for a folder. */
	readonly size: number | null;
	/** As many bytes as `size` says. */
	readonly chunks: AsyncIterable<Uint8Array>;
}

/** A checkpoint ended while the folder was read: what was read so far is worth nothing. */
export class FolderMovedOn extends Error {
	constructor() {
		super('the server writes so much now that no copy of its database can be made');
	}
}

const control = 'global/pg_control';
const log = 'pg_wal';
/** The engine makes these anew. */
const leftOut = /(^|\/)(pg_internal\.init|postmaster\.(pid|opts)|pgsql_tmp.*|pg_stat_tmp\/.*)$/;
const chunkBytes = 256 * 1024;
/** Nobody writes a checkpoint as often as that. */
const tries = 5;

/**
 * Every file and folder, in the order in which they have to be kept.
 * @throws FolderMovedOn at the end, when a checkpoint came in between
 */
export async function* entriesOf(folder: string): AsyncGenerator<CopiedEntry> {
	const before = await controlOf(folder);
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const pathOf = (entry: { parentPath: string; name: string }) =>
		join(entry.parentPath, entry.name)
			.slice(folder.length + 1)
			.replaceAll('\\', '/');
	for (const entry of entries) if (entry.isDirectory()) yield { path: pathOf(entry), size: null, chunks: none() };
	yield { path: control, size: before.byteLength, chunks: only(before) };
	for (const entry of entries) {
		const path = pathOf(entry);
		if (!entry.isFile() || path === control || path.startsWith(`${log}/`) || leftOut.test(path)) continue;
		yield* fileIn(folder, path);
	}
	for (const entry of await readdir(join(folder, log), { withFileTypes: true }))
		if (entry.isFile()) yield* fileIn(folder, `${log}/${entry.name}`);
	if (!before.equals(await controlOf(folder))) throw new FolderMovedOn();
}

/** Keeps a copy with `keep`, which may be called several times: a later call replaces what an earlier one did. */
export async function copyWith<T>(
	folder: string,
	keep: (entries: AsyncIterable<CopiedEntry>) => Promise<T>
): Promise<T> {
	for (let n = 1; ; n++) {
		try {
			return await keep(entriesOf(folder));
		} catch (error) {
			if (!(error instanceof FolderMovedOn) || n === tries) throw error;
		}
	}
}

/** Read until it is twice the same: it may be written at this moment. */
async function controlOf(folder: string): Promise<Buffer> {
	let last = await readFile(join(folder, control));
	for (;;) {
		const next = await readFile(join(folder, control));
		if (next.equals(last)) return next;
		last = next;
	}
}

/** Nothing for a file that has gone: the log tells that it has. */
async function* fileIn(folder: string, path: string): AsyncGenerator<CopiedEntry> {
	const file = await open(join(folder, path), 'r').catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	});
	if (!file) return;
	try {
		const { size } = await file.stat();
		yield { path, size, chunks: chunksOf(file, size) };
	} finally {
		await file.close();
	}
}

async function* chunksOf(file: Awaited<ReturnType<typeof open>>, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < size;) {
		const length = Math.min(chunkBytes, size - at);
		const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
		// It became shorter meanwhile; the log tells.
		yield bytesRead === 0 ? buffer : buffer.subarray(0, bytesRead);
		at += bytesRead === 0 ? length : bytesRead;
	}
}

async function* none(): AsyncGenerator<Uint8Array> {}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}
