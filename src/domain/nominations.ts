/** Who is named to follow up: each person names one, secretly, and the room is asked in the order of the counts. */

/** Of fewer, whoever named somebody could tell whom the others named. */
export const FEWEST_NOMINATIONS = 3;

export interface NominationsShown {
	/** How many have named somebody. */
	readonly given: number;
	readonly isFacilitator: boolean;
	/** Somebody said yes to following up. */
	readonly isAccepted: boolean;
}

/**
 * Once the phase is over: who leads the room asks the most named; the room reads the counts with who said yes, so that
 * nobody is seen to have been asked in vain.
 */
export const showsNominations = ({ given, isFacilitator, isAccepted }: NominationsShown): boolean =>
	given >= FEWEST_NOMINATIONS && (isFacilitator || isAccepted);
