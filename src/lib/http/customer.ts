/** The customer's points. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { PointView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

export const listPoints = (workshop: string): Promise<readonly PointView[]> => get(`/workshops/${workshop}/points`);
export const addPoint = (workshop: string, body: Body<typeof bodies.NewPoint>): Promise<PointView> =>
	post(`/workshops/${workshop}/points`, body);
export const checkPoint = (workshop: string, point: string, body: Body<typeof bodies.CheckPoint>): Promise<PointView> =>
	post(`/workshops/${workshop}/points/${point}/check`, body);
