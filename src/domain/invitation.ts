/** One-time links to an account: what they give, how long, and how they stand. */
import type { InvitedRole } from './links.ts';

export const INVITATION_DAYS = 7;
export const NEW_PASSWORD_MINUTES = 30;

export type InvitationState = 'waiting' | 'used' | 'expired' | 'withdrawn';

export interface OneTime {
	readonly expiresAt: Date;
	readonly usedAt: Date | null;
	readonly revokedAt: Date | null;
}

export const stateOfInvitation = ({ expiresAt, usedAt, revokedAt }: OneTime, now: Date): InvitationState =>
	usedAt !== null ? 'used' : revokedAt !== null ? 'withdrawn' : expiresAt <= now ? 'expired' : 'waiting';

/** The part as a person reads it, after "as". */
export const PART_WORDS = {
	'co-facilitator': 'co-facilitator',
	sponsor: 'sponsor',
	'follow-up-candidate': 'the one who could follow up'
} as const satisfies Record<InvitedRole, string>;
