/** What those who follow up read on Monday, and what they send from there. */
import type { ActionId, PersonId } from '#domain/ids.ts';
import type { Coming, Moved } from '#domain/monday-week.ts';
import type { Need } from '#domain/needs.ts';
import type { FollowNote } from '#domain/needs-notes.ts';

export interface FollowNoteView extends FollowNote {
	readonly id: string;
	/** Empty for whoever only reads along. */
	readonly words: string;
	readonly writtenBy: PersonId;
}

export interface NeedView extends Need {
	/** Oldest first. */
	readonly notes: readonly FollowNoteView[];
	/** ISO; until then nobody is written to about it again. Null: now. */
	readonly nudgeAgainAt: string | null;
}

/** How this workshop is followed up. */
export interface FollowSettingsView {
	readonly holidays: readonly string[];
	readonly quietAfterDays: number;
	/** Calendar day, the last one. */
	readonly until: string;
	/** As it was signed: without prolonging. */
	readonly firstUntil: string;
	readonly deputyRotates: boolean;
	/** The day on which both change places next; null where they do not. */
	readonly rotatesOn: string | null;
	readonly left: readonly PersonId[];
}

export interface MondayView {
	/** Calendar day in the workshop's time zone, and the time on its clocks, `HH:MM`. */
	readonly today: string;
	readonly time: string;
	readonly timezone: string;
	/** Weeks since the first letter, from 1; 0 before it. */
	readonly week: number;
	/** All, most urgent first. */
	readonly needs: readonly NeedView[];
	/** "Not needed yet". */
	readonly putAway: readonly NeedView[];
	readonly coming: readonly Coming[];
	readonly moved: readonly Moved[];
	/** Actions whose next reading is due, since which day. */
	readonly readingsDue: Readonly<Record<ActionId, string>>;
	readonly settings: FollowSettingsView;
	/** May write, ring, raise and put away; else only reads along. */
	readonly mayAct: boolean;
}

/** One workshop of several, with what needs somebody there. */
export interface MondayOfWorkshop {
	readonly id: string;
	readonly title: string;
	readonly company: string;
	readonly week: number;
	/** How many actions stand how. */
	readonly counts: Readonly<Partial<Record<string, number>>>;
	readonly needs: readonly (Need & {
		/** Of the action; null where it is about none. */
		readonly n: number | null;
		readonly text: string;
		/** Whom it is about; empty for nobody. */
		readonly person: string;
	})[];
}
