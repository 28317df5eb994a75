/** The process: reads the environment, serves, and stops when it is asked to. */
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { serve, type Running } from './serve.ts';
import { StartRefusal } from './start-refusal.ts';
import { builtSite } from './static.ts';

/** The promise is five seconds; what is not done by then was not going to be. */
const stopMs = 4_800;

let running: Promise<Running> | null = null;
let isStopping = false;

async function start(): Promise<void> {
	const config = await readConfig(process.env);
	const log = createLog(config.logLevel);
	running = serve(config, { log, site: builtSite(), onLost: (sentence) => fail(sentence) });
	const { url, setupUrl: tellSetupUrl } = await running;
	const setupUrl = tellSetupUrl();
	console.log(`Plenary is at ${url}`);
	if (setupUrl !== null) console.log(`Make the first account, once, at ${setupUrl}`);
	// A parent that started this process as its child learns the same without reading words.
	process.send?.({ url, setupUrl });
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
