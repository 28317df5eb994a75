/** What the API answers about the lines of a room: what waits, what is proposed, what was agreed. */
import type { PersonId, ProposalId, SyndicateId, ZoneId } from '#domain/ids.ts';
import type { StandardsLines } from '#domain/standards.ts';

/** What a syndicate brings to the room, and what of it waits. */
export interface OfferedView {
	readonly syndicateId: SyndicateId | null;
	/** So many stand on the room's board, or did. */
	readonly came: number;
	/** More came than the most voted few, since those at the cut have equal votes. */
	readonly isTied: boolean;
	/** The most voted first; a group is one sentence. */
	readonly waiting: readonly { readonly ref: string; readonly text: string; readonly votes: number }[];
}

/** A wording somebody offered. Whose it is, is known to nobody but themselves. */
export interface ProposalView {
	readonly id: ProposalId;
	readonly zone: ZoneId;
	/** The line it would replace, as a ref; null for a new one. */
	readonly line: string | null;
	readonly text: string;
	readonly syndicateId: SyndicateId | null;
	readonly state: 'open' | 'taken';
	readonly votes: number;
	readonly votedByMe: boolean;
	readonly mine: boolean;
}

/** A version of the standards as it was made. */
export interface StandardsView extends StandardsLines {
	readonly version: number;
	readonly compass: string;
	readonly madeBy: PersonId;
	/** ISO, UTC. */
	readonly madeAt: string;
	readonly agreed: { readonly by: PersonId; readonly at: string; readonly words: string } | null;
}

/** A sentence that can stand on the sheet, with the letter of the syndicate that wrote it. */
export interface WordingView {
	readonly text: string;
	/** Null where the room wrote it together. */
	readonly syndicateId: SyndicateId | null;
}

/** What the next version can be made of; the facilitator ticks, and never rewords. */
export interface StandardsDraftView {
	readonly compass: string;
	readonly lines: readonly {
		readonly ref: string;
		readonly text: string;
		readonly gains: string;
		readonly syndicates: readonly SyndicateId[];
		readonly warm: number;
		readonly quick: number;
		readonly fixed: readonly WordingView[];
		readonly mayDecide: readonly WordingView[];
	}[];
	readonly learn: readonly WordingView[];
	readonly line: readonly WordingView[];
}
