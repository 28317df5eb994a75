/** What a syndicate tells the facilitator without words. */
import { post } from '#lib/http/request.ts';

const at = (workshop: string, syndicate: string): string => `/workshops/${workshop}/syndicates/${syndicate}`;

export const raiseHand = (workshop: string, syndicate: string, up: boolean): Promise<void> =>
	post(`${at(workshop, syndicate)}/hand`, { up });
export const lightReady = (workshop: string, syndicate: string, up: boolean): Promise<void> =>
	post(`${at(workshop, syndicate)}/ready`, { up });
