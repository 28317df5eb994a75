/** Shall the follow-up go on? One vote a person, and the day it ends. */
import { and, count, eq } from 'drizzle-orm';
import type { PersonId, WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { prolongVotes, signatures } from '#drizzle/schema.ts';
import type { Database, Reading } from './database.ts';

export interface VoteCount {
	readonly yes: number;
	readonly no: number;
	readonly mine: boolean | null;
}

/** Final: a vote that may be changed tells by the difference whose it was. @throws Problem `not-allowed`, `already-answered` */
export const voteProlong = (
	database: Database,
	{
		workshopId,
		personId,
		yes,
		at
	}: { readonly workshopId: WorkshopId; readonly personId: PersonId; readonly yes: boolean; readonly at: Date }
): Promise<void> =>
	database.transaction(async (tx) => {
		if (!(await hasSigned(tx, workshopId, personId))) throw notSigned();
		const written = await tx
			.insert(prolongVotes)
			.values({ workshopId, personId, isYes: yes, votedAt: at })
			.onConflictDoNothing()
			.returning({ personId: prolongVotes.personId });
		if (written.length === 0) throw new Problem('already-answered', 'You have voted already. It counts once.');
	});

export async function prolongCount(
	reading: Reading,
	workshopId: WorkshopId,
	personId: PersonId | null
): Promise<VoteCount> {
	const rows = await reading
		.select({ personId: prolongVotes.personId, isYes: prolongVotes.isYes })
		.from(prolongVotes)
		.where(eq(prolongVotes.workshopId, workshopId));
	return countVotes(rows, personId);
}

export function countVotes(
	rows: readonly { readonly personId: PersonId; readonly isYes: boolean }[],
	personId: PersonId | null
): VoteCount {
	const yes = rows.filter(({ isYes }) => isYes).length;
	const mine = rows.find((row) => row.personId === personId);
	return { yes, no: rows.length - yes, mine: mine?.isYes ?? null };
}

export async function hasSigned(reading: Reading, workshopId: WorkshopId, personId: PersonId): Promise<boolean> {
	const [row] = await reading
		.select({ personId: signatures.personId })
		.from(signatures)
		.where(and(eq(signatures.workshopId, workshopId), eq(signatures.personId, personId)));
	return row !== undefined;
}

export async function countSignatures(reading: Reading, workshopId: WorkshopId): Promise<number> {
	const [row] = await reading.select({ rows: count() }).from(signatures).where(eq(signatures.workshopId, workshopId));
	return row?.rows ?? 0;
}

export const notSigned = () =>
	new Problem('not-allowed', 'This vote is of those who signed the plan. You can read it.');
