/** The letters of a follow-up, as those who follow up read and mend them. */
import type { LetterEdits, LetterKind } from '#domain/letters.ts';

/** What became of the mails of a letter; nobody is followed into their mail program. */
export interface LetterProof {
	/** Taken by the mail server. */
	readonly handedOver: number;
	/** Waiting for the reader's hours, or for the day's letter. */
	readonly waiting: number;
	/** Refused by the mail server, tried again. */
	readonly failed: number;
	/** Without an address, or without a mail server: passed on by somebody. */
	readonly byHand: number;
	/** May or may not have gone. */
	readonly unsure: number;
	/** Not told: stopped, snoozed, left. */
	readonly leftOut: number;
}

export interface EditionView {
	readonly id: string;
	readonly kind: LetterKind;
	/** `w4`, `day-30` */
	readonly period: string;
	readonly subject: string;
	readonly goesAt: string;
	readonly state: 'draft' | 'held' | 'sent' | 'skipped';
	/** Whom it reaches, or reached. */
	readonly readers: number;
	readonly sentAt: string | null;
	/** Null: by itself at its time. */
	readonly sentBy: string | null;
	readonly proof: LetterProof;
}

export interface LettersView {
	/** Drafts, the next one first. */
	readonly drafts: readonly EditionView[];
	/** Editions that went or were left out, the last one first. */
	readonly past: readonly EditionView[];
	/** The next that nobody can read yet; null after the last. */
	readonly ahead: {
		readonly kind: LetterKind;
		readonly goesAt: string;
		readonly draftAt: string;
		readonly readers: number;
	} | null;
	/** Letters that may or may not have gone, or whose address was refused, or that no mail server took for days. */
	readonly unsure: readonly {
		readonly why: 'unsure' | 'refused' | 'given up';
		readonly id: string;
		readonly to: string;
		readonly subject: string;
		readonly at: string;
	}[];
	/** Letters to pass on: how many. */
	readonly byHand: number;
	/** False where mails become files and drafts, for somebody to pass on. */
	readonly hasMailServer: boolean;
	/** What people were told, the last first. */
	readonly told: readonly {
		readonly to: string;
		readonly subject: string;
		readonly at: string;
		readonly how: 'mail' | 'hand' | 'waiting';
	}[];
	readonly mayWrite: boolean;
	readonly timezone: string;
	/** Calendar day there. */
	readonly today: string;
}

export interface DraftView extends EditionView {
	readonly headline: string;
	readonly lines: readonly string[];
	readonly thanks: string;
	readonly edits: LetterEdits;
	/** Updates of the week, which can be left out. */
	readonly updates: readonly {
		readonly id: string;
		readonly n: number;
		readonly by: string;
		readonly text: string;
		readonly isLeftOut: boolean;
	}[];
	/** Readers outside the house, who get no names. */
	readonly outside: number;
	readonly text: string;
	readonly html: string;
}

/** A letter that somebody has to pass on. */
export interface HandLetterView {
	readonly id: string;
	readonly to: string;
	/** On the people's list, or of somebody who was written to outside; empty where nobody knows one. */
	readonly address: string;
	/** Its reader left an address that nobody else reads. */
	readonly hasOwnAddress: boolean;
	/** It is for its reader alone: it comes without subject and text. */
	readonly isAlone: boolean;
	readonly subject: string;
	readonly text: string;
	readonly at: string;
}
