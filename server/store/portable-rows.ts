/**
 * The rows of an installation as lines of text, alike from either database and for either: each is what Postgres itself
 * writes as JSON of a row, and reads as such. Nothing between the two looks into them.
 */
import { sql } from 'drizzle-orm';
import type { Transaction } from './database.ts';

/** A query within one transaction that sees one moment. */
export type Ask = (query: string) => Promise<readonly Record<string, unknown>[]>;

export interface PortableHeader {
	readonly plenary: 'backup';
	/** Of the file; a higher one is of a newer release. */
	readonly format: number;
	readonly madeAt: string;
	/** The hashes of the migrations that made the tables, the oldest first. */
	readonly migrations: readonly string[];
	/** In an order in which rows may be put in: what they refer to comes before them. */
	readonly tables: readonly { readonly name: string; readonly rows: number }[];
}

const rowsAtOnce = 100;
const bytesAtOnce = 4 * 1024 * 1024;

export async function headerOf(ask: Ask, madeAt: Date): Promise<PortableHeader> {
	const migrations = await ask('select hash from drizzle.__drizzle_migrations order by created_at');
	const tables: { name: string; rows: number }[] = [];
	for (const name of await tablesInOrder(ask)) {
		const [count] = await ask(`select count(*)::int as rows from ${quoted(name)}`);
		tables.push({ name, rows: Number(count?.rows) });
	}
	return {
		plenary: 'backup',
		format: 1,
		madeAt: madeAt.toISOString(),
		migrations: migrations.map(({ hash }) => String(hash)),
		tables
	};
}

/** The rows of all tables, in the order of the header; of large ones few are in memory at a time. */
export async function* rowsOf(ask: Ask, { tables }: PortableHeader): AsyncGenerator<string> {
	await ask(`set local timezone = 'UTC'`);
	// Both queries of a table go through it in the same order. Were it another one, counts would be worse and rows the same.
	await ask('set local synchronize_seqscans = off');
	for (const { name } of tables) {
		await ask(
			`declare sizes_of_backup no scroll cursor for select ${await sizeOfRow(ask, name)} as size from ${quoted(name)} as r`
		);
		await ask(
			`declare rows_of_backup no scroll cursor for select row_to_json(r)::text as row from ${quoted(name)} as r`
		);
		const counts = countsOf(sizesIn(ask));
		for (;;) {
			const next = await counts.next();
			const rows = await ask(`fetch ${next.done ? 1 : next.value} from rows_of_backup`);
			if (rows.length === 0) break;
			for (const { row } of rows) yield String(row);
		}
		await ask('close rows_of_backup');
		await ask('close sizes_of_backup');
	}
}

/** About how long the row will be as text. The length of bytes and words is known without reading them. */
async function sizeOfRow(ask: Ask, table: string): Promise<string> {
	const columns = await ask(
		`select attname::text as name, atttypid::regtype::text as type from pg_attribute
		where attrelid = '${quoted(table).replaceAll("'", "''")}'::regclass and attnum > 0 and not attisdropped`
	);
	const sizes = columns.map(({ name, type }) => {
		const column = `r.${quoted(String(name))}`;
		// Two digits a byte.
		if (type === 'bytea') return `coalesce(2 * octet_length(${column})::bigint, 0)`;
		if (type === 'text') return `coalesce(octet_length(${column}), 0)`;
		return /^json/.test(String(type)) ? `coalesce(octet_length(${column}::text), 0)` : '20';
	});
	return `(${['0', ...sizes].join(' + ')})::float8`;
}

async function* sizesIn(ask: Ask): AsyncGenerator<number> {
	for (;;) {
		const sizes = await ask(`fetch ${10 * rowsAtOnce} from sizes_of_backup`);
		if (sizes.length === 0) return;
		for (const { size } of sizes) yield Number(size);
	}
}

/** How many rows to take at a time: as many as there may be at once, and no more bytes unless one row alone has them. */
async function* countsOf(sizes: AsyncIterable<number>): AsyncGenerator<number> {
	let count = 0;
	let bytes = 0;
	for await (const size of sizes) {
		if (count > 0 && (count === rowsAtOnce || bytes + size > bytesAtOnce)) {
			yield count;
			count = 0;
			bytes = 0;
		}
		count += 1;
		bytes += size;
	}
	if (count > 0) yield count;
}

async function tablesInOrder(ask: Ask): Promise<readonly string[]> {
	const tables = await ask(
		`select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`
	);
	const references = await ask(
		`select conrelid::regclass::text as from_table, confrelid::regclass::text as to_table from pg_constraint
		where contype = 'f' and connamespace = 'public'::regnamespace and conrelid <> confrelid`
	);
	const waiting = new Set(tables.map(({ name }) => String(name)));
	const ordered: string[] = [];
	while (waiting.size > 0) {
		const free = [...waiting].filter(
			(name) => !references.some(({ from_table: from, to_table: to }) => from === name && waiting.has(String(to)))
		);
		if (free.length === 0) throw new Error(`The tables ${[...waiting].join(', ')} refer to each other in a circle.`);
		for (const name of free) waiting.delete(name);
		ordered.push(...free);
	}
	return ordered;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Puts the rows into the tables, which have to be empty. */
export async function putRows(tx: Transaction, { tables }: PortableHeader, rows: AsyncIterable<string>): Promise<void> {
	const source = rows[Symbol.asyncIterator]();
	for (const table of tables) {
		for (let left = table.rows; left > 0;) {
			const some = await upTo(Math.min(left, rowsAtOnce), source);
			left -= some.length;
			const name = sql.identifier(table.name);
			await tx.execute(
				sql`insert into ${name} overriding system value
					select * from json_populate_recordset(null::${name}, ${`[${some.join(',')}]`}::text::json)`
			);
		}
	}
	await countOn(tx, tables);
}

async function upTo(count: number, source: AsyncIterator<string>): Promise<readonly string[]> {
	const taken: string[] = [];
	for (let length = 0; taken.length < count && length < bytesAtOnce;) {
		const { done, value } = await source.next();
		if (done) throw new Error('The backup ends before its last row.');
		taken.push(value);
		length += value.length;
	}
	return taken;
}

/** Numbers that the database gives by itself go on after the highest one. */
async function countOn(tx: Transaction, tables: PortableHeader['tables']): Promise<void> {
	for (const { name } of tables) {
		await tx.execute(
			sql.raw(
				`do $$ declare given record; begin
					for given in select column_name::text as name from information_schema.columns
						where table_schema = 'public' and table_name = '${name.replaceAll("'", "''")}' and is_identity = 'YES'
					loop
						execute format('select setval(pg_get_serial_sequence(%L, %L), coalesce((select max(%I) from public.%I), 0) + 1, false)',
							'public.${name}', given.name, given.name, '${name}');
					end loop;
				end $$`
			)
		);
	}
}

export async function emptyTables(tx: Transaction, { tables }: PortableHeader): Promise<void> {
	await tx.execute(
		sql`truncate ${sql.join(
			tables.map(({ name }) => sql.identifier(name)),
			sql`, `
		)}`
	);
}

/**
 * Every document begins a new generation, with all it held: laptops that know more than the backup are told so, and
 * make their edits again. The same clocks of the same client ids would else stand for other words, and nobody would see.
 * An `erased` before stays: what was erased must not come back from a laptop.
 * @param generation at least this one
 */
export async function beginGenerations(tx: Transaction, generation: number): Promise<void> {
	const next = sql`greatest(d.generation + 1, ${generation}::int)`;
	for (const table of ['document_updates', 'document_snapshots', 'document_clients']) {
		const name = sql.identifier(table);
		await tx.execute(
			sql`delete from ${name} as r using documents as d where d.id = r.document_id and r.generation <> d.generation`
		);
		await tx.execute(sql`update ${name} as r set generation = ${next} from documents as d where d.id = r.document_id`);
	}
	await tx.execute(
		sql`update documents as d set generation = ${next}, ended_because = case when ended_because = 'erased' then 'erased' else 'restored' end`
	);
}

/**
 * A number for generations that no earlier restore has given, even one that nothing here knows of: two restores of one
 * backup must not lead to the same generation. Seconds since the first days of the product, at most nine digits.
 */
export const generationAt = (now: Date): number => Math.floor((now.getTime() - Date.UTC(2026, 0, 1)) / 1000);
