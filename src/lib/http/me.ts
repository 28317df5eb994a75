/** What somebody keeps for themselves. */
import type * as v from 'valibot';
import { get, patch, post, put } from '#lib/http/request.ts';
import type * as bodies from '#protocol/me-bodies.ts';
import type { MyPageView, NoteFatesView, OpenPagesView } from '#protocol/me-views.ts';

const at = (workshop: string): string => `/workshops/${workshop}/me`;

export const readMyPage = (workshop: string): Promise<MyPageView> => get(at(workshop));
/** Of all notes that led somewhere, and of those with the own name. */
export const readNoteFates = (workshop: string): Promise<NoteFatesView> => get(`${at(workshop)}/notes`);
export const writeSkill = (workshop: string, text: string): Promise<MyPageView> =>
	post(`${at(workshop)}/skills`, { text });
/** Empty words take the line away. */
export const changeSkill = (workshop: string, skill: string, text: string): Promise<MyPageView> =>
	patch(`${at(workshop)}/skills/${skill}`, { text });
export const consent = (workshop: string, body: v.InferInput<typeof bodies.Consent>): Promise<MyPageView> =>
	post(`${at(workshop)}/consents`, body);
export const changeMyLetters = (workshop: string, body: v.InferInput<typeof bodies.MyLetters>): Promise<MyPageView> =>
	put(`${at(workshop)}/letters`, body);
export const readOpenPages = (workshop: string): Promise<OpenPagesView> => get(`/workshops/${workshop}/open-pages`);
