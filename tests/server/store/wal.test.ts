import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as tables from '#drizzle/schema.ts';
import { newId } from '#domain/ids.ts';
import { openDatabase } from '#server/store/database.ts';
import { testFolder } from '../../support/database.ts';

const alone = {
	onWarning: () => {},
	onLost: (sentence: string) => {
		throw new Error(sentence);
	}
};

const account = (email: string) => ({
	id: newId<'Account'>(),
	email,
	name: 'Ana',
	passwordHash: 'x',
	createdAt: new Date(0)
});

test(
	'[KEEP-4] a folder in which only the log was synced since the last full sync has every acknowledged row',
	{ timeout: 60_000 },
	async () => {
		const [live, image] = await Promise.all([testFolder(), testFolder()]);
		const database = await openDatabase({ dataDir: live.path, ...alone });
		await cp(join(live.path, 'database'), join(image.path, 'database'), { recursive: true });
		const emails = Array.from({ length: 60 }, (_, n) => `ana${String(n).padStart(2, '0')}@example.org`);

		for (const email of emails.slice(0, 20))
			await database.transaction((tx) => tx.insert(tables.accounts).values(account(email)));
		await Promise.all(
			emails.slice(20).map((email) => database.transaction((tx) => tx.insert(tables.accounts).values(account(email))))
		);
		const log = join('database', 'pg_wal');
		await rm(join(image.path, log), { recursive: true });
		await cp(join(live.path, log), join(image.path, log), { recursive: true });
		await database.close();
		const afterPowerCut = await openDatabase({ dataDir: image.path, ...alone });
		const found = await afterPowerCut.db.select({ email: tables.accounts.email }).from(tables.accounts);
		await afterPowerCut.close();

		expect(found.map(({ email }) => email).sort()).toEqual(emails);
		await Promise.all([live.remove(), image.remove()]);
	}
);
