import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { installedFolder, testFolder } from '../support/database.ts';
import { deviceAt, password, runProcess, startProcess } from '../support/server.ts';

// Every case starts processes of its own, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const folders: { readonly remove: () => Promise<void> }[] = [];
afterEach(async () => {
	await Promise.all(folders.splice(0).map((folder) => folder.remove()));
});

const kept = (folder: Awaited<ReturnType<typeof testFolder>>): string => {
	folders.push(folder);
	return folder.path;
};
const freshFolder = async () => kept(await testFolder());
const oldFolder = async () => kept(await installedFolder());

/** One sentence on stderr, nothing on stdout, not 0. */
const refusal = ({ code, stdout, stderr }: Awaited<ReturnType<typeof runProcess>>) => ({
	lines: stderr.trim().split('\n').length,
	isSilent: stdout === '',
	failed: code !== 0 && code !== null,
	sentence: stderr.trim()
});
const refused = (sentence: RegExp) => ({
	lines: 1,
	isSilent: true,
	failed: true,
	sentence: expect.stringMatching(sentence)
});

describe('a start that cannot succeed stops with one sentence and leaves nothing behind', () => {
	test.each([
		['PORT', 'eighty', /^PORT: 'eighty' is no port.*For example PORT=3000$/],
		['DATABASE_URL', 'mysql://db', /^DATABASE_URL: its value is no address.*For example DATABASE_URL=postgres:/],
		['PUBLIC_URL', 'example.org', /^PUBLIC_URL: 'example.org' is no web address.*For example PUBLIC_URL=https:/],
		['TRUST_PROXY', 'yes', /^TRUST_PROXY: .*For example TRUST_PROXY=1$/],
		['LOG_LEVEL', 'loud', /^LOG_LEVEL: 'loud' is none of .*For example LOG_LEVEL=info$/],
		['ROOM_SERVER', 'yes', /^ROOM_SERVER: 'yes' is neither 0 nor 1. For example ROOM_SERVER=1$/],
		['DATABASE_URL_FILE', '/nowhere/secret', /^DATABASE_URL_FILE: \/nowhere\/secret cannot be read/]
	])('[START-1] a wrong %s', async (name, value, sentence) => {
		const dataDir = join(await freshFolder(), 'data');

		const ended = await runProcess({ DATA_DIR: dataDir, [name]: value });

		expect(refusal(ended)).toEqual(refused(sentence));
		expect(existsSync(dataDir)).toBe(false);
	});

	test('[START-2] a folder that cannot be written', async () => {
		const folder = await freshFolder();
		await writeFile(join(folder, 'file'), '');

		const ended = await runProcess({ DATA_DIR: join(folder, 'file', 'data') });

		expect(refusal(ended)).toEqual(
			refused(/^DATA_DIR: .* cannot be written .*For example DATA_DIR=|^DATA_DIR: .*example DATA_DIR=/)
		);
	});

	test('[START-3] a port that is taken', async () => {
		const dataDir = join(await freshFolder(), 'data');
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;

		const ended = await runProcess({ DATA_DIR: dataDir, PORT: String(port) });
		other.close();

		expect(refusal(ended)).toEqual(refused(/^PORT: \d+ is in use by another program.*example PORT=\d+$/));
		expect(existsSync(join(dataDir, 'database'))).toBe(false);
	});

	test('[START-3] a host that is no address of this machine', async () => {
		const dataDir = join(await freshFolder(), 'data');

		const ended = await runProcess({ DATA_DIR: dataDir, HOST: '192.0.2.1' });

		expect(refusal(ended)).toEqual(refused(/^HOST: 192\.0\.2\.1 is no address of this machine.*example HOST=/));
		expect(existsSync(join(dataDir, 'database'))).toBe(false);
	});

	test('[START-4] a database that refuses, one that never answers, and one that hangs up', async () => {
		const silent = createServer(() => {});
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const { port } = silent.address() as AddressInfo;
		// As the port of a container does while nothing runs in it.
		const hangingUp = createServer((socket) => socket.on('error', () => {}).end());
		await new Promise<void>((resolve) => hangingUp.listen(0, '127.0.0.1', resolve));
		const { port: deadEnd } = hangingUp.address() as AddressInfo;
		const dataDir = await freshFolder();

		const [closed, hanging, hungUp] = await Promise.all(
			[1, port, deadEnd].map((at) =>
				runProcess({ DATA_DIR: dataDir, DATABASE_URL: `postgres://ana:geheim@127.0.0.1:${at}/plenary` })
			)
		);
		silent.close();
		hangingUp.close();

		const sentence =
			/^DATABASE_URL: the database at 127\.0\.0\.1:\d+\/plenary cannot be reached .*example DATABASE_URL=/;
		expect(refusal(closed!)).toEqual(refused(sentence));
		expect(refusal(hanging!)).toEqual(refused(sentence));
		expect(refusal(hungUp!)).toEqual(refused(sentence));
		expect(closed!.stderr + hanging!.stderr).not.toContain('geheim');
	});

	test('[START-5] a folder that holds no database of ours stays as it is', async () => {
		const dataDir = await freshFolder();
		await mkdir(join(dataDir, 'database'));
		await writeFile(join(dataDir, 'database', 'letter.txt'), 'Dear all');

		const ended = await runProcess({ DATA_DIR: dataDir });

		expect(refusal(ended)).toEqual(refused(/holds no database.*example DATA_DIR=/));
		expect(existsSync(join(dataDir, 'database', 'letter.txt'))).toBe(true);
		expect(existsSync(join(dataDir, 'plenary.lock'))).toBe(false);
	});
});

describe('one process a folder', () => {
	test('[START-6] [START-7] a second one refuses, the first one is not disturbed, and SIGTERM ends it with 0', async () => {
		const dataDir = await oldFolder();
		const first = await startProcess({ DATA_DIR: dataDir });

		const second = await runProcess({ DATA_DIR: dataDir });
		const alive = await fetch(`${first.url}/readyz`);
		const code = await first.end('SIGTERM');

		expect(refusal(second)).toEqual(
			refused(new RegExp(`is in use by another Plenary, process ${first.child.pid}\\. .*DATA_DIR=`))
		);
		expect(alive.status).toBe(200);
		// The process itself ends with another code when it takes longer than it may.
		expect(code).toBe(0);
		expect(existsSync(join(dataDir, 'plenary.lock'))).toBe(false);
	});

	test('[START-8] after kill -9 the next start takes the folder over and has everything', async () => {
		const dataDir = await oldFolder();
		const first = await startProcess({ DATA_DIR: dataDir });
		const device = deviceAt(first.url);
		const token = first.setupUrl!.split('#')[1];
		const made = await device.post('/api/setup', { token, email: 'ines@example.org', name: 'Ines', password });
		await first.end('SIGKILL');

		const second = await startProcess({ DATA_DIR: dataDir });
		const again = deviceAt(second.url);
		again.cookie = device.cookie;
		const me = await again.get('/api/me');
		const code = await second.end('SIGTERM');

		expect(made.status).toBe(201);
		expect(me.body.account).toEqual(made.body.account);
		expect(second.setupUrl).toBeNull();
		expect(code).toBe(0);
	});

	test('[START-7] sockets that are open at the end are told to come back', async () => {
		const server = await startProcess({ DATA_DIR: await oldFolder() });
		const device = deviceAt(server.url);
		const token = server.setupUrl!.split('#')[1];
		await device.post('/api/setup', { token, email: 'ines@example.org', name: 'Ines', password });
		const { body } = await device.post('/api/workshops', { title: 'Two days' });
		await device.post(`/api/workshops/${body.id}/open`);
		const places = (await device.get(`/api/workshops/${body.id}/documents`)).body as { path: string }[];
		const open = (path: string) => {
			const socket = new WebSocket(server.url.replace('http', 'ws') + path, {
				headers: { origin: server.url, cookie: device.cookie }
			});
			const closed = new Promise<number>((resolve) => socket.once('close', resolve));
			return new Promise<{ readonly closed: Promise<number> }>((resolve) =>
				socket.once('message', () => resolve({ closed }))
			);
		};
		const sockets = await Promise.all([`/live/${body.id}`, ...places.slice(0, 3).map(({ path }) => path)].map(open));

		const code = await server.end('SIGTERM');

		expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([1012, 1012, 1012, 1012]);
		expect(code).toBe(0);
	});

	test('[START-9] a first start that was cut off is begun anew', async () => {
		const dataDir = await freshFolder();
		await mkdir(join(dataDir, 'database'));
		await writeFile(join(dataDir, 'database', 'PG_VERSION'), '18');
		await writeFile(join(dataDir, 'database.unfinished'), '');

		const server = await startProcess({ DATA_DIR: dataDir });
		const code = await server.end('SIGTERM');

		expect(code).toBe(0);
		expect(existsSync(join(dataDir, 'database.unfinished'))).toBe(false);
	});
});
