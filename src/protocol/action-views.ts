/** What is read of an action once it is signed, beside the plan itself. */
import type { PersonId, ThanksId } from '#domain/ids.ts';

export interface ThanksView {
	readonly id: ThanksId;
	/** `action:<id>`, or the ref of a note. */
	readonly ref: string;
	readonly text: string;
	readonly from: PersonId;
	/** Whom it reached by name; empty where the author is not known, or not to this reader. */
	readonly to: readonly PersonId[];
	readonly givenAt: string;
}

/** The newest first. Customers read those they gave. */
export interface ThanksListView {
	readonly thanks: readonly ThanksView[];
}
