/** Nothing is said to be saved before the disk has been asked to keep it, and has answered. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSync } from 'node:fs';
import postgres from 'postgres';
import { readTrace, record, type Recorded } from '../../support/power-cut/trace.ts';
import type { Check, Context, Outcome } from '../check.ts';

const recorder = join(import.meta.dirname, '../../support/power-cut/recorder.child.ts');

export const check: Check = {
	name: 'fsync',
	proves:
		'Between an edit and the word that it is saved the log of the database is synced; a Postgres that does not sync is told of at the start.',
	on: 'any',
	trials: { short: 50, long: 1000 },
	run: (context) => (context.postgres === null ? embedded(context) : onPostgres(context))
};

async function embedded({ folder, trials, installation }: Context): Promise<Outcome> {
	const path = join(folder, 'trace');
	const trace = openSync(path, 'a');
	const environment = { TRACE_FILE: path, NODE_OPTIONS: `--import=${pathToFileURL(recorder).href}` };
	const { seats, open } = await installation({ people: 1, environment }).then((made) => ({
		seats: made.seats,
		open: made.open.bind(made)
	}));
	const [seat] = seats;
	if (!seat) throw new Error('Nobody joined.');
	const client = open(seat);
	await client.synced();
	for (let n = 0; n < trials; n += 1) {
		record(trace, { kind: 'saved', what: 'asking' });
		client.edit();
		await client.allSaved();
		record(trace, { kind: 'saved', what: 'told' });
	}
	const syncs = syncsBetween(readTrace(path));
	const without = syncs.filter((count) => count === 0).length;
	return {
		trials,
		failures: without === 0 ? [] : [`${without} of ${trials} edits were said to be saved without a sync`],
		figures: { syncs: syncs.reduce((sum, count) => sum + count, 0), fewest: Math.min(...syncs) }
	};
}

/** For each edit: how many syncs of the log began after it was written there and ended before it was told. */
function syncsBetween(trace: readonly Recorded[]): readonly number[] {
	const counts: number[] = [];
	let isAsking = false;
	let isWritten = false;
	let begun = new Set<number>();
	for (const { entry } of trace) {
		if (entry.kind === 'saved') {
			isAsking = entry.what === 'asking';
			if (isAsking) counts.push(0);
			isWritten = false;
			begun = new Set();
		} else if (!isAsking) continue;
		else if (entry.kind === 'write' && entry.path.includes('pg_wal')) isWritten = true;
		else if (entry.kind === 'syncing' && isWritten && entry.path.includes('pg_wal')) begun.add(entry.sync);
		else if (entry.kind === 'synced' && begun.delete(entry.sync)) counts.push((counts.pop() ?? 0) + 1);
	}
	return counts;
}

/** There the server of the database syncs: it has to be set so, and ours has to say when it is not. */
async function onPostgres({ installation }: Context): Promise<Outcome> {
	const made = await installation({ people: 1 });
	const sql = postgres(made.databaseUrl ?? '', { max: 1, onnotice: () => {} });
	try {
		const [set] = await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
		const failures = set?.fsync === 'on' && set.commit === 'on' ? [] : ['the Postgres of this run does not sync'];
		if (made.output.includes('power cut')) failures.push('it warned of a database that syncs');
		const [database] = await sql`select current_database() as name`;
		await sql.unsafe(`alter database ${String(database?.name)} set synchronous_commit = off`);
		await made.stop();
		await made.start();
		const isTold = made.output.includes('synchronous_commit');
		if (!isTold) failures.push('it did not warn of a database that answers before it syncs');
		return {
			trials: 1,
			failures,
			figures: { fsync: String(set?.fsync), synchronousCommit: String(set?.commit), isTold }
		};
	} finally {
		await sql.end();
	}
}
