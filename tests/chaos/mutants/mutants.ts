/**
 * `npm run chaos -- --mutants [--only 1,5] [--seed N]`
 *
 * Proves that the checks bite: every fault of this folder is put into a copy of the project and has to be caught by a
 * check, which passes on the copy without it.
 */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyPatch, readPatches, type CheckRun, type Patch } from './patches.ts';

export interface MutantWishes {
	/** Numbers; null for all. */
	readonly only: readonly number[] | null;
	readonly seed: number;
}

/** One may stay unseen: timing decides about some of them. */
const UNSEEN_AT_MOST = 1;
const LONGEST_MS = 240_000;
const root = join(import.meta.dirname, '../../..');
/** Made by tools, or not needed by any check. */
const LEFT_OUT = ['.git', '.svelte-kit', 'build', 'coverage', 'data', 'docs', 'node_modules', 'test-results'];

/** Prints one JSON line for each. Resolves to false when too many were not caught, or a check fails without them. */
export async function runMutants({ only, seed }: MutantWishes): Promise<boolean> {
	const patches = (await readPatches()).filter(({ number }) => only === null || only.includes(number));
	const folder = await mkdtemp(join(tmpdir(), 'plenary-mutants-'));
	try {
		const copy = join(folder, 'plenary');
		await copyProject(copy);
		for (const { path } of patches) await applyPatch(path, copy, 'check');
		const sound = await runSound(copy, patches, seed);
		if (sound.length > 0) {
			for (const { check, saw } of sound) console.error(`${check} fails without any fault put in: ${saw}`);
			return false;
		}
		let caught = 0;
		for (const patch of patches) if (await runMutant(copy, patch, seed)) caught += 1;
		console.log(JSON.stringify({ caught, of: patches.length, seed }));
		return patches.length - caught <= (patches.length > UNSEEN_AT_MOST ? UNSEEN_AT_MOST : 0);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function copyProject(copy: string): Promise<void> {
	const left = new Set(LEFT_OUT.map((name) => join(root, name)));
	await cp(root, copy, { recursive: true, filter: (path) => !left.has(path) });
	await symlink(await realpath(join(root, 'node_modules')), join(copy, 'node_modules'));
}

/** The checks that fail although nothing is broken. */
async function runSound(copy: string, patches: readonly Patch[], seed: number) {
	const runs = new Map<string, CheckRun>();
	for (const run of patches.flatMap(({ caughtBy }) => caughtBy)) {
		if ((runs.get(run.check)?.trials ?? 0) < run.trials) runs.set(run.check, run);
	}
	const failed: { readonly check: string; readonly saw: string }[] = [];
	for (const run of runs.values()) {
		const { isFine, saw, ms } = await runCheck(copy, run, seed);
		console.error(`  without a fault: ${run.check} ${isFine ? 'holds' : 'FAILS'} (${ms} ms)`);
		if (!isFine) failed.push({ check: run.check, saw });
	}
	return failed;
}

async function runMutant(copy: string, patch: Patch, seed: number): Promise<boolean> {
	const startedAt = performance.now();
	await applyPatch(patch.path, copy, 'apply');
	try {
		const seen = await firstToSee(copy, patch.caughtBy, seed);
		const isStillSeen = seen !== null && patch.blind !== null && (await isSeenBlindly(copy, patch.blind, seen, seed));
		const line = {
			mutant: patch.number,
			caught: seen !== null && !isStillSeen,
			by: seen?.run.check ?? null,
			ms: Math.round(performance.now() - startedAt),
			breaks: patch.breaks,
			saw: seen?.saw ?? null,
			...(patch.blind === null ? {} : { seenBlindly: isStillSeen })
		};
		console.log(JSON.stringify(line));
		return line.caught;
	} finally {
		await applyPatch(patch.path, copy, 'take-back');
	}
}

interface Seen {
	readonly run: CheckRun;
	/** The first sentences of the failure. */
	readonly saw: string;
}

async function firstToSee(copy: string, runs: readonly CheckRun[], seed: number): Promise<Seen | null> {
	for (const run of runs) {
		const { isFine, saw } = await runCheck(copy, run, seed);
		if (!isFine) return { run, saw };
	}
	return null;
}

async function isSeenBlindly(copy: string, blind: string, { run }: Seen, seed: number): Promise<boolean> {
	await applyPatch(blind, copy, 'apply');
	const { isFine } = await runCheck(copy, run, seed);
	await applyPatch(blind, copy, 'take-back');
	return !isFine;
}

interface CheckEnd {
	readonly isFine: boolean;
	readonly saw: string;
	readonly ms: number;
}

/** A process of its own, on the files of the copy. */
function runCheck(copy: string, { check, trials }: CheckRun, seed: number): Promise<CheckEnd> {
	const startedAt = performance.now();
	const words = ['--only', check, '--trials', String(trials), '--seed', String(seed), '--store', 'embedded'];
	const child = spawn(process.execPath, ['tests/chaos/main.ts', ...words], {
		cwd: copy,
		stdio: ['ignore', 'ignore', 'pipe'],
		// No fault here is one of speed: a machine that is busy with other things must not look like one.
		env: { ...process.env, CI: 'true' }
	});
	const timer = setTimeout(() => child.kill(), LONGEST_MS);
	let told = '';
	child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()));
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', (code) => {
			clearTimeout(timer);
			const ms = Math.round(performance.now() - startedAt);
			// Anything but the answer of a check means that it could not be run, or hung.
			if (code === 0 || code === 1) resolve({ isFine: code === 0, saw: firstFailure(told), ms });
			else reject(new Error(`${check} ended with ${code} after ${ms} ms: ${told.slice(-2000)}`));
		});
	});
}

/** What a check prints after it has failed: a line with its name, then its sentences, of which the first ones are kept. */
function firstFailure(told: string): string {
	const [, sentences = ''] = /^\S+ failed \(.*\):\n((?: {2}(?!What happened).*\n)*)/m.exec(told) ?? [];
	return sentences
		.trim()
		.replaceAll(/\n {2}/g, '; ')
		.slice(0, 240);
}
