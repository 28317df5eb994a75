/** Management's word on what no request asks for: parked questions, actions that were put aside. Rows are only added. */
import { and, desc, eq } from 'drizzle-orm';
import { asId, type PersonId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { parseRef } from '#domain/refs.ts';
import { actions, outputAnswers, questions } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { holdPlan } from './plan-rows.ts';

export interface NewOutputAnswer {
	readonly ref: string;
	readonly isSupported: boolean;
	readonly words: string;
	readonly answeredBy: PersonId;
	readonly at: Date;
}

export class OutputAnswerStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/**
	 * Adds a word; the same one sent again is the one before.
	 * @throws Problem `answer-without-words`, `not-found`, `in-use` where it is in the plan, or no longer parked
	 */
	answer(workshopId: WorkshopId, { ref, isSupported, words, answeredBy, at: answeredAt }: NewOutputAnswer) {
		if (words.trim() === '') {
			throw new Problem('answer-without-words', 'Everybody reads your answer as you write it. Please add a sentence.', {
				field: 'words'
			});
		}
		return this.#database.transaction(async (tx) => {
			// One after the other, and against an action that is taken into the plan at this moment.
			await holdPlan(tx, workshopId);
			await asksForWord(tx, workshopId, ref);
			const [last] = await tx
				.select()
				.from(outputAnswers)
				.where(and(eq(outputAnswers.workshopId, workshopId), eq(outputAnswers.ref, ref)))
				.orderBy(desc(outputAnswers.n))
				.limit(1);
			if (last?.isSupported === isSupported && last.words === words) return;
			const row = { workshopId, ref, n: (last?.n ?? 0) + 1, isSupported, words, answeredBy, answeredAt };
			await tx.insert(outputAnswers).values(row);
		});
	}
}

async function asksForWord(tx: Transaction, workshopId: WorkshopId, text: string): Promise<void> {
	const ref = parseRef(text);
	if (ref?.kind === 'action') {
		const [action] = await tx
			.select({ notNowReason: actions.notNowReason })
			.from(actions)
			.where(and(eq(actions.workshopId, workshopId), eq(actions.id, asId(ref.id))));
		if (!action) throw notHere();
		if (action.notNowReason === null)
			throw new Problem('in-use', 'This action is in the plan. Its requests are answered one by one.');
		return;
	}
	if (ref?.kind !== 'question') throw notHere();
	const [question] = await tx
		.select({ state: questions.state })
		.from(questions)
		.where(and(eq(questions.workshopId, workshopId), eq(questions.id, asId(ref.id))));
	if (!question) throw notHere();
	if (question.state !== 'parked') throw new Problem('in-use', 'This question is not parked any more.');
}

const notHere = (): Problem => new Problem('not-found', 'There is nothing here to answer. Load the page again.');
