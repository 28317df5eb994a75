/** Why it is hard to let people decide: what the sponsor says and what the staff says, side by side. */
import type { SyndicateId } from './ids.ts';

/** The cause by which an obstacle says that people may not decide it themselves. */
export const OF_AUTHORITY = 'Authority';

export interface StaffAnswer {
	readonly text: string;
	readonly syndicateId: SyndicateId;
	/** Who owns it today; empty where nobody was named. */
	readonly ownedBy: string;
}

export interface BothSides {
	readonly sponsor: string;
	/** In the order of the syndicates. */
	readonly staff: readonly StaffAnswer[];
}

/** An answer is shown beside the other one only: neither side reads first what the other has to say. */
export const bothSides = (sponsor: string, staff: readonly StaffAnswer[]): BothSides | null =>
	sponsor.trim() === '' || staff.length === 0 ? null : { sponsor: sponsor.trim(), staff };

/** Several choices of one field lie beside each other. */
export const isOfAuthority = (causes: string | number | undefined): boolean =>
	String(causes ?? '')
		.split('|')
		.includes(OF_AUTHORITY);
