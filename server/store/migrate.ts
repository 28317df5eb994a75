/** Where the migrations of this release lie. Whoever runs them is alone on the database. */
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array, looseObject, parse } from 'valibot';

export const migrationsFolder = (): string => fileURLToPath(new URL('../../drizzle/migrations', import.meta.url));

/** Their hashes, the oldest first, as a migrated database names them. */
export const knownMigrations = (): readonly string[] =>
	readMigrationFiles({ migrationsFolder: migrationsFolder() }).map(({ hash }) => hash);

const Journal = looseObject({ entries: array(looseObject({})) });

/** A folder with the first `count` of them only: what an earlier release had. */
export async function olderMigrations(count: number, folder: string): Promise<string> {
	await cp(migrationsFolder(), folder, { recursive: true });
	const path = join(folder, 'meta/_journal.json');
	const journal = parse(Journal, JSON.parse(await readFile(path, 'utf8')));
	await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
	return folder;
}
