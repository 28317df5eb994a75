/** What the customer said, word for word. A point taken back keeps its number and loses its words, here and everywhere. */
import { and, asc, eq, inArray, isNotNull, isNull, max } from 'drizzle-orm';
import { newId, type PersonId, type PointId, type SyndicateId, type WorkshopId } from '#domain/ids.ts';
import { mayMark, mayMend, POINTS_LIMIT, type Changer, type PointKind, type PointState } from '#domain/points.ts';
import { Problem } from '#domain/problem.ts';
import { simpleRef } from '#domain/refs.ts';
import { customerPoints, customerStatements, people } from '#drizzle/schema.ts';
import type { Database, Reading, Transaction } from './database.ts';
import { leaveIssue } from './issue-sources.ts';
import { standAlone } from './point-joins.ts';
import { askAnew } from './point-shares.ts';
import { oneModerator } from './questions.ts';
import { forgetWords, namedBy, rewordPoint, type Forgotten } from './taken-back.ts';

export interface PointRow {
	readonly id: PointId;
	readonly n: number;
	readonly kind: PointKind;
	readonly state: PointState;
	/** Null once taken back. */
	readonly text: string | null;
	/** As the scribe had it, where the customer corrected it. */
	readonly heardText: string | null;
	readonly isQuote: boolean;
	readonly checkedAt: Date | null;
	readonly saidBy: PersonId | null;
	readonly joinedTo: PointId | null;
	readonly scribeSyndicateId: SyndicateId | null;
	readonly writtenAt: Date;
}

export interface NewPoint {
	readonly workshopId: WorkshopId;
	readonly kind: PointKind;
	readonly text: string;
	readonly isQuote?: boolean | undefined;
	readonly saidBy?: PersonId | null | undefined;
	/** The same for one point, however often it is sent. */
	readonly sendKey?: string | undefined;
	/** The number that it had before it was removed. */
	readonly n?: number | undefined;
	/** Set where the customer wrote it: then it needs no look. */
	readonly checkedAt?: Date | undefined;
	readonly scribeSyndicateId: SyndicateId | null;
	readonly writtenBy: PersonId;
	readonly at: Date;
}

export interface PointChange {
	readonly text?: string | undefined;
	readonly kind?: PointKind | undefined;
	readonly isQuote?: boolean | undefined;
	readonly saidBy?: PersonId | null | undefined;
}

export interface PointPlace {
	readonly workshopId: WorkshopId;
	readonly id: PointId;
}

export type PointVerdict =
	| { readonly verdict: 'confirm' }
	| { readonly verdict: 'correct'; readonly text: string }
	| { readonly verdict: 'take-back' };

const columns = {
	id: customerPoints.id,
	n: customerPoints.n,
	kind: customerPoints.kind,
	state: customerPoints.state,
	text: customerPoints.text,
	heardText: customerPoints.heardText,
	isQuote: customerPoints.isQuote,
	checkedAt: customerPoints.checkedAt,
	saidBy: customerPoints.saidBy,
	joinedTo: customerPoints.joinedTo,
	scribeSyndicateId: customerPoints.scribeSyndicateId,
	writtenAt: customerPoints.writtenAt
};

export class PointStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** In the order in which they were said. */
	ofWorkshop(workshopId: WorkshopId): Promise<readonly PointRow[]> {
		return pointsOf(this.#database.db, workshopId);
	}

	/**
	 * Keeps a point under the next number. One with the same key is the same point, sent again, whatever became of it.
	 * @throws Problem `not-found` (`saidBy` is no customer of this workshop), `too-many-notes`
	 */
	add(point: NewPoint): Promise<PointRow> {
		return this.#database.transaction((tx) => addPoint(tx, point));
	}

	/** Names of issues that it is in; none once it is taken back: what they are called since is not made of its words. */
	async namesOf(place: PointPlace): Promise<readonly string[]> {
		const here = and(eq(customerPoints.workshopId, place.workshopId), eq(customerPoints.id, place.id));
		if ((await this.#database.db.$count(customerPoints, and(here, isNotNull(customerPoints.text)))) === 0) return [];
		return (await namedBy(this.#database.db, place)).map(({ title }) => title);
	}

	/**
	 * The customer says whether it is what was said. `forgotten` names what bore its words beside it.
	 * @throws Problem `not-found`, `taken-back`
	 */
	check(
		place: PointPlace,
		verdict: PointVerdict,
		by: Pick<Changer, 'role'>,
		at: Date
	): Promise<{ readonly point: PointRow; readonly forgotten: Forgotten | null }> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			const point = await heldPoint(tx, place);
			if (point.state === 'taken-back') {
				if (verdict.verdict === 'take-back') return { point, forgotten: null };
				throw takenBack();
			}
			const isForgotten = verdict.verdict === 'take-back';
			if (isForgotten) await standAlone(tx, place);
			const forgotten = isForgotten ? await forgetWords(tx, place, point) : null;
			// A facilitator who writes down what the customer says says no yes for them.
			if (verdict.verdict === 'correct' && by.role !== 'customer' && verdict.text !== point.text)
				await askAnew(tx, place.id);
			if (verdict.verdict === 'correct') await rewordPoint(tx, place.workshopId, point.text, verdict.text);
			const changed = await change(tx, place.id, changeOf(verdict, point, at));
			return { point: changed ?? point, forgotten };
		});
	}

	/**
	 * All of these as said, or, taken back, unchecked again; those that were corrected or taken back stay as they are.
	 * Gives back those that were changed.
	 */
	confirm(workshopId: WorkshopId, points: readonly PointId[], on: boolean, at: Date): Promise<readonly PointId[]> {
		return this.#database.transaction(async (tx) => {
			const changed = await tx
				.update(customerPoints)
				.set({ checkedAt: on ? at : null })
				.where(
					and(
						eq(customerPoints.workshopId, workshopId),
						inArray(customerPoints.id, [...points]),
						eq(customerPoints.state, 'as-said'),
						on ? isNull(customerPoints.checkedAt) : isNotNull(customerPoints.checkedAt)
					)
				)
				.returning({ id: customerPoints.id });
			return changed.map(({ id }) => id);
		});
	}

	/**
	 * Mends a slip, or says that it is word for word, or whose it is.
	 * @throws Problem `not-found`, `taken-back`, `not-allowed` (another syndicate’s, another customer’s), `not-your-turn` (it was checked)
	 */
	change(place: PointPlace, changes: PointChange, by: Changer & { readonly personId: PersonId }): Promise<PointRow> {
		return this.#database.transaction(async (tx) => {
			// What is asked of departments about it goes, too: in the order in which others hold both.
			await oneModerator(tx, place.workshopId);
			const point = await heldPoint(tx, place);
			if (point.state === 'taken-back') throw takenBack();
			const { text, kind, isQuote, saidBy } = changes;
			const isMending = text !== undefined || kind !== undefined;
			if (isMending ? !mayMend(point, by) : !mayMark(point, by)) throw notYours(point, by);
			const isTaken = point.saidBy !== null && point.saidBy !== by.personId;
			if (saidBy !== undefined && saidBy !== point.saidBy && by.role === 'customer' && isTaken)
				throw new Problem('not-allowed', 'It is written down that another customer said this. It is theirs to say.');
			if (saidBy) await mustBeCustomer(tx, place.workshopId, saidBy);
			if (text !== undefined) await rewordPoint(tx, place.workshopId, point.text, text);
			const isOther = (text ?? point.text) !== point.text || (kind ?? point.kind) !== point.kind;
			if (isOther && by.role !== 'customer') await askAnew(tx, place.id);
			const set = {
				...(text === undefined ? {} : { text }),
				...(kind === undefined ? {} : { kind }),
				...(isQuote === undefined ? {} : { isQuote }),
				...(saidBy === undefined ? {} : { saidBy })
			};
			return (Object.keys(set).length > 0 && (await change(tx, place.id, set))) || point;
		});
	}

	/**
	 * It was never said, or is there twice: it goes with its number, the numbers after it stay.
	 * @throws Problem `not-found`, `taken-back`, `not-allowed`, `not-your-turn`
	 */
	remove(place: PointPlace, by: Changer): Promise<{ readonly leftIssue: boolean }> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			const point = await heldPoint(tx, place);
			if (point.state === 'taken-back') throw takenBack();
			if (!mayMend(point, by)) throw notYours(point, by);
			await standAlone(tx, place);
			const leftIssue = await leaveIssue(tx, place.workshopId, simpleRef('point', place.id));
			// What the customer wrote beforehand is theirs to show again.
			await tx.update(customerStatements).set({ pointId: null }).where(eq(customerStatements.pointId, place.id));
			await tx.delete(customerPoints).where(eq(customerPoints.id, place.id));
			return { leftIssue };
		});
	}
}

export const pointsOf = (reading: Reading, workshopId: WorkshopId): Promise<PointRow[]> =>
	reading
		.select(columns)
		.from(customerPoints)
		.where(eq(customerPoints.workshopId, workshopId))
		.orderBy(asc(customerPoints.n));

/** As `PointStore.add`, within what else is done. */
export async function addPoint(tx: Transaction, point: NewPoint): Promise<PointRow> {
	const { workshopId, n: wanted, at: writtenAt, saidBy, ...words } = point;
	await oneModerator(tx, workshopId);
	if (words.sendKey !== undefined) {
		const [same] = await tx
			.select(columns)
			.from(customerPoints)
			.where(and(eq(customerPoints.workshopId, workshopId), eq(customerPoints.sendKey, words.sendKey)));
		if (same) return same;
	}
	if (saidBy) await mustBeCustomer(tx, workshopId, saidBy);
	// What a customer shows the room takes numbers as well: whoever comes second takes the one after it.
	for (let asked = wanted; ; asked = undefined) {
		const [last] = await tx
			.select({ n: max(customerPoints.n) })
			.from(customerPoints)
			.where(eq(customerPoints.workshopId, workshopId));
		const next = (last?.n ?? 0) + 1;
		if (next > POINTS_LIMIT)
			throw new Problem('too-many-notes', `${POINTS_LIMIT} points are written down. Join some that say the same.`);
		const n = asked !== undefined && asked < next ? asked : next;
		const [made] = await tx
			.insert(customerPoints)
			.values({ ...words, ...{ id: newId<'Point'>(), workshopId, n, saidBy: saidBy ?? null, writtenAt } })
			.onConflictDoNothing({ target: [customerPoints.workshopId, customerPoints.n] })
			.returning(columns);
		if (made) return made;
	}
}

export async function heldPoint(tx: Transaction, { workshopId, id }: PointPlace): Promise<PointRow> {
	const here = and(eq(customerPoints.workshopId, workshopId), eq(customerPoints.id, id));
	const [point] = await tx.select(columns).from(customerPoints).where(here).for('update');
	if (!point) throw new Problem('not-found', 'There is no such point any more.');
	return point;
}

type Set = Partial<Omit<PointRow, 'id' | 'n'>>;

async function change(tx: Transaction, id: PointId, set: Set): Promise<PointRow | undefined> {
	const [changed] = await tx.update(customerPoints).set(set).where(eq(customerPoints.id, id)).returning(columns);
	return changed;
}

function changeOf(verdict: PointVerdict, point: PointRow, at: Date): Set {
	switch (verdict.verdict) {
		case 'confirm':
			return { checkedAt: point.checkedAt ?? at };
		case 'correct': {
			const { text } = verdict;
			if (text === point.text) return { checkedAt: point.checkedAt ?? at };
			// Corrected back to what the scribe had: then that is what was said.
			if (text === point.heardText) return { state: 'as-said', text, heardText: null, checkedAt: at };
			return { state: 'corrected', text, heardText: point.heardText ?? point.text, checkedAt: at };
		}
		case 'take-back':
			return { state: 'taken-back', text: null, heardText: null, isQuote: false, checkedAt: at };
	}
}

async function mustBeCustomer(tx: Transaction, workshopId: WorkshopId, id: PersonId): Promise<void> {
	const [customer] = await tx
		.select({ id: people.id })
		.from(people)
		.where(and(eq(people.workshopId, workshopId), eq(people.id, id), eq(people.role, 'customer')));
	if (!customer) throw new Problem('not-found', 'There is no such customer here.', { field: 'saidBy' });
}

export const takenBack = () => new Problem('taken-back', 'This point was taken back. Its words are gone everywhere.');

function notYours({ checkedAt, state }: PointRow, { role }: Changer): Problem {
	if (role === 'customer') return new Problem('not-allowed', 'Correct it, so that both wordings are kept.');
	if (checkedAt !== null || state !== 'as-said')
		return new Problem(
			'not-your-turn',
			'The customer has looked at it. From now on only the customer changes its words.'
		);
	return new Problem('not-allowed', 'Another syndicate wrote this down. Its scribe or a facilitator can change it.');
}
