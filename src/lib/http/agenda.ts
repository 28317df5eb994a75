/** The agenda and its steps. */
import type { AgendaEdit } from '#domain/agenda-edit.ts';
import { get, post } from '#lib/http/request.ts';
import type { EditedAgendaView, NewStepView } from '#protocol/views.ts';

/** All of these deeds or none; `isUndo` for the way back of an earlier answer. */
export const editAgenda = (workshop: string, edits: readonly AgendaEdit[], isUndo = false): Promise<EditedAgendaView> =>
	post(`/workshops/${workshop}/agenda`, { edits, isUndo });
/** The steps that the template offers. */
export const listNewSteps = (workshop: string): Promise<readonly NewStepView[]> =>
	get(`/workshops/${workshop}/agenda/steps`);
