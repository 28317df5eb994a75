/** Issues as the API answers them. */
import type { IssueId, SyndicateId } from '#domain/ids.ts';
import type { Dealing } from '#domain/issues.ts';

export interface IssueSourceView {
	/** `point:<id>` or `question:<id>`. */
	readonly ref: string;
	readonly kind: 'point' | 'question';
	/** Of a point; null for a question. */
	readonly n: number | null;
	/** Null once it was taken back, or is out of the room's sight. */
	readonly text: string | null;
}

export interface IssueView {
	readonly id: IssueId;
	readonly n: number;
	/** Empty: it is called by what it is made of. */
	readonly title: string;
	readonly sources: readonly IssueSourceView[];
	readonly syndicates: readonly SyndicateId[];
}

export interface IssuesView {
	readonly dealing: Dealing;
	/** By their number. */
	readonly issues: readonly IssueView[];
	/** Points and dealt questions that belong to no issue yet. */
	readonly loose: readonly IssueSourceView[];
}
