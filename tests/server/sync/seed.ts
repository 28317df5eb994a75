/** The rows a document needs to exist: an account, a workshop, people, two boards. */
import { asId } from '#domain/ids.ts';
import { EMPTY_BRIEF } from '#domain/workshop.ts';
import { accounts, documents, people, syndicates, workshops } from '#drizzle/schema.ts';
import type { Database } from '#server/store/database.ts';
import { alder, birch, board, other, workshop } from './places.ts';

export async function seed(database: Database): Promise<void> {
	const at = new Date(0);
	await database.transaction(async (tx) => {
		await tx
			.insert(accounts)
			.values({ id: asId('account'), email: 'f@example.org', name: 'F', passwordHash: 'x', createdAt: at });
		await tx.insert(workshops).values({
			id: workshop,
			title: 'W',
			brief: EMPTY_BRIEF,
			template: 'x',
			code: 'ABCDEF',
			screen: { kind: 'code' },
			createdBy: asId('account'),
			createdAt: at
		});
		await tx.insert(syndicates).values([
			{ id: alder, workshopId: workshop, letter: 'a', slug: 'alder', name: 'Alder' },
			{ id: birch, workshopId: workshop, letter: 'b', slug: 'birch', name: 'Birch' }
		]);
		await tx.insert(people).values(
			['ana', 'ben', 'cem'].map((name) => ({
				id: asId<'Person'>(name),
				workshopId: workshop,
				name,
				nameKey: name,
				role: 'participant' as const,
				returnCodeHash: name,
				joinedAt: at
			}))
		);
		await tx.insert(documents).values(
			[
				{ id: board, syndicateId: alder },
				{ id: other, syndicateId: birch }
			].map((place) => ({ ...place, workshopId: workshop, kind: 'board' as const, step: asId<'Step'>('experiences') }))
		);
	});
}
