/** The standards sheet and its versions. */
import type { BothSides } from '#domain/deciding.ts';
import { get, post } from '#lib/http/request.ts';
import type { StandardsDraftView, StandardsView } from '#protocol/vision-views.ts';

export interface Ticked {
	readonly lines: readonly {
		readonly ref: string;
		readonly fixed: readonly string[];
		readonly mayDecide: readonly string[];
	}[];
	readonly learn: readonly string[];
	readonly line: readonly string[];
}

/** The newest first. */
export const readStandards = (workshop: string): Promise<readonly StandardsView[]> =>
	get(`/workshops/${workshop}/standards`);
/** Null until the sponsor and the syndicates have both answered, and the syndicates' boards are closed. */
export const readDeciding = (workshop: string): Promise<BothSides | null> => get(`/workshops/${workshop}/deciding`);
export const readStandardsDraft = (workshop: string): Promise<StandardsDraftView> =>
	get(`/workshops/${workshop}/standards/draft`);
export const makeStandards = (workshop: string, ticked: Ticked): Promise<readonly StandardsView[]> =>
	post(`/workshops/${workshop}/standards`, ticked);
export const agreeToStandards = (workshop: string, version: number, words: string): Promise<readonly StandardsView[]> =>
	post(`/workshops/${workshop}/standards/agree`, { version, words });
