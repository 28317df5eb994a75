/** The servers that are measured, by name; all are started, filled and ended in the same way. */
import type { Child } from './child.ts';
import { mustGoOn } from './cleanup.ts';
import type { Seat } from './client.ts';
import { startEmbedded, startOnPostgres } from './ours.ts';
import { startHocuspocus, startStoredHocuspocus, startYwss } from './peers.ts';
import { startPostgres, type Postgres } from './postgres.ts';

export interface Running {
	/** Another one after a restart. */
	child(): Child;
	/** Where the database is a process of its own. */
	readonly databasePid: number | null;
	/** New rooms for so many people each. */
	rooms(people: readonly number[]): Promise<readonly (readonly Seat[])[]>;
	/** Does it keep documents over a restart? */
	readonly isStored: boolean;
	/** Ends it and starts it again on what it has stored. */
	restart(): Promise<void>;
	/** The same seat after a restart. */
	at(seat: Seat): Seat;
	end(): Promise<void>;
}

export const SERVERS = ['ours', 'ours-embedded', 'ywss', 'hocuspocus', 'hocuspocus-stored'] as const;
export type ServerName = (typeof SERVERS)[number];

export class Fleet {
	#postgres: Postgres | null = null;

	/** The servers of these that can run here. */
	async prepare(wanted: readonly ServerName[], tell: (text: string) => void): Promise<readonly ServerName[]> {
		if (!wanted.includes('ours')) return wanted;
		const postgres = await startPostgres();
		if (!('why' in postgres)) {
			this.#postgres = postgres;
			return wanted;
		}
		tell(`Ours is measured on the embedded database only: ${postgres.why}`);
		const embedded = wanted.filter((name) => name !== 'ours');
		return embedded.includes('ours-embedded') ? embedded : ['ours-embedded', ...embedded];
	}

	async start(name: ServerName): Promise<Running> {
		mustGoOn();
		switch (name) {
			case 'ours':
				if (!this.#postgres) throw new Error('There is no Postgres to run on.');
				return startOnPostgres(this.#postgres);
			case 'ours-embedded':
				return startEmbedded();
			case 'ywss':
				return startYwss();
			case 'hocuspocus':
				return startHocuspocus();
			case 'hocuspocus-stored':
				return startStoredHocuspocus();
		}
	}

	async end(): Promise<void> {
		await this.#postgres?.end();
	}
}
