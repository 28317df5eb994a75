/** What belongs to the commitment beside the plan: hand-overs, decisions, the next date, later changes. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/commitment-bodies.ts';
import type { DecisionsView } from '#protocol/commitment-views.ts';
import type { PlanView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const handOver = (workshop: string, body: Body<typeof bodies.HandOver>): Promise<PlanView> =>
	post(`${at(workshop)}/follow-up/hand-over`, body);
export const setNextDate = (workshop: string, body: Body<typeof bodies.NextDate>): Promise<PlanView> =>
	post(`${at(workshop)}/next-date`, body);
export const changeSigned = (
	workshop: string,
	action: string,
	body: Body<typeof bodies.ChangeSigned>
): Promise<PlanView> => post(`${at(workshop)}/actions/${action}/changes`, body);
/** The own yes to an action that nobody owns any more. */
export const takeOver = (workshop: string, action: string, reason: string): Promise<PlanView> =>
	post(`${at(workshop)}/actions/${action}/take`, { reason });
export const readDecisions = (workshop: string): Promise<DecisionsView> => get(`${at(workshop)}/decisions`);
export const writeDecision = (workshop: string, body: Body<typeof bodies.NewDecision>): Promise<DecisionsView> =>
	post(`${at(workshop)}/decisions`, body);
export const decide = (workshop: string, decision: string, outcome: string): Promise<DecisionsView> =>
	post(`${at(workshop)}/decisions/${decision}/outcome`, { outcome });
