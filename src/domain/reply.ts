/** The reply to the customer: what they told us, beside what the syndicates want to do about it. */
import type { IssueId } from './ids.ts';

/** A reply as it was approved. What was told is kept as refs, and read where it stands: taken back, it is gone here too. */
export interface ApprovedReply {
	readonly opening: string;
	readonly lines: readonly ApprovedLine[];
	/** Points that belong to no issue, praise among them: `point:<id>`. */
	readonly also: readonly string[];
}

interface ApprovedLine {
	readonly issueId: IssueId;
	/** `point:<id>` and `question:<id>`, in the order in which they came. */
	readonly refs: readonly string[];
	/** "We will …", or why not. */
	readonly text: string;
	readonly isLeftOut: boolean;
}
