import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await testDatabase();
	await database.transaction((tx) => tx.execute(sql`create table counters (id int primary key, n int not null)`));
	await database.transaction((tx) => tx.execute(sql`insert into counters values (1, 0), (2, 0)`));
});
afterAll(() => database.close());

test('[START-12] two commands that wait for each other are both done, once each', async () => {
	const begun: (() => void)[] = [];
	const bothBegan = new Promise<void>((resolve) => {
		let n = 0;
		begun.push(() => {
			n += 1;
			if (n === 2) resolve();
		});
	});
	const count = (first: number, second: number) => {
		let tries = 0;
		return database.transaction(async (tx) => {
			tries += 1;
			await tx.execute(sql`update counters set n = n + 1 where id = ${first}`);
			// Each holds its first row before either asks for the other's.
			begun[0]?.();
			await bothBegan;
			await tx.execute(sql`update counters set n = n + 1 where id = ${second}`);
			return tries;
		});
	};

	const tries = await Promise.all([count(1, 2), count(2, 1)]);

	expect(await database.rows('select n from counters order by id')).toEqual([{ n: 2 }, { n: 2 }]);
	expect(tries.toSorted()).toEqual([1, 2]);
});
