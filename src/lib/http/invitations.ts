/** Accounts by one-time links. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type { NewInvitation } from '#protocol/invitations.ts';
import type {
	InvitationView,
	NewInvitationView,
	NewPasswordLinkView,
	OneTimeView,
	RedeemedView,
	WorkshopAccountView
} from '#protocol/invitations.ts';

const at = (workshop: string): string => `/workshops/${workshop}`;

export const listInvitations = (workshop: string): Promise<readonly InvitationView[]> =>
	get(`${at(workshop)}/invitations`);
export const invite = (workshop: string, body: v.InferInput<typeof NewInvitation>): Promise<NewInvitationView> =>
	post(`${at(workshop)}/invitations`, body);
export const withdrawInvitation = (workshop: string, invitation: string): Promise<void> =>
	post(`${at(workshop)}/invitations/${invitation}/withdraw`);
export const listAccounts = (workshop: string): Promise<readonly WorkshopAccountView[]> =>
	get(`${at(workshop)}/accounts`);
export const newPasswordLink = (workshop: string, account: string): Promise<NewPasswordLinkView> =>
	post(`${at(workshop)}/accounts/${account}/new-password`);

/** Uses nothing up: mail programs look at links by themselves. */
export const readOneTime = (token: string): Promise<OneTimeView> => get(`/account-links/${token}`);
export const redeem = (token: string, password: string): Promise<RedeemedView> =>
	post('/account-links/redeem', { token, password });
