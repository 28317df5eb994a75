/** From a cookie to the one who acts. Asked by every request and every upgrade. */
import { parse } from 'hono/utils/cookie';
import type { Actor } from '#domain/access.ts';
import type { WorkshopId } from '#domain/ids.ts';
import type { WorkshopState } from '#domain/workshop.ts';
import { hashToken } from './password.ts';
import type { Database } from './store/database.ts';
import { ActorStore, type Arrival } from './store/actors.ts';
import { sessionOf, stateOfWorkshop, type Session } from './store/sessions.ts';

export const SESSION_COOKIE = 'plenary';

export interface Access {
	/** @param header the request's `Cookie` */
	sessionOfCookie(header: string | undefined): Promise<Session | null>;
	actorIn(session: Session | null, workshopId: WorkshopId): Promise<Actor>;
	/** Both at once, with the workshop's state: forty pages that ask after each change ask the database once each. */
	arriving(header: string | undefined, workshopId: WorkshopId): Promise<Arrival | null>;
	/** Null for an unknown workshop. */
	stateOf(workshopId: WorkshopId): Promise<WorkshopState | null>;
}

/** Ours are 32 characters; nothing else is worth a look into the database. */
export function tokenOfCookie(header: string | undefined): string | null {
	const token = header === undefined ? undefined : parse(header, SESSION_COOKIE)[SESSION_COOKIE];
	return token !== undefined && /^[A-Za-z0-9_-]{32}$/.test(token) ? token : null;
}

export function createAccess({ db }: Pick<Database, 'db'>, now: () => Date): Access {
	const actors = new ActorStore(db);
	return {
		sessionOfCookie: async (header) => {
			const token = tokenOfCookie(header);
			return token === null ? null : sessionOf(db, hashToken(token), now());
		},
		actorIn: (session, workshopId) => actors.actorIn(session, workshopId),
		arriving: async (header, workshopId) => {
			const token = tokenOfCookie(header);
			return token === null ? null : actors.arriving(hashToken(token), workshopId, now());
		},
		stateOf: (workshopId) => stateOfWorkshop(db, workshopId)
	};
}
