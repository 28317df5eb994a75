/** What shows that an action did something, as it was said through a link of a letter. */
import { eq } from 'drizzle-orm';
import { newId, type ActionId, type PersonId } from '#domain/ids.ts';
import { evidence } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

export async function addSignedEvidence(
	tx: Transaction,
	{
		at: writtenAt,
		...said
	}: { readonly actionId: ActionId; readonly text: string; readonly writtenBy: PersonId; readonly at: Date }
): Promise<string> {
	const id = newId();
	await tx.insert(evidence).values({ id, ...said, writtenAt });
	return id;
}

export async function withdrawSignedEvidence(tx: Transaction, id: string, withdrawnAt: Date): Promise<void> {
	await tx.update(evidence).set({ withdrawnAt }).where(eq(evidence.id, id));
}
