/** Where this machine takes its power from: a room server that falls asleep ends the room. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LINUX_FOLDER = '/sys/class/power_supply';
const PATIENCE_MS = 1_000;

/** Null where it cannot be seen: on Windows, and on machines without a battery that tells. */
export async function powerSource(
	platform: NodeJS.Platform = process.platform,
	folder = LINUX_FOLDER
): Promise<'mains' | 'battery' | null> {
	if (platform === 'linux') return onLinux(folder);
	if (platform === 'darwin') return onMac();
	return null;
}

async function onLinux(folder: string): Promise<'mains' | 'battery' | null> {
	const supplies = await readdir(folder).catch(() => []);
	const read = async (supply: string, what: string) =>
		(await readFile(join(folder, supply, what), 'utf8').catch(() => '')).trim();
	const kinds = await Promise.all(
		supplies.map(async (supply) => ({ type: await read(supply, 'type'), online: await read(supply, 'online') }))
	);
	const chargers = kinds.filter(({ type }) => type === 'Mains' || type === 'USB');
	if (chargers.some(({ online }) => online === '1')) return 'mains';
	return chargers.length > 0 && kinds.some(({ type }) => type === 'Battery') ? 'battery' : null;
}

async function onMac(): Promise<'mains' | 'battery' | null> {
	const told = await promisify(execFile)('pmset', ['-g', 'ps'], { timeout: PATIENCE_MS }).catch(() => ({ stdout: '' }));
	if (told.stdout.includes("'AC Power'")) return 'mains';
	return told.stdout.includes("'Battery Power'") ? 'battery' : null;
}
