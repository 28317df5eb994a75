/** The weeks after the signing: settings of a workshop, and the words with which others answer. */
import type { PersonId } from './ids.ts';

/** Another department takes it on, with a name and a day, or says why not. */
export type DepartmentAnswer = 'accepted' | 'declined';

export type SuggestionAnswer = 'done' | 'started' | 'not-now' | 'no';

/** What a workshop may set otherwise than the template; kept as what differs. */
export interface FollowSettings {
	/** Calendar days on which nothing is sent, beside Saturdays and Sundays. */
	readonly holidays: readonly string[];
	/** The follow-up manager and the deputy change places every four weeks. */
	readonly deputyRotates: boolean;
	/** Participants who left the company: their actions look for an owner. */
	readonly left: readonly PersonId[];
}

export const FOLLOW_SETTINGS: FollowSettings = { holidays: [], deputyRotates: false, left: [] };

/** Weeks of a follow-up that nobody prolonged (template: `followUp.weeks`). */
export const FOLLOW_UP_WEEKS = 12;
