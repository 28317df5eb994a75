/** What the parts of the server are made of. `serve.ts` opens it all; tests put in their own. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Access } from './access.ts';
import type { Config } from './config.ts';
import type { FollowUp } from './follow/follow-up.ts';
import type { LetterGround } from './follow/letter-desk.ts';
import type { Workshops } from './live/workshops.ts';
import type { Log } from './log.ts';
import type { Outbox } from './mail/outbox.ts';
import type { RoomPlace } from './room-place.ts';
import type { SetupLink } from './setup-link.ts';
import type { Database } from './store/database.ts';

/** What everything else stands on; the gateways are made from it. */
export interface Ground {
	readonly database: Database;
	readonly access: Access;
	readonly config: Config;
	readonly log: Log;
	readonly now: () => Date;
	readonly place: RoomPlace;
}

/** Takes over sockets. */
export interface Gateway {
	/** The Origin was checked; rights were not. */
	handle(request: IncomingMessage, socket: Duplex, head: Buffer): void | Promise<void>;
	/** Writes what is open to the database and closes every socket with 1012. */
	close(): Promise<void>;
}

export interface Deps extends Ground {
	readonly workshops: Workshops;
	readonly sync: Gateway;
	readonly live: Gateway;
	readonly setup: SetupLink;
	readonly outbox: Pick<Outbox, 'wake' | 'rest'>;
	readonly followUp: FollowUp;
	readonly letters: LetterGround;
}
