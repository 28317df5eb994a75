/**
 * Runs npm scripts two at a time, without what npm would run before them: `node scripts/at-once.ts check:lint check:types`.
 * What each says is printed when it has ended; after one that failed nothing new begins, and the end is a failure.
 */
import { spawn } from 'node:child_process';

const LANES = 2;

const waiting = process.argv.slice(2);
let failed = false;
await Promise.all(Array.from({ length: LANES }, lane));
process.exit(failed ? 1 : 0);

async function lane(): Promise<void> {
	for (let name = waiting.shift(); name !== undefined && !failed; name = waiting.shift()) {
		const begun = performance.now();
		const { code, said } = await run(name);
		const seconds = Math.round((performance.now() - begun) / 1000);
		process.stdout.write(`\n${said.trim()}\n${name}: ${code === 0 ? 'passed' : 'failed'} in ${seconds} s\n`);
		if (code !== 0) failed = true;
	}
}

function run(name: string): Promise<{ readonly code: number | null; readonly said: string }> {
	return new Promise((resolve, reject) => {
		const child = spawn('npm', ['run', '--ignore-scripts', name], { stdio: ['ignore', 'pipe', 'pipe'] });
		const said: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
		child.once('error', reject);
		child.once('close', (code) => resolve({ code, said: Buffer.concat(said).toString() }));
	});
}
