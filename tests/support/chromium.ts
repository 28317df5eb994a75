import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache');

/** The switches Chromium is started with; the ones its package proposes turn web security off. */
export const chromiumArgs = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run'
];

// The package's own configuration looks for fonts in fixed folders of other systems; with none found no text is drawn.
const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<dir prefix="relative">fonts</dir>
	<cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;

/**
 * The path of a Chromium that starts on this machine, unpacked from its npm package on first use.
 * `CHROMIUM_PATH` names another one, needed where the package has none (macOS, Windows, arm64).
 *
 * @throws when there is no Chromium for this machine.
 */
export async function chromiumPath(): Promise<string> {
	const own = process.env.CHROMIUM_PATH;
	if (own) return own;
	if (process.platform !== 'linux' || process.arch !== 'x64')
		throw new Error('Set CHROMIUM_PATH to an installed Chromium: the packaged one runs on Linux x64 only.');

	const folder = join(cache, `chromium-${await packagedVersion()}`);
	if (!existsSync(folder)) await unpack(folder);
	await useLibraries(folder);
	return join(folder, 'chromium');
}

async function packagedVersion(): Promise<string> {
	const text = await readFile(join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8');
	const { version } = JSON.parse(text) as { version: string };
	return version;
}

/**
 * Unpacks beside the final folder and then renames: whoever sees the folder sees all of it, and a browser is never
 * started from a file still open for writing (ETXTBSY).
 */
async function unpack(folder: string): Promise<void> {
	await mkdir(cache, { recursive: true });
	const half = await mkdtemp(`${folder}-`);
	const before = process.env.TMPDIR;
	process.env.TMPDIR = half;
	try {
		const { default: chromium, inflate } = await import('@sparticuz/chromium');
		if (tmpdir() !== half) throw new Error(`The folder for unpacking Chromium is not in use: ${tmpdir()}`);
		await chromium.executablePath();
		await inflate(join(root, 'node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
		await writeFile(join(half, 'fonts.conf'), fontsConf(folder));
	} finally {
		if (before === undefined) delete process.env.TMPDIR;
		else process.env.TMPDIR = before;
	}
	try {
		await rename(half, folder);
	} catch (error) {
		// Another process finished first; its folder holds the same files.
		if (!existsSync(folder)) throw error;
		await rm(half, { recursive: true });
	}
}

/**
 * Shows Chromium its packaged fonts, so that pictures are alike on every machine, and lends it the libraries its package
 * brings, only where the machine lacks some: a library of another system in
 * front of the machine's own may break what works. Child processes inherit the environment.
 */
async function useLibraries(folder: string): Promise<void> {
	process.env.FONTCONFIG_FILE ??= join(folder, 'fonts.conf');
	const lib = join(folder, 'al2023/lib');
	const known = process.env.LD_LIBRARY_PATH?.split(':') ?? [];
	if (known.includes(lib)) return;
	const { stdout } = await promisify(execFile)('ldd', [join(folder, 'chromium')]).catch(() => ({
		stdout: 'not found'
	}));
	if (stdout.includes('not found')) process.env.LD_LIBRARY_PATH = [...known, lib].join(':');
}
