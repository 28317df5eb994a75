import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createReadStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { inArray, sql } from 'drizzle-orm';
import { afterEach, expect, test, vi } from 'vitest';
import * as tables from '#drizzle/schema.ts';
import { newId } from '#domain/ids.ts';
import { makeBackup } from '#server/store/backup.ts';
import { openDatabase } from '#server/store/database.ts';
import { openOlder } from '#server/store/embedded.ts';
import { olderMigrations } from '#server/store/migrate.ts';
import { databaseFolder } from '#server/store/database-folder.ts';
import { lookIntoCopy } from '#server/store/look.ts';
import { restore } from '#server/store/restore.ts';
import { keepSafetyCopies, safetyCopies, takeSafetyCopy } from '#server/store/safety-copies.ts';
import { unpack } from '#server/store/tar.ts';
import { installedFolder, testFolder } from '../../support/database.ts';
import { runProcess } from '../../support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

const folders: { readonly remove: () => Promise<void> }[] = [];
afterEach(async () => {
	await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});
const kept = (folder: Awaited<ReturnType<typeof testFolder>>): string => {
	folders.push(folder);
	return folder.path;
};

const open = (dataDir: string) =>
	openDatabase({
		dataDir,
		onWarning: () => {},
		onLost: (sentence) => {
			throw new Error(sentence);
		}
	});

const account = (email: string) => ({
	id: newId<'Account'>(),
	email,
	name: 'Ana',
	passwordHash: 'x'.repeat(300),
	createdAt: new Date(0)
});

async function emailsIn(archive: string): Promise<readonly string[]> {
	const folder = join(kept(await testFolder()), 'database');
	await mkdir(folder);
	await unpack(createReadStream(archive).pipe(createGunzip()), folder);
	return lookIntoCopy(folder, async (ask) =>
		(await ask('select email from accounts order by email')).map(({ email }) => String(email))
	);
}

test('[KEEP-6] copies made while it is written into, over checkpoints too, open with all that was acknowledged before', async () => {
	const dataDir = kept(await installedFolder());
	const database = await open(dataDir);
	const saved: string[] = [];
	let isOver = false;
	const writing = (async () => {
		for (let n = 0; !isOver; n++) {
			const emails = Array.from({ length: 5 }, (_, m) => `ana-${n}-${m}@example.org`);
			await database.transaction((tx) => tx.insert(tables.accounts).values(emails.map(account)));
			saved.push(...emails);
			// All rows at first, then the last ones only: a busy machine must not copy what grows faster than it copies.
			const some = n < 20 ? undefined : inArray(tables.accounts.email, emails);
			await database.transaction((tx) =>
				tx
					.update(tables.accounts)
					.set({ name: `Ana ${n}` })
					.where(some)
			);
			// One in the middle of the first copy: what was read before it counts no more.
			if (n === 5) await database.transaction((tx) => tx.execute(sql`checkpoint`));
		}
	})();
	const copies: { path: string; before: readonly string[] }[] = [];
	for (let n = 0; n < 3; n++) {
		const before = [...saved];
		copies.push({ before, path: (await takeSafetyCopy(dataDir, new Date(Date.UTC(2026, 10, 22, 10, n)))).path });
	}
	isOver = true;
	await writing;
	await database.close();

	for (const { path, before } of copies) {
		const found = new Set(await emailsIn(path));
		expect(before.filter((email) => !found.has(email))).toEqual([]);
		expect([...found].filter((email) => !saved.includes(email))).toEqual([]);
	}
	expect(copies.at(-1)?.before.length).toBeGreaterThan(20);
});

test('[KEEP-7] the newest twelve copies and the last one of each of thirty days are kept, and half ones go', async () => {
	const dataDir = kept(await installedFolder());
	const folder = join(dataDir, 'copies');
	await mkdir(folder);
	const name = (day: number, hour: number) =>
		`${new Date(Date.UTC(2026, 9, day, hour)).toISOString().slice(0, 13)}-00-00Z.tar.gz`;
	const made = Array.from({ length: 40 }, (_, day) => [8, 9].map((hour) => name(day, hour))).flat();
	for (const file of [...made, '2026-11-20T08-00-00Z.tar.gz.partial']) await writeFile(join(folder, file), '');

	const last = await takeSafetyCopy(dataDir, new Date(Date.UTC(2026, 10, 22, 10)));

	const files = (await readdir(folder)).sort();
	const lastOfDays = Array.from({ length: 29 }, (_, n) => name(39 - n, 9));
	const newest = made.slice(-11);
	expect(files).toEqual([...new Set([...lastOfDays, ...newest, `${last.name}.tar.gz`])].sort());
	expect((await safetyCopies(dataDir)).at(-1)).toEqual(last);
});

test('[KEEP-8] a folder that does not open stays as it is, and the way back is named and works', async () => {
	const dataDir = kept(await installedFolder());
	const database = await open(dataDir);
	await database.transaction((tx) => tx.insert(tables.accounts).values(account('ana@example.org')));
	const { name } = await takeSafetyCopy(dataDir, new Date(Date.UTC(2026, 10, 22, 10)));
	await database.close();
	await writeFile(join(databaseFolder(dataDir), 'global/pg_control'), Buffer.alloc(8192, 7));
	const before = (await readdir(databaseFolder(dataDir), { recursive: true })).length;

	const ended = await runProcess({ DATA_DIR: dataDir });

	const after = (await readdir(databaseFolder(dataDir), { recursive: true })).length;
	expect(ended.code).not.toBe(0);
	expect(ended.stderr.trim().split('\n')).toEqual([
		expect.stringMatching(
			new RegExp(`^The database in .* does not open .*npm run doctor.*npm run restore -- ${name}, .*DATA_DIR=`)
		)
	]);
	expect(after).toBe(before);
	const { setAside } = await restore({
		databaseUrl: undefined,
		dataDir,
		source: name,
		replace: false,
		now: new Date(Date.UTC(2026, 10, 22, 11))
	});
	expect((await readdir(setAside ?? '', { recursive: true })).length).toBe(before);
	const again = await open(dataDir);
	expect(await again.db.select({ email: tables.accounts.email }).from(tables.accounts)).toEqual([
		{ email: 'ana@example.org' }
	]);
	await again.close();
});

test('[KEEP-13] a restore that is cut off leaves the old database or the new one, and never none', async () => {
	const dataDir = kept(await installedFolder());
	const source = kept(await installedFolder());
	const database = await open(source);
	await database.transaction((tx) => tx.insert(tables.accounts).values(account('new@example.org')));
	await database.close();
	// As it is between the two renames.
	const next = join(dataDir, 'restoring');
	await mkdir(next);
	await rename(databaseFolder(source), databaseFolder(next));
	await writeFile(join(next, 'ready'), '');
	await rename(databaseFolder(dataDir), join(dataDir, 'database.before-2026-11-22T10-00-00Z'));
	// The one that was set aside had not been made to its end.
	await writeFile(join(dataDir, 'database.unfinished'), '');

	const finished = await open(dataDir);

	expect(await finished.db.select({ email: tables.accounts.email }).from(tables.accounts)).toEqual([
		{ email: 'new@example.org' }
	]);
	await finished.close();
	expect((await readdir(dataDir)).sort()).toEqual(['database', 'database.before-2026-11-22T10-00-00Z']);
	// One that was cut off before it was ready is of no account.
	await mkdir(databaseFolder(next), { recursive: true });
	const old = await open(dataDir);
	expect(await old.db.$count(tables.accounts)).toBe(1);
	await old.close();
	await rm(next, { recursive: true });
});

test('[KEEP-15] a copy is made one minute after the start and then every ten minutes, if something changed', async () => {
	const dataDir = kept(await installedFolder());
	let changes = 1;
	let minutes = 0;
	const pauses: { readonly ms: number; readonly pass: () => void }[] = [];
	const asked: (() => void)[] = [];
	const nextPause = () => new Promise<void>((resolve) => asked.push(resolve));
	const names = async () => (await safetyCopies(dataDir)).map(({ name }) => name.slice(11, 16));

	const first = nextPause();
	const stop = keepSafetyCopies({
		dataDir,
		changes: () => changes,
		onWarning: (sentence) => {
			throw new Error(sentence);
		},
		now: () => new Date(Date.UTC(2026, 10, 22, 10, minutes)),
		pause: (ms, signal) =>
			new Promise((resolve, reject) => {
				signal.addEventListener('abort', () => reject(new Error('stopped')));
				const pass = () => {
					minutes += ms / 60_000;
					resolve();
				};
				pauses.push({ ms, pass });
				asked.shift()?.();
			})
	});
	await first;
	for (const change of [0, 0, 1]) {
		changes += change;
		const next = nextPause();
		pauses.at(-1)?.pass();
		await next;
	}
	await stop();

	expect(pauses.map(({ ms }) => ms / 60_000)).toEqual([1, 10, 10, 10]);
	expect(await names()).toEqual(['10-01', '10-21']);
});

test('[KEEP-17] a safety copy is made only when what is spared for the database stays free after it', async () => {
	const dataDir = kept(await installedFolder());
	const sizes = await Promise.all(
		(await readdir(databaseFolder(dataDir), { recursive: true })).map((name) =>
			stat(join(databaseFolder(dataDir), name))
		)
	);
	const needed = 256 * 1024 * 1024 + sizes.reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
	const take = (free: number) =>
		takeSafetyCopy(dataDir, new Date(Date.UTC(2026, 10, 22, 10)), { freeBytes: () => Promise.resolve(free) });

	await expect(take(needed)).rejects.toThrow(/^the disk of .*copies has \d+ MB left, and a copy .* needs \d+ MB$/);
	const without = await readdir(join(dataDir, 'copies'));
	await take(needed + 1);

	expect(without).toEqual([]);
	expect(await safetyCopies(dataDir)).toHaveLength(1);
});

test('[KEEP-13] what goes wrong after a restore is told, and takes nothing back', async () => {
	const dataDir = kept(await installedFolder());
	const lock = join(dataDir, 'plenary.lock');
	let isSpoiled = false;
	const database = await open(dataDir);
	await database.transaction((tx) => tx.insert(tables.accounts).values(account('ana@example.org')));
	await database.close();
	const source = join(dataDir, 'plenary.backup');
	await makeBackup({ databaseUrl: undefined, dataDir, file: source, force: false, now: new Date() });

	const restored = await restore({
		databaseUrl: undefined,
		dataDir,
		source,
		replace: false,
		now: new Date(Date.UTC(2026, 10, 22, 11)),
		// A folder in its place: the lock cannot be let go.
		progress: () => {
			if (isSpoiled) return;
			isSpoiled = true;
			rmSync(lock);
			mkdirSync(lock);
		}
	});

	expect(restored.warnings).toEqual([expect.stringMatching(/^Afterwards something went wrong \(EISDIR/)]);
	expect(restored.rows).toBe(1);
	expect(existsSync(join(restored.setAside ?? '', 'PG_VERSION'))).toBe(true);
	await rm(lock, { recursive: true });
	const again = await open(dataDir);
	expect(await again.db.$count(tables.accounts)).toBe(1);
	await again.close();
});

test('[KEEP-15] a copy is made before a new release changes the tables', async () => {
	const dataDir = kept(await testFolder());
	const scratch = kept(await testFolder());
	const older = await openOlder(databaseFolder(dataDir), await olderMigrations(1, join(scratch, 'migrations')));
	await older.database.close();

	const database = await open(dataDir);
	await database.close();
	const again = await open(dataDir);
	await again.close();

	expect(await safetyCopies(dataDir)).toHaveLength(1);
});
