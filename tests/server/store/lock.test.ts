import { spawn } from 'node:child_process';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { lockFolder } from '#server/store/lock.ts';
import { testFolder } from '../../support/database.ts';

const folders: { readonly remove: () => Promise<void> }[] = [];
afterEach(async () => {
	await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

async function folderWithLock(text: string): Promise<string> {
	const folder = await testFolder();
	folders.push(folder);
	await writeFile(join(folder.path, 'plenary.lock'), text);
	return folder.path;
}

async function endedPid(): Promise<number> {
	const child = spawn('true');
	await new Promise((resolve) => child.once('close', resolve));
	return child.pid!;
}

/** A process that ended and is not fetched by its parent; the parent goes on until it is stopped. */
async function zombie(): Promise<{ readonly pid: number; readonly stop: () => void }> {
	const parent = spawn('bash', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
	const pid = await new Promise<number>((resolve) =>
		parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
	);
	for (;;) {
		const state = await readFile(`/proc/${pid}/stat`, 'utf8');
		if (state.includes(') Z')) return { pid, stop: () => parent.kill() };
	}
}

test('[START-11] an empty lock and that of a dead process are taken over', async () => {
	for (const text of ['', '\n', 'no pid', `${await endedPid()} - abc\n`]) {
		const folder = await folderWithLock(text);

		const lock = await lockFolder(folder);

		expect(await readFile(join(folder, 'plenary.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
		await lock.release();
		expect(await readdir(folder)).toEqual([]);
	}
});

test.runIf(process.platform === 'linux')(
	'[START-11] the lock of a zombie, and of a pid that was given again, are taken over',
	async () => {
		const dead = await zombie();
		try {
			for (const text of [
				`${dead.pid} - abc\n`,
				`${process.pid} other-boot:123 abc\n`,
				`${process.ppid} other-boot:1 abc\n`
			]) {
				const lock = await lockFolder(await folderWithLock(text));
				await lock.release();
			}
		} finally {
			dead.stop();
		}
	}
);

test('[START-6] a living process keeps its lock, whoever asks and however often', async () => {
	const folder = await folderWithLock('');
	const lock = await lockFolder(folder);

	const others = await Promise.allSettled([lockFolder(folder), lockFolder(folder), lockFolder(folder)]);

	expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
	await lock.release();
	expect(await readdir(folder)).toEqual([]);
});

test('[START-6] of many that find a stale lock at once, one gets it', async () => {
	for (let round = 0; round < 10; round++) {
		const folder = await folderWithLock(`${await endedPid()} - abc\n`);

		const starters = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));

		expect(starters.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	}
});

test('[START-6] a lock of another container or machine counts as long as it is touched', async () => {
	const [pid, start] = (await lockText()).split(' ');
	for (const text of [`${pid} ${start} pid:[7] abc\n`, `${await endedPid()} other-boot:123 pid:[7] abc\n`]) {
		const folder = await folderWithLock(text);
		await expect(lockFolder(folder)).rejects.toThrow(/another container or machine/);
		await touchedBefore(folder, 29_000);
		await expect(lockFolder(folder)).rejects.toThrow(/another container or machine/);

		await touchedBefore(folder, 31_000);
		const lock = await lockFolder(folder);

		expect(await readFile(join(folder, 'plenary.lock'), 'utf8')).not.toBe(text);
		await lock.release();
	}
});

test.runIf(process.platform === 'linux')(
	'[START-6] a lock from before the machine was started anew counts as long as it is touched',
	async () => {
		const [, , space] = (await lockText()).split(' ');
		const folder = await folderWithLock(`${await endedPid()} other-boot:123 ${space} abc\n`);

		await expect(lockFolder(folder)).rejects.toThrow(/another container or machine/);

		await touchedBefore(folder, 31_000);
		await (await lockFolder(folder)).release();
	}
);

test('[START-6] whoever holds a lock touches it', async () => {
	const folder = await folderWithLock('');
	const lock = await lockFolder(folder, 10);
	await touchedBefore(folder, 60_000);

	await expect
		.poll(async () => Date.now() - (await stat(join(folder, 'plenary.lock'))).mtimeMs, { timeout: 10_000 })
		.toBeLessThan(30_000);

	await lock.release();
	expect(await readdir(folder)).toEqual([]);
});

/** What this process writes into a lock. */
async function lockText(): Promise<string> {
	const folder = await folderWithLock('');
	const lock = await lockFolder(folder);
	const text = await readFile(join(folder, 'plenary.lock'), 'utf8');
	await lock.release();
	return text;
}

async function touchedBefore(folder: string, ms: number): Promise<void> {
	const then = new Date(Date.now() - ms);
	await utimes(join(folder, 'plenary.lock'), then, then);
}
