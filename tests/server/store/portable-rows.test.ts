import { PGlite } from '@electric-sql/pglite';
import { expect, test } from 'vitest';
import { headerOf, rowsOf, type Ask } from '#server/store/portable-rows.ts';

test('[KEEP-9] a backup takes many small rows at a time, and of large ones no more than four megabytes', async () => {
	const client = await PGlite.create();
	await client.exec(`create schema drizzle; create table drizzle.__drizzle_migrations (hash text, created_at bigint);
		create table mixed (number integer, "a word" text, bytes bytea, facts jsonb);
		insert into mixed select n, repeat('w', 10), '', '{}' from generate_series(1, 250) as n;
		insert into mixed select n, repeat('w', case when n % 3 = 0 then 1500000 else 0 end),
			decode(repeat('00', case when n % 3 = 1 then 900000 else 0 end), 'hex'),
			jsonb_build_object('words', repeat('w', case when n % 3 = 2 then 1500000 else 0 end))
			from generate_series(251, 262) as n;
		insert into mixed values (263, null, decode(repeat('00', 2500000), 'hex'), null);
		insert into mixed select n, null, null, null from generate_series(264, 300) as n`);
	const answers: { readonly rows: number; readonly characters: number }[] = [];
	const numbers: number[] = [];

	await client.transaction(async (tx) => {
		const ask: Ask = async (query) => {
			const { rows } = await tx.query<Record<string, unknown>>(query);
			if (/rows_of_backup/.test(query))
				answers.push({ rows: rows.length, characters: rows.reduce((sum, { row }) => sum + String(row).length, 0) });
			return rows;
		};
		const header = await headerOf(ask, new Date(0));
		for await (const row of rowsOf(ask, header)) numbers.push(JSON.parse(row).number);
	});
	await client.close();

	expect(numbers).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
	const tooLarge = answers.filter(({ rows, characters }) => rows > 1 && characters > 4.2 * 1024 * 1024);
	expect(tooLarge).toEqual([]);
	expect(answers.filter(({ rows, characters }) => rows === 1 && characters > 4.2 * 1024 * 1024)).toHaveLength(1);
	expect(answers.filter(({ rows }) => rows === 100)).toHaveLength(2);
});
