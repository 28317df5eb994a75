/** What a check is, and what it gets to work with. */
import type { History } from './harness/history.ts';
import type { Installation, InstallationOptions } from './harness/installation.ts';
import type { Random } from './harness/random.ts';

export type Store = 'embedded' | 'postgres';

export interface Check {
	/** As `--only` names it. */
	readonly name: string;
	/** In one sentence. */
	readonly proves: string;
	/** Runs on the store that was asked for, on Postgres alone, or starts no server with a store at all. */
	readonly on: 'any' | 'postgres' | 'none';
	/** How many trials belong to the short set and to the long one. */
	readonly trials: { readonly short: number; readonly long: number };
	/** Trials of the long set that are run and written down at once; left out, all of them. */
	readonly batch?: number;
	run(context: Context): Promise<Outcome>;
}

export interface Context {
	readonly seed: number;
	readonly random: Random;
	/** How many trials are wanted. */
	readonly trials: number;
	readonly isLong: boolean;
	readonly store: Store;
	/** Where a Postgres server is that makes databases; null on the embedded store. */
	readonly postgres: string | null;
	/** Of this run; its file stays when something failed. */
	readonly history: History;
	/** An empty folder, removed at the end. */
	readonly folder: string;
	/** A server with a workshop in it; it ends with the run. */
	installation(options: Pick<InstallationOptions, 'people' | 'environment'>): Promise<Installation>;
	/** Called at the end, whatever happens, the last one first. */
	atEnd(close: () => Promise<void> | void): void;
	/**
	 * The time something may take, in ms: what is promised; three times as much where CI is set, on machines that work
	 * for others, too.
	 */
	atMost(ms: number): number;
	/** A line for whoever watches. */
	tell(text: string): void;
}

export interface Outcome {
	/** Those that were run: fewer than wanted after a failure. */
	readonly trials: number;
	/** Sentences: what, and where. Empty when the check holds. */
	readonly failures: readonly string[];
	/** What was measured. */
	readonly figures: Readonly<Record<string, number | string | boolean>>;
	/** Why it could not be run here at all. */
	readonly skipped?: string;
}
