/** What a request about issues may say. */
import * as v from 'valibot';
import { asId, type IssueId, type SyndicateId } from '#domain/ids.ts';
import { ISSUE_TITLE_LIMIT } from '#domain/issues.ts';
import { id, line } from './bodies.ts';

const syndicateId = v.pipe(
	id,
	v.transform((text): SyndicateId => asId(text))
);

/** An empty title: it is called by what it is made of. */
export const IssueTitle = v.object({ title: line(ISSUE_TITLE_LIMIT) });
export const JoinIssue = v.object({
	to: v.pipe(
		id,
		v.transform((text): IssueId => asId(text))
	)
});
export const TakeOut = v.object({ ref: v.pipe(v.string(), v.regex(/^(point|question):[\w-]{1,64}$/)) });
export const DealIssue = v.object({ syndicates: v.pipe(v.array(syndicateId), v.maxLength(12)) });
