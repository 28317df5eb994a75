/**
 * Branded ids: a string that says what it names. Only this file turns a plain string into one (`as`).
 * Ids are random and carry no right: knowing one opens nothing.
 */
export type Id<Kind extends string> = string & { readonly __id: Kind };

export type AccountId = Id<'Account'>;
export type SessionId = Id<'Session'>;
export type WorkshopId = Id<'Workshop'>;
export type SyndicateId = Id<'Syndicate'>;
export type PersonId = Id<'Person'>;
export type DocumentId = Id<'Document'>;
export type NoteId = Id<'Note'>;
export type GroupId = Id<'Group'>;
export type PointId = Id<'Point'>;
export type QuestionId = Id<'Question'>;
export type IssueId = Id<'Issue'>;
export type ActionId = Id<'Action'>;
export type SupportRequestId = Id<'SupportRequest'>;
export type SmallFixId = Id<'SmallFix'>;
export type DecisionId = Id<'Decision'>;
export type MailId = Id<'Mail'>;
export type LetterId = Id<'Letter'>;
export type ContactId = Id<'Contact'>;
export type ThanksId = Id<'Thanks'>;
export type HeadsUpId = Id<'HeadsUp'>;
export type SuggestionId = Id<'Suggestion'>;
export type LinkId = Id<'Link'>;
export type ProposalId = Id<'Proposal'>;

/** The activity's id in the template, also the `:step` of a URL: `experiences`, `house`. */
export type StepId = Id<'Step'>;
/** A zone of a board: `good`, `in-the-way`. */
export type ZoneId = Id<'Zone'>;
/** A field of a note or an action: `shownBy`. */
export type FieldId = Id<'Field'>;
/** A phase of a step: `write`, `share`. */
export type PhaseId = Id<'Phase'>;
/** A fractional-indexing key: sorts by plain string comparison. */
export type OrderKey = Id<'Order'>;

/** Random ids of documents, notes and groups look like this; anything else is refused at the edge. */
export const RANDOM_ID = /^[A-Za-z0-9_-]{8,40}$/;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** Fills the array with randomness; `crypto.getRandomValues` works on plain http and in Node alike. */
export type Randomness = (bytes: Uint8Array<ArrayBuffer>) => void;

const systemRandomness: Randomness = (bytes) => {
	crypto.getRandomValues(bytes);
};

/** A new random id of 16 characters (96 bits). */
export function newId<Kind extends string>(randomness: Randomness = systemRandomness): Id<Kind> {
	const bytes = new Uint8Array(16);
	randomness(bytes);
	let text = '';
	for (const byte of bytes) text += ALPHABET[byte & 63];
	return text as Id<Kind>;
}

/** Names a string that was checked elsewhere (a row, a validated body, the template) as an id. */
export const asId = <Kind extends string>(text: string): Id<Kind> => text as Id<Kind>;
