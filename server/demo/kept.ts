/** What is kept of a demo beside its data, so that the next start goes on with the same cookies and the same clock. */
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { StartRefusal } from '../start-refusal.ts';
import { syncFolder } from '../store/disk.ts';
import { lockFolder } from '../store/lock.ts';
import { STAGES } from './stages.ts';

const Kept = v.object({
	stage: v.picklist(STAGES),
	/** The real time at which the demo's clock showed the stage's moment, ms since 1970. */
	startedAtMs: v.number(),
	workshopId: v.string(),
	password: v.string(),
	accounts: v.pipe(
		v.array(
			v.object({
				role: v.picklist(['facilitator', 'sponsor', 'follow-up-manager', 'customer']),
				email: v.string(),
				cookie: v.string()
			})
		),
		v.readonly()
	),
	people: v.pipe(
		v.array(
			v.object({ id: v.nullable(v.string()), name: v.string(), syndicate: v.string(), cookie: v.nullable(v.string()) })
		),
		v.readonly()
	),
	screenToken: v.string(),
	sponsorToken: v.nullable(v.string()),
	progressToken: v.nullable(v.string())
});

export type KeptDemo = Readonly<v.InferOutput<typeof Kept>>;

/** Holds secrets: every cookie of the demo. */
const keptIn = (folder: string): string => join(folder, 'demo.json');
const unfinishedIn = (folder: string): string => join(folder, 'demo.unfinished');

/** Null where there is no demo yet. @throws StartRefusal */
export async function readKept(folder: string): Promise<KeptDemo | null> {
	const path = keptIn(folder);
	if (!existsSync(path)) return null;
	try {
		return v.parse(Kept, JSON.parse(await readFile(path, 'utf8')));
	} catch {
		// Of a demo nothing is worth more than a sentence: it can be made again in seconds.
		throw new StartRefusal(`${path} is not what a demo left there. Give an empty folder, for example --keep ./demo-2`);
	}
}

export async function keep(folder: string, demo: KeptDemo): Promise<void> {
	const draft = `${keptIn(folder)}.${process.pid}`;
	await writeFile(draft, `${JSON.stringify(demo, null, '\t')}\n`, { mode: 0o600, flush: true });
	await rename(draft, keptIn(folder));
	await rm(unfinishedIn(folder), { force: true });
	await syncFolder(folder);
}

/** From here until `keep` the folder holds half a demo. */
export async function markUnfinished(folder: string): Promise<void> {
	await (await open(unfinishedIn(folder), 'w')).close();
}

/**
 * Half a demo of a start that was cut off: its database is made again from the beginning.
 * @throws StartRefusal when that start is still at work
 */
export async function clearUnfinished(folder: string): Promise<void> {
	if (!existsSync(unfinishedIn(folder))) return;
	const lock = await lockFolder(folder);
	try {
		await rm(join(folder, 'database'), { recursive: true, force: true });
	} finally {
		await lock.release();
	}
}
