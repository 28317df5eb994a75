/** Questions to the customer: where each can be, in which order they stand, and which ask the same. */
import type { SyndicateId } from './ids.ts';

/**
 * `held`: waits for a moderator before the room sees it. `waiting`: in the queue. `handed-back`: its asker is asked for
 * another wording. `joined`: another question asks the same. The last four are places an open question can be given:
 * `dealt` to syndicates as an issue, `sent` to the customer, `parked` with somebody; `hidden` is out of the room's sight.
 */
export const QUESTION_STATES = [
	'held',
	'waiting',
	'being-answered',
	'answered',
	'handed-back',
	'joined',
	'dealt',
	'sent',
	'parked',
	'hidden'
] as const;
export type QuestionState = (typeof QUESTION_STATES)[number];

/** What the room sees of whoever asks. */
export const QUESTION_SHOWS = ['nobody', 'syndicate', 'name'] as const;
export type QuestionShows = (typeof QUESTION_SHOWS)[number];

/** Letters a question may have. */
export const QUESTION_LIMIT = 200;

/** How the queue is run; each can be turned while it runs. */
export interface QuestionRules {
	/** New questions are taken. */
	readonly takesNew: boolean;
	/** A question may be asked without a name. */
	readonly mayHideName: boolean;
	/** A moderator looks at each before the room sees it. */
	readonly approvedFirst: boolean;
}

/** They are open as long as nobody answered them and nobody gave them a place. */
const OPEN: readonly QuestionState[] = ['held', 'waiting', 'being-answered', 'handed-back'];
export const hasNoPlace = ({ state }: { readonly state: QuestionState }): boolean => OPEN.includes(state);

/** Who may be shown a question: the room, or its moderators (and its asker) alone. */
export const OUT_OF_SIGHT: readonly QuestionState[] = ['held', 'handed-back', 'joined', 'hidden'];
export const isSeenByRoom = ({ state }: { readonly state: QuestionState }): boolean => !OUT_OF_SIGHT.includes(state);

export const QUESTION_ORDERS = ['votes', 'oldest', 'least-heard'] as const;
export type QuestionOrder = (typeof QUESTION_ORDERS)[number];

interface Ordered {
	readonly id: string;
	readonly state: QuestionState;
	readonly syndicateId: SyndicateId | null;
	readonly votes: number;
	readonly isPinned: boolean;
	/** ISO instant. */
	readonly askedAt: string;
}

/**
 * The order of those that wait, pinned ones first. `least-heard`: questions of syndicates that had the fewest answered
 * come first; one that shows no syndicate stands behind those that do, for putting it elsewhere would say whose it is.
 */
export function inOrder<Question extends Ordered>(
	questions: readonly Question[],
	order: QuestionOrder
): readonly Question[] {
	const heard = new Map<SyndicateId, number>();
	for (const { state, syndicateId } of questions) {
		if (syndicateId !== null && (state === 'answered' || state === 'being-answered'))
			heard.set(syndicateId, (heard.get(syndicateId) ?? 0) + 1);
	}
	const turn = ({ syndicateId }: Question) =>
		syndicateId === null ? Number.MAX_SAFE_INTEGER : (heard.get(syndicateId) ?? 0);
	const byAge = (one: Question, other: Question) =>
		one.askedAt.localeCompare(other.askedAt) || one.id.localeCompare(other.id);
	const byVotes = (one: Question, other: Question) => other.votes - one.votes || byAge(one, other);
	const by = {
		votes: byVotes,
		oldest: byAge,
		'least-heard': (one: Question, other: Question) => turn(one) - turn(other) || byVotes(one, other)
	}[order];
	return questions.toSorted((one, other) => Number(other.isPinned) - Number(one.isPinned) || by(one, other));
}
