/** Monday of whoever follows up, and what is done from there. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/monday-bodies.ts';
import type { MondayOfWorkshop, MondayView } from '#protocol/monday-views.ts';
import type { PlanView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const readMonday = (workshop: string): Promise<MondayView> => get(`${at(workshop)}/monday`);
/** Of all workshops that whoever sits here follows up. */
export const readMondays = (): Promise<readonly MondayOfWorkshop[]> => get('/monday');
export const sendNudge = (workshop: string, body: Body<typeof bodies.SendNudge>): Promise<MondayView> =>
	post(`${at(workshop)}/monday/nudge`, body);
export const raiseRequest = (workshop: string, body: Body<typeof bodies.RaiseRequest>): Promise<MondayView> =>
	post(`${at(workshop)}/monday/raise`, body);
export const noteCall = (workshop: string, body: Body<typeof bodies.NoteCall>): Promise<MondayView> =>
	post(`${at(workshop)}/monday/call`, body);
export const putAway = (workshop: string, ref: string): Promise<MondayView> =>
	post(`${at(workshop)}/monday/put-away`, { ref });
export const takeBackNote = (workshop: string, note: string): Promise<MondayView> =>
	post(`${at(workshop)}/monday/notes/${note}/take-back`);
/** A letter that may or may not have gone was looked into. */
export const settleMail = (workshop: string, mail: string): Promise<MondayView> =>
	post(`${at(workshop)}/monday/mails/${mail}/settle`);
export const changeFollowSettings = (
	workshop: string,
	body: Body<typeof bodies.ChangeFollowSettings>
): Promise<MondayView> => post(`${at(workshop)}/follow-up/settings`, body);
/** Somebody left the company, or is back. */
export const personLeft = (workshop: string, personId: string, left: boolean): Promise<MondayView> =>
	post(`${at(workshop)}/follow-up/left`, { personId, left });
/** It looks for an owner; its syndicate is asked first. */
export const offerAction = (workshop: string, action: string, reason: string): Promise<PlanView> =>
	post(`${at(workshop)}/actions/${action}/offer`, { reason });
export const endOffer = (workshop: string, action: string): Promise<PlanView> =>
	post(`${at(workshop)}/actions/${action}/offer/end`);
