/** Questions to the customer. One asked without a name keeps its syndicate only: the name is nowhere else. */
import { and, asc, count, eq, ne } from 'drizzle-orm';
import { newId, type PersonId, type QuestionId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import type { QuestionState } from '#domain/questions.ts';
import { questions, questionVotes, workshops } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';

export interface QuestionRow {
	readonly id: QuestionId;
	readonly text: string;
	readonly state: QuestionState;
	readonly answer: string | null;
	readonly askedBy: PersonId | null;
	readonly syndicateId: SyndicateId | null;
	readonly askedAt: Date;
	readonly votes: number;
}

export interface NewQuestion {
	readonly workshopId: WorkshopId;
	readonly text: string;
	/** Null: without a name. */
	readonly askedBy: PersonId | null;
	readonly syndicateId: SyndicateId | null;
	readonly at: Date;
}

export type Moderation =
	{ readonly deed: 'answer-now' | 'park' | 'hide' | 'wait' } | { readonly deed: 'answered'; readonly answer: string };

export interface QuestionPlace {
	readonly workshopId: WorkshopId;
	readonly id: QuestionId;
}

const columns = {
	id: questions.id,
	text: questions.text,
	state: questions.state,
	answer: questions.answer,
	askedBy: questions.askedBy,
	syndicateId: questions.syndicateId,
	askedAt: questions.askedAt
};

export class QuestionStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** Oldest first, hidden ones too. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly QuestionRow[]> {
		return questionsOf(this.#database.db, workshopId);
	}

	/** The questions of a workshop a person voted for. */
	async votedBy(workshopId: WorkshopId, personId: PersonId): Promise<ReadonlySet<QuestionId>> {
		const rows = await this.#database.db
			.select({ id: questionVotes.questionId })
			.from(questionVotes)
			.innerJoin(questions, eq(questions.id, questionVotes.questionId))
			.where(and(eq(questions.workshopId, workshopId), eq(questionVotes.personId, personId)));
		return new Set(rows.map(({ id }) => id));
	}

	ask({ at: askedAt, ...question }: NewQuestion): Promise<QuestionId> {
		return this.#database.transaction(async (tx) => {
			const id = newId<'Question'>();
			await tx.insert(questions).values({ id, ...question, askedAt });
			return id;
		});
	}

	/**
	 * Turns a person's one vote for a question on or off.
	 * @throws Problem `not-found` (a hidden one too: whoever votes does not see it)
	 */
	vote({ workshopId, id }: QuestionPlace, personId: PersonId, on: boolean, castAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const [question] = await tx
				.select({ id: questions.id })
				.from(questions)
				.where(and(eq(questions.workshopId, workshopId), eq(questions.id, id), ne(questions.state, 'hidden')))
				.for('share');
			if (!question) throw notFound();
			if (on) await tx.insert(questionVotes).values({ questionId: id, personId, castAt }).onConflictDoNothing();
			else
				await tx
					.delete(questionVotes)
					.where(and(eq(questionVotes.questionId, id), eq(questionVotes.personId, personId)));
		});
	}

	/**
	 * One question is being answered at a time: asking another puts the first back among those that wait.
	 * @throws Problem `not-found`
	 */
	moderate({ workshopId, id }: QuestionPlace, moderation: Moderation, at: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, workshopId);
			if (moderation.deed === 'answer-now') {
				await tx
					.update(questions)
					.set({ state: 'waiting' })
					.where(
						and(eq(questions.workshopId, workshopId), eq(questions.state, 'being-answered'), ne(questions.id, id))
					);
			}
			const changed = await tx
				.update(questions)
				.set(changeOf(moderation, at))
				.where(and(eq(questions.workshopId, workshopId), eq(questions.id, id)))
				.returning({ id: questions.id });
			if (changed.length === 0) throw notFound();
		});
	}
}

export async function questionsOf(reading: Reading, workshopId: WorkshopId): Promise<QuestionRow[]> {
	const rows = await reading
		.select(columns)
		.from(questions)
		.where(eq(questions.workshopId, workshopId))
		.orderBy(asc(questions.askedAt), asc(questions.id));
	const given = await reading
		.select({ id: questionVotes.questionId, votes: count() })
		.from(questionVotes)
		.innerJoin(questions, eq(questions.id, questionVotes.questionId))
		.where(eq(questions.workshopId, workshopId))
		.groupBy(questionVotes.questionId);
	const votes = new Map(given.map((row) => [row.id, row.votes]));
	return rows.map((row) => ({ ...row, votes: votes.get(row.id) ?? 0 }));
}

function changeOf(moderation: Moderation, answeredAt: Date) {
	switch (moderation.deed) {
		case 'answer-now':
			return { state: 'being-answered' } as const;
		case 'answered':
			return { state: 'answered', answer: moderation.answer, answeredAt } as const;
		case 'park':
			return { state: 'parked' } as const;
		case 'hide':
			return { state: 'hidden' } as const;
		case 'wait':
			return { state: 'waiting' } as const;
	}
}

/** Two facilitators who choose a question at once come one after the other. */
const oneModerator = (tx: Transaction, workshopId: WorkshopId) =>
	tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('no key update');

const notFound = (): Problem => new Problem('not-found', 'There is no such question.');
