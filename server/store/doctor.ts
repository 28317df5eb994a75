/** What can be said about an installation without changing anything of it. */
import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { StartRefusal } from '../start-refusal.ts';
import { databaseFolder, nextDataDir, unfinishedMark } from './database-folder.ts';
import { codeOf } from './disk.ts';
import { freeBytesAt, NoPlaceForCopy, spareBytes } from './disk-room.ts';
import { FolderMovedOn } from './folder-copy.ts';
import { holderOf } from './lock.ts';
import { copyPrefix, look, type Place } from './look.ts';
import { knownMigrations } from './migrate.ts';
import type { Ask } from './portable-rows.ts';
import { restorePrefix } from './restore.ts';
import { copiesFolder, safetyCopies } from './safety-copies.ts';

export interface Finding {
	/** False: somebody has to do something. */
	readonly isGood: boolean;
	readonly sentence: string;
}

const good = (sentence: string): Finding => ({ isGood: true, sentence });
const bad = (sentence: string): Finding => ({ isGood: false, sentence });

export async function examine(place: Place, now: Date): Promise<readonly Finding[]> {
	return place.databaseUrl === undefined ? examineFolder(place, now) : examineServer(place);
}

async function examineFolder(place: Place, now: Date): Promise<readonly Finding[]> {
	const { dataDir } = place;
	if (!existsSync(dataDir)) return [good(`There is no folder ${dataDir} yet: npm start makes it.`)];
	const holder = await holderOf(dataDir);
	return [
		good(
			holder === null
				? `Nobody uses the folder ${dataDir}.`
				: `Process ${holder.pid}${holder.isElsewhere ? ' of another container or machine' : ''} serves the folder ${dataDir}.`
		),
		...(await examineEmbedded(place)),
		...(await examineCopies(dataDir, now)),
		...(await examineSetAside(dataDir)),
		...(await examineLeftOver(dataDir)),
		await examineDisk(dataDir)
	];
}

async function examineEmbedded(place: Place): Promise<readonly Finding[]> {
	const folder = databaseFolder(place.dataDir);
	if (existsSync(unfinishedMark(place.dataDir)))
		return [
			good('The first start was cut off, or goes on now. The next one begins anew; nothing was acknowledged yet.')
		];
	if (!existsSync(folder))
		return [
			existsSync(nextDataDir(place.dataDir))
				? good('A restore was cut off. The next start, or the next restore, finishes it or begins anew.')
				: good('There is no database in it yet: npm start makes one.')
		];
	return examined(place, async (ask) => [good('A copy of its database opens.'), ...(await examineRows(ask))]);
}

async function examineServer(place: Place): Promise<readonly Finding[]> {
	const { isServed } = await import('./postgres.ts');
	return examined(place, async (ask) => {
		const [server] = await ask(
			`select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
		);
		return [
			good(`The database of DATABASE_URL answers (Postgres ${String(server?.version)}).`),
			good((await isServed(ask)) ? 'A Plenary serves it now.' : 'No Plenary serves it now.'),
			server?.fsync === 'on'
				? good('It syncs what it commits.')
				: bad('It runs with fsync off: a power cut can lose what is shown as saved. Set fsync = on.'),
			server?.commit === 'off'
				? bad(
						'It runs with synchronous_commit off: a crash can lose what is shown as saved. Set synchronous_commit = on.'
					)
				: good('It answers a commit when it is on disk.'),
			...(await examineRows(ask))
		];
	});
}

async function examined(place: Place, work: (ask: Ask) => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
	try {
		return await look(place, tmpdir(), work);
	} catch (error) {
		const sentence = error instanceof Error ? error.message : String(error);
		if (error instanceof StartRefusal) return [bad(sentence)];
		if (error instanceof NoPlaceForCopy)
			return [
				good(
					`The database could not be examined, because ${sentence}. Set TMPDIR to a folder with room, for example TMPDIR=/var/tmp`
				)
			];
		if (error instanceof FolderMovedOn)
			return [good(`The database could not be examined, because ${sentence}. Try again in a minute.`)];
		if (['EACCES', 'EPERM'].includes(codeOf(error) ?? ''))
			return [bad(`The database cannot be read (${sentence}). Run the doctor as the user under whom the server runs.`)];
		return [bad(`The database cannot be read (${sentence}). Put a copy in its place with npm run restore.`)];
	}
}

async function examineRows(ask: Ask): Promise<readonly Finding[]> {
	const [tables] = await ask(`select to_regclass('drizzle.__drizzle_migrations') is not null as there`);
	if (tables?.there !== true) return [good('It holds no tables yet: npm start makes them.')];
	const migrations = (await ask('select hash from drizzle.__drizzle_migrations order by created_at')).map(
		({ hash }) => hash
	);
	const known = knownMigrations();
	if (migrations.some((hash, index) => known[index] !== hash))
		return [bad('Its tables were made by a newer Plenary, or by another program. Install that release.')];
	const behind = known.length - migrations.length;
	const counts = await Promise.all(
		['workshops', 'documents', 'document_updates'].map(async (table) => {
			const [row] = await ask(`select count(*)::int as count from ${table}`);
			return Number(row?.count);
		})
	);
	const [workshops, documents, updates] = counts;
	return [
		good(
			behind === 0
				? 'Its tables are those of this release.'
				: `Its tables are of an earlier release: npm start brings them up to date (${behind} to go).`
		),
		good(`It holds ${workshops} workshops and ${documents} documents with ${updates} stored changes.`)
	];
}

const minute = 60_000;

async function examineCopies(dataDir: string, now: Date): Promise<readonly Finding[]> {
	const copies = await safetyCopies(dataDir);
	const last = copies.at(-1);
	if (!last)
		return [good('There is no safety copy yet: the server makes one every ten minutes in which something changes.')];
	const minutes = Math.round((now.getTime() - last.madeAt.getTime()) / minute);
	const told = `There are ${copies.length} safety copies, the newest is ${last.name}, ${minutes} minutes old`;
	return [(await canBeRead(last.path)) ? good(`${told}, and can be read.`) : bad(`${told}, and is broken.`)];
}

async function canBeRead(path: string): Promise<boolean> {
	const text = createGunzip();
	const source = createReadStream(path);
	source.on('error', (error) => text.destroy(error));
	try {
		for await (const some of source.pipe(text)) void some;
		return true;
	} catch {
		return false;
	}
}

async function examineSetAside(dataDir: string): Promise<readonly Finding[]> {
	const kept = (await readdir(dataDir)).filter((name) => name.startsWith('database.before-'));
	if (kept.length === 0) return [];
	return [good(`Restores have set aside ${kept.join(', ')}: remove what is not needed any more.`)];
}

/** What commands that were cut off left behind; the server's own half copies go with its next one. */
async function examineLeftOver(dataDir: string): Promise<readonly Finding[]> {
	const isOne = (name: string) =>
		name.startsWith(copyPrefix) || name.startsWith(restorePrefix) || name.endsWith('.tar.gz.partial');
	const folders = new Set([dataDir, copiesFolder(dataDir), tmpdir(), process.cwd()].map((path) => resolve(path)));
	const left: string[] = [];
	for (const folder of folders)
		for (const name of await readdir(folder).catch(() => [])) if (isOne(name)) left.push(join(folder, name));
	if (left.length === 0) return [];
	return [
		good(
			`Left behind by a command that was cut off, or in use by one that runs now: ${left.join(', ')}. Remove them when none runs.`
		)
	];
}

async function examineDisk(dataDir: string): Promise<Finding> {
	const free = await freeBytesAt(dataDir);
	const megabytes = Math.floor(free / 1e6);
	return free > spareBytes
		? good(`The disk has ${megabytes} MB left.`)
		: bad(`The disk has only ${megabytes} MB left: safety copies are not made any more. Make room.`);
}
