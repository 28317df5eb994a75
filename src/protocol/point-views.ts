/** What the customer said, as everybody in the room reads it. */
import type { PersonId, PointId, SyndicateId } from '#domain/ids.ts';
import type { PointKind, PointState } from '#domain/points.ts';

export interface PointView {
	readonly id: PointId;
	readonly n: number;
	readonly kind: PointKind;
	readonly state: PointState;
	/** Null once taken back. */
	readonly text: string | null;
	/** How the scribe had it, where the customer corrected it. */
	readonly heardText: string | null;
	/** The customer's exact words. */
	readonly isQuote: boolean;
	/** When the customer looked at it. */
	readonly checkedAt: string | null;
	/** Which of several customers said it. */
	readonly saidBy: PersonId | null;
	/** The point that says the same and stays. */
	readonly joinedTo: PointId | null;
	/** Syndicates that want to discuss it, or one that is joined to it. */
	readonly pinnedBy: readonly SyndicateId[];
	readonly scribeSyndicateId: SyndicateId | null;
	readonly writtenAt: string;
}
