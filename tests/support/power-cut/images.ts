/**
 * The folders a power cut may leave behind: everything that was synced, and of the rest whatever the disk had got to:
 * nothing, all of it, or any part, down to single sectors of a page.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Recorded } from './trace.ts';

export type Random = () => number;

/** A small seeded generator (mulberry32), numbers from 0 to below 1. */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** The disk writes whole sectors. */
const sector = 512;

interface File {
	/** Where its bytes of before the record lie; null for one that was made since. */
	readonly before: string | null;
	readonly changes: { readonly index: number; readonly recorded: Recorded }[];
	/** Changes with a smaller index are on disk. */
	syncedTo: number;
}

type NameChange =
	| { readonly kind: 'link'; readonly path: string; readonly file: File | 'folder' }
	| { readonly kind: 'unlink'; readonly path: string }
	| { readonly kind: 'move'; readonly from: string; readonly path: string; readonly file: File | 'folder' };

interface Names {
	readonly changes: { readonly index: number; readonly change: NameChange }[];
	syncedTo: number;
}

export interface CutOptions {
	/** The folder as it was, whole and synced, before the record began. */
	readonly before: string;
	readonly trace: readonly Recorded[];
	/** How many entries of the record happened before the cut. */
	readonly cut: number;
	/** How much of what was not synced the disk had got to. */
	readonly kept: 'nothing' | 'everything' | 'something';
	readonly random: Random;
	/** Made here. */
	readonly image: string;
}

export interface Cuts {
	/** At any entry after the first that somebody was told of. */
	readonly anywhere: readonly number[];
	/** While pages are written into the files: most of all in checkpoints. */
	readonly amongPages: readonly number[];
}

export function cutsIn(trace: readonly Recorded[]): Cuts {
	const first = trace.findIndex(({ entry }) => entry.kind === 'saved');
	const anywhere = trace.map((_, index) => index).slice(first);
	const isPage = (index: number) => {
		const entry = trace[index]?.entry;
		return entry?.kind === 'write' && !entry.path.includes('pg_wal');
	};
	return { anywhere, amongPages: anywhere.filter((index) => isPage(index) || isPage(index - 1)) };
}

/** Makes the image. Returns what somebody had been told is saved. */
export function cutPower({ before, trace, cut, kept, random, image }: CutOptions): readonly string[] {
	const files = new Map<string, File | 'folder'>();
	const folders = new Map<string, Names>();
	const syncing = new Map<number, { readonly path: string; readonly index: number }>();
	const saved: string[] = [];

	const fileAt = (path: string): File | null => {
		const known = files.get(path);
		if (known) return known === 'folder' ? null : known;
		const file: File = { before: path, changes: [], syncedTo: 0 };
		files.set(path, file);
		return file;
	};
	const namesOf = (path: string): Names => {
		const names = folders.get(path) ?? { changes: [], syncedTo: 0 };
		folders.set(path, names);
		return names;
	};
	trace.slice(0, cut).forEach((recorded, index) => {
		const { entry } = recorded;
		switch (entry.kind) {
			case 'make': {
				const file = entry.isFolder ? 'folder' : { before: null, changes: [], syncedTo: 0 };
				files.set(entry.path, file);
				namesOf(dirname(entry.path)).changes.push({ index, change: { kind: 'link', path: entry.path, file } });
				return;
			}
			case 'write':
			case 'size':
				fileAt(entry.path)?.changes.push({ index, recorded });
				return;
			case 'rename': {
				const file = files.get(entry.path) ?? fileAt(entry.path)!;
				files.delete(entry.path);
				files.set(entry.to, file);
				const change = { kind: 'move' as const, from: entry.path, path: entry.to, file };
				namesOf(dirname(entry.to)).changes.push({ index, change });
				return;
			}
			case 'remove':
				files.delete(entry.path);
				namesOf(dirname(entry.path)).changes.push({ index, change: { kind: 'unlink', path: entry.path } });
				return;
			case 'syncing':
				syncing.set(entry.sync, { path: entry.path, index });
				return;
			case 'synced': {
				const sync = syncing.get(entry.sync);
				if (!sync) return;
				const file = files.get(sync.path);
				if (file !== undefined && file !== 'folder') file.syncedTo = Math.max(file.syncedTo, sync.index);
				const names = folders.get(sync.path);
				if (names) names.syncedTo = Math.max(names.syncedTo, sync.index);
				return;
			}
			case 'saved':
				saved.push(entry.what);
		}
	});

	cpSync(before, image, { recursive: true });
	const chance = kept === 'nothing' ? 0 : kept === 'everything' ? 1 : random();
	const written = new Set<File>();
	const write = (path: string, file: File) => {
		written.add(file);
		if (file.before !== null && file.changes.length === 0) return;
		mkdirSync(dirname(join(image, path)), { recursive: true });
		writeFileSync(join(image, path), contentOf(file, before, chance, random));
	};
	const present = new Map<string, File | 'folder'>();
	for (const { changes, syncedTo } of folders.values()) {
		// A folder's names reach the disk in their order: what is lost is lost from the end.
		let isLost = false;
		for (const { index, change } of changes) {
			isLost ||= index >= syncedTo && random() >= chance;
			if (isLost) continue;
			if (change.kind !== 'link') {
				const from = change.kind === 'move' ? change.from : change.path;
				present.delete(from);
				if (
					change.kind === 'move' &&
					existsSync(join(image, from)) &&
					change.file !== 'folder' &&
					change.file.before !== null
				)
					renameSync(join(image, from), join(image, change.path));
				else rmSync(join(image, from), { recursive: true, force: true });
			}
			if (change.kind !== 'unlink') present.set(change.path, change.file);
		}
	}
	for (const [path, file] of present) {
		if (file === 'folder') mkdirSync(join(image, path), { recursive: true });
		else write(path, file);
	}
	for (const [path, file] of files) {
		if (file === 'folder' || file.before !== path || written.has(file) || !existsSync(join(image, path))) continue;
		write(path, file);
	}
	return saved;
}

function contentOf({ before, changes, syncedTo }: File, folder: string, chance: number, random: Random): Uint8Array {
	let content = before === null ? Buffer.alloc(0) : readFileSync(join(folder, before));
	let size = content.byteLength;
	const grow = (to: number) => {
		if (to > content.byteLength)
			content = Buffer.concat([content, Buffer.alloc(Math.max(to, 2 * size) - content.byteLength)]);
		size = Math.max(size, to);
	};
	for (const { index, recorded } of changes) {
		const { entry, bytes } = recorded;
		const isSynced = index < syncedTo;
		if (entry.kind === 'size') {
			if (!isSynced && random() >= chance) continue;
			grow(entry.size);
			content.fill(0, entry.size);
			size = entry.size;
		} else if (entry.kind === 'write') {
			const data = bytes ?? Buffer.alloc(entry.length);
			for (let at = 0; at < entry.length; at += sector) {
				if (!isSynced && random() >= chance) continue;
				const end = Math.min(at + sector, entry.length);
				grow(entry.at + end);
				content.set(data.subarray(at, end), entry.at + at);
			}
		}
	}
	return content.subarray(0, size);
}
