/** The rings in which a syndicate's roles go round. */
import { randomInt } from 'node:crypto';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { seededRandom, shuffled } from '#domain/draw.ts';
import type { SyndicateId, WorkshopId } from '#domain/ids.ts';
import { people } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

/** The end of a syndicate's ring of roles. */
export async function nextPlace(tx: Transaction, syndicateId: SyndicateId): Promise<number> {
	const [row] = await tx
		.select({ last: sql<number | null>`max(${people.rolePlace})` })
		.from(people)
		.where(and(eq(people.syndicateId, syndicateId), isNull(people.removedAt)));
	return (row?.last ?? -1) + 1;
}

/** Everybody's place in their syndicate's ring, drawn anew. */
export async function drawRings(tx: Transaction, workshopId: WorkshopId): Promise<void> {
	const random = seededRandom(randomInt(2 ** 31));
	const rows = await tx
		.select({ id: people.id, syndicateId: people.syndicateId })
		.from(people)
		.where(
			and(
				eq(people.workshopId, workshopId),
				eq(people.role, 'participant'),
				isNull(people.removedAt),
				isNotNull(people.syndicateId)
			)
		);
	const places = new Map<SyndicateId, number>();
	for (const { id, syndicateId } of shuffled(rows, random)) {
		if (syndicateId === null) continue;
		const rolePlace = places.get(syndicateId) ?? 0;
		places.set(syndicateId, rolePlace + 1);
		await tx.update(people).set({ rolePlace }).where(eq(people.id, id));
	}
}
