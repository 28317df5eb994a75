/** Points that another department may read: asked of the customer, answered by them, read by a link without a seat. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { newId, type LinkId, type PersonId, type PointId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { DEPARTMENTS_MOST } from '#domain/reply.ts';
import { customerPoints, people, pointShares, shareLinks } from '#drizzle/schema.ts';
import type { Database, Transaction } from './database.ts';
import { oneModerator } from './questions.ts';

export interface ShareRow {
	readonly point: PointId;
	readonly n: number;
	/** Null once taken back. */
	readonly text: string | null;
	readonly isQuote: boolean;
	readonly kind: 'wish' | 'praise';
	readonly saidBy: PersonId | null;
	readonly by: string | null;
	readonly saidAt: Date;
	readonly department: string;
	readonly askedAt: Date;
	readonly answer: 'yes' | 'no' | null;
	readonly answeredAt: Date | null;
}

export interface DepartmentLinkRow {
	readonly id: LinkId;
	readonly department: string;
	readonly createdAt: Date;
}

export interface SharePlace {
	readonly workshopId: WorkshopId;
	readonly department: string;
	readonly point: PointId;
}

export class PointShareStore {
	readonly #database: Database;

	constructor(database: Database) {
		this.#database = database;
	}

	/** By department, then by the points' numbers; those of points taken back are left out. */
	async ofWorkshop(workshopId: WorkshopId): Promise<readonly (ShareRow & { readonly text: string })[]> {
		const rows = await this.#database.db
			.select({
				point: pointShares.pointId,
				n: customerPoints.n,
				text: customerPoints.text,
				isQuote: customerPoints.isQuote,
				kind: customerPoints.kind,
				saidBy: customerPoints.saidBy,
				by: people.name,
				saidAt: customerPoints.writtenAt,
				department: pointShares.department,
				askedAt: pointShares.askedAt,
				answer: pointShares.answer,
				answeredAt: pointShares.answeredAt
			})
			.from(pointShares)
			.innerJoin(customerPoints, eq(customerPoints.id, pointShares.pointId))
			.leftJoin(people, eq(people.id, customerPoints.saidBy))
			.where(eq(customerPoints.workshopId, workshopId))
			.orderBy(asc(pointShares.department), asc(customerPoints.n));
		return rows.flatMap(({ text, ...row }) => (text === null ? [] : [{ ...row, text }]));
	}

	/** Asks once for each; one that was answered stays as it was answered. @throws Problem `not-found`, `taken-back` */
	ask(workshopId: WorkshopId, wanted: string, points: readonly PointId[], askedAt: Date): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, workshopId);
			const department = await spelled(tx, workshopId, wanted);
			const here = await tx
				.select({ id: customerPoints.id, text: customerPoints.text })
				.from(customerPoints)
				.where(and(eq(customerPoints.workshopId, workshopId), inArray(customerPoints.id, [...points])))
				.for('share');
			if (here.length !== new Set(points).size) throw new Problem('not-found', 'There is no such point.');
			if (here.some(({ text }) => text === null))
				throw new Problem('taken-back', 'This point was taken back. Its words are gone everywhere.');
			await tx
				.insert(pointShares)
				.values(here.map(({ id: pointId }) => ({ pointId, department, askedAt })))
				.onConflictDoNothing();
		});
	}

	/**
	 * Theirs to say where it is known that another customer said it.
	 * @param given the answer, and the words that it is about
	 * @throws Problem `not-found`, `not-allowed`, `in-use` (it says something else by now)
	 */
	answer(
		place: SharePlace,
		by: PersonId,
		given: { answer: 'yes' | 'no'; text: string },
		answeredAt: Date
	): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			const { saidBy, text } = await held(tx, place);
			if (saidBy !== null && saidBy !== by)
				throw new Problem('not-allowed', 'Somebody else said this. The yes is theirs.');
			if (given.answer === 'yes' && text !== given.text)
				throw new Problem('in-use', 'The words were changed meanwhile. Read them again, then answer.');
			await tx.update(pointShares).set({ answer: given.answer, answeredAt }).where(shareAt(place));
		});
	}

	/** The facilitator no longer asks, or no longer shares. @throws Problem `not-found` */
	takeBack(place: SharePlace): Promise<void> {
		return this.#database.transaction(async (tx) => {
			await oneModerator(tx, place.workshopId);
			await held(tx, place);
			await tx.delete(pointShares).where(shareAt(place));
		});
	}

	/** One address for a department at a time: a new one ends the one before. */
	link(workshopId: WorkshopId, wanted: string, tokenHash: string, createdAt: Date): Promise<DepartmentLinkRow> {
		return this.#database.transaction(async (tx) => {
			const department = await spelled(tx, workshopId, wanted);
			await tx
				.update(shareLinks)
				.set({ revokedAt: createdAt })
				.where(and(openLinks(workshopId), eq(shareLinks.department, department)));
			const id = newId<'Link'>();
			await tx.insert(shareLinks).values({ id, workshopId, purpose: 'department', tokenHash, department, createdAt });
			return { id, department, createdAt };
		});
	}

	/** Oldest first. */
	async links(workshopId: WorkshopId): Promise<readonly DepartmentLinkRow[]> {
		const rows = await this.#database.db
			.select({ id: shareLinks.id, department: shareLinks.department, createdAt: shareLinks.createdAt })
			.from(shareLinks)
			.where(openLinks(workshopId))
			.orderBy(asc(shareLinks.createdAt));
		return rows.map(({ department, ...row }) => ({ ...row, department: department ?? '' }));
	}

	/** Who is or was a customer here, also one who was taken out since. */
	customers(workshopId: WorkshopId): Promise<readonly { readonly name: string }[]> {
		return this.#database.db
			.select({ name: people.name })
			.from(people)
			.where(and(eq(people.workshopId, workshopId), eq(people.role, 'customer')));
	}

	/** Where an open link leads; null for any other. */
	async byToken(tokenHash: string): Promise<{ readonly workshopId: WorkshopId; readonly department: string } | null> {
		const [row] = await this.#database.db
			.select({ workshopId: shareLinks.workshopId, department: shareLinks.department })
			.from(shareLinks)
			.where(
				and(eq(shareLinks.tokenHash, tokenHash), eq(shareLinks.purpose, 'department'), isNull(shareLinks.revokedAt))
			);
		return row && row.department !== null ? { workshopId: row.workshopId, department: row.department } : null;
	}
}

/** Other words than those that were allowed: whoever said yes to them is asked once more. */
export const askAnew = (tx: Transaction, point: PointId) =>
	tx.update(pointShares).set({ answer: null, answeredAt: null }).where(eq(pointShares.pointId, point));

const openLinks = (workshopId: WorkshopId) =>
	and(eq(shareLinks.workshopId, workshopId), eq(shareLinks.purpose, 'department'), isNull(shareLinks.revokedAt));

const shareAt = ({ point, department }: SharePlace) =>
	and(eq(pointShares.pointId, point), eq(pointShares.department, department));

/** Whose point it is, and what it says. A point that is taken back is held in another order: `oneModerator` first. */
async function held(tx: Transaction, place: SharePlace) {
	const [found] = await tx
		.select({ saidBy: customerPoints.saidBy, text: customerPoints.text })
		.from(pointShares)
		.innerJoin(customerPoints, eq(customerPoints.id, pointShares.pointId))
		.where(and(eq(customerPoints.workshopId, place.workshopId), shareAt(place)))
		.for('update');
	if (!found) throw new Problem('not-found', 'Nobody asks for this any more.');
	return found;
}

/** A department that was named before keeps its spelling. @throws Problem `too-many-notes` */
async function spelled(tx: Transaction, workshopId: WorkshopId, wanted: string): Promise<string> {
	const asked = await tx
		.selectDistinct({ department: pointShares.department })
		.from(pointShares)
		.innerJoin(customerPoints, eq(customerPoints.id, pointShares.pointId))
		.where(eq(customerPoints.workshopId, workshopId));
	const linked = await tx
		.selectDistinct({ department: shareLinks.department })
		.from(shareLinks)
		.where(openLinks(workshopId));
	const known = new Map([...linked, ...asked].map(({ department }) => [department?.toLowerCase() ?? '', department]));
	const before = known.get(wanted.toLowerCase());
	if (!before && known.size >= DEPARTMENTS_MOST)
		throw new Problem('too-many-notes', `${DEPARTMENTS_MOST} departments are named. Take one back first.`);
	return before ?? wanted;
}
