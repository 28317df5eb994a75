/** What is read of an action once it is signed, beside the plan itself. */
import type { ActionId, PersonId, ThanksId } from '#domain/ids.ts';

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

export interface StepView {
	readonly id: string;
	readonly actionId: ActionId;
	readonly n: number;
	readonly text: string;
	readonly dueOn: string | null;
	readonly doneAt: string | null;
	readonly writtenBy: PersonId;
}

export interface EvidenceView {
	readonly id: string;
	readonly actionId: ActionId;
	readonly text: string;
	/** Empty where there is none. */
	readonly figure: string;
	readonly writtenBy: PersonId;
	readonly writtenAt: string;
}

/** What a finished action asks of the next version of the standards. */
export interface StandardWishView {
	readonly id: string;
	readonly actionId: ActionId;
	readonly n: number;
	readonly line: string;
	readonly part: 'fixed' | 'mayDecide';
	readonly text: string;
	readonly writtenBy: PersonId;
	readonly writtenAt: string;
	/** The version that holds it; null while it waits. */
	readonly version: number | null;
}

export interface GrowthMapView {
	readonly actionId: ActionId;
	readonly lines: readonly { readonly from: string; readonly to: string; readonly how: string }[];
	readonly writtenBy: PersonId;
	readonly writtenAt: string;
}

/** Of all actions: what belongs to them since the signing, beside their updates. */
export interface AfterView extends ThanksListView {
	/** By action and number. */
	readonly steps: readonly StepView[];
	readonly evidence: readonly EvidenceView[];
	readonly wishes: readonly StandardWishView[];
	readonly maps: readonly GrowthMapView[];
	/** Actions for which this reader writes steps and the map. */
	readonly mayStep: readonly ActionId[];
	/** Days are those of this time zone. */
	readonly timezone: string;
	/** This reader makes the next version of the standards. */
	readonly mayGrow: boolean;
}

/** Everybody's small part of the day. */
export interface TodayView {
	/** Calendar day in the workshop's time zone. */
	readonly today: string;
	/** By name: nobody is first. */
	readonly parts: readonly { readonly personId: PersonId; readonly text: string; readonly isDone: boolean }[];
	readonly mayWrite: boolean;
}
