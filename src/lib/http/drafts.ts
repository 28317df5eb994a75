/** Drafts before they are in the plan, small fixes, and marks on actions. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { ActionMarksView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const readMarks = (workshop: string): Promise<ActionMarksView> => get(`${at(workshop)}/actions/marks`);
export const markAction = (workshop: string, body: Body<typeof bodies.MarkAction>): Promise<ActionMarksView> =>
	post(`${at(workshop)}/actions/marks`, body);
