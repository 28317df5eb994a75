/** Opens an installation that is there, for a command that writes a row: never makes one. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefusal } from '../start-refusal.ts';
import { databaseFolder, unfinishedMark } from './database-folder.ts';
import { openDatabase, type Database } from './database.ts';
import type { Place } from './look.ts';

/**
 * The embedded database belongs to one process, so the server has to be stopped; a Postgres database is written beside it.
 * @throws StartRefusal when there is no installation, or it is in use
 */
export async function openInstallation(
	{ databaseUrl, dataDir }: Place,
	onWarning: (sentence: string) => void
): Promise<Pick<Database, 'transaction' | 'close'>> {
	if (databaseUrl !== undefined) {
		const { openBesidePostgres } = await import('./postgres.ts');
		return openBesidePostgres(databaseUrl);
	}
	if (!existsSync(join(databaseFolder(dataDir), 'PG_VERSION')) || existsSync(unfinishedMark(dataDir)))
		throw new StartRefusal(`The folder ${dataDir} holds no installation. Name its folder, for example DATA_DIR=./data`);
	const lost = (sentence: string): never => {
		throw new Error(sentence);
	};
	return openDatabase({ dataDir, onWarning, onLost: lost });
}
