/** The syndicates of a workshop: two to eight, known by their letters, named by their facilitator. */
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { newId, type WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { nameKey, SYNDICATES } from '#domain/workshop.ts';
import {
	customerPoints,
	documents,
	documentUpdates,
	issueDeals,
	people,
	pointPins,
	questions,
	syndicates,
	workshops
} from '#drizzle/schema.ts';
import type { Reading, Transaction } from './database.ts';
import { slugOf } from './slug.ts';

const syndicateColumns = {
	id: syndicates.id,
	letter: syndicates.letter,
	slug: syndicates.slug,
	name: syndicates.name,
	seats: syndicates.seats
};

export type SyndicateRecord = Pick<typeof syndicates.$inferSelect, keyof typeof syndicateColumns>;

export const readSyndicates = (db: Reading, id: WorkshopId): Promise<SyndicateRecord[]> =>
	db.select(syndicateColumns).from(syndicates).where(eq(syndicates.workshopId, id)).orderBy(asc(syndicates.letter));

/** See `WorkshopStore.nameSyndicates`. */
export async function nameSyndicates(tx: Transaction, id: WorkshopId, names: readonly string[]): Promise<void> {
	if (new Set(names.map(nameKey)).size < names.length) {
		throw new Problem('name-taken', 'Two syndicates have the same name. Give each its own.', { field: 'names' });
	}
	const [workshop] = await tx
		.select({ state: workshops.state })
		.from(workshops)
		.where(eq(workshops.id, id))
		.for('update');
	const current = await readSyndicates(tx, id);
	for (const syndicate of current.slice(names.length)) await removeSyndicate(tx, syndicate);
	const kept = current.slice(0, names.length);
	// Once people have joined, a board's address stays.
	const slugs = workshop?.state === 'preparing' ? [] : kept.map(({ slug }) => slug);
	for (const [index, name] of names.entries()) {
		const letter = SYNDICATES[index]?.letter;
		if (!letter) break;
		const slug = slugs[index] ?? slugOf(name, letter, slugs);
		slugs[index] = slug;
		const existing = kept[index];
		// Out of the way first: two syndicates may swap their names, and so their addresses.
		if (existing)
			await tx
				.update(syndicates)
				.set({ name, slug: `${existing.id}.` })
				.where(eq(syndicates.id, existing.id));
	}
	for (const [index, name] of names.entries()) {
		const letter = SYNDICATES[index]?.letter;
		const slug = slugs[index];
		if (!letter || slug === undefined) break;
		const existing = kept[index];
		if (existing) await tx.update(syndicates).set({ slug }).where(eq(syndicates.id, existing.id));
		else await tx.insert(syndicates).values({ id: newId(), workshopId: id, letter, slug, name });
	}
}

async function removeSyndicate(tx: Transaction, { id, name }: SyndicateRecord): Promise<void> {
	const members = await tx
		.select({ id: people.id })
		.from(people)
		.where(and(eq(people.syndicateId, id), eq(people.role, 'participant'), isNull(people.removedAt)))
		.limit(1);
	const written = await tx
		.select({ id: documents.id })
		.from(documents)
		.innerJoin(documentUpdates, eq(documentUpdates.documentId, documents.id))
		.where(eq(documents.syndicateId, id))
		.limit(1);
	if (members.length > 0 || written.length > 0) {
		throw new Problem('in-use', `${name} has people or notes. Move its people first, or keep it.`, { field: 'names' });
	}
	// Its laptop goes with it; whoever was taken out of the workshop stays out.
	await tx
		.update(people)
		.set({ syndicateId: null, removedAt: sql`coalesce(${people.removedAt}, now())` })
		.where(eq(people.syndicateId, id));
	// Whoever listened in there sits nowhere for now, and what it wanted to discuss nobody wants any more.
	await tx.update(people).set({ sitsWith: null }).where(eq(people.sitsWith, id));
	await tx.delete(pointPins).where(eq(pointPins.syndicateId, id));
	await tx.delete(issueDeals).where(eq(issueDeals.syndicateId, id));
	await tx.update(customerPoints).set({ scribeSyndicateId: null }).where(eq(customerPoints.scribeSyndicateId, id));
	await tx.update(questions).set({ syndicateId: null }).where(eq(questions.syndicateId, id));
	await tx.delete(documents).where(eq(documents.syndicateId, id));
	await tx.delete(syndicates).where(eq(syndicates.id, id));
}
