/** What the API answers about people beside the list of them. */
import type { PersonId } from '#domain/ids.ts';

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
