/** What becomes of the plan. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { ProgressHouseView, ProgressPageView, ProgressView, Subscribe } from '#protocol/progress.ts';
import type { ChainView, NewLinkView, PlanView } from '#protocol/views.ts';

export const updateAction = (
	workshop: string,
	action: string,
	body: v.InferInput<typeof bodies.UpdateAction>
): Promise<PlanView> => post(`/workshops/${workshop}/actions/${action}/updates`, body);
/** From the action back to the first story. */
export const readChain = (workshop: string, action: string): Promise<ChainView> =>
	get(`/workshops/${workshop}/actions/${action}/chain`);
/** The page behind the secret link; anyone who has it may read. */
export const readProgress = (token: string): Promise<ProgressView> => get(`/progress/${token}`);

export const readProgressPage = (workshop: string): Promise<ProgressPageView> =>
	get(`/workshops/${workshop}/progress-page`);
/** A new secret address; the one before ends. */
export const switchProgressOn = (workshop: string): Promise<NewLinkView> =>
	post(`/workshops/${workshop}/progress-page/on`);
export const switchProgressOff = (workshop: string): Promise<void> => post(`/workshops/${workshop}/progress-page/off`);
/** What outsiders see, and whether the own name stands there. */
export const readProgressHouse = (workshop: string): Promise<ProgressHouseView> =>
	get(`/workshops/${workshop}/progress-page/house`);
export const agreeToName = (workshop: string, on: boolean): Promise<void> =>
	post(`/workshops/${workshop}/progress-page/my-name`, { on });
/** Asks for the weekly letter; the answer is the same for every address. */
export const subscribe = (token: string, body: v.InferInput<typeof Subscribe>): Promise<void> =>
	post(`/progress/${token}/subscribe`, body);
