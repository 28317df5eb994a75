/** Writes into the embedded database of DATA_DIR, with checkpoints in between, and records what it was told is saved. */
import { sql } from 'drizzle-orm';
import { openSync } from 'node:fs';
import * as tables from '#drizzle/schema.ts';
import { newId } from '#domain/ids.ts';
import { openDatabase, type Transaction } from '#server/store/database.ts';
import { record } from './trace.ts';

const trace = openSync(process.env.TRACE_FILE ?? '', 'a');
const rounds = Number(process.env.ROUNDS);
const database = await openDatabase({
	dataDir: process.env.DATA_DIR ?? '',
	onWarning: () => {},
	onLost: (sentence) => {
		throw new Error(sentence);
	}
});

class TakenBack extends Error {}

const account = (email: string) => ({
	id: newId<'Account'>(),
	email,
	name: 'Ana',
	passwordHash: 'x'.repeat(400),
	createdAt: new Date(0)
});

async function save(name: string, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
	await database.transaction(work);
	record(trace, { kind: 'saved', what: name });
}

for (let round = 0; round < rounds; round++) {
	await Promise.all(
		Array.from({ length: 8 }, (_, n) => {
			const email = `ana-${round}-${n}@example.org`;
			return save(email, (tx) => tx.insert(tables.accounts).values(account(email)));
		})
	);
	// Every page of the table changes, so that a checkpoint has something to write.
	await save(`name-${round}`, (tx) => tx.update(tables.accounts).set({ name: `Ana ${round}` }));
	// More than fits into memory, and taken back: its pages reach the files, its rows must never be seen.
	if (round % 4 === 1)
		await database
			.transaction(async (tx) => {
				for (let n = 0; n < 10; n++)
					await tx
						.insert(tables.accounts)
						.values(Array.from({ length: 400 }, (_, m) => account(`ghost-${round}-${n}-${m}`)));
				throw new TakenBack();
			})
			.catch((error: unknown) => {
				if (!(error instanceof TakenBack)) throw error;
			});
	if (round % 12 === 11) await database.transaction((tx) => tx.execute(sql`checkpoint`));
}
process.exit(0);
