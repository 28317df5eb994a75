/** The page behind the secret link, how it is managed, and what asks for the weekly letter. */
import * as v from 'valibot';
import type { SaidDidCounts, SaidDidRow } from '#domain/said-did.ts';
import { someLine } from './bodies.ts';

/** What visitors of the progress page see. */
export interface ProgressView {
	readonly title: string;
	readonly company: string;
	readonly compass: string;
	readonly signedAt: string;
	/** How many signed. */
	readonly signed: number;
	/** Weeks since, from 0; each begins with its Monday. */
	readonly week: number;
	/** The day of the last word. */
	readonly updatedOn: string;
	/** Nobody has said a word yet: the first news comes on this day. Null from then on. */
	readonly firstNewsOn: string | null;
	readonly counts: SaidDidCounts;
	readonly rows: readonly SaidDidRow[];
	/** Stopped, tried and learned, declined, or put aside, each with its reason. */
	readonly notDone: readonly SaidDidRow[];
	/** Three measures of the front page with today's number. */
	readonly measures: readonly MeasureNow[];
	/** When everybody meets or hears again. */
	readonly nextOn: string | null;
}

export interface MeasureNow {
	readonly name: string;
	readonly unit: string;
	readonly before: number | null;
	readonly now: number | null;
	readonly target: number | null;
}

/** For everybody of the house. */
export interface ProgressHouseView {
	readonly isOn: boolean;
	/** This person agreed to stand there by name. */
	readonly isNamed: boolean;
	/** What outsiders see; null before the plan is signed. */
	readonly preview: ProgressView | null;
}

/** For whoever follows up or leads. */
export interface ProgressPageView {
	/** Null while the page is switched off. */
	readonly onSince: string | null;
	/** Who agreed to stand there by name. */
	readonly named: readonly string[];
	/** Who gets the weekly letter by this page. */
	readonly subscribers: { readonly confirmed: number; readonly waiting: number };
}

export const Subscribe = v.object({
	name: someLine(80),
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(254))
});
export const AgreeToName = v.object({ on: v.boolean() });
