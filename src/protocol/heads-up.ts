/** Heads-up notices: a change that brings calls, told beforehand with what to say. */
import * as v from 'valibot';
import type { HeadsUpId, PersonId } from '#domain/ids.ts';
import { day, line, someLine } from './bodies.ts';

export const NewHeadsUp = v.object({
	what: someLine(200),
	startsOn: day,
	reason: someLine(400),
	questions: v.optional(v.pipe(v.array(v.object({ q: someLine(200), a: someLine(400) })), v.maxLength(12)), []),
	/** Posted although it comes sooner than it should; it is shown as that. */
	allTheSame: v.optional(v.boolean(), false)
});
export const Withdraw = v.object({ because: line(280) });

export interface HeadsUpView {
	readonly id: HeadsUpId;
	readonly n: number;
	readonly what: string;
	readonly startsOn: string;
	readonly reason: string;
	readonly questions: readonly { readonly q: string; readonly a: string }[];
	readonly postedBy: PersonId;
	readonly postedAt: string;
	/** Working days there were between the notice and the change. */
	readonly workingDays: number;
	readonly withdrawnAt: string | null;
	readonly withdrawnBecause: string;
	/** How many of how many participants have seen it; who, nobody is told. */
	readonly seen: number;
	readonly of: number;
	readonly isSeenByMe: boolean;
}

export interface HeadsUpsView {
	/** What begins next comes first, what has begun or was withdrawn last. */
	readonly headsUps: readonly HeadsUpView[];
	readonly workingDaysBefore: number;
	readonly today: string;
	readonly mayPost: boolean;
	/** Participants say that they have seen it. */
	readonly maySee: boolean;
}
