/** What is asked of management, and what management answers. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/support-bodies.ts';
import type { DepartmentAsksView, LinkCodeView, SponsorEmailView, WaitingCodeView } from '#protocol/support-views.ts';
import type { PlanView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const askSupport = (workshop: string, action: string, body: Body<typeof bodies.AskSupport>): Promise<PlanView> =>
	post(`${at(workshop)}/actions/${action}/support`, body);
/** Whom management talks to about a request, while it is open. */
export const changeContact = (workshop: string, request: string, personId: string): Promise<PlanView> =>
	post(`${at(workshop)}/support/${request}/contact`, { personId });
/** What may be decided, where the words came from a draft alone. */
export const sayAuthority = (
	workshop: string,
	request: string,
	body: Body<typeof bodies.SayAuthority>
): Promise<PlanView> => post(`${at(workshop)}/support/${request}/authority`, body);
export const answerSupport = (
	workshop: string,
	request: string,
	body: Body<typeof bodies.AnswerSupport>
): Promise<PlanView> => post(`${at(workshop)}/support/${request}/answer`, body);
/** Management's word on a parked question, or on an action that was put aside. */
export const answerOutput = (workshop: string, body: Body<typeof bodies.AnswerOutput>): Promise<PlanView> =>
	post(`${at(workshop)}/outputs`, body);
/** Whether this device needs the code of its link. */
export const readLinkCode = (workshop: string): Promise<LinkCodeView> => get(`${at(workshop)}/link-code`);
export const sendLinkCode = (workshop: string): Promise<void> => post(`${at(workshop)}/link-code`);
export const confirmLinkCode = (workshop: string, code: string): Promise<void> =>
	post(`${at(workshop)}/link-code/confirm`, { code });
/** Codes that no mail could carry, for facilitators. */
export const waitingCodes = (workshop: string): Promise<readonly WaitingCodeView[]> =>
	get(`${at(workshop)}/link-codes`);
export const readSponsorEmail = (workshop: string, person: string): Promise<SponsorEmailView> =>
	get(`${at(workshop)}/people/${person}/email`);
export const setSponsorEmail = (workshop: string, person: string, email: string): Promise<SponsorEmailView> =>
	post(`${at(workshop)}/people/${person}/email`, { email });
/** What other departments are asked for, and what they answered. */
export const readDepartmentAsks = (workshop: string): Promise<DepartmentAsksView> =>
	get(`${at(workshop)}/department-asks`);
export const askDepartment = (
	workshop: string,
	request: string,
	body: Body<typeof bodies.AskDepartment>
): Promise<DepartmentAsksView> => post(`${at(workshop)}/support/${request}/department`, body);
