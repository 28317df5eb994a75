import { spawn } from 'node:child_process';
import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '#server/store/database.ts';
import { installedFolder, testFolder } from '../../support/database.ts';
import { cutPower, cutsIn, seeded } from '../../support/power-cut/images.ts';
import { readTrace, type Recorded } from '../../support/power-cut/trace.ts';

const support = join(import.meta.dirname, '../../support/power-cut');
const images = Number(process.env.POWER_CUT_IMAGES ?? 6);
const seed = Number(process.env.POWER_CUT_SEED ?? Date.now() % 1_000_000);

async function recordLoad(dataDir: string, trace: string): Promise<readonly Recorded[]> {
	const child = spawn(
		process.execPath,
		['--import', join(support, 'recorder.child.ts'), join(support, 'load.child.ts')],
		{
			stdio: ['ignore', 'ignore', 'inherit'],
			env: { ...process.env, DATA_DIR: dataDir, TRACE_FILE: trace, ROUNDS: '24' }
		}
	);
	const code = await new Promise((resolve) => child.once('close', resolve));
	expect(code).toBe(0);
	return readTrace(trace);
}

async function look(dataDir: string) {
	const database = await openDatabase({
		dataDir,
		onWarning: () => {},
		onLost: (sentence) => {
			throw new Error(sentence);
		}
	});
	try {
		// Transactions whose numbers were given before the cut as well.
		for (let n = 0; n < 40; n++)
			await database.transaction((tx) => tx.execute(sql`update accounts set name = name where email like 'ana-0-%'`));
		return await database.transaction(async (tx) => {
			const found = { rows: await all(tx, 'seqscan'), throughIndex: await all(tx, 'indexscan') };
			return { emails: found.rows, agrees: JSON.stringify(found.rows) === JSON.stringify(found.throughIndex) };
		});
	} finally {
		await database.close();
	}
}

async function all(
	tx: Parameters<Parameters<Awaited<ReturnType<typeof openDatabase>>['transaction']>[0]>[0],
	way: 'seqscan' | 'indexscan'
): Promise<readonly string[]> {
	for (const other of ['seqscan', 'indexscan', 'indexonlyscan', 'bitmapscan'])
		await tx.execute(sql.raw(`set local enable_${other} = ${other.startsWith(way.slice(0, 5)) ? 'on' : 'off'}`));
	const { rows } = (await tx.execute(
		sql`select email || ' ' || name as row from accounts where email > '' order by email`
	)) as unknown as { rows: readonly { row: string }[] };
	return rows.map(({ row }) => row);
}

test(
	`[KEEP-5] whatever a power cut leaves of what was not synced, the folder opens with every acknowledged row (seed ${seed})`,
	{ timeout: 240_000 },
	async () => {
		const random = seeded(seed);
		const [live, before, traces] = await Promise.all([installedFolder(), testFolder(), testFolder()]);
		// Little memory, so that pages are written between checkpoints too.
		await appendFile(join(live.path, 'database/postgresql.auto.conf'), "shared_buffers = '1MB'\n");
		await cp(live.path, before.path, { recursive: true });
		const trace = await recordLoad(live.path, join(traces.path, 'trace'));
		const cuts = cutsIn(trace);

		for (let n = 0; n < images; n++) {
			const among = n % 2 === 0 ? cuts.amongPages : cuts.anywhere;
			const cut = among[Math.floor(random() * among.length)]!;
			const kept = (['something', 'nothing', 'everything'] as const)[Math.floor(n / 2) % 3]!;
			const image = await testFolder();
			const saved = cutPower({ before: before.path, trace, cut, kept, random, image: image.path });

			const found = await look(image.path).catch((error: unknown) => ({ emails: [], agrees: false, error }));

			const emails = new Set(found.emails.map((row) => row.split(' ')[0]));
			const lost = saved.filter((what) => what.startsWith('ana-') && !emails.has(what));
			const round = Math.max(
				-1,
				...saved.filter((what) => what.startsWith('name-')).map((what) => Number(what.slice(5)))
			);
			const early = found.emails.filter((row) => Number(/ Ana (\d+)$/.exec(row)?.[1] ?? Infinity) < round);
			const ghosts = found.emails.filter((row) => row.startsWith('ghost'));
			expect({
				n,
				cut,
				kept,
				error: 'error' in found ? String(found.error) : null,
				lost,
				early,
				ghosts,
				agrees: found.agrees
			}).toEqual({ n, cut, kept, error: null, lost: [], early: [], ghosts: [], agrees: true });
			await image.remove();
		}
		await Promise.all([live.remove(), before.remove(), traces.remove()]);
	}
);
