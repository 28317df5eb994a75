/** Thanks for an action or a note. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type { GiveThanks } from '#protocol/action-bodies.ts';
import type { ThanksListView } from '#protocol/action-views.ts';

export const readThanks = (workshop: string): Promise<ThanksListView> => get(`/workshops/${workshop}/thanks`);
export const giveThanks = (workshop: string, body: v.InferInput<typeof GiveThanks>): Promise<ThanksListView> =>
	post(`/workshops/${workshop}/thanks`, body);
export const takeThanksBack = (workshop: string, thanks: string): Promise<ThanksListView> =>
	post(`/workshops/${workshop}/thanks/${thanks}/take-back`);
