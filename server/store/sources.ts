/** The rows a note may come from: what the customer said, what was asked. Notes are the documents' own. */
import { and, asc, eq, notInArray } from 'drizzle-orm';
import { OUT_OF_SIGHT } from '#domain/questions.ts';
import { customerPoints, feedbackLines, questions } from '#drizzle/schema.ts';
import type { PersonId, PointId, QuestionId, SyndicateId, WorkshopId } from '#domain/ids.ts';
import type { Database, Reading } from './database.ts';

export interface PointSource {
	readonly id: PointId;
	readonly kind: 'wish' | 'praise';
	/** Null once taken back. */
	readonly text: string | null;
	readonly syndicateId: SyndicateId | null;
}

export interface QuestionSource {
	readonly id: QuestionId;
	readonly text: string;
	readonly askedBy: PersonId | null;
	readonly syndicateId: SyndicateId | null;
}

export interface FeedbackSource {
	readonly id: string;
	readonly text: string;
	readonly syndicateId: SyndicateId | null;
}

export class SourceStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order in which they were said. */
	points(workshopId: WorkshopId): Promise<readonly PointSource[]> {
		return this.#database.db
			.select({
				id: customerPoints.id,
				kind: customerPoints.kind,
				text: customerPoints.text,
				syndicateId: customerPoints.scribeSyndicateId
			})
			.from(customerPoints)
			.where(eq(customerPoints.workshopId, workshopId))
			.orderBy(asc(customerPoints.n));
	}

	feedback(workshopId: WorkshopId): Promise<readonly FeedbackSource[]> {
		return feedbackOf(this.#database.db, workshopId);
	}

	/** Those that the room sees, oldest first. */
	questions(workshopId: WorkshopId): Promise<readonly QuestionSource[]> {
		return this.#database.db
			.select({
				id: questions.id,
				text: questions.text,
				askedBy: questions.askedBy,
				syndicateId: questions.syndicateId
			})
			.from(questions)
			.where(and(eq(questions.workshopId, workshopId), notInArray(questions.state, [...OUT_OF_SIGHT])))
			.orderBy(asc(questions.askedAt), asc(questions.id));
	}
}

/** Customers' words from before the day, in their order. */
export const feedbackOf = (db: Reading, workshopId: WorkshopId): Promise<readonly FeedbackSource[]> =>
	db
		.select({ id: feedbackLines.id, text: feedbackLines.text, syndicateId: feedbackLines.syndicateId })
		.from(feedbackLines)
		.where(eq(feedbackLines.workshopId, workshopId))
		.orderBy(asc(feedbackLines.n));
