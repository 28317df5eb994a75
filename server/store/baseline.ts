/** Answers before day 1, without whoever gave them; and apart from them, which devices have answered. */
import { and, asc, eq, isNull, ne } from 'drizzle-orm';
import { newId, type SessionId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { baselineAnswers, baselineGiven, people, workshops } from '#drizzle/schema.ts';
import { violatedConstraint, type Database, type Transaction } from './database.ts';

export type BaselineRound = 'before' | 'after';
export type GivenAnswer = Pick<typeof baselineAnswers.$inferSelect, 'department' | 'marks' | 'words'>;

const columns = {
	department: baselineAnswers.department,
	marks: baselineAnswers.marks,
	words: baselineAnswers.words
};

export class BaselineStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In no order that means anything: ids are random, and are new after every answer. */
	answers(workshopId: WorkshopId, round: BaselineRound): Promise<readonly GivenAnswer[]> {
		return this.#database.db
			.select(columns)
			.from(baselineAnswers)
			.where(isOf(workshopId, round))
			.orderBy(asc(baselineAnswers.id));
	}

	/** Those of the people on the list, by name. */
	async departments(workshopId: WorkshopId): Promise<readonly string[]> {
		const rows = await this.#database.db
			.selectDistinct({ department: people.department })
			.from(people)
			.where(and(eq(people.workshopId, workshopId), isNull(people.removedAt), ne(people.department, '')));
		return rows.map(({ department }) => department).sort((a, b) => a.localeCompare(b, 'en'));
	}

	async hasGiven(workshopId: WorkshopId, round: BaselineRound, sessionId: SessionId): Promise<boolean> {
		const [row] = await this.#database.db
			.select({ sessionId: baselineGiven.sessionId })
			.from(baselineGiven)
			.where(
				and(
					eq(baselineGiven.workshopId, workshopId),
					eq(baselineGiven.round, round),
					eq(baselineGiven.sessionId, sessionId)
				)
			);
		return row !== undefined;
	}

	/**
	 * Takes a device's answer, once. All answers are put down anew, in another order: else the order in which they and the
	 * devices came would tell whose is whose, to whoever reads the tables.
	 * @throws Problem `already-answered`
	 */
	async give(
		workshopId: WorkshopId,
		round: BaselineRound,
		answer: GivenAnswer,
		openSession: (tx: Transaction) => Promise<SessionId>
	): Promise<void> {
		try {
			await this.#database.transaction(async (tx) => {
				await tx.select({ id: workshops.id }).from(workshops).where(eq(workshops.id, workshopId)).for('update');
				await tx.insert(baselineGiven).values({ workshopId, round, sessionId: await openSession(tx) });
				const others = await tx.delete(baselineAnswers).where(isOf(workshopId, round)).returning(columns);
				const rows = [...others, answer].map((each) => ({ id: newId(), workshopId, round, ...each }));
				await tx.insert(baselineAnswers).values(rows.sort((a, b) => (a.id < b.id ? -1 : 1)));
			});
		} catch (error) {
			if (violatedConstraint(error)?.startsWith('baseline_given') === true) throw alreadyGiven();
			throw error;
		}
	}
}

const isOf = (workshopId: WorkshopId, round: BaselineRound) =>
	and(eq(baselineAnswers.workshopId, workshopId), eq(baselineAnswers.round, round));

export const alreadyGiven = (): Problem =>
	new Problem('already-answered', 'This device has sent its answers. Thank you; nothing was added to them.');
