import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, '.svelte-kit/built-from');
const ingredients = ['package.json', 'package-lock.json', 'svelte.config.js', 'vite.config.ts', 'src', 'static'];

/** Builds the pages into `build/`, unless what lies there was built from exactly these sources. */
export async function buildFrontEnd(tell: (sentence: string) => void = console.log): Promise<void> {
	const sources = hashOfSources();
	if (isBuiltFrom(sources)) return;
	tell('Building the pages (some seconds, only after a change) ...');
	rmSync(stamp, { force: true });
	await run([join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']);
	mkdirSync(join(root, '.svelte-kit'), { recursive: true });
	writeFileSync(stamp, sources);
}

const isBuiltFrom = (sources: string) =>
	existsSync(join(root, 'build/app.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;

/** By content, not by time: a fresh checkout or a restored folder gives every file a new time. */
function hashOfSources(): string {
	const hash = createHash('sha256');
	for (const path of ingredients.flatMap(filesOf))
		hash
			.update(path)
			.update('\0')
			.update(readFileSync(join(root, path)));
	return hash.digest('hex');
}

function filesOf(path: string): readonly string[] {
	const full = join(root, path);
	if (!existsSync(full)) return [];
	if (/\.[a-z]+$/.test(path)) return [path];
	return readdirSync(full, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
		.sort();
}

/** A process of its own: what building needs in memory is gone when the server starts. */
function run(args: readonly string[]): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
		const said: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
		child.once('error', reject);
		child.once('close', (code) => {
			if (code === 0) return resolve();
			process.stdout.write(Buffer.concat(said));
			console.error('The pages could not be built; the reason stands above.');
			process.exit(1);
		});
	});
}
