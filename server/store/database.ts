/**
 * The one handle on the database, the same for the embedded one (PGlite) and for a Postgres server. Reading goes through
 * `db`; every write goes through `transaction`, which resolves when what it wrote is on disk.
 */
import { DrizzleQueryError } from 'drizzle-orm/errors';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as tables from '#drizzle/schema.ts';

/** Inside a transaction: everything drizzle can do. Never await anything but the database in it: others wait. */
export type Transaction = PgDatabase<PgQueryResultHKT, typeof tables>;

/** Outside of a transaction: reading only. A transaction can stand in for it. */
export type Reading = Pick<Transaction, 'select' | 'selectDistinct' | 'selectDistinctOn' | '$count'>;

export interface Database {
	readonly kind: 'embedded' | 'postgres';
	readonly db: Reading;
	/**
	 * All or nothing. Resolves when the commit is on disk (embedded: the log is synced; Postgres: the server says so).
	 * Rejects with what `work` threw, or with the database's own error; see `violatedConstraint`.
	 */
	transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
	/**
	 * One statement that is a transaction of its own: for what is written many times a second, where building a query and
	 * three round trips cost ten times the write. Resolves when it is on disk; the texts should be few, they are kept.
	 */
	statement(text: string, values: readonly (string | number | Uint8Array)[]): Promise<void>;
	/** Resolves when the database answers. */
	ping(): Promise<void>;
	/** Waits for what runs, puts everything on disk, lets go of the lock. */
	close(): Promise<void>;
}

export interface DatabaseOptions {
	/** A Postgres server; without it the database is embedded and lies in `dataDir`. */
	readonly databaseUrl?: string | undefined;
	readonly dataDir: string;
	/** Something an operator should know, while the database goes on. */
	readonly onWarning: (sentence: string) => void;
	/** The database can no longer be relied on: the process has to stop. */
	readonly onLost: (sentence: string, cause: unknown) => void;
}

/**
 * Opens the database, alone on it, and brings its tables up to date.
 * @throws StartRefusal with the sentence for the terminal
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
	// One of the two drivers is enough, and each takes its time to load.
	if (options.databaseUrl === undefined) {
		const { openEmbedded } = await import('./embedded.ts');
		return openEmbedded(options);
	}
	const { openPostgres } = await import('./postgres.ts');
	return openPostgres({ ...options, databaseUrl: options.databaseUrl });
}

/**
 * The name of the constraint (or keeping trigger) that refused a write; null when the error is of another kind.
 * `plan_is_signed` and `<table>_append_only` come from triggers, the others are named in the schema.
 */
export function violatedConstraint(error: unknown): string | null {
	const refusal = databaseError(error);
	if (refusal === null || !refusal.code.startsWith('23')) return null;
	return refusal.constraint;
}

/** What may be logged of an error of the database: its own words can repeat what people wrote. */
export interface DatabaseError {
	readonly code: string;
	readonly constraint: string | null;
	readonly query: string | null;
}

/** Finds the database's error in what drizzle and the drivers wrap around it; null when there is none. */
export function databaseError(error: unknown): DatabaseError | null {
	let query: string | null = null;
	for (let cause = error; cause instanceof Error; cause = cause.cause) {
		if (cause instanceof DrizzleQueryError) query = cause.query;
		const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
		if (code === null || !/^[0-9A-Z]{5}$/.test(code)) continue;
		return { code, constraint: nameIn(cause, 'constraint') ?? nameIn(cause, 'constraint_name'), query };
	}
	return query === null ? null : { code: 'unknown', constraint: null, query };
}

function nameIn(error: object, key: string): string | null {
	const value = Object.entries(error).find(([name]) => name === key)?.[1];
	return typeof value === 'string' ? value : null;
}
