/** What pages show of the commitment: the log of decisions, and what belongs to the plan beside its actions. */
import type { DecisionId, PersonId, SyndicateId } from '#domain/ids.ts';
import type { ChangedPart } from '#domain/signed-changes.ts';
import type { VoteView } from './voting.ts';

export interface DecisionView {
	readonly id: DecisionId;
	/** Its number in the log. */
	readonly n: number;
	readonly what: string;
	readonly whoDecides: string;
	readonly wereStaffAsked: boolean;
	/** Calendar day; null where none is named. */
	readonly until: string | null;
	/** Empty while it is open. */
	readonly outcome: string;
	readonly decidedAt: string | null;
	readonly writtenBy: PersonId;
	readonly writtenAt: string;
	/** Null while it went to no vote. */
	readonly vote: VoteView | null;
}

export interface DecisionsView {
	/** In the order in which they were written down. */
	readonly decisions: readonly DecisionView[];
	/** This reader signed, and so votes. */
	readonly mayVote: boolean;
}

/** Who has signed, without the plan: what a device reads again with each signature. */
export interface SignaturesView {
	readonly signatures: readonly { readonly personId: PersonId; readonly signedAt: string }[];
}

export interface HandOverView {
	readonly fromId: PersonId;
	readonly toId: PersonId;
	readonly words: string;
	readonly handedAt: string;
}

export interface NextDateView {
	/** Calendar day in the workshop's time zone. */
	readonly heldOn: string;
	/** `HH:MM`; empty where no time is said. */
	readonly heldAt: string;
	readonly words: string;
}

/** A part of a signed action that is another by now. */
export interface SignedChangeView {
	readonly part: ChangedPart;
	/** As it was signed. */
	readonly signed: string;
	/** What it was changed to by this change. */
	readonly value: string;
	readonly reason: string;
	readonly changedBy: PersonId;
	readonly changedAt: string;
}

/** An action looks for an owner. */
export interface ActionOfferView {
	/** Asked first; null: everybody is. */
	readonly syndicateId: SyndicateId | null;
	readonly reason: string;
	readonly offeredAt: string;
}
