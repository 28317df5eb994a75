import { expect, test, vi } from 'vitest';
import { testDatabase, testFolder } from '../../support/database.ts';
import { runProcess } from '../../support/server.ts';

// A process of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

test('[START-10] one process a database: the second says so and ends', async () => {
	const folder = await testFolder();
	const database = await testDatabase();
	const [row] = await database.rows('select current_database() as name');
	const url = new URL(process.env.TEST_DATABASE_URL ?? '');
	url.pathname = `/${String(row?.name)}`;

	const { code, stdout, stderr } = await runProcess({ DATA_DIR: folder.path, DATABASE_URL: url.href });
	await database.close();
	await folder.remove();

	expect(code).not.toBe(0);
	expect(stdout).toBe('');
	expect(stderr.trim()).toMatch(/^DATABASE_URL: the database at [^\n]* is in use by another Plenary[^\n]*$/);
});
