import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { runDemo, type RunningDemo } from '#server/demo/run.ts';
import { isStage, STAGES, type StageName } from '#server/demo/stages.ts';
import { createLog } from '#server/log.ts';
import { StartRefusal } from '#server/start-refusal.ts';
import { builtSite } from '#server/static.ts';
import { buildFrontEnd } from './front-end.ts';

const { json, keep, at } = readArguments();
const folder = keep ?? (await mkdtemp(join(tmpdir(), 'plenary-demo-')));
let demo: Promise<RunningDemo> | null = null;
let isStopping = false;

process.on('SIGTERM', () => void stop().catch(fail));
process.on('SIGINT', () => void stop().catch(fail));
await start().catch(fail);

interface Arguments {
	readonly json: boolean;
	readonly keep: string | undefined;
	readonly at: StageName | null;
}

function readArguments(): Arguments {
	try {
		const { values } = parseArgs({
			options: { json: { type: 'boolean', default: false }, keep: { type: 'string' }, at: { type: 'string' } }
		});
		const { json, keep, at = null } = values;
		if (keep?.trim() === '') throw new Error('--keep needs a folder, for example --keep ./demo');
		if (at !== null && !isStage(at)) throw new Error(`There is no stage '${at}'. Stages: ${STAGES.join(', ')}.`);
		return { json, keep, at };
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exit(2);
	}
}

async function start(): Promise<void> {
	const config = await readConfig({ LOG_LEVEL: 'warn', ...process.env, DATA_DIR: folder });
	// A program reads standard output, and on it one line.
	await buildFrontEnd(json ? console.error : console.log);
	demo = runDemo(config, at, { log: createLog(config.logLevel), site: builtSite(), onLost: fail });
	const { line, password } = await demo;
	console.log(json ? JSON.stringify(line) : words(line, password));
}

function words({ url, code, accounts, screen, links, stage }: RunningDemo['line'], password: string): string {
	return [
		`The example workshop is at ${url} (stage ${stage})`,
		`Join with the code    ${code}`,
		...accounts.map(({ role, email }) => `Sign in as ${role.padEnd(18)} ${email}   ${password}`),
		`Projector             ${screen}`,
		...(links.progress === null ? [] : [`Progress page         ${links.progress}`]),
		...(links.sponsor === null ? [] : [`Sponsor's page        ${links.sponsor}`]),
		keep === undefined ? 'It is gone when you stop it (Ctrl+C).' : `It is kept in ${folder}.`
	].join('\n');
}

async function stop(): Promise<void> {
	if (isStopping) return;
	isStopping = true;
	await (await demo)?.running.close();
	await throwAway();
	process.exit(0);
}

async function throwAway(): Promise<void> {
	if (keep === undefined) await rm(folder, { recursive: true, force: true });
}

function fail(reason: unknown): void {
	console.error(reason instanceof StartRefusal ? reason.message : reason);
	void throwAway().finally(() => process.exit(1));
}
