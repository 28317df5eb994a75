/**
 * `npm run bench`: measures, prints tables, ends with 1 where a goal is missed.
 *
 *     npm run bench -- [--only web,board,room,questions,signing,workshop,plenary,storm,flood,cursors,reload,idle,slow,grow] [--json FILE]
 *                      [--rounds N] [--servers ours,ours-embedded,ywss,hocuspocus,hocuspocus-stored] [--profiles FOLDER]
 *     npm run bench -- --compare BEFORE.json AFTER.json
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import type { Row } from './figures.ts';
import { benchBoard } from './board/bench.ts';
import { goalText } from './board/figures.ts';
import { benchQuestions } from './questions/bench.ts';
import { benchRoom } from './room/bench.ts';
import { benchSigning } from './signing/bench.ts';
import { benchSync, type SyncResult } from './sync/bench.ts';
import { peerVersions } from './sync/peers.ts';
import { comparison, type Line } from './sync/report.ts';
import { SCENARIOS } from './sync/scenarios.ts';
import { SERVERS, type ServerName } from './sync/servers.ts';
import { benchWeb } from './web.ts';

const PAGES = ['web', 'board', 'room', 'questions', 'signing'];
const KNOWN = [...PAGES, ...Object.keys(SCENARIOS)];

const asked = readArguments();
if (asked.compare) console.log(await compare(...asked.compare));
else await measure(asked);

async function measure({ only, json, servers, rounds, profiles }: Asked): Promise<void> {
	const startedAt = new Date();
	const before = loadavg();
	console.log(`Load of this machine: ${before.map((load) => load.toFixed(1)).join(' ')}, ${cpus().length} cores.`);
	const scenarios = only.filter((name) => !PAGES.includes(name));
	const rows: readonly Row[] = only.includes('web') ? await benchWeb(console.log) : [];
	const board = only.includes('board') ? await benchBoard({ rounds, profiles, tell: console.log }) : [];
	const room = only.includes('room') ? await benchRoom(console.log) : [];
	const questions = only.includes('questions') ? await benchQuestions(console.log) : [];
	const signing = only.includes('signing') ? await benchSigning(console.log) : [];
	const sync: SyncResult | null =
		scenarios.length > 0 ? await benchSync({ scenarios, servers, rounds, profiles, tell: console.log }) : null;
	if (json !== undefined) {
		const facts = {
			measuredAt: startedAt.toISOString(),
			minutes: (Date.now() - startedAt.getTime()) / 60_000,
			machine: { cores: cpus().length, model: cpus()[0]?.model ?? '', platform: process.platform },
			versions: { node: process.version, commit: await commit(), ...(sync ? await peerVersions() : {}) },
			load: { before, after: loadavg() }
		};
		await writeFile(
			json,
			`${JSON.stringify({ ...facts, rows, board, room, questions, signing, ...sync }, null, '\t')}\n`
		);
	}
	const missed = [
		...rows
			.filter(({ verdict }) => verdict === 'over')
			.map(
				({ page, measure: what, spread, goal }) => `${page}: ${what} ${spread.median.toFixed(1)}, the goal is ${goal}`
			),
		...board
			.filter(({ verdict }) => verdict === 'missed' || verdict === 'not measured')
			.map(({ what, spread, verdict, lacks, ...goal }) =>
				spread
					? `board: ${what} ${spread.median.toFixed(1)}, the goal is ${goalText(goal)}`
					: `board: ${what} was ${verdict}, ${lacks ?? 'nobody knows why'}`
			),
		...[...room, ...questions, ...signing]
			.filter(({ verdict }) => verdict === 'missed')
			.map(
				({ what, figure, atMost, atLeast }) => `room: ${what} ${figure.toFixed(1)}, the goal is ${atMost ?? atLeast}`
			),
		...(sync?.goals ?? [])
			.filter(({ verdict }) => verdict === 'missed')
			.map(({ scenario, what, figure, goal }) => `${scenario}: ${what} ${figure?.toFixed(2)}, the goal is ${goal}`)
	];
	const open = sync?.goals.filter(({ verdict }) => verdict === null).length ?? 0;
	if (open > 0) console.log(`\n${open} of the goals were not measured.`);
	console.log(missed.length === 0 ? '\nNo goal is missed.' : `\n${missed.length} of the goals missed:`);
	for (const one of missed) console.log(`  ${one}`);
	process.exitCode = missed.length === 0 ? 0 : 1;
}

async function compare(before: string, after: string): Promise<string> {
	const read = async (file: string) =>
		JSON.parse(await readFile(file, 'utf8')) as { readonly measuredAt: string; readonly lines?: readonly Line[] };
	const [earlier, later] = [await read(before), await read(after)];
	const keys = [...new Set(Object.values(SCENARIOS).flatMap(({ columns }) => columns.map(([key]) => key)))];
	const head = `before: ${earlier.measuredAt}, after: ${later.measuredAt}`;
	return `${head}\n${comparison(earlier.lines ?? [], later.lines ?? [], keys)}`;
}

/** Empty where this is no clone. */
async function commit(): Promise<string> {
	const { stdout } = await promisify(execFile)('git', ['rev-parse', '--short', 'HEAD'], {
		cwd: import.meta.dirname
	}).catch(() => ({ stdout: '' }));
	return stdout.trim();
}

interface Asked {
	readonly only: readonly string[];
	readonly json: string | undefined;
	/** Null where none were named. */
	readonly servers: readonly ServerName[] | null;
	readonly rounds: number;
	readonly profiles: string | undefined;
	readonly compare: readonly [string, string] | null;
}

function readArguments(): Asked {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				only: { type: 'string' },
				json: { type: 'string' },
				servers: { type: 'string' },
				rounds: { type: 'string' },
				profiles: { type: 'string' },
				compare: { type: 'boolean' }
			}
		});
		const [before, after, ...more] = positionals;
		const isPair = before !== undefined && after !== undefined && more.length === 0;
		if (values.compare === true && !isPair) throw new Error('--compare needs two files of earlier runs.');
		if (values.compare !== true && positionals.length > 0) throw new Error(`What is '${before}'?`);
		const rounds = Number(values.rounds ?? 3);
		if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number from 1 on.');
		return {
			only: namesIn(values.only, KNOWN, 'benchmark'),
			json: values.json,
			servers: values.servers === undefined ? null : namesIn(values.servers, SERVERS, 'server'),
			rounds,
			profiles: values.profiles,
			compare: values.compare === true && isPair ? [before, after] : null
		};
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(2);
	}
}

function namesIn<Name extends string>(text: string | undefined, known: readonly Name[], what: string): readonly Name[] {
	const names = text?.split(',').map((name) => name.trim()) ?? known;
	const unknown = names.find((name) => !(known as readonly string[]).includes(name));
	if (unknown !== undefined) throw new Error(`There is no ${what} '${unknown}'. There are: ${known.join(', ')}.`);
	return known.filter((name) => names.includes(name));
}
