/** What the API answers about people beside the list of them. */
import type { LinkId, PersonId, StepId } from '#domain/ids.ts';

/** Somebody of the list who has not come yet, as the door shows them. */
export interface ExpectedView {
	readonly name: string;
	readonly department: string;
	/** The slug of the syndicate they were drawn to. */
	readonly syndicate: string | null;
}

/** What the door knows of a typed name: enough to say "that is me", nothing of anybody else. */
export interface NameView {
	/** Somebody of the list has this very name. Null for nobody, or somebody who has come already. */
	readonly listed: ExpectedView | null;
	/** Names of the list that may be meant, the nearest first; at most three. */
	readonly near: readonly ExpectedView[];
	/** Why this name cannot be taken, as a sentence; null when it can. */
	readonly taken: string | null;
}

/** Shown or printed once; the earlier code of this person has ended. */
export interface ReturnCodeView {
	readonly personId: PersonId;
	readonly returnCode: string;
}

/** Who was here on which day, `YYYY-MM-DD`, and from when on. */
export interface AttendanceView {
	readonly days: readonly string[];
	readonly people: readonly {
		readonly personId: PersonId;
		readonly heldOn: string;
		readonly firstAt: string;
	}[];
}

/** What somebody missed who came late. */
export interface MissedView {
	/** From the start of the first step until they came. */
	readonly minutes: number;
	readonly compass: string;
	readonly steps: readonly {
		readonly id: StepId;
		readonly number: number | null;
		readonly title: string;
		readonly prompt: string;
		/** The most voted ones that this reader may read, without names. */
		readonly notes: readonly { readonly text: string; readonly votes: number }[];
	}[];
	readonly running: { readonly id: StepId; readonly title: string; readonly phase: string | null } | null;
}

/** What merging two entries does, or did. */
export interface MergeView {
	/** The older entry. */
	readonly keeps: PersonId;
	readonly goes: PersonId;
	readonly votesMoved: number;
	/** Given to the same thing by both, or more than one person has. */
	readonly votesDropped: number;
	readonly devices: number;
}

/** A link of a laptop or an observer that holds. */
export interface SeatLinkView {
	readonly id: LinkId;
	readonly personId: PersonId;
	readonly createdAt: string;
}

/** Somebody who comes along with the customer was named. */
export interface MadeCustomerView {
	readonly id: PersonId;
}

/** Somebody was given another place to sit in, by the slugs of syndicates. */
export interface SatView {
	/** Where they sat before; null for nowhere. */
	readonly before: string | null;
}
