/** The process: reads the environment, serves, and stops when it is asked to. */
import { readConfig, type Config } from './config.ts';
import type { Running } from './serve.ts';
import { StartRefusal } from './start-refusal.ts';

/** The promise is five seconds; what is not done by then was not going to be. */
const stopMs = 4_800;

let running: Promise<Running> | null = null;
let isStopping = false;

async function start(): Promise<void> {
	const config = await readConfig(process.env);
	// Only now the rest is read: a wrong value is told at once, and a right one costs the same.
	running = open(config);
	const { url, setupUrl: tellSetupUrl, deps } = await running;
	const setupUrl = tellSetupUrl();
	console.log(`Plenary is at ${url}`);
	if (setupUrl !== null) console.log(`Make the first account, once, at ${setupUrl}`);
	if (config.isRoom) {
		const { tellRoom } = await import('./room-terminal.ts');
		tellRoom(deps.place, { input: process.stdin, tell: (text) => console.log(text) });
	}
	// A parent that started this process as its child learns the same without reading words.
	process.send?.({ url, setupUrl });
}

async function open(config: Config): Promise<Running> {
	const [{ serve }, { createLog }, { builtSite }] = await Promise.all([
		import('./serve.ts'),
		import('./log.ts'),
		import('./static.ts')
	]);
	return serve(config, { log: createLog(config.logLevel), site: builtSite(), onLost: (sentence) => fail(sentence) });
}

async function stop(): Promise<void> {
	if (isStopping) return;
	isStopping = true;
	setTimeout(() => fail('The stop took too long and was cut short.'), stopMs).unref();
	await (await running)?.close();
	process.exit(0);
}

function fail(reason: unknown): never {
	// A refusal is a sentence for a person; anything else is a fault, and its place matters.
	console.error(reason instanceof StartRefusal || typeof reason === 'string' ? `${sentenceOf(reason)}` : reason);
	process.exit(1);
}

const sentenceOf = (reason: StartRefusal | string): string => (typeof reason === 'string' ? reason : reason.message);

process.on('SIGTERM', () => void stop().catch(fail));
process.on('SIGINT', () => void stop().catch(fail));
start().catch(fail);
