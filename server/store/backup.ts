/** A backup: everything an installation holds, as one file for either database, made while the server runs. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { StartRefusal } from '../start-refusal.ts';
import { look, type Place } from './look.ts';
import { rowCount, writePortable, type Progress } from './portable-file.ts';

export interface BackupOptions extends Place {
	readonly file: string;
	/** A file of that name may be replaced. */
	readonly force: boolean;
	readonly now: Date;
	readonly progress?: Progress;
}

export interface BackupMade {
	readonly file: string;
	readonly bytes: number;
	readonly rows: number;
	readonly madeAt: string;
}

/** @throws StartRefusal when the file is there already, or the installation is not */
export async function makeBackup({ file, force, now, progress, ...place }: BackupOptions): Promise<BackupMade> {
	const path = resolve(file);
	if (existsSync(path) && !force)
		throw new StartRefusal(`The file ${path} is there already. Take another name, or replace it with --force.`);
	if (!existsSync(dirname(path)))
		throw new StartRefusal(`The folder ${dirname(path)} does not exist. Make it first, or name a file elsewhere.`);
	const header = await look(place, dirname(path), (ask) => writePortable(path, ask, now, progress));
	return { file: path, bytes: (await stat(path)).size, rows: rowCount(header), madeAt: header.madeAt };
}
