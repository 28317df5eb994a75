/**
 * Faults that were put into the product on purpose, one patch each. A patch begins with what it breaks and who has to
 * see it:
 *
 *     Breaks: a frame is said to be saved as soon as it is looked at.
 *     Caught-by: kill9 4, db-outage 2
 *     Blind: 03-state-vectors.blind.patch
 *
 * The checks are tried in this order with so many trials. `Blind` is a change to the checks themselves, with which they
 * must not see the fault any more: it shows what they see it by.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Patch {
	readonly number: number;
	readonly path: string;
	readonly breaks: string;
	readonly caughtBy: readonly CheckRun[];
	/** The path of a patch for the checks. */
	readonly blind: string | null;
}

export interface CheckRun {
	readonly check: string;
	readonly trials: number;
}

const NAME = /^(\d\d)-[a-z-]+\.patch$/;
const BLIND_NAME = /^\d\d-[a-z-]+\.blind\.patch$/;

/** In the order of their numbers. @throws Error for one whose head cannot be read */
export async function readPatches(folder = import.meta.dirname): Promise<readonly Patch[]> {
	const names = (await readdir(folder)).sort().flatMap((name) => NAME.exec(name) ?? []);
	const files = names.filter((name) => name.endsWith('.patch'));
	return Promise.all(files.map(async (name) => readPatch(folder, name, await readFile(join(folder, name), 'utf8'))));
}

export function readPatch(folder: string, name: string, text: string): Patch {
	const head = text.slice(0, text.indexOf('diff --git'));
	const said = (field: string) => new RegExp(`^${field}: (.+)$`, 'm').exec(head)?.[1]?.trim();
	const [breaks, checks, blind] = [said('Breaks'), said('Caught-by'), said('Blind')];
	if (breaks === undefined || checks === undefined || !head.startsWith('Breaks: '))
		throw new Error(`${name} does not begin with what it breaks and who has to see it.`);
	if (blind !== undefined && !BLIND_NAME.test(blind)) throw new Error(`${name}: '${blind}' is no blind patch.`);
	return {
		number: Number(name.slice(0, 2)),
		path: join(folder, name),
		breaks,
		caughtBy: checks.split(',').map((words) => readRun(name, words.trim())),
		blind: blind === undefined ? null : join(folder, blind)
	};
}

function readRun(name: string, words: string): CheckRun {
	const [, check, trials] = /^([a-z0-9-]+) (\d+)$/.exec(words) ?? [];
	if (check === undefined || Number(trials) < 1) throw new Error(`${name}: '${words}' is no check with its trials.`);
	return { check, trials: Number(trials) };
}

type Way = 'check' | 'apply' | 'take-back';

/** @throws Error with what git says when it does not fit */
export async function applyPatch(path: string, folder: string, way: Way): Promise<void> {
	const options = way === 'check' ? ['--check'] : way === 'take-back' ? ['--reverse'] : [];
	// In a repository that the folder only happens to lie in, git would look for the files at its top.
	const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder) };
	await run('git', ['apply', ...options, path], { cwd: folder, env });
}
