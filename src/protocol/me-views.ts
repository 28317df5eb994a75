/** What somebody reads of themselves, and nobody else does. */
import type { ActionId, PersonId, StepId, SyndicateId } from '#domain/ids.ts';

export interface MyPageView {
	/** "What can you do now that you could not do before?" Oldest first. */
	readonly skills: readonly {
		readonly id: string;
		readonly text: string;
		readonly actionId: ActionId | null;
		readonly writtenAt: string;
	}[];
	readonly consents: readonly ('public-name' | 'open-page')[];
	readonly letters: {
		readonly timezone: string | null;
		readonly isMonthly: boolean;
		readonly stoppedAt: string | null;
		readonly snoozedUntil: string | null;
		/** Somebody who got a letter said that the address is not theirs: none comes until the person says it is. */
		readonly isDisowned: boolean;
	};
	/** With a name, the newest first; those without one nobody can find again. */
	readonly suggestions: readonly {
		readonly id: string;
		readonly text: string;
		/** The last one; null while there is none. */
		readonly answer: { readonly answer: string; readonly words: string } | null;
	}[];
}

/** A note of the room, and what became of it. */
export interface NoteFateView {
	readonly ref: string;
	readonly step: StepId;
	readonly text: string;
	readonly syndicateId: SyndicateId | null;
	/** Lines of the standards it became part of. */
	readonly standards: readonly string[];
	/** Numbers of actions it became part of. */
	readonly actions: readonly number[];
}

/**
 * All notes that led somewhere, without their authors: a device finds its own among them and tells nobody which. Those
 * with a name are known by their person, also where nothing came of them yet.
 */
export interface NoteFatesView {
	readonly fates: readonly NoteFateView[];
	/** Refs of the reader's own, as far as they carry a name. */
	readonly mine: readonly NoteFateView[];
}

/** For the sponsor: whose page is open. */
export interface OpenPagesView {
	readonly people: readonly PersonId[];
}
