/** Letters of the follow-up: drafts, what went, what is to be passed on. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type * as bodies from '#protocol/letter-bodies.ts';
import type { DraftView, HandLetterView, LettersView } from '#protocol/letter-views.ts';

const at = (workshop: string): string => `/workshops/${workshop}/letters`;

export const readLetters = (workshop: string): Promise<LettersView> => get(at(workshop));
export const readDraft = (workshop: string, letter: string): Promise<DraftView> => get(`${at(workshop)}/${letter}`);
/** Letters without an address, or without a mail server, with their words. */
export const readHandLetters = (workshop: string): Promise<readonly HandLetterView[]> => get(`${at(workshop)}/by-hand`);
export const editLetter = (
	workshop: string,
	letter: string,
	edits: v.InferInput<typeof bodies.EditLetter>
): Promise<DraftView> => post(`${at(workshop)}/${letter}/edit`, edits);
export const holdLetter = (workshop: string, letter: string): Promise<DraftView> =>
	post(`${at(workshop)}/${letter}/hold`);
export const releaseLetter = (workshop: string, letter: string): Promise<DraftView> =>
	post(`${at(workshop)}/${letter}/release`);
export const skipLetter = (workshop: string, letter: string): Promise<LettersView> =>
	post(`${at(workshop)}/${letter}/skip`);
export const sendLetterNow = (workshop: string, letter: string): Promise<LettersView> =>
	post(`${at(workshop)}/${letter}/send`);
/** To whoever asks, and nobody else. */
export const sendTest = (workshop: string, letter: string): Promise<DraftView> =>
	post(`${at(workshop)}/${letter}/test`);
/** It went, or it is sent again. */
export const settleLetter = (workshop: string, mail: string, went: boolean): Promise<LettersView> =>
	post(`${at(workshop)}/mails/${mail}/settle`, { went });
export const passedOn = (workshop: string, mail: string): Promise<LettersView> =>
	post(`${at(workshop)}/mails/${mail}/passed-on`);
