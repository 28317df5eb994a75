/** What goes on in the weeks after beside the plan: questions, notices, suggestions, votes. */
import type * as v from 'valibot';
import { get, post } from '#lib/http/request.ts';
import type { DecisionsView } from '#protocol/commitment-views.ts';
import type { HeadsUpsView, NewHeadsUp } from '#protocol/heads-up.ts';
import type { AnswerAgain, AnswerPulse, BeforeAfterView } from '#protocol/pulse.ts';
import type { AnswerSuggestion, NewSuggestion, SuggestionsView } from '#protocol/suggestions.ts';
import type { ProlongView } from '#protocol/voting.ts';

const at = (workshop: string): string => `/workshops/${workshop}`;

export const readBeforeAfter = (workshop: string): Promise<BeforeAfterView> => get(`${at(workshop)}/before-after`);
export const answerPulse = (workshop: string, body: v.InferInput<typeof AnswerPulse>): Promise<void> =>
	post(`${at(workshop)}/pulse`, body);
export const answerAgain = (workshop: string, body: v.InferInput<typeof AnswerAgain>): Promise<void> =>
	post(`${at(workshop)}/baseline-again`, body);

export const readHeadsUps = (workshop: string): Promise<HeadsUpsView> => get(`${at(workshop)}/heads-ups`);
export const postHeadsUp = (workshop: string, body: v.InferInput<typeof NewHeadsUp>): Promise<HeadsUpsView> =>
	post(`${at(workshop)}/heads-ups`, body);
export const seeHeadsUp = (workshop: string, notice: string): Promise<HeadsUpsView> =>
	post(`${at(workshop)}/heads-ups/${notice}/seen`);
export const withdrawHeadsUp = (workshop: string, notice: string, because: string): Promise<HeadsUpsView> =>
	post(`${at(workshop)}/heads-ups/${notice}/withdraw`, { because });

export const readSuggestions = (workshop: string): Promise<SuggestionsView> => get(`${at(workshop)}/suggestions`);
export const writeSuggestion = (workshop: string, body: v.InferInput<typeof NewSuggestion>): Promise<SuggestionsView> =>
	post(`${at(workshop)}/suggestions`, body);
export const answerSuggestion = (
	workshop: string,
	suggestion: string,
	body: v.InferInput<typeof AnswerSuggestion>
): Promise<SuggestionsView> => post(`${at(workshop)}/suggestions/${suggestion}/answers`, body);

export const readProlong = (workshop: string): Promise<ProlongView> => get(`${at(workshop)}/prolong`);
export const voteProlong = (workshop: string, yes: boolean): Promise<ProlongView> =>
	post(`${at(workshop)}/prolong/vote`, { yes });
export const prolong = (workshop: string, until: string): Promise<ProlongView> =>
	post(`${at(workshop)}/prolong`, { until });

export const openVote = (workshop: string, decision: string): Promise<DecisionsView> =>
	post(`${at(workshop)}/decisions/${decision}/vote/open`);
export const closeVote = (workshop: string, decision: string): Promise<DecisionsView> =>
	post(`${at(workshop)}/decisions/${decision}/vote/close`);
export const voteOnDecision = (workshop: string, decision: string, yes: boolean): Promise<DecisionsView> =>
	post(`${at(workshop)}/decisions/${decision}/vote`, { yes });
