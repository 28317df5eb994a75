/** Owners of actions: how they are reached, what they want to learn. */
import { get, post } from '#lib/http/request.ts';
import type { CausesView, ClaimCodeView, OwnersView, OwnReachView } from '#protocol/owner-views.ts';

const at = (workshop: string): string => `/workshops/${workshop}/plan`;

export const readOwnReach = (workshop: string): Promise<OwnReachView> => get(`${at(workshop)}/own`);
/** Empty takes it away. */
export const leaveAddress = (workshop: string, email: string): Promise<OwnReachView> =>
	post(`${at(workshop)}/own/address`, { email });
export const writeWish = (workshop: string, text: string): Promise<OwnReachView> =>
	post(`${at(workshop)}/own/wish`, { text });
/** A new code of one's own; the one before ends. */
export const makeClaimCode = (workshop: string): Promise<ClaimCodeView> => post(`${at(workshop)}/own/claim-code`);
export const readOwners = (workshop: string): Promise<OwnersView> => get(`${at(workshop)}/owners`);
/** Codes for all owners who gave no address and have none. */
export const makeClaimCodes = (workshop: string): Promise<readonly ClaimCodeView[]> =>
	post(`${at(workshop)}/claim-codes`);
/** Another code for one owner, whose code before ends. */
export const renewClaimCode = (workshop: string, person: string): Promise<ClaimCodeView> =>
	post(`${at(workshop)}/claim-codes/${person}`);
export const readCauses = (workshop: string): Promise<CausesView> => get(`${at(workshop)}/causes`);
