/** What belongs to actions since the signing: steps, evidence, maps, what they ask of the standards; and today's parts. */
import type * as v from 'valibot';
import { get, patch, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/action-bodies.ts';
import type { AfterView, TodayView } from '#protocol/action-views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const of = (workshop: string, action: string): string => `/workshops/${workshop}/actions/${action}`;

export const readAfter = (workshop: string): Promise<AfterView> => get(`/workshops/${workshop}/after`);
export const addStep = (workshop: string, action: string, body: Body<typeof bodies.NewStep>): Promise<AfterView> =>
	post(`${of(workshop, action)}/steps`, body);
export const changeStep = (
	workshop: string,
	action: string,
	step: string,
	body: Body<typeof bodies.ChangeStep>
): Promise<AfterView> => patch(`${of(workshop, action)}/steps/${step}`, body);
export const showEvidence = (
	workshop: string,
	action: string,
	body: Body<typeof bodies.NewEvidence>
): Promise<AfterView> => post(`${of(workshop, action)}/evidence`, body);
export const takeEvidenceBack = (workshop: string, action: string, evidence: string): Promise<AfterView> =>
	post(`${of(workshop, action)}/evidence/${evidence}/take-back`);
export const writeMap = (workshop: string, action: string, body: Body<typeof bodies.GrowthMap>): Promise<AfterView> =>
	post(`${of(workshop, action)}/growth`, body);
export const wishStandard = (
	workshop: string,
	action: string,
	body: Body<typeof bodies.NewStandardWish>
): Promise<AfterView> => post(`${of(workshop, action)}/standard`, body);
export const takeWishBack = (workshop: string, action: string, wish: string): Promise<AfterView> =>
	post(`${of(workshop, action)}/standard/${wish}/take-back`);
/** The next version of the standards, with these wishes in it. */
export const growStandards = (workshop: string, wishes: readonly string[]): Promise<AfterView> =>
	post(`/workshops/${workshop}/standards/grow`, { wishes });

export const readToday = (workshop: string): Promise<TodayView> => get(`/workshops/${workshop}/today`);
/** Empty words take it away. */
export const writePart = (workshop: string, text: string): Promise<TodayView> =>
	post(`/workshops/${workshop}/today`, { text });
export const finishPart = (workshop: string, done: boolean): Promise<TodayView> =>
	post(`/workshops/${workshop}/today/finish`, { done });
