/** The suggestion box. A word without a name has no other place where its writer could be found. */
import { and, asc, eq, max } from 'drizzle-orm';
import type { SuggestionAnswer } from '#domain/follow-up.ts';
import type { PersonId, SuggestionId, WorkshopId } from '#domain/ids.ts';
import { toPerson, type LetterPart } from '#domain/letters.ts';
import { Problem } from '#domain/problem.ts';
import { suggestionAnswers, suggestions, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { notify } from './notifications.ts';

export interface NewSuggestionRow {
	readonly id: SuggestionId;
	readonly workshopId: WorkshopId;
	readonly question: string;
	readonly text: string;
	readonly ref: string | null;
	readonly writtenBy: PersonId | null;
	readonly at: Date;
}

/** More than a house of forty writes in a year. */
const SUGGESTIONS_MOST = 1000;

const hold = (tx: Transaction, workshopId: WorkshopId) =>
	tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');

/** Sent twice it is one: its id is the device's. @throws Problem `too-many-notes`, `already-answered` */
export const addSuggestion = (database: Database, { at, ...suggestion }: NewSuggestionRow): Promise<void> =>
	database.transaction(async (tx) => {
		await hold(tx, suggestion.workshopId);
		const [known] = await tx.select().from(suggestions).where(eq(suggestions.id, suggestion.id));
		if (known) {
			if (known.workshopId === suggestion.workshopId && known.text === suggestion.text) return;
			throw new Problem('already-answered', 'This was sent before, with other words. Load the page again.');
		}
		const [last] = await tx
			.select({ n: max(suggestions.n) })
			.from(suggestions)
			.where(eq(suggestions.workshopId, suggestion.workshopId));
		if ((last?.n ?? 0) >= SUGGESTIONS_MOST) throw new Problem('too-many-notes', 'The box is full. Nothing was added.');
		await tx.insert(suggestions).values({ ...suggestion, n: (last?.n ?? 0) + 1, writtenAt: at });
	});

export interface NewAnswer {
	readonly workshopId: WorkshopId;
	readonly id: SuggestionId;
	readonly answer: SuggestionAnswer;
	readonly words: string;
	readonly answerBy: string | null;
	readonly ledTo: string | null;
	readonly answeredBy: PersonId;
	readonly at: Date;
}

/** The last one counts; whoever wrote it with their name is told. @throws Problem `not-found` */
export const answerSuggestion = (
	database: Database,
	{ workshopId, id, at, ...answer }: NewAnswer,
	partOf: (text: string) => LetterPart
): Promise<void> =>
	database.transaction(async (tx) => {
		const [suggestion] = await tx
			.select({ text: suggestions.text, writtenBy: suggestions.writtenBy })
			.from(suggestions)
			.where(and(eq(suggestions.workshopId, workshopId), eq(suggestions.id, id)))
			.for('update');
		if (!suggestion) throw new Problem('not-found', 'There is no such suggestion.');
		const [last] = await tx
			.select({ n: max(suggestionAnswers.n) })
			.from(suggestionAnswers)
			.where(eq(suggestionAnswers.suggestionId, id));
		const n = (last?.n ?? 0) + 1;
		await tx.insert(suggestionAnswers).values({ ...answer, suggestionId: id, n, answeredAt: at });
		if (suggestion.writtenBy === null || suggestion.writtenBy === answer.answeredBy) return;
		const told = { kind: 'suggestion-answer', subjectId: id, period: String(n) } as const;
		await notify(tx, {
			...{ ...told, workshopId, recipient: toPerson(suggestion.writtenBy) },
			...{ part: partOf(suggestion.text), notBefore: at, at }
		});
	});

export const suggestionsOf = (reading: Reading, workshopId: WorkshopId) =>
	reading.select().from(suggestions).where(eq(suggestions.workshopId, workshopId)).orderBy(asc(suggestions.n));

export const suggestionAnswersOf = (reading: Reading, workshopId: WorkshopId) =>
	reading
		.select({
			suggestionId: suggestionAnswers.suggestionId,
			answer: suggestionAnswers.answer,
			words: suggestionAnswers.words,
			answerBy: suggestionAnswers.answerBy,
			ledTo: suggestionAnswers.ledTo,
			answeredBy: suggestionAnswers.answeredBy,
			answeredAt: suggestionAnswers.answeredAt
		})
		.from(suggestionAnswers)
		.innerJoin(suggestions, eq(suggestions.id, suggestionAnswers.suggestionId))
		.where(eq(suggestions.workshopId, workshopId))
		.orderBy(asc(suggestionAnswers.n));
