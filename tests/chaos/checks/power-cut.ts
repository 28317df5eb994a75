/**
 * The power goes while people write, while the server starts and while it stops: every folder that may be left of it
 * opens, and holds every edit that was said to be saved.
 */
import { openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedFolder } from '../../support/database.ts';
import { cutPower, cutsIn, type CutOptions } from '../../support/power-cut/images.ts';
import { readTrace, record } from '../../support/power-cut/trace.ts';
import type { Check, Context } from '../check.ts';
import { checkWords, faultText } from '../harness/checker.ts';
import type { History } from '../harness/history.ts';
import type { Installation } from '../harness/installation.ts';
import { pause, percentile } from '../harness/patience.ts';
import { rebuiltFromFolder } from '../harness/rebuilt.ts';

const recorder = join(import.meta.dirname, '../../support/power-cut/recorder.child.ts');
const PEOPLE = 8;
const EDITS_A_SECOND = 6;
const SESSION_MS = 1500;
/** Images of one record; then a fresh one. */
const IMAGES_A_RECORD = 50;

export const check: Check = {
	name: 'power-cut',
	proves: 'Whatever a power cut leaves of what was not synced opens, and holds every edit that was said to be saved.',
	on: 'any',
	trials: { short: 12, long: 200 },
	batch: IMAGES_A_RECORD,
	run: async (context) => {
		const { postgres, trials } = context;
		if (postgres !== null)
			return { trials: 0, failures: [], figures: {}, skipped: 'a Postgres server looks after its own files' };
		const sum = { trials: 0, saved: 0, opens: [] as number[] };
		const failures: string[] = [];
		while (sum.trials < trials && failures.length === 0)
			failures.push(...(await cutOneRecord(context, Math.min(IMAGES_A_RECORD, trials - sum.trials), sum)));
		return {
			trials: sum.trials,
			failures,
			figures: {
				saved: sum.saved,
				openMedianMs: Math.round(percentile(sum.opens, 0.5)),
				openSlowestMs: Math.round(percentile(sum.opens, 1))
			}
		};
	}
};

interface Sum {
	trials: number;
	saved: number;
	readonly opens: number[];
}

async function cutOneRecord(context: Context, images: number, sum: Sum): Promise<readonly string[]> {
	const { folder, random, history, tell } = context;
	const path = join(folder, `trace-${sum.trials}`);
	// The same as the one the server began with.
	const before = await installedFolder();
	const stopTelling = tellOfSaved(history, openSync(path, 'a'));
	const environment = { TRACE_FILE: path, NODE_OPTIONS: `--import=${pathToFileURL(recorder).href}` };
	const installation = await context.installation({ people: PEOPLE, environment });
	const { documents } = installation;
	try {
		await writeOverRestarts(installation);
	} finally {
		stopTelling();
	}
	const trace = readTrace(path);
	const cuts = cutsIn(trace);
	tell(`${trace.length} things done to the files, ${history.acknowledged().length} edits said to be saved`);
	const kinds: readonly CutOptions['kept'][] = ['something', 'nothing', 'something', 'everything'];
	try {
		for (let n = 0; n < images; n += 1) {
			const cut = random.pick(random.chance(0.5) ? cuts.anywhere : cuts.amongPages);
			const kept = random.pick(kinds);
			const image = join(folder, 'image');
			const saved = cutPower({ before: before.path, trace, cut, kept, random: () => random.next(), image });
			const startedAt = performance.now();
			const failures = await faultsOf(image, documents, new Set(saved), history);
			sum.opens.push(performance.now() - startedAt);
			sum.trials += 1;
			sum.saved += saved.length;
			if (failures.length > 0) return [`cut ${cut} of ${trace.length}, of the rest ${kept} was kept`, ...failures];
			await rm(image, { recursive: true });
		}
		return [];
	} finally {
		await before.remove();
		await installation.end();
		await rm(path);
	}
}

/** One stop, which ends with a checkpoint, and one kill, after which the next start makes one. */
async function writeOverRestarts(installation: Installation): Promise<void> {
	const clients = installation.seats.map((seat) => installation.open(seat));
	for (const end of ['stop', 'kill', 'kill'] as const) {
		for (const client of clients) client.hurry();
		await Promise.all(clients.map((client) => client.synced()));
		for (const client of clients) client.type(EDITS_A_SECOND);
		await pause(SESSION_MS);
		for (const client of clients) client.stopTyping();
		await installation[end]();
		if (end !== 'kill' || installation.starts.length < 2) await installation.start();
	}
	await installation.kill();
	for (const client of clients) client.leave();
}

/** Writes into the record what a laptop is told, at the moment it is told. Returns how to stop that. */
function tellOfSaved(history: History, trace: number): () => void {
	const acknowledge = history.acknowledge.bind(history);
	history.acknowledge = (marker) => {
		record(trace, { kind: 'saved', what: marker });
		acknowledge(marker);
	};
	return () => {
		history.acknowledge = acknowledge;
	};
}

async function faultsOf(
	image: string,
	documents: readonly string[],
	saved: ReadonlySet<string>,
	history: History
): Promise<readonly string[]> {
	try {
		const rebuilt = await rebuiltFromFolder(image, documents);
		return [...rebuilt].flatMap(([id, { doc }]) => {
			const must = [...saved].filter((marker) => history.get(marker)?.documentId === id);
			return checkWords(history, id, { name: 'the image', doc }, must).map(faultText);
		});
	} catch (error) {
		return [`it does not open: ${error instanceof Error ? error.message : String(error)}`];
	}
}
