/** The plan, up to its signing. */
import type * as v from 'valibot';
import { get, patch, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { SignaturesView } from '#protocol/commitment-views.ts';
import type { PlanView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;
const action = (workshop: string, id: string): string => `${at(workshop)}/actions/${id}`;

export const readPlan = (workshop: string): Promise<PlanView> => get(`${at(workshop)}/plan`);
export const sendDraft = (workshop: string, body: Body<typeof bodies.SendDraft>): Promise<PlanView> =>
	post(`${at(workshop)}/plan/send`, body);
export const changeAction = (workshop: string, id: string, body: Body<typeof bodies.ActionChange>): Promise<PlanView> =>
	patch(action(workshop, id), body);
/** The owner's own yes, or its taking back. */
export const ownAction = (workshop: string, id: string, yes: boolean): Promise<PlanView> =>
	post(`${action(workshop, id)}/own`, { yes });
export const chooseAction = (workshop: string, id: string, body: Body<typeof bodies.ChooseAction>): Promise<PlanView> =>
	post(`${action(workshop, id)}/choose`, body);
/** Puts several aside in one act, each with its reason. */
export const cutPlan = (workshop: string, body: Body<typeof bodies.CutPlan>): Promise<PlanView> =>
	post(`${at(workshop)}/plan/cut`, body);
export const undoCut = (workshop: string, actions: readonly string[]): Promise<PlanView> =>
	post(`${at(workshop)}/plan/cut/undo`, { actions });
export const putOnFront = (workshop: string, id: string, front: boolean): Promise<PlanView> =>
	post(`${action(workshop, id)}/front`, { front });
export const joinAction = (workshop: string, id: string, into: string): Promise<PlanView> =>
	post(`${action(workshop, id)}/join`, { into });
export const separateAction = (workshop: string, id: string): Promise<PlanView> =>
	post(`${action(workshop, id)}/separate`);
export const nominate = (workshop: string, body: Body<typeof bodies.Nominate>): Promise<PlanView> =>
	post(`${at(workshop)}/appointments`, body);
export const answerAppointment = (
	workshop: string,
	role: Body<typeof bodies.Nominate>['role'],
	body: Body<typeof bodies.AnswerAppointment>
): Promise<PlanView> => post(`${at(workshop)}/appointments/${role}/answer`, body);
export const readSignatures = (workshop: string): Promise<SignaturesView> => get(`${at(workshop)}/plan/signatures`);
/** @param saw the plan as it was read, `PlanView.reading` */
export const sign = (workshop: string, saw?: string): Promise<PlanView> => post(`${at(workshop)}/plan/sign`, { saw });
/** Fixes the plan for good. */
export const closePlan = (workshop: string): Promise<PlanView> => post(`${at(workshop)}/plan/close`);
