/** One process a folder: two of them on one embedded database destroy it without a word. */
import { randomBytes } from 'node:crypto';
import { link, open, readFile, readlink, rename, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StartRefusal } from '../start-refusal.ts';
import { codeOf, syncFolder } from './disk.ts';

const lockName = 'plenary.lock';
/** Starters that race for a stale lock settle within this time. */
const settleMs = 60;
/** A holder that nobody else can ask after shows by this that it lives. */
const touchMs = 5_000;
/** Several touches late: a busy machine is not taken for a dead one. */
const silentMs = 30_000;

export interface FolderLock {
	release(): Promise<void>;
}

export interface Holder {
	/** As its own container or machine counts. */
	readonly pid: number;
	/** In another container, or on another machine: whether it lives only its touches tell. */
	readonly isElsewhere: boolean;
}

/**
 * Takes the folder for this process; the lock lies in it and is taken over only from a process that is gone.
 * The text is on disk before the lock counts: it is written under another name and then linked.
 * @param everyMs how often the holder touches its lock
 * @throws StartRefusal when a living process holds it
 */
export async function lockFolder(folder: string, everyMs: number = touchMs): Promise<FolderLock> {
	const path = join(folder, lockName);
	const mine = `${process.pid} ${(await startOf(process.pid)) ?? '-'} ${await namespace()} ${randomBytes(8).toString('hex')}\n`;
	const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
	await writeSynced(draft, mine);
	let tookOver = false;
	try {
		for (;;) {
			if (await linked(draft, path)) {
				await syncFolder(folder);
				if (tookOver) await wait(settleMs);
				if ((await textOf(path)) === mine) return held(folder, path, mine, everyMs);
			}
			const text = await textOf(path);
			if (text === null) continue;
			const holder = await livingHolder(path, text);
			if (holder !== null) throw new StartRefusal(inUse(folder, holder));
			await setAside(path, text);
			tookOver = true;
		}
	} finally {
		await unlink(draft);
	}
}

/** The living process that holds the folder; null when nobody does. */
export async function holderOf(folder: string): Promise<Holder | null> {
	const path = join(folder, lockName);
	const text = await textOf(path);
	return text === null ? null : livingHolder(path, text);
}

const inUse = (folder: string, { pid, isElsewhere }: Holder) =>
	isElsewhere
		? `The folder ${folder} is in use by another Plenary, process ${pid} of another container or machine. Stop that one first, or give this one its own folder, for example DATA_DIR=./data-2; if that one was cut off, start again in half a minute.`
		: `The folder ${folder} is in use by another Plenary, process ${pid}. Stop that one first, or give this one its own folder, for example DATA_DIR=./data-2`;

function held(folder: string, path: string, mine: string, everyMs: number): FolderLock {
	const touching = setInterval(() => void touch(path, mine), everyMs);
	touching.unref();
	return {
		release: async () => {
			clearInterval(touching);
			await release(folder, path, mine);
		}
	};
}

/** One that fails is made up for by the next. */
async function touch(path: string, mine: string): Promise<void> {
	const now = new Date();
	if ((await textOf(path).catch(() => null)) === mine) await utimes(path, now, now).catch(() => {});
}

/** Moves a stale lock away. Whoever finds that another starter's fresh one was moved puts it back. */
async function setAside(path: string, staleText: string): Promise<void> {
	const aside = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.stale`;
	try {
		await rename(path, aside);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw error;
	}
	if ((await textOf(aside)) !== staleText) await linked(aside, path);
	await unlink(aside);
}

async function release(folder: string, path: string, mine: string): Promise<void> {
	if ((await textOf(path)) !== mine) return;
	await unlink(path);
	await syncFolder(folder);
}

async function writeSynced(path: string, text: string): Promise<void> {
	const file = await open(path, 'wx', 0o600);
	try {
		await file.writeFile(text);
		await file.sync();
	} finally {
		await file.close();
	}
}

async function linked(from: string, to: string): Promise<boolean> {
	try {
		await link(from, to);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

async function textOf(path: string): Promise<string | null> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw error;
	}
}

/** The process that holds the lock; null when it is empty, or the process is dead, a zombie, another one, or silent. */
async function livingHolder(path: string, text: string): Promise<Holder | null> {
	const [, pidText = '', started = '-', space] = /^(\d+)(?: (\S+))?(?: (pid:\[\d+\]|-) )?/.exec(text) ?? [];
	const pid = Number(pidText);
	if (!Number.isSafeInteger(pid) || pid <= 0) return null;
	if (space !== undefined && (await isElsewhere(started, space)))
		return (await silentFor(path)) > silentMs ? null : { pid, isElsewhere: true };
	if (!isAlive(pid)) return null;
	const start = await startOf(pid);
	if (start === 'zombie') return null;
	// A pid is used again after a restart of the machine or of a container: its start tells the two apart.
	if (start !== null && started !== '-' && start !== started) return null;
	return { pid, isElsewhere: false };
}

/** Written where pids are counted anew: there they say nothing about the processes here. */
async function isElsewhere(started: string, space: string): Promise<boolean> {
	if (space !== (await namespace())) return true;
	const own = await startOf(process.pid);
	return own !== null && started !== '-' && bootIn(own) !== bootIn(started);
}

const bootIn = (start: string): string => start.slice(0, start.lastIndexOf(':'));

/** In ms; endless when the lock is gone. */
async function silentFor(path: string): Promise<number> {
	try {
		return Date.now() - (await stat(path)).mtimeMs;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return Infinity;
		throw error;
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) !== 'ESRCH';
	}
}

/** When a process started (boot and clock ticks), `zombie`, or null where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
	try {
		const [stat, boot] = await Promise.all([
			readFile(`/proc/${pid}/stat`, 'utf8'),
			readFile('/proc/sys/kernel/random/boot_id', 'utf8')
		]);
		// The second field is the program's name and may hold spaces and brackets.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (fields[0] === 'Z' || fields[0] === 'X') return 'zombie';
		return `${boot.trim()}:${fields[19] ?? ''}`;
	} catch (error) {
		// No /proc on macOS and Windows, and none of a process that ended meanwhile.
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return null;
		throw error;
	}
}

/** Within which pids are counted, `pid:[4026531836]`; `-` where the system has no such thing. */
async function namespace(): Promise<string> {
	try {
		return await readlink('/proc/self/ns/pid');
	} catch {
		return '-';
	}
}
