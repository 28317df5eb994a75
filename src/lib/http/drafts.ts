/** Drafts before they are in the plan, small fixes, and marks on actions. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { ActionMarksView, DraftsView, SmallFixesView } from '#protocol/views.ts';

type Body<Schema extends v.GenericSchema> = v.InferInput<Schema>;

const at = (workshop: string): string => `/workshops/${workshop}`;

export const readMarks = (workshop: string): Promise<ActionMarksView> => get(`${at(workshop)}/actions/marks`);
export const markAction = (workshop: string, body: Body<typeof bodies.MarkAction>): Promise<ActionMarksView> =>
	post(`${at(workshop)}/actions/marks`, body);

export const readDrafts = (workshop: string): Promise<DraftsView> => get(`${at(workshop)}/drafts`);
/** The own yes to a draft, or its giving back. */
export const ownDraft = (workshop: string, ref: string, yes: boolean): Promise<DraftsView> =>
	post(`${at(workshop)}/drafts/own`, { ref, yes });
export const readSmallFixes = (workshop: string): Promise<SmallFixesView> => get(`${at(workshop)}/small-fixes`);
export const ownSmallFix = (workshop: string, ref: string, yes: boolean): Promise<SmallFixesView> =>
	post(`${at(workshop)}/small-fixes/own`, { ref, yes });
export const finishSmallFix = (workshop: string, id: string, done: boolean): Promise<SmallFixesView> =>
	post(`${at(workshop)}/small-fixes/${id}/finish`, { done });
