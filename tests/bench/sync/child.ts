/** A child process that answers: servers and the load generator. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { mustGoOn, owned } from './cleanup.ts';
import type { Order } from './inside.ts';
import type { Answers, Job } from './jobs.ts';

const root = join(import.meta.dirname, '../../..');
const INSIDE = join(import.meta.dirname, 'inside.ts');
const END_WITHIN_MS = 10_000;

export interface Child {
	readonly pid: number;
	/** The next message that has this key. */
	next(key: string): Promise<Record<string, unknown>>;
	send(message: unknown): void;
	end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Rejects waiting calls with its output when it ends too early. */
export function start(
	script: string,
	{
		environment = {},
		execArgv = []
	}: { readonly environment?: NodeJS.ProcessEnv; readonly execArgv?: readonly string[] } = {}
): Child {
	mustGoOn();
	const child = fork(join(root, script), {
		cwd: root,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		execArgv: [...execArgv],
		env: { PATH: process.env.PATH ?? '', ...environment },
		serialization: 'advanced'
	});
	let output = '';
	const hear = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4000));
	child.stdout?.on('data', hear);
	child.stderr?.on('data', hear);
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const end = owned(async () => endOf(child, ended, 'SIGTERM'));
	return {
		pid: child.pid ?? 0,
		next: (key) =>
			new Promise((resolve, reject) => {
				const look = (message: unknown) => {
					if (typeof message !== 'object' || message === null) return;
					if ('error' in message) reject(new Error(String(message.error)));
					else if (key in message) resolve(message as Record<string, unknown>);
					else return;
					child.off('message', look);
				};
				child.on('message', look);
				void ended.then(() => reject(new Error(`${script} ended: ${output}`)));
			}),
		send: (message) => void child.send(message as object),
		end: async (signal = 'SIGTERM') => {
			if (signal === 'SIGKILL') child.kill(signal);
			await end();
		}
	};
}

async function endOf(child: ChildProcess, ended: Promise<void>, signal: 'SIGTERM'): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) child.kill(signal);
	const timer = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
	await ended;
	clearTimeout(timer);
}

/** Starts a server with what every measured server has inside. */
export const startServer = (script: string, environment: NodeJS.ProcessEnv): Child =>
	start(script, {
		environment,
		execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', '--import', INSIDE]
	});

export async function order(server: Child, what: Order): Promise<void> {
	const done = server.next('done');
	server.send(what);
	await done;
}

export const startLoad = (): Child => start('tests/bench/sync/load.child.ts');

export async function ask<One extends Job>(load: Child, job: One): Promise<Answers[One['kind']]> {
	const answered = load.next('answer');
	load.send(job);
	return (await answered)['answer'] as Answers[One['kind']];
}
