/** Votes of everybody who signed: on a decision, and whether the follow-up goes on. */
import * as v from 'valibot';
import { day } from './bodies.ts';

export const YesOrNo = v.object({ yes: v.boolean() });
export const Prolong = v.object({ until: day });

export interface VoteView {
	readonly isOpen: boolean;
	/** How many have voted, of how many who may. */
	readonly given: number;
	readonly of: number;
	/** This reader's own. */
	readonly mine: boolean | null;
	/** Only once it is closed, and not below five. */
	readonly result: { readonly yes: number; readonly no: number } | null;
}

export interface ProlongView extends VoteView {
	/** The first and the last day of the vote. */
	readonly opensOn: string;
	readonly lastDay: string;
	/** The last day of the follow-up as it stands. */
	readonly until: string;
	readonly isProlonged: boolean;
	readonly mayVote: boolean;
	/** Whoever leads or follows up sets the last day. */
	readonly mayProlong: boolean;
	readonly today: string;
	/** Fewer than these are not counted out. */
	readonly least: number;
}
