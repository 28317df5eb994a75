import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const pagesUrl = 'http://localhost:5173';

const start = (...args: readonly string[]): ChildProcess =>
	spawn(process.execPath, args, {
		cwd: root,
		stdio: 'inherit',
		// The browser talks to Vite, which passes on to the server: links and the Origin are those of Vite.
		env: { ...process.env, PUBLIC_URL: process.env.PUBLIC_URL ?? pagesUrl }
	});

const both = [
	start('--watch', '--watch-preserve-output', 'server/main.ts'),
	start(join(root, 'node_modules/vite/bin/vite.js'), 'dev', '--port', new URL(pagesUrl).port, '--strictPort')
];

/** Ends both and waits for them: the server closes its data folder before the terminal is given back. */
function end(code: number): void {
	process.exitCode = code;
	for (const child of both) if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
}

for (const child of both)
	child.once('exit', (code) => end(process.exitCode === undefined ? (code ?? 0) : Number(process.exitCode)));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));
