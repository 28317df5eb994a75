/** One run of one check: everything it needs is made before, and taken away after it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check, Context, Outcome, Store } from './check.ts';
import { History } from './harness/history.ts';
import { Installation } from './harness/installation.ts';
import { within } from './harness/patience.ts';
import { Random } from './harness/random.ts';

export interface RunOptions {
	readonly seed: number;
	readonly trials: number;
	readonly isLong: boolean;
	readonly store: Store;
	readonly postgres: string | null;
	/** Where histories lie. */
	readonly results: string;
	readonly tell: (text: string) => void;
}

export interface Figures {
	readonly check: string;
	readonly store: string;
	readonly seed: number;
	readonly trials: number;
	readonly failures: number;
	readonly ms: number;
	readonly skipped?: string;
	readonly [figure: string]: number | string | boolean | undefined;
}

export interface Result {
	/** The line that is printed. */
	readonly figures: Figures;
	/** Sentences. */
	readonly failures: readonly string[];
	/** How to run it again. */
	readonly again: string;
	/** What every laptop did, in order; null when all went well. */
	readonly history: string | null;
}

/** A run that takes longer than this hangs. */
const LONGEST_MS = { short: 10 * 60_000, long: 60 * 60_000 };

/** Never rejects: a check that breaks has failed, and says how. */
export async function runCheck(check: Check, options: RunOptions): Promise<Result> {
	const { seed, store, results, postgres } = options;
	const storeName = check.on === 'none' ? 'none' : store;
	const history = new History(join(results, 'history', `${check.name}-${storeName}-${seed}.jsonl`));
	const random = new Random(seed);
	const closings: (() => Promise<void> | void)[] = [];
	const startedAt = performance.now();
	let outcome: Outcome;
	try {
		const folder = await mkdtemp(join(tmpdir(), 'plenary-chaos-'));
		closings.push(() => rm(folder, { recursive: true, force: true }));
		const context: Context = {
			...options,
			random,
			history,
			folder,
			postgres: store === 'postgres' ? postgres : null,
			atMost: (ms) => ((process.env.CI ?? '') === '' ? ms : 3 * ms),
			atEnd: (close) => closings.push(close),
			installation: async (wanted) => {
				const made = { ...wanted, history, random: random.fork('installation'), postgres: context.postgres };
				const installation = await Installation.start(made);
				closings.push(() => installation.end());
				return installation;
			}
		};
		outcome = await within(LONGEST_MS[options.isLong ? 'long' : 'short'], check.name, check.run(context));
	} catch (error) {
		const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
		outcome = { trials: 0, failures: [`the check broke: ${what}`], figures: {} };
	}
	const late = await closeAll(closings);
	const failures = [...outcome.failures, ...late];
	history.flush();
	if (failures.length === 0) history.remove();
	const { trials, figures, skipped } = outcome;
	const ms = Math.round(performance.now() - startedAt);
	return {
		figures: {
			check: check.name,
			store: storeName,
			seed,
			trials,
			failures: failures.length === 0 ? 0 : 1,
			ms,
			...figures,
			...(skipped === undefined ? {} : { skipped })
		},
		failures,
		again: `--only ${check.name} --seed ${seed} --trials ${options.trials}${storeName === 'none' ? '' : ` --store ${store}`}`,
		history: failures.length === 0 ? null : history.path
	};
}

async function closeAll(closings: (() => Promise<void> | void)[]): Promise<readonly string[]> {
	const failures: string[] = [];
	for (const close of closings.reverse()) {
		try {
			await within(20_000, 'cleaning up', Promise.resolve(close()));
		} catch (error) {
			failures.push(error instanceof Error ? error.message : String(error));
		}
	}
	return failures;
}
