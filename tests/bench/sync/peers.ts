/** The servers that ours is measured beside. They are installed on first use, in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer, type Child } from './child.ts';
import { owned } from './cleanup.ts';
import type { Seat } from './client.ts';
import type { Running } from './servers.ts';
import type { Dialect } from './wire.ts';

const FOLDER = join(import.meta.dirname, '../peers');

export async function installPeers(tell: (text: string) => void): Promise<void> {
	const lock = await readFile(join(FOLDER, 'package-lock.json'), 'utf8');
	const mark = join(FOLDER, 'node_modules/.installed-by');
	if ((await readFile(mark, 'utf8').catch(() => '')) === lock) return;
	tell('Installing the servers to measure beside, in tests/bench/peers.');
	await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: FOLDER });
	await writeFile(mark, lock);
}

export async function peerVersions(): Promise<Readonly<Record<string, string>>> {
	const names = ['@y/websocket-server', '@hocuspocus/server', '@hocuspocus/extension-database', 'yjs'];
	const versions = names.map(async (name) => {
		const text = await readFile(join(FOLDER, 'node_modules', name, 'package.json'), 'utf8');
		return [name, (JSON.parse(text) as { version: string }).version] as const;
	});
	return Object.fromEntries(await Promise.all(versions));
}

export const startYwss = (): Promise<Running> => startPeer('y-websocket-server.mjs', 'y-websocket', {});

export const startHocuspocus = (): Promise<Running> => startPeer('hocuspocus.mjs', 'hocuspocus', {});

/** With its database extension, on a file of SQLite. */
export async function startStoredHocuspocus(): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), 'plenary-bench-hocuspocus-'));
	const remove = owned(() => rm(folder, { recursive: true, force: true }));
	const running = await startPeer('hocuspocus.mjs', 'hocuspocus', { DATABASE: join(folder, 'documents.sqlite') });
	return {
		...running,
		end: async () => {
			await running.end();
			await remove();
		}
	};
}

async function startPeer(script: string, dialect: Dialect, environment: NodeJS.ProcessEnv): Promise<Running> {
	const begin = async () => {
		const child = startServer(`tests/bench/peers/${script}`, environment);
		const { url } = await child.next('url');
		return { child, url: String(url).replace('http', 'ws') };
	};
	let running: { readonly child: Child; readonly url: string } = await begin();
	let rooms = 0;
	const seatsIn = (room: string, people: number): readonly Seat[] =>
		Array.from({ length: people }, () => ({
			url: dialect === 'hocuspocus' ? running.url : `${running.url}/${room}`,
			headers: {},
			document: room,
			dialect
		}));
	return {
		child: () => running.child,
		databasePid: null,
		isStored: environment['DATABASE'] !== undefined,
		rooms: async (people) =>
			people.map((count) => {
				rooms += 1;
				return seatsIn(`room-${rooms}`, count);
			}),
		restart: async () => {
			await running.child.end();
			running = await begin();
		},
		at: (seat) => ({ ...seat, url: dialect === 'hocuspocus' ? running.url : `${running.url}/${seat.document}` }),
		end: () => running.child.end()
	};
}
