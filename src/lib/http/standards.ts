/** The standards sheet and its versions. */
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
export const readStandardsDraft = (workshop: string): Promise<StandardsDraftView> =>
	get(`/workshops/${workshop}/standards/draft`);
export const makeStandards = (workshop: string, ticked: Ticked): Promise<readonly StandardsView[]> =>
	post(`/workshops/${workshop}/standards`, ticked);
export const agreeToStandards = (workshop: string, version: number, words: string): Promise<readonly StandardsView[]> =>
	post(`/workshops/${workshop}/standards/agree`, { version, words });
