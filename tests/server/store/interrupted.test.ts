import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { examine } from '#server/store/doctor.ts';
import { installedFolder, testFolder } from '../../support/database.ts';

vi.setConfig({ testTimeout: 60_000 });

const root = join(import.meta.dirname, '../../..');
const folders: { readonly remove: () => Promise<void> }[] = [];
afterEach(async () => {
	vi.unstubAllEnvs();
	await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});
const kept = (folder: Awaited<ReturnType<typeof testFolder>>): string => {
	folders.push(folder);
	return folder.path;
};

const hidden = async (folder: string) => (await readdir(folder)).filter((name) => name.startsWith('.plenary-'));

test.each([
	['SIGINT', 130],
	['SIGTERM', 143]
] as const)('[KEEP-18] a backup that %s ends leaves nothing behind, and ends with %i', async (signal, code) => {
	const dataDir = kept(await installedFolder());
	const target = kept(await testFolder());
	const child = spawn(process.execPath, [join(root, 'scripts/backup.ts'), join(target, 'plenary.backup')], {
		cwd: root,
		env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
		stdio: 'ignore'
	});
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));

	await expect.poll(() => hidden(target), { interval: 2, timeout: 30_000 }).toHaveLength(1);
	child.kill(signal);

	expect(await ended).toBe(code);
	expect(await readdir(target)).toEqual([]);
});

test('[KEEP-18] the doctor names what a killed command left behind', async () => {
	const dataDir = kept(await installedFolder());
	await mkdir(join(dataDir, '.plenary-restore-abc'));
	await mkdir(join(dataDir, 'copies'));
	await writeFile(join(dataDir, 'copies/2026-11-22T10-00-00Z.tar.gz.partial'), '');

	const findings = await examine({ dataDir, databaseUrl: undefined }, new Date());

	const [left] = findings.filter(({ sentence }) => sentence.startsWith('Left behind'));
	expect(left?.sentence).toContain(join(dataDir, '.plenary-restore-abc'));
	expect(left?.sentence).toContain(join(dataDir, 'copies/2026-11-22T10-00-00Z.tar.gz.partial'));
});

test('[KEEP-14] a good installation is not called bad because there is no place for a copy of it', async () => {
	const dataDir = kept(await installedFolder());
	vi.stubEnv('TMPDIR', join(dataDir, 'nowhere'));

	const findings = await examine({ dataDir, databaseUrl: undefined }, new Date());

	expect(findings.filter(({ isGood }) => !isGood)).toEqual([]);
	expect(findings.map(({ sentence }) => sentence)).toContainEqual(
		expect.stringMatching(/^The database could not be examined, because .*nowhere.*ENOENT.* Set TMPDIR/)
	);
});
