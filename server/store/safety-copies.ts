/**
 * Safety copies of the embedded database, made while it is in use: `DATA_DIR/copies/<instant>.tar.gz`. They are for
 * the day on which the folder does not open, or somebody wants yesterday back; against the loss of the disk only a
 * backup elsewhere helps.
 */
import { mkdir, readdir, unlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { databaseFolder } from './database-folder.ts';
import { syncFolder, writeZipped } from './disk.ts';
import { freeBytesAt, needRoomForCopy, NoPlaceForCopy } from './disk-room.ts';
import { copyWith } from './folder-copy.ts';
import { packed } from './tar.ts';

export interface SafetyCopy {
	/** As `npm run restore` takes it: `2026-11-22T10-30-00Z`. */
	readonly name: string;
	readonly path: string;
	readonly madeAt: Date;
}

/** The newest ones, and beside them the last one of each of so many days. */
const newest = 12;
const days = 30;
const ending = '.tar.gz';
const everyMs = 10 * 60_000;
/** The start has passed, and whatever was done shortly before the last end gets its copy. */
const firstMs = 60_000;

export const copiesFolder = (dataDir: string): string => join(dataDir, 'copies');

/** Oldest first. */
export async function safetyCopies(dataDir: string): Promise<readonly SafetyCopy[]> {
	const folder = copiesFolder(dataDir);
	if (!existsSync(folder)) return [];
	return (await readdir(folder)).sort().flatMap((file) => {
		const [, day, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.tar\.gz$/.exec(file) ?? [];
		if (day === undefined) return [];
		const madeAt = new Date(`${day}T${hours}:${minutes}:${seconds}Z`);
		return [{ name: file.slice(0, -ending.length), path: join(folder, file), madeAt }];
	});
}

export interface TakingOptions {
	readonly signal?: AbortSignal;
	/** Of the disk with this folder. */
	readonly freeBytes?: (folder: string) => Promise<number>;
}

/**
 * Makes one now, and lets go of those that are not kept any longer. Its name appears when it is whole and on disk.
 * @throws NoPlaceForCopy before anything is written
 */
export async function takeSafetyCopy(
	dataDir: string,
	now: Date,
	{ signal, freeBytes = freeBytesAt }: TakingOptions = {}
): Promise<SafetyCopy> {
	const folder = copiesFolder(dataDir);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	for (const file of await readdir(folder)) if (file.endsWith('.partial')) await unlink(join(folder, file));
	await needRoomForCopy(databaseFolder(dataDir), folder, freeBytes);
	const name = now
		.toISOString()
		.replace(/\.\d+Z$/, 'Z')
		.replaceAll(':', '-');
	const path = join(folder, name + ending);
	await copyWith(databaseFolder(dataDir), (entries) => writeZipped({ path, bytes: packed(entries), level: 1, signal }));
	await letGo(dataDir);
	return { name, path, madeAt: now };
}

async function letGo(dataDir: string): Promise<void> {
	const copies = await safetyCopies(dataDir);
	const dayOf = ({ name }: SafetyCopy) => name.slice(0, 10);
	const lastOfDays = [...new Map(copies.map((copy) => [dayOf(copy), copy])).values()].slice(-days);
	const kept = new Set([...copies.slice(-newest), ...lastOfDays]);
	for (const copy of copies) if (!kept.has(copy)) await unlink(copy.path);
	await syncFolder(copiesFolder(dataDir));
}

export interface KeepingOptions {
	readonly dataDir: string;
	/** Grows with every change of the database. */
	readonly changes: () => number;
	readonly onWarning: (sentence: string) => void;
	readonly now?: () => Date;
	readonly freeBytes?: (folder: string) => Promise<number>;
	/** Resolves after so many ms; rejects when the signal comes. */
	readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const pauseQuietly = (ms: number, signal: AbortSignal): Promise<void> => wait(ms, undefined, { signal, ref: false });

/** Makes a copy every ten minutes in which something changed, until it is stopped. Returns how to stop. */
export function keepSafetyCopies({
	dataDir,
	changes,
	onWarning,
	now = () => new Date(),
	freeBytes = freeBytesAt,
	pause = pauseQuietly
}: KeepingOptions): () => Promise<void> {
	const stopping = new AbortController();
	const { signal } = stopping;
	const keep = async () => {
		let copied = -1;
		for (let pauseMs = firstMs; ; pauseMs = everyMs) {
			await pause(pauseMs, signal);
			const reached = changes();
			if (reached === copied) continue;
			try {
				await takeSafetyCopy(dataDir, now(), { signal, freeBytes });
				copied = reached;
			} catch (error) {
				if (signal.aborted) return;
				if (error instanceof NoPlaceForCopy) copied = reached;
				onWarning(
					`No safety copy of the database was made (${error instanceof Error ? error.message : String(error)}).`
				);
			}
		}
	};
	const kept = keep().catch((error: unknown) => {
		if (!signal.aborted) onWarning(`No more safety copies are made (${String(error)}).`);
	});
	return async () => {
		stopping.abort();
		await kept;
	};
}
