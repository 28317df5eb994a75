import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runDemo } from '#server/demo/run.ts';
import { createLog } from '#server/log.ts';
import { makeBackup } from '#server/store/backup.ts';
import { openDatabase } from '#server/store/database.ts';
import { examine } from '#server/store/doctor.ts';
import { look, type Place } from '#server/store/look.ts';
import { knownMigrations } from '#server/store/migrate.ts';
import { generationAt } from '#server/store/portable-rows.ts';
import { restore } from '#server/store/restore.ts';
import { installedFolder, testFolder } from '../../support/database.ts';
import { makeDatabase } from '../../chaos/harness/postgres.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

type Folder = Awaited<ReturnType<typeof testFolder>>;
const folders: Folder[] = [];
const kept = (folder: Folder): string => {
	folders.push(folder);
	return folder.path;
};
const ends: (() => Promise<void>)[] = [];
const server = process.env.TEST_DATABASE_URL;
const fail = (sentence: string): never => {
	throw new Error(sentence);
};

/** An empty place for an installation, on the kind of database that these tests run on. */
async function emptyPlace(): Promise<Place> {
	const dataDir = kept(await testFolder());
	if (!server) return { dataDir, databaseUrl: undefined };
	const database = await makeDatabase(server);
	ends.push(database.drop);
	return { dataDir, databaseUrl: database.url };
}

/** Every row of every table, without the number of the generation. */
const rowsIn = (place: Place): Promise<Readonly<Record<string, readonly string[]>>> =>
	look(place, tmpdir(), async (ask) => {
		await ask(`set local timezone = 'UTC'`);
		const tables = await ask(`select relname::text as name from pg_class
			where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`);
		const all: Record<string, readonly string[]> = {};
		for (const { name } of tables) {
			const rows = await ask(
				`select (to_jsonb(r) - 'generation' - 'ended_because')::text as row from "${String(name)}" as r order by 1`
			);
			all[String(name)] = rows.map(({ row }) => String(row));
		}
		return all;
	});

const generationsIn = (place: Place) =>
	look(place, tmpdir(), async (ask) => {
		const documents = await ask('select distinct generation, ended_because from documents');
		const stored: Record<string, readonly unknown[]> = {};
		for (const table of ['document_updates', 'document_snapshots', 'document_clients'])
			stored[table] = (await ask(`select distinct generation from ${table}`)).map(({ generation }) => generation);
		return { documents: documents.map((row) => ({ ...row })), stored };
	});

let place: Place;
let file: string;
let before: Awaited<ReturnType<typeof rowsIn>>;
const madeAt = new Date(Date.UTC(2026, 10, 22, 9));

beforeAll(async () => {
	place = server ? await emptyPlace() : { dataDir: kept(await installedFolder()), databaseUrl: undefined };
	const config = {
		port: 0,
		host: '127.0.0.1',
		publicUrl: undefined,
		trustedProxies: 0,
		isRoom: false,
		logLevel: 'fatal' as const,
		smtpUrl: undefined,
		mailFrom: 'Plenary <plenary@localhost>',
		...place
	};
	const { running } = await runDemo(config, 'week-4', {
		log: createLog('fatal'),
		site: join(place.dataDir, 'none'),
		onLost: fail
	});
	const database = running.deps.database;
	// A document that was compacted, and words that people typed: the demo has neither.
	await database.statement(
		`insert into document_snapshots (document_id, generation, node, seq, bytes)
			select id, generation, 'b', 1, '\\x0000' from documents limit 3`,
		[]
	);
	await database.statement(
		`insert into document_clients (document_id, generation, client_id, person_id)
			select id, generation, 4294967295, (select min(id) from people) from documents limit 3`,
		[]
	);
	// A day that was left is kept by itself, a moment after the start.
	await vi.waitFor(async () => expect((await rowsIn(place)).day_snapshots).toHaveLength(2), { timeout: 15_000 });
	file = join(kept(await testFolder()), 'plenary.backup');
	await makeBackup({ ...place, file, force: false, now: madeAt });
	before = await rowsIn(place);
	await running.close();
});

afterAll(async () => {
	for (const end of ends) await end();
	for (const folder of folders) await folder.remove();
});

/** Two restores, one over the other, for several claims: each makes a whole database, which takes seconds. */
const at = new Date(Date.UTC(2026, 10, 22, 10));
const later = new Date(Date.UTC(2026, 10, 22, 11));
let twice: ReturnType<typeof restoreTwice> | null = null;
const restoredTwice = () => (twice ??= restoreTwice());
async function restoreTwice() {
	const target = await emptyPlace();
	const first = await restore({ ...target, source: file, replace: false, now: at });
	const afterFirst = await generationsIn(target);
	const second = await restore({ ...target, source: file, replace: Boolean(server), now: later });
	return { target, first, afterFirst, second, afterSecond: await generationsIn(target) };
}

test('[KEEP-9] a backup made beside the running server goes into either database, with every row as it was', async () => {
	const { target, first } = await restoredTwice();
	const places = [target];
	if (server) {
		const embedded: Place = { dataDir: kept(await testFolder()), databaseUrl: undefined };
		const back = await emptyPlace();
		const again = join(kept(await testFolder()), 'again.backup');
		await restore({ ...embedded, source: file, replace: false, now: new Date() });
		await makeBackup({ ...embedded, file: again, force: false, now: new Date() });
		await restore({ ...back, source: again, replace: false, now: new Date() });
		places.push(embedded, back);
	}

	expect(first.madeAt).toBe(madeAt.toISOString());
	expect(Object.values(before).filter((rows) => rows.length > 0).length).toBeGreaterThan(20);
	for (const one of places) expect(await rowsIn(one)).toEqual(before);
	// Numbers that the database gives go on behind the restored ones.
	const database = await openDatabase({ ...target, onWarning: () => {}, onLost: fail });
	await database.statement(`insert into audit (deed, done_at) values ('opened', now())`, []);
	await database.close();
});

test('[KEEP-12] a restore begins a generation of its own for every document, with all that the last one held', async () => {
	const { first, afterFirst, afterSecond } = await restoredTwice();

	const only = (generation: number) => ({
		documents: [{ generation, ended_because: 'restored' }],
		stored: {
			document_updates: [generation],
			document_snapshots: [generation],
			document_clients: [generation]
		}
	});
	expect(first.generation).toBe(generationAt(at));
	expect(afterFirst).toEqual(only(generationAt(at)));
	expect(afterSecond).toEqual(only(generationAt(later)));
	expect(generationAt(later)).toBeGreaterThan(generationAt(at));
});

/** Changes with whatever is done to the installation, and costs no copy of an embedded one. */
async function stateOf({ dataDir, databaseUrl }: Place): Promise<unknown> {
	if (databaseUrl !== undefined) return rowsIn({ dataDir, databaseUrl });
	const names = (await readdir(dataDir, { recursive: true })).sort();
	return Promise.all(
		names.map(async (name) => {
			const { size, mtimeMs, ino } = await stat(join(dataDir, name));
			return { name, size, mtimeMs, ino };
		})
	);
}

const withSum = (text: string): string =>
	`${text}${JSON.stringify({ sha256: createHash('sha256').update(text).digest('hex') })}\n`;

describe('[KEEP-10] a file that cannot be restored is refused with one sentence, and nothing changes', () => {
	const cases: readonly (readonly [string, (whole: Buffer) => Buffer, RegExp])[] = [
		['half a file', (whole) => whole.subarray(0, whole.byteLength / 2), /is broken \(unexpected end of file\)/],
		[
			'a changed word',
			(whole) =>
				gzipSync(
					Buffer.from(
						gunzipSync(whole).toString().replace('"name":"Ana', '"name":"Eva').replace('workshop', 'workshup')
					)
				),
			/is broken/
		],
		[
			'a row less',
			(whole) => {
				const lines = gunzipSync(whole).toString().trimEnd().split('\n');
				return gzipSync([lines[0], ...lines.slice(2)].join('\n'));
			},
			/is broken/
		],
		['a letter', () => gzipSync('Dear all'), /is broken \(it does not begin as a backup does\)/],
		['no archive', () => Buffer.from('Dear all'), /is broken/],
		[
			'a later form',
			() => gzipSync(withSum('{"plenary":"backup","format":2,"what":1}\n')),
			/was made by a newer Plenary/
		],
		[
			'later tables',
			(whole) => {
				const [first = '', ...rest] = gunzipSync(whole).toString().trimEnd().split('\n').slice(0, -1);
				const header = JSON.parse(first);
				return gzipSync(
					withSum([JSON.stringify({ ...header, migrations: [...header.migrations, 'later'] }), ...rest, ''].join('\n'))
				);
			},
			/was made by a newer Plenary/
		]
	];

	test.each(cases)('%s', async (_, spoil, sentence) => {
		const spoiled = join(kept(await testFolder()), 'spoiled');
		await writeFile(spoiled, spoil(await readFile(file)));
		const state = await stateOf(place);

		const refused = restore({ ...place, source: spoiled, replace: true, now: new Date() });

		await expect(refused).rejects.toThrow(sentence);
		expect(await stateOf(place)).toEqual(state);
	});
});

test('[KEEP-10] a backup of an earlier release is brought up to date on the way', async () => {
	const early = join(kept(await testFolder()), 'early.backup');
	const header = {
		plenary: 'backup',
		format: 1,
		madeAt: madeAt.toISOString(),
		migrations: knownMigrations().slice(0, 1),
		tables: [{ name: 'accounts', rows: 1 }]
	};
	const row = { id: 'a', email: 'ana@example.org', name: 'Ana', password_hash: 'x', created_at: madeAt.toISOString() };
	await writeFile(early, gzipSync(withSum(`${JSON.stringify(header)}\n${JSON.stringify(row)}\n`)));
	const target = await emptyPlace();

	await restore({ ...target, source: early, replace: false, now: new Date() });

	expect((await rowsIn(target)).accounts).toHaveLength(1);
	expect((await examine(target, new Date())).map(({ sentence }) => sentence)).toContain(
		'Its tables are those of this release.'
	);
});

test('[KEEP-11] what was there before a restore is kept, or has to be given up in so many words', async () => {
	const database = await openDatabase({ ...place, onWarning: () => {}, onLost: fail });
	const inUse = restore({ ...place, source: file, replace: true, now: new Date() });
	await expect(inUse).rejects.toThrow(/is in use by another Plenary/);
	await database.close();

	if (server)
		await expect(restore({ ...place, source: file, replace: false, now: new Date() })).rejects.toThrow(
			/holds an installation\. .*--replace/
		);
	else {
		const { setAside } = (await restoredTwice()).second;
		expect(existsSync(join(setAside ?? '', 'PG_VERSION'))).toBe(true);
	}
	await expect(makeBackup({ ...place, file, force: false, now: new Date() })).rejects.toThrow(
		/is there already.*--force/
	);
});

test('[KEEP-14] the doctor finds what is wrong and changes nothing', async () => {
	const dataDir = kept(await installedFolder());
	const folder: Place = { dataDir, databaseUrl: undefined };
	const healthy = await examine(folder, new Date());
	await writeFile(join(dataDir, 'database/global/pg_control'), Buffer.alloc(8192, 7));

	const ill = await examine(folder, new Date());

	expect(healthy.filter(({ isGood }) => !isGood)).toEqual([]);
	expect(ill.filter(({ isGood }) => !isGood)).toEqual([
		{ isGood: false, sentence: expect.stringMatching(/does not open/) }
	]);
	expect((await readFile(join(dataDir, 'database/global/pg_control'))).equals(Buffer.alloc(8192, 7))).toBe(true);
});
