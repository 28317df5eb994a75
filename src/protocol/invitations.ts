/** Accounts by one-time links: bodies and answers. */
import * as v from 'valibot';
import type { AccountId, LinkId, WorkshopId } from '#domain/ids.ts';
import type { InvitationState } from '#domain/invitation.ts';
import type { InvitedRole } from '#domain/links.ts';
import { NAME_LIMIT, type PersonRole } from '#domain/workshop.ts';
import { someLine } from './bodies.ts';

const email = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254));

export const NewInvitation = v.object({
	name: someLine(NAME_LIMIT),
	email,
	role: v.picklist(['co-facilitator', 'sponsor', 'follow-up-candidate'])
});
/** A new account's password, or that of the account which is there already. */
export const Redeem = v.object({ token: someLine(100), password: v.pipe(v.string(), v.maxLength(200)) });

export interface InvitationView {
	readonly id: LinkId;
	readonly name: string;
	readonly email: string;
	readonly role: InvitedRole;
	readonly state: InvitationState;
	readonly createdAt: string;
	readonly expiresAt: string;
	readonly usedAt: string | null;
}

/** The path holds the token and is shown once. */
export interface NewInvitationView extends InvitationView {
	readonly path: string;
}

/** An account that has a part in the workshop. */
export interface WorkshopAccountView {
	readonly id: AccountId;
	readonly name: string;
	readonly email: string;
	readonly role: PersonRole;
}

/** A link that sets a new password; the path is shown once. */
export interface NewPasswordLinkView {
	readonly path: string;
	readonly expiresAt: string;
}

/** What the link's page says before anything is done. */
export interface OneTimeView {
	readonly kind: 'invitation' | 'forgotten-password';
	readonly name: string;
	readonly email: string;
	readonly expiresAt: string;
	/** Null for a forgotten password. */
	readonly part: {
		readonly role: InvitedRole;
		readonly title: string;
		readonly invitedBy: string;
	} | null;
	/** There is an account of this address: it signs in, and makes no password. */
	readonly hasAccount: boolean;
}

export interface RedeemedView {
	/** Null for a forgotten password. */
	readonly workshopId: WorkshopId | null;
	readonly role: InvitedRole | null;
}
