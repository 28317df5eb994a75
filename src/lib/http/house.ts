/** Our own house: how marks spread, customers' words, what is thin, the quiet request. */
import { get, post } from '#lib/http/request.ts';
import type { FeedbackView } from '#protocol/brief.ts';
import type { CoverageView, QuietlyAskedView, SpreadView } from '#protocol/views.ts';

const at = (workshop: string): string => `/workshops/${workshop}`;

export const readSpread = (workshop: string, step: string): Promise<SpreadView> =>
	get(`${at(workshop)}/steps/${step}/spread`);
export const readCoverage = (workshop: string): Promise<CoverageView> => get(`${at(workshop)}/coverage`);

/** Asks whoever is here and has no note in this step. */
export const askQuietly = (workshop: string, step: string): Promise<QuietlyAskedView> =>
	post(`${at(workshop)}/steps/${step}/quiet-request`);
export const putQuietlyAway = (workshop: string, step: string): Promise<void> =>
	post(`${at(workshop)}/steps/${step}/quiet-request/put-away`);

/** What was dealt to my syndicate; all lines for facilitators. */
export const listDealt = (workshop: string): Promise<readonly FeedbackView[]> => get(`${at(workshop)}/feedback/dealt`);
/** Read, and nothing follows from it; or not so after all. */
export const needsNoAction = (workshop: string, line: string, read: boolean): Promise<void> =>
	post(`${at(workshop)}/feedback/${line}/no-action`, { read });
/** Deals what is with nobody. */
export const dealFeedback = (workshop: string): Promise<{ readonly dealt: number }> =>
	post(`${at(workshop)}/feedback/deal`);
export const dealLine = (workshop: string, line: string, syndicate: string | null): Promise<void> =>
	post(`${at(workshop)}/feedback/${line}/deal`, { syndicate });
