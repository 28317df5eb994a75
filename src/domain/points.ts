/** What the customer said: its kinds and states, and which points stand where. Pure. */
import type { SyndicateId } from './ids.ts';
import { facilitates, type PersonRole } from './workshop.ts';

export const POINT_KINDS = ['wish', 'praise'] as const;
export type PointKind = (typeof POINT_KINDS)[number];
export type PointState = 'as-said' | 'corrected' | 'taken-back';

/** Letters a point may have. */
export const POINT_LIMIT = 200;
/** Points of one workshop: more than anybody says in an hour. */
export const POINTS_LIMIT = 300;

interface Checked {
	readonly state: PointState;
	readonly checkedAt: string | Date | null;
}

/** The customer has not looked at it yet. */
export const isUnchecked = ({ state, checkedAt }: Checked): boolean => state === 'as-said' && checkedAt === null;

/** Whoever changes a point: a scribe those of the own syndicate, facilitators all. */
export interface Changer {
	readonly role: PersonRole;
	readonly syndicateId: SyndicateId | null;
}

interface Written extends Checked {
	readonly scribeSyndicateId: SyndicateId | null;
}

/** Typos and slips are mended by whoever wrote them down, until the customer has looked: from then on the words are hers. */
export const mayMend = (point: Written, { role, syndicateId }: Changer): boolean =>
	isUnchecked(point) &&
	(facilitates(role) ||
		((role === 'participant' || role === 'laptop') && syndicateId !== null && point.scribeSyndicateId === syndicateId));

/** Whether it is word for word, and who said it: the scribe as long as the point is theirs to mend, the customer always. */
export const mayMark = (point: Written, changer: Changer): boolean =>
	point.state !== 'taken-back' && (changer.role === 'customer' || facilitates(changer.role) || mayMend(point, changer));
