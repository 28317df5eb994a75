/** The brief, the sponsor's promise, what is attached, and customers' words: bodies and answers. */
import * as v from 'valibot';
import { FEEDBACK_LIMIT, FEEDBACK_LINES } from '#domain/feedback.ts';
import type { SyndicateId } from '#domain/ids.ts';
import type { SponsorTaskNow } from '#domain/brief.ts';
import type { BriefQuestion, CustomerBrief, LeaderNote } from '#domain/template.ts';
import { hours, id, line, someLine } from './bodies.ts';

const tried = { what: line(200), when: line(60), became: line(300) };

/** A row that was removed comes back with its id; `before` names the row it stands before. */
export const NewTried = v.object({ ...tried, id: v.optional(id), before: v.optional(v.nullable(id), null) });
export const TriedChange = v.partial(v.object(tried));
export const TriedMove = v.object({ before: v.nullable(id) });

/** What the sponsor writes. */
export const PromiseChange = v.partial(
	v.object({
		promise: line(1000),
		notOnTheTable: line(400),
		budget: line(200),
		hoursPerPerson: hours,
		whyHard: line(600)
	})
);
export const TickTask = v.object({ done: v.boolean() });

export const NewFeedback = v.object({
	lines: v.pipe(v.array(someLine(FEEDBACK_LIMIT)), v.minLength(1), v.maxLength(FEEDBACK_LINES))
});
export const ReadFeedback = v.object({ read: v.boolean() });
/** To a syndicate, or to nobody again. */
export const DealFeedback = v.object({ syndicate: v.nullable(id) });
export const RemoveFeedback = v.object({ lines: v.pipe(v.array(id), v.maxLength(FEEDBACK_LINES)) });

/** The template's words for the brief, as far as this reader is meant. */
export interface PreparationView {
	/** Facilitators only. */
	readonly asks: readonly BriefQuestion[];
	/** Facilitators and the sponsor. */
	readonly tasks: readonly SponsorTaskNow[];
	readonly leaderNotes: readonly LeaderNote[];
	/** Facilitators and the customer. */
	readonly customerBrief: CustomerBrief | null;
}

export interface AttachmentView {
	readonly id: string;
	readonly name: string;
	readonly mediaType: string;
	/** Bytes. */
	readonly size: number;
	readonly addedAt: string;
}

export interface FeedbackView {
	readonly id: string;
	readonly n: number;
	readonly text: string;
	/** Read, and nothing follows from it. */
	readonly isRead: boolean;
	/** Null while it is with nobody. */
	readonly syndicateId: SyndicateId | null;
	/** A note of some board links to it. */
	readonly isLinked: boolean;
}
