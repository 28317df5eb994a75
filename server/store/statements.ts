/** What customers write down before the talk: each one's own, until the room is shown it as a point. */
import { and, asc, count, eq } from 'drizzle-orm';
import { STATEMENTS_LIMIT } from '#domain/customers.ts';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { customerStatements, people } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { addPoint } from './points.ts';
import { oneModerator } from './questions.ts';

export type StatementRow = Pick<
	typeof customerStatements.$inferSelect,
	'id' | 'order' | 'text' | 'writtenAt' | 'pointId'
>;

/** Whose it is; every question to this store names it, so that nobody is answered about another's. */
export interface Owner {
	readonly workshopId: WorkshopId;
	readonly personId: PersonId;
}

const columns = {
	id: customerStatements.id,
	order: customerStatements.order,
	text: customerStatements.text,
	writtenAt: customerStatements.writtenAt,
	pointId: customerStatements.pointId
};

export class StatementStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order in which they are to be said. */
	of(owner: Owner): Promise<readonly StatementRow[]> {
		return this.#database.db
			.select(columns)
			.from(customerStatements)
			.where(ownedBy(owner))
			.orderBy(asc(customerStatements.order), asc(customerStatements.id));
	}

	/**
	 * As it stands now: the device that writes makes its id, so the same again changes nothing.
	 * @throws Problem `in-use` once the room was shown it, `malformed` where there are too many, `not-found`
	 */
	keep(
		owner: Owner,
		{ id, text, order }: Pick<StatementRow, 'id' | 'text' | 'order'>,
		writtenAt: Date
	): Promise<StatementRow> {
		return this.#database.transaction(async (tx) => {
			await hold(tx, owner);
			const [known] = await tx
				.select({ pointId: customerStatements.pointId, personId: customerStatements.personId })
				.from(customerStatements)
				.where(eq(customerStatements.id, id))
				.for('update');
			if (known && known.personId !== owner.personId) throw notThere();
			if (known && known.pointId !== null) throw shownAlready();
			if (!known) await mustHaveRoom(tx, owner);
			const [kept] = await tx
				.insert(customerStatements)
				.values({ id, ...owner, text, order, writtenAt })
				.onConflictDoUpdate({
					target: customerStatements.id,
					set: { text, order, writtenAt },
					setWhere: eq(customerStatements.personId, owner.personId)
				})
				.returning(columns);
			if (!kept) throw notThere();
			return kept;
		});
	}

	/** Thrown away; the same again changes nothing. A point that it became is a point, and stays. */
	async remove(owner: Owner, id: string): Promise<void> {
		await this.#database.transaction(async (tx) => {
			await tx.delete(customerStatements).where(and(ownedBy(owner), eq(customerStatements.id, id)));
		});
	}

	/**
	 * Makes it a point in the customer's own words, once, whatever is pressed twice or on two devices.
	 * @throws Problem `not-found`
	 */
	show(owner: Owner, id: string, at: Date): Promise<{ readonly statement: StatementRow; readonly isNew: boolean }> {
		return this.#database.transaction(async (tx) => {
			const here = and(ownedBy(owner), eq(customerStatements.id, id));
			// In the order in which a point that is taken back, or goes, holds them.
			await oneModerator(tx, owner.workshopId);
			const [statement] = await tx.select(columns).from(customerStatements).where(here).for('update');
			if (!statement) throw notThere();
			if (statement.pointId !== null) return { statement, isNew: false };
			const { workshopId, personId } = owner;
			const words = { kind: 'wish', text: statement.text, isQuote: true, saidBy: personId, checkedAt: at } as const;
			const { id: pointId } = await addPoint(tx, {
				...words,
				...{ workshopId, scribeSyndicateId: null, writtenBy: personId, at }
			});
			await tx.update(customerStatements).set({ pointId }).where(here);
			return { statement: { ...statement, pointId }, isNew: true };
		});
	}
}

const ownedBy = ({ workshopId, personId }: Owner) =>
	and(eq(customerStatements.workshopId, workshopId), eq(customerStatements.personId, personId));

/** Two devices of one customer wait for each other; whoever only names the person, as a point that is shown does, waits for nobody. */
const hold = (tx: Transaction, { personId }: Owner) =>
	tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for('no key update');

async function mustHaveRoom(tx: Transaction, owner: Owner): Promise<void> {
	const [found] = await tx.select({ lines: count() }).from(customerStatements).where(ownedBy(owner));
	if ((found?.lines ?? 0) >= STATEMENTS_LIMIT)
		throw new Problem(
			'malformed',
			`There are ${STATEMENTS_LIMIT} lines already, more than a talk has time for. Throw one away first.`,
			{ field: 'text' }
		);
}

const notThere = (): Problem => new Problem('not-found', 'This line is no longer here. Load the page again.');
const shownAlready = (): Problem =>
	new Problem('in-use', 'The room was shown this line already. Correct it below, where the points stand.');
