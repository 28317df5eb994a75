/** The real server for a test: in this process with real sockets, or as a child that may be killed. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createLog } from '#server/log.ts';
import type { Config } from '#server/config.ts';
import { serve, type Running, type ServeOptions } from '#server/serve.ts';
import { testDatabase, testFolder, type TestDatabase } from './database.ts';

const root = join(import.meta.dirname, '../..');

export interface TestServer extends Running {
	readonly database: TestDatabase;
	/** Everything that was logged so far. */
	readonly logged: () => string;
	/** A browser without a page: keeps its cookie, sends the right Origin. */
	readonly device: () => Device;
}

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** The parsed JSON, or null for an empty body. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test says what it expects of the answer
	readonly body: any;
}

export interface Device {
	/** `name=value`, or empty before anything was given. */
	cookie: string;
	send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	get(path: string): Promise<Answer>;
	post(path: string, body?: unknown): Promise<Answer>;
}

export interface TestServerOptions {
	readonly config?: Partial<Config>;
	readonly now?: () => Date;
	readonly interfaces?: ServeOptions['interfaces'];
	/** A folder with a built interface; none by default. */
	readonly site?: string;
}

/** Serves a fresh installation on a free port. Close it in `afterAll`: that closes its database too. */
export async function startServer({ config, now, interfaces, site }: TestServerOptions = {}): Promise<TestServer> {
	const database = await testDatabase();
	const folder = await testFolder();
	let logged = '';
	const running = await serve(
		{
			port: 0,
			host: '127.0.0.1',
			dataDir: folder.path,
			databaseUrl: undefined,
			publicUrl: undefined,
			trustedProxies: 0,
			isRoom: false,
			logLevel: 'trace',
			smtpUrl: undefined,
			mailFrom: 'Plenary <plenary@localhost>',
			...config
		},
		{
			log: createLog(config?.logLevel ?? 'trace', { write: (line) => void (logged += line) }),
			site: site ?? join(folder.path, 'no-site'),
			database,
			onLost: (sentence) => {
				throw new Error(sentence);
			},
			...(interfaces ? { interfaces } : {}),
			...(now ? { now } : {})
		}
	);
	return {
		...running,
		database,
		logged: () => logged,
		device: () => deviceAt(running.url),
		close: async () => {
			await running.close();
			await database.close();
			await folder.remove();
		}
	};
}

export function deviceAt(url: string): Device {
	const device: Device = {
		cookie: '',
		send: async (method, path, body, headers = {}) => {
			const response = await fetch(url + path, {
				method,
				redirect: 'manual',
				headers: {
					origin: url,
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
					...(device.cookie === '' ? {} : { cookie: device.cookie }),
					...headers
				},
				...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
			});
			const [given] = response.headers.getSetCookie();
			if (given !== undefined) device.cookie = given.split(';')[0] ?? '';
			const text = await response.text();
			const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
			return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || null };
		},
		get: (path) => device.send('GET', path),
		post: (path, body) => device.send('POST', path, body)
	};
	return device;
}

export const password = 'a long enough password';

/** Makes the first account; the device is signed in afterwards. */
export async function setUp(server: Pick<Running, 'deps'>, device: Device): Promise<{ readonly id: string }> {
	const { body } = await device.post('/api/setup', {
		token: server.deps.setup.token,
		email: 'facilitator@example.org',
		name: 'Ines Vogt',
		password
	});
	return body.account;
}

export interface ServerProcess {
	readonly child: ChildProcess;
	readonly url: string;
	readonly setupUrl: string | null;
	readonly output: () => string;
	/** Sends the signal and waits for the end; resolves with the exit code, null after a `SIGKILL`. */
	readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
}

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

/** Starts `server/main.ts` on a free port; rejects with its output when it ends before it is ready. */
export async function startProcess(
	environment: Environment,
	entry: 'server/main.ts' | 'tests/support/clocked-server.ts' = 'server/main.ts'
): Promise<ServerProcess> {
	const { child, output, ended } = spawnServer(environment, entry);
	const ready = new Promise<{ url: string; setupUrl: string | null }>((resolve) => {
		child.once('message', (message) => resolve(message as { url: string; setupUrl: string | null }));
	});
	const told = await Promise.race([ready, ended]);
	if (!('url' in told)) throw new Error(`the server ended with ${told.code}: ${told.stdout}${told.stderr}`);
	return {
		child,
		...told,
		output,
		end: async (signal) => {
			child.kill(signal);
			return (await ended).code;
		}
	};
}

/** Starts `server/main.ts` and waits for it to end by itself. */
export const runProcess = (environment: Environment): Promise<Ended> => spawnServer(environment).ended;

/** A run that is cut off leaves no server behind. */
const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

function spawnServer(environment: Environment, entry = 'server/main.ts') {
	const child = fork(join(root, entry), {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		execArgv: [],
		env: { PATH: process.env.PATH ?? '', PORT: '0', ...environment }
	});
	alive.add(child);
	child.once('close', () => alive.delete(child));
	let stdout = '';
	let stderr = '';
	child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	const ended = new Promise<Ended>((resolve) => {
		child.once('close', (code) => resolve({ code, stdout, stderr }));
	});
	return { child, ended, output: () => stdout + stderr };
}
