/** Postgres for a check: a fresh database on the server there is, or a server of its own that may be stopped. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

const run = promisify(execFile);
const script = join(import.meta.dirname, '../../../scripts/postgres-for-tests.sh');

export interface OwnPostgres {
	/** Of its database `postgres`. */
	readonly url: string;
	/** As a crash does: no connection is told, nothing is put in order. */
	readonly stopAtOnce: () => Promise<void>;
	/** On the same port and data; resolves when it answers. */
	readonly startAgain: () => Promise<void>;
	readonly end: () => Promise<void>;
}

/** The folder of Postgres' programs; null where it is not installed. */
export async function postgresPrograms(): Promise<string | null> {
	const found = await run('sh', ['-c', 'dirname "$(readlink -f "$(command -v initdb)")"']).catch(() => null);
	const folder = found?.stdout.trim() ?? '';
	if (folder !== '' && folder !== '.' && existsSync(join(folder, 'pg_ctl'))) return folder;
	const versions = await readdir('/usr/lib/postgresql').catch(() => []);
	const [newest] = versions.sort((a, b) => Number(b) - Number(a));
	return newest === undefined ? null : `/usr/lib/postgresql/${newest}/bin`;
}

/** @throws Error where Postgres is not installed */
export async function startPostgres(): Promise<OwnPostgres> {
	const programs = await postgresPrograms();
	if (programs === null) throw new Error('Postgres is not installed here.');
	const folder = await mkdtemp(join(tmpdir(), 'plenary-chaos-postgres-'));
	// Its files belong to another user where this process is root.
	await chmod(folder, 0o755);
	const place = join(folder, 'server');
	const { stdout } = await run(script, ['start', place]);
	const url = stdout.trim();
	const { port } = new URL(url);
	const control = (...words: readonly string[]) => {
		const command = [join(programs, 'pg_ctl'), ...words, '-D', join(place, 'cluster'), '-s', '-w', '-t', '60'];
		const [name = '', ...rest] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command;
		// A server that is started inherits the streams, and would keep a pipe open for ever.
		return run('sh', ['-c', '"$0" "$@" >/dev/null 2>&1', name, ...rest], { cwd: '/' });
	};
	// A run that is cut off leaves no server behind.
	const endNow = () => {
		execFileSync(script, ['stop', place], { stdio: 'ignore' });
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', endNow);
	const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c fsync=on`;
	return {
		url,
		stopAtOnce: async () => void (await control('stop', '-m', 'immediate')),
		startAgain: async () => void (await control('start', '-l', join(place, 'log'), '-o', options)),
		end: async () => {
			process.off('exit', endNow);
			await run(script, ['stop', place]).catch(() => {});
			await rm(folder, { recursive: true, force: true });
		}
	};
}

export interface OwnDatabase {
	readonly url: string;
	readonly drop: () => Promise<void>;
}

/** A new empty database on this server. */
export async function makeDatabase(server: string): Promise<OwnDatabase> {
	const name = `plenary_chaos_${randomBytes(6).toString('hex')}`;
	const admin = postgres(server, { max: 1, onnotice: () => {} });
	await admin.unsafe(`create database ${name}`);
	await admin.end();
	const url = new URL(server);
	url.pathname = `/${name}`;
	return {
		url: url.href,
		drop: async () => {
			const again = postgres(server, { max: 1, onnotice: () => {} });
			await again.unsafe(`drop database if exists ${name} with (force)`);
			await again.end();
		}
	};
}
