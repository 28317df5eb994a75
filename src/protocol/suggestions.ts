/** The suggestion box. */
import * as v from 'valibot';
import type { SuggestionAnswer } from '#domain/follow-up.ts';
import type { SuggestionId } from '#domain/ids.ts';
import type { SuggestionClock } from '#domain/suggestions.ts';
import { day, id, line, someLine } from './bodies.ts';

const actionRef = v.pipe(v.string(), v.regex(/^action:[\w-]{1,64}$/));

/** `id` is made by the device: sent twice, over a broken line, it is one suggestion. */
export const NewSuggestion = v.object({
	id,
	text: someLine(600),
	/** It answers this month's question. */
	isForQuestion: v.optional(v.boolean(), false),
	/** The action it is about. */
	ref: v.optional(v.nullable(actionRef), null),
	withName: v.optional(v.boolean(), false)
});
export const AnswerSuggestion = v.object({
	answer: v.picklist(['done', 'started', 'not-now', 'no']),
	words: line(400),
	/** The day on which a "not now" comes back. */
	answerBy: v.optional(v.nullable(day), null),
	/** The action it led to. */
	ledTo: v.optional(v.nullable(actionRef), null)
});

export interface SuggestionActionView {
	readonly n: number;
	readonly text: string;
}

export interface SuggestionView {
	readonly id: SuggestionId;
	/** As it was asked that month; empty for none. */
	readonly question: string;
	readonly text: string;
	/** What it is about. */
	readonly about: SuggestionActionView | null;
	/** Empty: without a name. */
	readonly by: string;
	readonly isMine: boolean;
	/** Calendar day: minutes would tell who sat there when one without a name came. */
	readonly writtenOn: string;
	readonly clock: SuggestionClock;
	/** Oldest first; the last one counts. */
	readonly answers: readonly {
		readonly answer: SuggestionAnswer;
		readonly words: string;
		readonly answerBy: string | null;
		readonly ledTo: SuggestionActionView | null;
		readonly by: string;
		readonly answeredAt: string;
	}[];
}

export interface SuggestionsView {
	/** What waits longest first, then the newest. */
	readonly suggestions: readonly SuggestionView[];
	/** Of this month. */
	readonly question: string;
	readonly answerWithinDays: number;
	readonly today: string;
	readonly mayWrite: boolean;
	readonly mayAnswer: boolean;
	/** What a suggestion may be about, and lead to. */
	readonly actions: readonly (SuggestionActionView & { readonly ref: string })[];
}
