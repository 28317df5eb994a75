/** What the customer raised, and which syndicates discuss it. */
import { get, post } from '#lib/http/request.ts';
import type { IssuesView } from '#protocol/issue-views.ts';

const at = (workshop: string, issue = '', deed = ''): string =>
	[`/workshops/${workshop}/issues`, issue, deed].filter(Boolean).join('/');

export const listIssues = (workshop: string): Promise<IssuesView> => get(at(workshop));
/** Makes an issue of whatever is in none, and deals what too few syndicates have. */
export const gatherIssues = (workshop: string): Promise<IssuesView> => post(at(workshop, 'gather'));
export const nameIssue = (workshop: string, issue: string, title: string): Promise<IssuesView> =>
	post(at(workshop, issue, 'title'), { title });
export const joinIssue = (workshop: string, issue: string, to: string): Promise<IssuesView> =>
	post(at(workshop, issue, 'join'), { to });
export const takeOutOfIssue = (workshop: string, issue: string, ref: string): Promise<IssuesView> =>
	post(at(workshop, issue, 'take-out'), { ref });
export const dealIssue = (workshop: string, issue: string, syndicates: readonly string[]): Promise<IssuesView> =>
	post(at(workshop, issue, 'deal'), { syndicates });
