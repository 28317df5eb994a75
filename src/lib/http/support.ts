/** What is asked of management, and what management answers. */
import type * as v from 'valibot';
import { post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/support-bodies.ts';
import type { PlanView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const askSupport = (workshop: string, action: string, body: Body<typeof bodies.AskSupport>): Promise<PlanView> =>
	post(`${at(workshop)}/actions/${action}/support`, body);
/** Whom management talks to about a request, while it is open. */
export const changeContact = (workshop: string, request: string, personId: string): Promise<PlanView> =>
	post(`${at(workshop)}/support/${request}/contact`, { personId });
export const answerSupport = (
	workshop: string,
	request: string,
	body: Body<typeof bodies.AnswerSupport>
): Promise<PlanView> => post(`${at(workshop)}/support/${request}/answer`, body);
/** Management's word on a parked question, or on an action that was put aside. */
export const answerOutput = (workshop: string, body: Body<typeof bodies.AnswerOutput>): Promise<PlanView> =>
	post(`${at(workshop)}/outputs`, body);
