import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { startProcess, type ServerProcess } from '../support/server.ts';

/** A real server process with its own data, which can be killed and started again at the same address. */
export interface Installation {
	readonly url: string;
	readonly setupUrl: string;
	/** `kill -9`, then a new start on the same data; resolves once it answers again. */
	readonly killAndRestart: () => Promise<void>;
	/** Ends the server and leaves what it kept, until `end`; gives the folder that it lies in. */
	readonly stop: () => Promise<string>;
	readonly end: () => Promise<void>;
}

/** One whose server lives at a time of day that the journey sets. */
export interface ClockedInstallation extends Installation {
	/** What the server's clock shows. */
	readonly now: () => Date;
	/** Moves the server's clock on; resolves once it holds. */
	readonly advance: (minutes: number) => Promise<void>;
}

/** On Postgres where `databaseUrl` names a server that may make databases, embedded otherwise. */
export async function install(databaseUrl: string | undefined): Promise<Installation> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-journey-'));
	const database = databaseUrl === undefined ? undefined : await makeDatabase(databaseUrl);
	const environment = {
		DATA_DIR: join(folder, 'data'),
		...(database === undefined ? {} : { DATABASE_URL: database.url })
	};
	let running: ServerProcess = await startProcess(environment);
	const { url, setupUrl } = running;
	if (setupUrl === null) throw new Error('a new installation offered no setup link');
	return {
		url,
		setupUrl,
		killAndRestart: async () => {
			await running.end('SIGKILL');
			running = await startProcess({ ...environment, PORT: new URL(url).port });
		},
		stop: async () => {
			await running.end('SIGTERM');
			return environment.DATA_DIR;
		},
		end: async () => {
			await running.end('SIGTERM');
			await database?.drop();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

/** Embedded, with a clock that begins at this instant and stands still while the server is down. */
export async function installAt(
	start: Date,
	settings: Readonly<Record<string, string>> = {}
): Promise<ClockedInstallation> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-journey-'));
	const clock = { atMs: start.getTime(), since: performance.now() };
	const nowMs = () => clock.atMs + (performance.now() - clock.since);
	const dataDir = join(folder, 'data');
	const launch = (more: Readonly<Record<string, string>>) =>
		startProcess(
			{ ...settings, DATA_DIR: dataDir, CLOCK_STARTS_AT_MS: String(Math.round(nowMs())), ...more },
			'tests/support/clocked-server.ts'
		);
	let running = await launch({});
	const { url, setupUrl } = running;
	if (setupUrl === null) throw new Error('a new installation offered no setup link');
	return {
		url,
		setupUrl,
		killAndRestart: async () => {
			await running.end('SIGKILL');
			running = await launch({ PORT: new URL(url).port });
		},
		stop: async () => {
			await running.end('SIGTERM');
			return dataDir;
		},
		now: () => new Date(nowMs()),
		advance: async (minutes) => {
			clock.atMs += minutes * 60_000;
			const { child } = running;
			const held = new Promise((resolve) => child.once('message', resolve));
			child.send({ aheadMs: minutes * 60_000 });
			await held;
		},
		end: async () => {
			await running.end('SIGTERM');
			await rm(folder, { recursive: true, force: true });
		}
	};
}

async function makeDatabase(server: string): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
	const name = `journey_${Date.now().toString(36)}_${process.pid}`;
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
