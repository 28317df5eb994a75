/** What an issue is made of, when points are joined or questions go elsewhere. */
import { and, eq, inArray } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import { customerWords, issues, issueSources } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';
import { goInto, makeAlike } from './issues.ts';

/** Points that say the same come to one issue: to that of the first of them that is in any. */
export async function meetInIssue(tx: Transaction, workshopId: WorkshopId, refs: readonly string[]): Promise<void> {
	const sources = await tx
		.select({ ref: issueSources.ref, issueId: issueSources.issueId })
		.from(issueSources)
		.where(and(eq(issueSources.workshopId, workshopId), inArray(issueSources.ref, [...refs])));
	const issueId = refs.flatMap((ref) => sources.find((source) => source.ref === ref)?.issueId ?? [])[0];
	if (issueId === undefined) return;
	for (const ref of refs) {
		const has = sources.find((source) => source.ref === ref)?.issueId;
		if (has === issueId) continue;
		const isAll = has !== undefined && (await tx.$count(issueSources, eq(issueSources.issueId, has))) === 1;
		// What the syndicates discuss, wrote and were answered for it goes along.
		if (isAll) {
			await goInto(tx, { workshopId, id: has }, issueId);
			continue;
		}
		if (has !== undefined) await leaveIssue(tx, workshopId, ref);
		await tx.insert(issueSources).values({ workshopId, ref, issueId });
	}
}

/** What was joined stands by itself again: as an issue of its own, for the same syndicates. */
export async function leaveWithDeals(
	tx: Transaction,
	workshopId: WorkshopId,
	ref: string,
	madeAt: Date
): Promise<void> {
	const [source] = await tx
		.select({ issueId: issueSources.issueId })
		.from(issueSources)
		.where(and(eq(issueSources.workshopId, workshopId), eq(issueSources.ref, ref)));
	if (!source || (await tx.$count(issueSources, eq(issueSources.issueId, source.issueId))) < 2) return;
	await tx.delete(issueSources).where(and(eq(issueSources.workshopId, workshopId), eq(issueSources.ref, ref)));
	await makeAlike(tx, { workshopId, id: source.issueId }, ref, madeAt);
}

/** Takes a question out of its issue; an issue that is made of nothing any more goes with it. False: it was in none. */
export async function leaveIssue(tx: Transaction, workshopId: WorkshopId, ref: string): Promise<boolean> {
	const [gone] = await tx
		.delete(issueSources)
		.where(and(eq(issueSources.workshopId, workshopId), eq(issueSources.ref, ref)))
		.returning({ issueId: issueSources.issueId });
	if (!gone) return false;
	const [left] = await tx
		.select({ ref: issueSources.ref })
		.from(issueSources)
		.where(eq(issueSources.issueId, gone.issueId))
		.limit(1);
	if (left) return true;
	// What customers answered stays theirs, about the whole reply.
	await tx.update(customerWords).set({ issueId: null }).where(eq(customerWords.issueId, gone.issueId));
	await tx.delete(issues).where(eq(issues.id, gone.issueId));
	return true;
}
