/** Letters of the follow-up: whom they reach, and what they hold before it becomes text and HTML. */
import type { ContactId, PersonId } from './ids.ts';

/** Somebody letters go to: a person of the workshop, or a contact outside it. */
export type Recipient = `person:${string}` | `contact:${string}`;

export const toPerson = (id: PersonId): Recipient => `person:${id}`;
export const toContact = (id: ContactId): Recipient => `contact:${id}`;

/** In the order in which one mail of a day puts them; the first gives the subject. */
export const LETTER_KINDS = [
	'signed',
	/** Is this address yours? To whoever asked for the weekly letter; at once, like a code. */
	'subscribe',
	'confirm',
	'department-ask',
	'support-ask',
	'raise',
	'owner-letter',
	'quiet',
	'due-soon',
	'overdue',
	'offer',
	'support-answer',
	'digest',
	'day-30',
	'day-60',
	'day-90',
	'you-told-us',
	'note-led',
	'thanks',
	'heads-up',
	'suggestion-answer',
	'meeting',
	'test'
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** What a link of a letter stands for. Signed when the mail is made, for its reader alone. */
export type LetterTarget =
	/** A page of the product, from the origin on: `/w/…`. It opens for whoever has a seat. */
	| { readonly kind: 'page'; readonly path: string }
	/** A page that does one thing without a seat, with an answer chosen beforehand; it counts after one press there. */
	| {
			readonly kind: 'signed';
			readonly purpose: SignedPurpose;
			readonly subjectId: string;
			readonly value: string;
	  };

/**
 * `report`: on this action as this person. `own`: take it or not. `department`: answer an ask. `wishes`: less often, snooze,
 * stop. `support`: opens the request; the answer itself needs the sponsor's code. `subscribe`: yes to the weekly letter.
 */
export type SignedPurpose = 'report' | 'own' | 'department' | 'wishes' | 'support' | 'subscribe' | 'pulse';

export interface LetterLink {
	readonly label: string;
	readonly to: LetterTarget;
}

export type LetterBlock =
	| { readonly kind: 'heading'; readonly text: string }
	| { readonly kind: 'text'; readonly text: string; readonly tone?: 'quiet' | 'quote' | 'lead' }
	/** Answers one below the other. */
	| { readonly kind: 'links'; readonly links: readonly LetterLink[] }
	| { readonly kind: 'button'; readonly link: LetterLink }
	/** Actions: number, words, a line below, and how it stands in a word. */
	| {
			readonly kind: 'rows';
			readonly rows: readonly {
				readonly n: number | null;
				readonly text: string;
				readonly detail: string;
				readonly mark: { readonly health: string; readonly words: string } | null;
			}[];
	  }
	/** How many actions stand how, as a bar with its words. */
	| {
			readonly kind: 'counts';
			readonly counts: readonly { readonly health: string; readonly count: number }[];
			readonly words: string;
	  };

/** What one reason has to tell one reader; several make up the mail of a day. */
export interface LetterPart {
	readonly subject: string;
	readonly blocks: readonly LetterBlock[];
	/** It asks for an answer: three of those in a row without one, and nothing more is asked. */
	readonly asks: boolean;
	/** Somebody wrote it by hand to this reader: it goes whatever was left unanswered before. */
	readonly isByHand?: boolean;
	/** A meeting to put into a calendar. */
	readonly meeting?: {
		readonly title: string;
		readonly startsAt: string;
		readonly minutes: number;
		readonly words: string;
	};
}

/** What whoever follows up wrote over a draft. */
export interface LetterEdits {
	readonly headline?: string;
	readonly lines?: readonly string[];
	readonly thanks?: string;
	/** Ids of updates that are left out. */
	readonly without?: readonly string[];
}
