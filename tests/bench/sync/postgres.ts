/** A Postgres for one run of the benchmark, made by the same script as the tests' own. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { owned } from './cleanup.ts';

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, '../../../scripts/postgres-for-tests.sh');

export interface Postgres {
	readonly pid: number;
	makeDatabase(): Promise<{ readonly url: string; readonly drop: () => Promise<void> }>;
	readonly end: () => Promise<void>;
}

/** Null where Postgres is not installed; `why` says so. */
export async function startPostgres(): Promise<Postgres | { readonly why: string }> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-bench-'));
	const cluster = join(folder, 'postgres');
	const end = owned(async () => {
		await run(SCRIPT, ['stop', cluster]).catch(() => undefined);
		await rm(folder, { recursive: true, force: true });
	});
	try {
		// Postgres runs as another user where this is root.
		await run('chmod', ['755', folder]);
		const { stdout } = await run(SCRIPT, ['start', cluster]);
		const server = stdout.trim();
		const pid = Number((await readFile(join(cluster, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
		let made = 0;
		return { pid, end, makeDatabase: () => makeDatabase(server, `bench_${(made += 1)}`) };
	} catch (error) {
		await end();
		return { why: error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error) };
	}
}

async function makeDatabase(server: string, name: string) {
	const admin = postgres(server, { max: 1, onnotice: () => {} });
	await admin.unsafe(`create database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return {
		url: url.href,
		drop: async () => {
			await admin.unsafe(`drop database ${name} with (force)`);
			await admin.end();
		}
	};
}
