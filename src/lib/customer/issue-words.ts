import type { IssueSourceView, IssueView } from '#protocol/issue-views.ts';

export const sourceWords = ({ kind, n, text }: IssueSourceView, guest: string): string =>
	text ?? (kind === 'point' ? `${guest} took point ${n} back.` : 'A question that is not shown.');

/** What an issue is called: as it was named, else with the words it comes from. */
export const issueTitle = ({ title, sources }: IssueView, guest: string): string => {
	const [first] = sources;
	return title || (first ? sourceWords(first, guest) : '');
};
