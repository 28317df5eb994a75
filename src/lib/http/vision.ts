/** The room's lines: what waits, what is proposed. Each answer is the whole list. */
import { get, post } from '#lib/http/request.ts';
import type { OfferedView, ProposalView } from '#protocol/vision-views.ts';

const at = (workshop: string, step: string): string => `/workshops/${workshop}/steps/${step}`;

export const readWaiting = (workshop: string, step: string): Promise<readonly OfferedView[]> =>
	get(`${at(workshop, step)}/waiting`);
export const bringLine = (workshop: string, step: string, ref: string): Promise<readonly OfferedView[]> =>
	post(`${at(workshop, step)}/waiting/bring`, { ref });

export const readProposals = (workshop: string, step: string): Promise<readonly ProposalView[]> =>
	get(`${at(workshop, step)}/proposals`);
export const propose = (
	workshop: string,
	step: string,
	wording: { readonly zone: string; readonly line: string | null; readonly text: string }
): Promise<readonly ProposalView[]> => post(`${at(workshop, step)}/proposals`, wording);
export const voteForProposal = (
	workshop: string,
	step: string,
	proposal: string,
	on: boolean
): Promise<readonly ProposalView[]> => post(`${at(workshop, step)}/proposals/${proposal}/vote`, { on });
export const withdrawProposal = (workshop: string, step: string, proposal: string): Promise<readonly ProposalView[]> =>
	post(`${at(workshop, step)}/proposals/${proposal}/withdraw`);
export const takeProposal = (workshop: string, step: string, proposal: string): Promise<readonly ProposalView[]> =>
	post(`${at(workshop, step)}/proposals/${proposal}/take`);
