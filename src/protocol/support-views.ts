/** What the API answers about a sponsor's link and its code. */
import type { DepartmentAnswer } from '#domain/follow-up.ts';
import type { ActionId, PersonId, SupportRequestId } from '#domain/ids.ts';

export interface LinkCodeView {
	/** This device came by a link alone: what is decided for good waits for the code. */
	readonly needsCode: boolean;
	/** The first letter and the place of the address; null where nobody knows one: the code is handed over. */
	readonly sentTo: string | null;
	/** Until when the code that was made is good; null where there is none. */
	readonly endsAt: string | null;
}

/** A code that could not be mailed, for the facilitators of the workshop alone. */
export interface WaitingCodeView {
	readonly personId: PersonId;
	readonly code: string;
	readonly endsAt: string;
	readonly why: 'no-address' | 'no-server' | 'not-taken' | 'on-its-way';
}

export interface SponsorEmailView {
	readonly email: string | null;
}

/** A request that somebody of another department is to answer. */
export interface DepartmentAskView {
	readonly id: string;
	readonly requestId: SupportRequestId;
	readonly actionId: ActionId;
	readonly ask: string;
	readonly name: string;
	readonly department: string;
	readonly askedBy: PersonId;
	readonly askedAt: string;
	/** Oldest first; the last one counts. */
	readonly answers: readonly {
		readonly answer: DepartmentAnswer;
		readonly ownerName: string;
		readonly dueOn: string | null;
		readonly words: string;
		readonly answeredAt: string;
	}[];
}

export interface DepartmentAsksView {
	readonly asks: readonly DepartmentAskView[];
	/** Departments that were asked before. */
	readonly departments: readonly string[];
}

/** The own calendar: since when there is one. Its address is told once, when it is made. */
export interface CalendarFeedView {
	readonly madeAt: string | null;
}

export interface NewCalendarFeedView extends CalendarFeedView {
	/** `/calendar/….ics` */
	readonly path: string;
}
