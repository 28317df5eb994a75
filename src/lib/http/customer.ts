/** The customer's points. */
import type * as v from 'valibot';
import { get, patch, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/point-bodies.ts';
import type { PointView } from '#protocol/point-views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;
type Points = Promise<readonly PointView[]>;
export type PointToSend = Body<typeof bodies.NewPoint>;
export type PointChange = Body<typeof bodies.ChangePoint>;
export type PointVerdict = Body<typeof bodies.CheckPoint>;

const at = (workshop: string, point = ''): string => `/workshops/${workshop}/points${point && `/${point}`}`;

export const listPoints = (workshop: string): Points => get(at(workshop));
export const addPoint = (workshop: string, body: PointToSend): Promise<PointView> => post(at(workshop), body);
export const changePoint = (workshop: string, point: string, body: PointChange): Promise<PointView> =>
	patch(at(workshop, point), body);
export const removePoint = (workshop: string, point: string): Points => post(`${at(workshop, point)}/remove`);
export const checkPoint = (workshop: string, point: string, body: PointVerdict): Promise<PointView> =>
	post(`${at(workshop, point)}/check`, body);
export const confirmPoints = (workshop: string, points: string[], on: boolean): Points =>
	post(`${at(workshop)}/confirm`, { points, on });
export const pinPoint = (workshop: string, point: string, on: boolean): Promise<PointView> =>
	post(`${at(workshop, point)}/pin`, { on });
export const joinPoint = (workshop: string, point: string, to: string | null): Points =>
	post(`${at(workshop, point)}/join`, { to });
