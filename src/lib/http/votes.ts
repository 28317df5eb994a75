/** Votes and ratings of a step; targets are refs of notes or groups. */
import { get, post } from '#lib/http/request.ts';
import type { RatingsView, VotesView } from '#protocol/views.ts';

const at = (workshop: string, step: string): string => `/workshops/${workshop}/steps/${step}`;

export const readVotes = (workshop: string, step: string): Promise<VotesView> => get(`${at(workshop, step)}/votes`);
export const giveVote = (workshop: string, step: string, target: string): Promise<VotesView> =>
	post(`${at(workshop, step)}/votes`, { target });
export const takeVoteBack = (workshop: string, step: string, target: string): Promise<VotesView> =>
	post(`${at(workshop, step)}/votes/take-back`, { target });

export const readRatings = (workshop: string, step: string): Promise<RatingsView> =>
	get(`${at(workshop, step)}/ratings`);
/** 1 to 5. */
export const rate = (
	workshop: string,
	step: string,
	target: string,
	mark: number,
	why?: string
): Promise<RatingsView> => post(`${at(workshop, step)}/ratings`, { target, mark, why });
