/** Questions to the customer as the API answers them, each reader in their own way. */
import type { PersonId, QuestionId, SyndicateId } from '#domain/ids.ts';
import type { QuestionRules, QuestionState } from '#domain/questions.ts';

export interface QuestionView {
	readonly id: QuestionId;
	readonly text: string;
	readonly state: QuestionState;
	readonly isPinned: boolean;
	/** Why it was handed back, for its asker and moderators; or why it was parked. */
	readonly reason: string | null;
	readonly joinedTo: QuestionId | null;
	readonly parkedWith: PersonId | null;
	readonly answer: string | null;
	/** The customer answered it by their link. */
	readonly isAnsweredLater: boolean;
	readonly promise: { readonly text: string; readonly by: string; readonly until: string } | null;
	/** Null when asked without a name, for everybody. */
	readonly askedBy: PersonId | null;
	/** Null when the asker shows the room nothing. */
	readonly syndicateId: SyndicateId | null;
	readonly votes: number;
	readonly votedByMe: boolean;
	/** Asked with the reader's name. What was asked without one, the asking device finds by its keys. */
	readonly mine: boolean;
	readonly askedAt: string;
}

export interface QuestionsView {
	readonly rules: QuestionRules;
	/** Oldest first. */
	readonly questions: readonly QuestionView[];
}
