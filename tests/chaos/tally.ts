/** The long set takes hours in all and is run in parts: every part adds its line, and the next one goes on from the sum. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface TallyLine {
	readonly date: string;
	/** What was checked: the short name of the commit, with a `+` when files were changed since. */
	readonly commit: string;
	readonly check: string;
	readonly store: string;
	readonly trials: number;
	readonly failures: number;
	readonly seed: number;
	readonly ms: number;
}

export interface Sum {
	readonly check: string;
	readonly store: string;
	readonly trials: number;
	readonly failures: number;
	readonly ms: number;
	readonly parts: number;
	/** The first and the last one, oldest first. */
	readonly commits: readonly string[];
}

/** Lines that a process which was killed left half written are passed over. */
export function readTally(path: string): readonly TallyLine[] {
	if (!existsSync(path)) return [];
	return readFileSync(path, 'utf8')
		.split('\n')
		.flatMap((line) => {
			try {
				return line === '' ? [] : [JSON.parse(line) as TallyLine];
			} catch {
				return [];
			}
		});
}

export function addToTally(path: string, line: TallyLine): void {
	mkdirSync(dirname(path), { recursive: true });
	appendFileSync(path, `${JSON.stringify(line)}\n`);
}

export function sums(lines: readonly TallyLine[]): readonly Sum[] {
	const groups = Map.groupBy(lines, ({ check, store }) => `${check} ${store}`);
	return [...groups.values()].map((group) => {
		const add = (of: (line: TallyLine) => number) => group.reduce((sum, line) => sum + of(line), 0);
		return {
			check: group[0]?.check ?? '',
			store: group[0]?.store ?? '',
			trials: add(({ trials }) => trials),
			failures: add(({ failures }) => failures),
			ms: add(({ ms }) => ms),
			parts: group.length,
			commits: [...new Set([group[0]?.commit ?? '', group.at(-1)?.commit ?? ''])]
		};
	});
}

/** What n trials without a failure say (the rule of three, 95 %); with failures only what was seen. */
export function boundText({ trials, failures }: Pick<Sum, 'trials' | 'failures'>): string {
	if (trials === 0) return 'nothing was tried';
	if (failures > 0) return `${failures} of ${trials} failed`;
	return `0 of ${trials}: at most ${((3 / trials) * 100).toPrecision(2)} % (95 %)`;
}

/** Of the files that are checked; `unknown` outside of a repository. */
export function commitName(): string {
	try {
		const git = (...words: readonly string[]) =>
			execFileSync('git', words, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
		const isChanged = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
		return git('rev-parse', '--short', 'HEAD').trim() + (isChanged ? '+' : '');
	} catch {
		return 'unknown';
	}
}
