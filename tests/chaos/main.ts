/**
 * `npm run chaos -- [--only NAME,...] [--seed N] [--long] [--store embedded|postgres|both] [--trials N] [--tally]`
 * `npm run chaos -- --mutants [--only N,...] [--seed N]`
 *
 * Proves what is promised about what people write, one JSON line of figures for each check, and ends with 1 when one does
 * not hold. Without arguments it is the short set. `--long` goes on where `--tally` stands. `--mutants` proves that the
 * checks see faults that are put in on purpose.
 */
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import type { Check, Store } from './check.ts';
import { postgresPrograms, startPostgres, type OwnPostgres } from './harness/postgres.ts';
import { runMutants, type MutantWishes } from './mutants/mutants.ts';
import { CHECKS } from './registry.ts';
import { runCheck, type Result } from './run.ts';
import { addToTally, boundText, commitName, readTally, sums } from './tally.ts';

interface Wishes {
	readonly checks: readonly Check[];
	readonly seed: number;
	readonly isLong: boolean;
	readonly stores: readonly Store[];
	readonly trials: number | null;
}

const STORES: Readonly<Record<string, readonly Store[]>> = {
	embedded: ['embedded'],
	postgres: ['postgres'],
	both: ['embedded', 'postgres']
};
const results = join(import.meta.dirname, '../../test-results/chaos');
const tally = join(results, 'tally.jsonl');

/** So many failures of a check are named. */
const NAMED = 40;

class Misused extends Error {}

/** Postgres servers that were started here. */
const started: OwnPostgres[] = [];
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
	process.exitCode = await main();
} catch (error) {
	if (!(error instanceof Misused)) throw error;
	console.error(error.message);
	process.exitCode = 2;
} finally {
	for (const server of started) await server.end();
}
// Whatever a check left open must not keep the answer back.
process.exit();

async function main(): Promise<number> {
	const { values } = readArguments();
	if (values.tally) return printTally();
	if (values.mutants) return (await runMutants(readMutantWishes(values))) ? 0 : 1;
	const wishes = await readWishes(values);
	mkdirSync(results, { recursive: true });
	const server = await postgresServer(wishes);
	let failed = 0;
	for (const check of wishes.checks) {
		for (const store of storesOf(check, wishes, server)) {
			const isFine = wishes.isLong
				? await runLong(check, store, wishes, server)
				: await runShort(check, store, wishes, server);
			if (!isFine) failed += 1;
		}
	}
	console.error(failed === 0 ? 'Every check holds.' : `${failed} of the checks failed.`);
	return failed === 0 ? 0 : 1;
}

function readArguments() {
	try {
		return parseArgs({
			options: {
				only: { type: 'string' },
				seed: { type: 'string' },
				long: { type: 'boolean', default: false },
				store: { type: 'string', default: 'embedded' },
				trials: { type: 'string' },
				tally: { type: 'boolean', default: false },
				mutants: { type: 'boolean', default: false }
			}
		});
	} catch (error) {
		throw new Misused(error instanceof Error ? error.message : String(error));
	}
}

async function readWishes(values: ReturnType<typeof readArguments>['values']): Promise<Wishes> {
	const stores = STORES[values.store];
	if (!stores) throw new Misused(`--store is embedded, postgres or both, not '${values.store}'.`);
	const names = values.only === undefined ? Object.keys(CHECKS) : values.only.split(',').map((name) => name.trim());
	const checks = await Promise.all(
		names.map(async (name) => {
			const load = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
			if (!load) throw new Misused(`There is no check '${name}'. There are: ${Object.keys(CHECKS).join(', ')}.`);
			return (await load()).check;
		})
	);
	const seed = readSeed(values.seed);
	const trials = values.trials === undefined ? null : wholeNumber('trials', values.trials, 1);
	return { checks, seed, isLong: values.long, stores, trials };
}

function readMutantWishes({ only, seed }: ReturnType<typeof readArguments>['values']): MutantWishes {
	const numbers = only?.split(',').map((text) => wholeNumber('only', text.trim(), 1)) ?? null;
	return { only: numbers, seed: readSeed(seed) };
}

function readSeed(text: string | undefined): number {
	return text === undefined ? randomInt(2 ** 31) : wholeNumber('seed', text, 0);
}

function wholeNumber(name: string, text: string, least: number): number {
	const number = Number(text);
	if (!/^\d+$/.test(text) || number < least || number > 2 ** 32 - 1)
		throw new Misused(`--${name} is a whole number from ${least}, not '${text}'.`);
	return number;
}

/** The server that TEST_DATABASE_URL names, else one of our own; null where there is none and none can be started. */
async function postgresServer({ checks, stores }: Wishes): Promise<string | null> {
	if (!stores.includes('postgres') || checks.every(({ on }) => on === 'none')) return null;
	const given = process.env.TEST_DATABASE_URL ?? '';
	if (given !== '') return given;
	if ((await postgresPrograms()) === null) {
		console.error('Postgres is not installed and TEST_DATABASE_URL names none: only the embedded store is checked.');
		return null;
	}
	const server = await startPostgres();
	started.push(server);
	return server.url;
}

function storesOf(check: Check, { stores }: Wishes, server: string | null): readonly Store[] {
	if (check.on === 'none') return ['embedded'];
	// It brings a server of its own, which it may stop.
	if (check.on === 'postgres') return ['postgres'];
	return stores.filter((store) => store === 'embedded' || server !== null);
}

async function runShort(check: Check, store: Store, wishes: Wishes, server: string | null): Promise<boolean> {
	const trials = wishes.trials ?? check.trials.short;
	return report(await run(check, store, wishes.seed, trials, wishes, server));
}

/** Batch after batch until the sum is reached; what an earlier run added counts. */
async function runLong(check: Check, store: Store, wishes: Wishes, server: string | null): Promise<boolean> {
	const wanted = wishes.trials ?? check.trials.long;
	const storeName = check.on === 'none' ? 'none' : store;
	for (;;) {
		const sum = sums(readTally(tally)).find((line) => line.check === check.name && line.store === storeName);
		const left = wanted - (sum?.trials ?? 0);
		if (left <= 0) return sum?.failures === 0;
		const seed = (wishes.seed + (sum?.parts ?? 0)) % 2 ** 32;
		const result = await run(check, store, seed, Math.min(left, check.batch ?? left), wishes, server);
		const isFine = report(result);
		const { trials, failures, ms, skipped } = result.figures;
		if (skipped !== undefined) return true;
		const date = new Date().toISOString();
		addToTally(tally, { date, commit: commitName(), check: check.name, store: storeName, trials, failures, seed, ms });
		if (!isFine) return false;
	}
}

function run(check: Check, store: Store, seed: number, trials: number, wishes: Wishes, server: string | null) {
	const tell = (text: string) => console.error(`  ${check.name}: ${text}`);
	return runCheck(check, { seed, trials, isLong: wishes.isLong, store, postgres: server, results, tell });
}

function report({ figures, failures, again, history }: Result): boolean {
	console.log(JSON.stringify(figures));
	if (failures.length === 0) return true;
	console.error(`${figures.check} failed (${again}):`);
	for (const failure of failures.slice(0, NAMED)) console.error(`  ${failure}`);
	if (failures.length > NAMED) console.error(`  and ${failures.length - NAMED} more`);
	if (history !== null) console.error(`  What happened: ${history}`);
	return false;
}

function printTally(): number {
	const all = sums(readTally(tally));
	if (all.length === 0) console.log('Nothing was run with --long yet.');
	for (const sum of all) console.log(JSON.stringify({ ...sum, bound: boundText(sum) }));
	return all.every(({ failures }) => failures === 0) ? 0 : 1;
}
