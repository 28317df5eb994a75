/** What is asked of management, and what management answers. A later, better answer is a new row. */
import { and, eq, max } from 'drizzle-orm';
import { newId, type PersonId, type SupportRequestId, type WorkshopId } from '#domain/ids.ts';
import type { SupportAnswer, SupportKind } from '#domain/plan.ts';
import { Problem } from '#domain/problem.ts';
import { people, supportAnswers, supportRequests } from '#drizzle/schema.ts';
import type { Database } from './database.ts';
import { holdPlan } from './plan-rows.ts';
import { findAction, type ActionPlace } from './plan.ts';

export interface NewSupportRequest {
	readonly kind: SupportKind;
	readonly ask: string;
	readonly askedBy: PersonId;
	readonly at: Date;
}

export interface NewSupportAnswer {
	readonly answer: SupportAnswer;
	readonly words: string;
	readonly limit: string;
	readonly answerBy: string | null;
	readonly answeredBy: PersonId;
	readonly at: Date;
	/** The calendar day of the answer, in the workshop's time zone. */
	readonly today: string;
}

export class SupportStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** @throws Problem `not-found` */
	ask(place: ActionPlace, { kind, ask, askedBy, at: askedAt }: NewSupportRequest): Promise<SupportRequestId> {
		return this.#database.transaction(async (tx) => {
			// Asked before the close, it bars the close; asked after it, it is no part of what was signed.
			await holdPlan(tx, place.workshopId);
			const action = await findAction(tx, place);
			if (action.notNowReason !== null) {
				throw new Problem('in-use', 'This action was put aside. A facilitator can take it into the plan again.');
			}
			const id: SupportRequestId = newId();
			await tx
				.insert(supportRequests)
				.values({ id, workshopId: place.workshopId, actionId: place.id, kind, ask, askedBy, askedAt });
			return id;
		});
	}

	/**
	 * Adds an answer. Every one needs words, a yes too: it is shown as it is written.
	 * @throws Problem `answer-without-words`, `limit-missing`, `date-missing`, `not-found`
	 */
	answer(
		{ workshopId, id }: { readonly workshopId: WorkshopId; readonly id: SupportRequestId },
		{ answer, words, limit, answerBy, answeredBy, at: answeredAt, today }: NewSupportAnswer
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			const [request] = await tx
				.select({ askedBy: people.name })
				.from(supportRequests)
				.innerJoin(people, eq(people.id, supportRequests.askedBy))
				.where(and(eq(supportRequests.workshopId, workshopId), eq(supportRequests.id, id)))
				.for('update', { of: supportRequests });
			if (!request) throw new Problem('not-found', 'Nothing was asked here.');
			if (words.trim() === '') {
				throw new Problem(
					'answer-without-words',
					`${request.askedBy} sees your answer as you write it. Please add a sentence.`,
					{ field: 'words' }
				);
			}
			if (answer === 'yes-with-a-limit' && limit.trim() === '') {
				throw new Problem('limit-missing', 'Up to how much, or until when?', { field: 'limit' });
			}
			if (answer === 'not-now' && (answerBy === null || answerBy <= today)) {
				throw new Problem('date-missing', '“Not now” needs a day to come, on which you answer.', { field: 'answerBy' });
			}
			const [last] = await tx
				.select({ n: max(supportAnswers.n) })
				.from(supportAnswers)
				.where(eq(supportAnswers.requestId, id));
			await tx.insert(supportAnswers).values({
				requestId: id,
				n: (last?.n ?? 0) + 1,
				answer,
				words,
				limit: answer === 'yes-with-a-limit' ? limit : null,
				answerBy: answer === 'not-now' ? answerBy : null,
				answeredBy,
				answeredAt
			});
		});
	}
}
