/** Seats of syndicates: which one is meant, whether it has room, and which one is the smallest. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { SyndicateId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { people, syndicates } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

export interface Place {
	readonly id: SyndicateId;
	readonly slug: string;
	readonly name: string;
	readonly seats: number;
}

const placeColumns = { id: syndicates.id, slug: syndicates.slug, name: syndicates.name, seats: syndicates.seats };

/** Held until the transaction ends: whoever takes the last seat makes the next one wait, and find it taken. */
export async function syndicateBySlug(tx: Transaction, workshopId: WorkshopId, slug: string): Promise<Place> {
	const [row] = await tx
		.select(placeColumns)
		.from(syndicates)
		.where(and(eq(syndicates.workshopId, workshopId), eq(syndicates.slug, slug)))
		.for('update');
	if (!row)
		throw new Problem('not-found', 'There is no such syndicate. Choose one of the list.', { field: 'syndicate' });
	return row;
}

/** A seat that nobody sits on and that is kept for nobody. @throws Problem `syndicate-full`, `not-found` */
export async function freeSeatIn(tx: Transaction, workshopId: WorkshopId, slug: string): Promise<Place> {
	const syndicate = await syndicateBySlug(tx, workshopId, slug);
	const [counted] = await countedIn(tx, [syndicate.id]);
	if ((counted?.placed ?? 0) < syndicate.seats) return syndicate;
	throw new Problem(
		'syndicate-full',
		`${syndicate.name} is full. Choose another syndicate, or ask the facilitator to put you in.`,
		{ field: 'syndicate' }
	);
}

/**
 * The rule for whoever did not choose: the syndicate with the fewest people, those counted who are still expected; of
 * equal ones the one that fewer have come to, then the first letter.
 * @throws Problem `too-many-people` when every seat is taken
 */
export async function smallestWithSeat(tx: Transaction, workshopId: WorkshopId): Promise<Place> {
	const all = await tx
		.select(placeColumns)
		.from(syndicates)
		.where(eq(syndicates.workshopId, workshopId))
		.orderBy(asc(syndicates.letter))
		.for('update');
	let best: (Place & { readonly placed: number; readonly arrived: number }) | null = null;
	let limit = 0;
	const counts = new Map(
		(
			await countedIn(
				tx,
				all.map(({ id }) => id)
			)
		).map((row) => [row.id, row])
	);
	for (const syndicate of all) {
		limit += syndicate.seats;
		const { placed = 0, arrived = 0 } = counts.get(syndicate.id) ?? {};
		const counted = { ...syndicate, placed, arrived };
		if (counted.placed >= counted.seats) continue;
		if (!best || counted.placed < best.placed || (counted.placed === best.placed && counted.arrived < best.arrived))
			best = counted;
	}
	if (best) return best;
	throw new Problem('too-many-people', `All ${limit} seats are taken. The facilitator can add some.`);
}

/** Laptops and observers take no seat. Of a syndicate in which nobody is there is no row. */
const countedIn = (tx: Transaction, ids: readonly SyndicateId[]) =>
	tx
		.select({
			id: people.syndicateId,
			placed: sql<number>`count(*)::int`,
			arrived: sql<number>`count(${people.arrivedAt})::int`
		})
		.from(people)
		.where(and(inArray(people.syndicateId, [...ids]), eq(people.role, 'participant'), isNull(people.removedAt)))
		.groupBy(people.syndicateId);
