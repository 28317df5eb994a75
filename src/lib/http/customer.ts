/** The customer's points and the room's questions. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { PointView, QuestionView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

export const listPoints = (workshop: string): Promise<readonly PointView[]> => get(`/workshops/${workshop}/points`);
export const addPoint = (workshop: string, body: Body<typeof bodies.NewPoint>): Promise<PointView> =>
	post(`/workshops/${workshop}/points`, body);
export const checkPoint = (workshop: string, point: string, body: Body<typeof bodies.CheckPoint>): Promise<PointView> =>
	post(`/workshops/${workshop}/points/${point}/check`, body);

export const listQuestions = (workshop: string): Promise<readonly QuestionView[]> =>
	get(`/workshops/${workshop}/questions`);
export const ask = (workshop: string, body: Body<typeof bodies.NewQuestion>): Promise<QuestionView> =>
	post(`/workshops/${workshop}/questions`, body);
export const voteForQuestion = (workshop: string, question: string, on: boolean): Promise<QuestionView> =>
	post(`/workshops/${workshop}/questions/${question}/vote`, { on });
export const moderate = (
	workshop: string,
	question: string,
	body: Body<typeof bodies.Moderate>
): Promise<QuestionView> => post(`/workshops/${workshop}/questions/${question}/moderate`, body);
