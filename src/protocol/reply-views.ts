/** The reply to the customer, her words beside the plan, and points for another department, as the API answers them. */
import type { ActionId, IssueId, LinkId, PointId, SyndicateId } from '#domain/ids.ts';
import type { Health } from '#domain/plan.ts';

/** Something the customer told or was asked, as it stands now. */
export interface ToldView {
	/** `point:<id>` or `question:<id>`. */
	readonly ref: string;
	readonly kind: 'point' | 'question';
	/** Of a point. */
	readonly n: number | null;
	readonly text: string;
	/** Her exact words, not their sense. */
	readonly isQuote: boolean;
	/** To a question, where there is one. */
	readonly answer: string | null;
}

/** An action that came from what she told, after the plan was signed. */
export interface ReplyActionView {
	readonly n: number;
	readonly text: string;
	readonly health: Health;
	/** The last word about it, and of which day; without one the day it is due. */
	readonly latest: { readonly text: string; readonly writtenAt: string } | null;
	/** `YYYY-MM-DD`. */
	readonly dueOn: string | null;
}

export interface ReplyLineView {
	readonly issueId: IssueId;
	/** Never empty: a line of which everything was taken back is not shown. */
	readonly told: readonly ToldView[];
	/** "We will …", or why not. */
	readonly text: string;
	readonly isLeftOut: boolean;
	readonly actions: readonly ReplyActionView[];
}

export interface ReplyWordsView {
	readonly id: string;
	readonly kind: 'answer' | 'thanks';
	/** Null: about the whole reply. */
	readonly issueId: IssueId | null;
	readonly text: string;
	readonly writtenAt: string;
	readonly by: string;
	readonly mine: boolean;
}

/** What a customer reads. */
export interface ReplyView {
	/** Null: nothing is approved. Everything else is empty then. */
	readonly approved: { readonly by: string; readonly at: string } | null;
	readonly opening: string;
	readonly lines: readonly ReplyLineView[];
	/** Points that no line is about. */
	readonly also: readonly (ToldView & { readonly actions: readonly ReplyActionView[] })[];
	readonly praise: readonly ToldView[];
	/** Of the signing, once the plan is signed; ISO, UTC. */
	readonly signedAt: string | null;
	/** Her own; all of them for whoever follows up. */
	readonly words: readonly ReplyWordsView[];
}

/** A line that a syndicate wrote about an issue. */
export interface WrittenView {
	readonly ref: string;
	readonly tray: 'means' | 'could';
	readonly text: string;
	readonly syndicateId: SyndicateId;
}

export interface DeskLineView {
	readonly issueId: IssueId;
	readonly n: number;
	readonly title: string;
	/** Empty when everything was taken back: she will not read the line. */
	readonly told: readonly ToldView[];
	readonly text: string;
	readonly isLeftOut: boolean;
	readonly isEdited: boolean;
	/** What the syndicates wrote about it. */
	readonly written: readonly WrittenView[];
	/** Without a link, on the boards it was dealt to: it may be about this issue or another one. */
	readonly near: readonly WrittenView[];
}

/** What the facilitator writes the reply from. */
export interface ReplyDeskView {
	readonly opening: string;
	readonly lines: readonly DeskLineView[];
	/** `isChanged`: what stands here is not what she reads. */
	readonly approved: { readonly by: string; readonly at: string; readonly isChanged: boolean } | null;
	/** What she reads once this is approved. */
	readonly preview: ReplyView;
	/** Of the preview; sent along to approve exactly this. */
	readonly stamp: string;
	/** Lines without words that are not left out: nothing is approved before. */
	readonly open: number;
}

/** A point of the customer's that something comes from. */
export interface SaidView {
	readonly n: number;
	readonly text: string;
	readonly isQuote: boolean;
}

/** Her words beside what came of them; what came from none of them is not named. */
export interface HerWordsView {
	readonly actions: readonly { readonly id: ActionId; readonly said: readonly SaidView[] }[];
	/** By the ref of a standard's line. */
	readonly standards: readonly { readonly ref: string; readonly said: readonly SaidView[] }[];
}

/** A point that another department is to read. */
export interface ShareView {
	readonly point: PointId;
	readonly n: number;
	readonly text: string;
	readonly department: string;
	readonly askedAt: string;
	readonly answer: 'yes' | 'no' | null;
	readonly answeredAt: string | null;
	/** Whether this reader says yes or no. */
	readonly mayAnswer: boolean;
}

export interface SharesView {
	readonly shares: readonly ShareView[];
	/** Open links, for facilitators only. */
	readonly links: readonly { readonly id: LinkId; readonly department: string; readonly createdAt: string }[];
}

/** What another department reads by its link. */
export interface DepartmentView {
	readonly department: string;
	readonly company: string;
	readonly points: readonly {
		readonly n: number;
		readonly text: string;
		readonly isQuote: boolean;
		readonly kind: 'wish' | 'praise';
		/** Who said it; empty where it is not known which of the customers did. */
		readonly by: string;
		/** ISO, UTC. */
		readonly saidAt: string;
	}[];
}
