/** Saved templates, and what is done to a workshop as a whole: duplicated, put away, its rehearsal ended. */
import type * as v from 'valibot';
import { get, patch, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/bodies.ts';
import type { SavedTemplateView, WorkshopView } from '#protocol/views.ts';

export const listTemplates = (): Promise<readonly SavedTemplateView[]> => get('/templates');
export const saveTemplate = (workshop: string, title: string): Promise<{ readonly id: string }> =>
	post(`/workshops/${workshop}/templates`, { title });
export const renameTemplate = (template: string, title: string): Promise<void> =>
	patch(`/templates/${template}`, { title });
export const removeTemplate = (template: string): Promise<void> => post(`/templates/${template}/remove`);

export const duplicateWorkshop = (
	workshop: string,
	body: v.InferInput<typeof bodies.DuplicateWorkshop>
): Promise<{ readonly id: string }> => post(`/workshops/${workshop}/duplicate`, body);
export const archiveWorkshop = (workshop: string, isArchived: boolean): Promise<void> =>
	post(`/workshops/${workshop}/archive`, { isArchived });
/** Nothing of the rehearsal remains; `title` is the workshop's, typed. */
export const endRehearsal = (workshop: string, title: string): Promise<WorkshopView> =>
	post(`/workshops/${workshop}/rehearsal/reset`, { title });
