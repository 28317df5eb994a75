/** A Postgres server. One process serves one database: it holds an advisory lock as long as it lives. */
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import * as tables from '#drizzle/schema.ts';
import { StartRefusal } from '../start-refusal.ts';
import { databaseError, type Database, type DatabaseOptions } from './database.ts';
import { migrationsFolder } from './migrate.ts';
import type { Ask } from './portable-rows.ts';

/** Any number will do, as long as it is always this one: 'plenary' in ASCII. */
const lockKey = '31642692871090809';
/** A process that was just killed leaves its lock to the server's clean-up. */
const lockTries = 10;
const betweenTriesMs = 250;
/** The whole start has five seconds to succeed or to say why not. */
const connectSeconds = 3;

/**
 * The driver's own pauses between two tries grow to twenty seconds, shared by all connections: a database that is back
 * would be left alone for as long, with everything waiting that people write.
 */
const longestPauseSeconds = 0.5;
const pauseAfter = (failures: number): number =>
	(0.5 + Math.random() / 2) * Math.min(3 ** failures / 100, longestPauseSeconds);

const lookingOptions = {
	backoff: pauseAfter,
	connect_timeout: connectSeconds,
	onnotice: () => {},
	connection: { application_name: 'plenary' }
};

/** @throws StartRefusal when the server cannot be reached or another process serves this database */
export async function openPostgres({
	databaseUrl,
	onWarning,
	onLost
}: DatabaseOptions & { readonly databaseUrl: string }): Promise<Database> {
	const options = lookingOptions;
	let isClosing = false;
	const guard = postgres(databaseUrl, {
		...options,
		max: 1,
		idle_timeout: 0,
		max_lifetime: null,
		onclose: () => {
			if (isClosing || !isGuarding) return;
			onWarning('The connection to the database broke. It is being made again.');
			void guardAgain();
		}
	});
	let isGuarding = false;
	const takeLock = async (): Promise<boolean> => {
		const [row] = await guard`select pg_try_advisory_lock(${lockKey}::bigint) as taken`;
		return row?.taken === true;
	};
	/** The connection broke, and the lock with it: take it again, or stop before somebody else's process is disturbed. */
	const guardAgain = async (): Promise<void> => {
		isGuarding = false;
		while (!isClosing) {
			try {
				if (await takeLock()) isGuarding = true;
				else onLost('Another Plenary has taken over this database.', null);
				return;
			} catch {
				// The server is away. While it is, no other process can take the lock either.
				await wait(betweenTriesMs);
			}
		}
	};

	// The driver sends queries in a row over one connection, and a transaction that begins as the last of a full row holds
	// none: it fails, and what others ask next runs inside it. So transactions have connections of their own.
	const sql = postgres(databaseUrl, { ...options, max: 6 });
	const changing = postgres(databaseUrl, { ...options, max: 8 });
	const end = async (timeout = 3) => {
		isClosing = true;
		await Promise.all([sql, changing, guard].map((pool) => pool.end({ timeout })));
	};
	try {
		await reach(guard, databaseUrl);
		for (let tries = 1; !(await takeLock()); tries++) {
			if (tries === lockTries) throw new StartRefusal(alreadyServed(databaseUrl));
			await wait(betweenTriesMs);
		}
		isGuarding = true;
		await warnOfLoss(sql, onWarning);
		await migrate(drizzle(sql), { migrationsFolder: migrationsFolder() });
	} catch (error) {
		await end(0);
		throw error;
	}
	const transactions = drizzle(changing, { schema: tables });
	return {
		kind: 'postgres',
		db: drizzle(sql, { schema: tables }),
		transaction: (work) => pastDeadlocks(() => transactions.transaction(work)),
		statement: async (text, values) => {
			await sql.unsafe(text, [...values], { prepare: true });
		},
		ping: async () => {
			await sql`select 1`;
		},
		close: () => end()
	};
}

/** Deadlocks that one command is started again after; the next one is told. */
const DEADLOCKS = 3;

/**
 * Of two transactions that wait for each other Postgres ends one, with nothing of it done: it is started again, after
 * the other has gone on. Foreign keys lock rows that no command names, so an order of locks alone does not prevent it.
 */
async function pastDeadlocks<T>(run: () => Promise<T>): Promise<T> {
	for (let met = 0; ; met += 1) {
		try {
			return await run();
		} catch (error) {
			if (databaseError(error)?.code !== '40P01' || met === DEADLOCKS) throw error;
		}
	}
}

/**
 * Reads in one transaction that sees one moment, beside the server that may run.
 * @throws StartRefusal when the database cannot be reached
 */
export async function lookIntoPostgres<T>(databaseUrl: string, work: (ask: Ask) => Promise<T>): Promise<T> {
	const sql = postgres(databaseUrl, { ...lookingOptions, max: 1 });
	try {
		await reach(sql, databaseUrl);
		const results: T[] = [];
		await sql.begin('isolation level repeatable read read only', async (tx) => {
			results.push(await work((query) => tx.unsafe(query)));
		});
		for (const result of results) return result;
		throw new Error('The database ended the transaction without a word.');
	} finally {
		await sql.end({ timeout: 3 });
	}
}

/**
 * For a command that writes a row beside the server: no lock, and no change of the tables.
 * @throws StartRefusal when the database cannot be reached, or holds no installation of this release
 */
export async function openBesidePostgres(databaseUrl: string): Promise<Pick<Database, 'transaction' | 'close'>> {
	const sql = postgres(databaseUrl, { ...lookingOptions, max: 1 });
	const close = () => sql.end({ timeout: 3 });
	try {
		await reach(sql, databaseUrl);
		const [found] = await sql`select to_regclass('public.account_links') is not null as there`;
		if (found?.there !== true)
			throw new StartRefusal(
				`DATABASE_URL: the database at ${shown(databaseUrl)} holds no installation of this release. Start Plenary on it once, or name another database, for example DATABASE_URL=postgres://plenary:secret@localhost:5432/plenary`
			);
	} catch (error) {
		await close();
		throw error;
	}
	const db = drizzle(sql, { schema: tables });
	return { transaction: (work) => db.transaction(work), close };
}

/** Whether the database is more than empty tables. */
export const holdsRows = (databaseUrl: string): Promise<boolean> =>
	lookIntoPostgres(databaseUrl, async (ask) => {
		for (const table of ['accounts', 'workshops']) {
			const [found] = await ask(`select to_regclass('public.${table}') is not null as there`);
			if (found?.there !== true) continue;
			if ((await ask(`select 1 from ${table} limit 1`)).length > 0) return true;
		}
		return false;
	});

/** Whether a Plenary serves this database now. */
export const isServed = async (ask: Ask): Promise<boolean> => {
	const rows = await ask(
		`select 1 from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
		and ((classid::bigint << 32) | objid::bigint) = ${lockKey}`
	);
	return rows.length > 0;
};

async function reach(sql: postgres.Sql, databaseUrl: string): Promise<void> {
	try {
		// The driver's own limit begins anew with every connection, and one that is closed at once is followed by another.
		await Promise.race([sql`select 1`, wait(connectSeconds * 1000, undefined, { ref: false }).then(noAnswer)]);
	} catch (cause) {
		const why = cause instanceof Error ? cause.message || cause.name : String(cause);
		throw new StartRefusal(
			`DATABASE_URL: the database at ${shown(databaseUrl)} cannot be reached (${why}). Start it or correct the address, for example DATABASE_URL=postgres://plenary:secret@localhost:5432/plenary`
		);
	}
}

function noAnswer(): never {
	throw new Error('it does not answer as Postgres does');
}

const alreadyServed = (databaseUrl: string) =>
	`DATABASE_URL: the database at ${shown(databaseUrl)} is in use by another Plenary. Stop that one first, or name another database, for example DATABASE_URL=postgres://plenary:secret@localhost:5432/plenary2`;

/** Without the password. */
function shown(databaseUrl: string): string {
	const url = new URL(databaseUrl);
	return `${url.host}${url.pathname}`;
}

/** "Saved" is said of what the server has committed, so a commit has to mean the disk. */
async function warnOfLoss(sql: postgres.Sql, onWarning: (sentence: string) => void): Promise<void> {
	const [row] = await sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`;
	if (row?.fsync !== 'on')
		onWarning('The database runs with fsync off: a power cut can lose what is shown as saved. Set fsync = on.');
	if (row?.commit === 'off')
		onWarning(
			'The database runs with synchronous_commit off: a crash can lose what is shown as saved. Set synchronous_commit = on.'
		);
}
