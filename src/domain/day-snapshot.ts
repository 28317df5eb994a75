/** What is kept of a day when it is closed: the boards' words as they stood, without anything that names were hidden from. */
import type { PersonId, PointId, StepId, SyndicateId } from './ids.ts';

export interface DaySnapshot {
	/** In the order of the agenda; steps without a note are left out. */
	readonly boards: readonly {
		readonly step: StepId;
		/** Null for the room's own board. */
		readonly syndicateId: SyndicateId | null;
		readonly notes: readonly {
			readonly ref: string;
			readonly zone: string;
			/** Empty where these are the words of a customer's point: they are read from there, as long as they are there. */
			readonly text: string;
			readonly point?: PointId;
			/** Title of the group it is in; empty outside of any. */
			readonly group: string;
			readonly votes: number;
			/** Null where the names rule of the step hides the author. */
			readonly authorId: PersonId | null;
		}[];
	}[];
}
