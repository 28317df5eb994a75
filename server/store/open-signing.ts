/** People sign while the plan is still open: what they read does not change under their names. */
import { eq } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import { Problem } from '#domain/problem.ts';
import { signatures } from '#drizzle/schema.ts';
import type { Transaction } from './database.ts';

/** Who changes the contents of the plan: once people sign, only a facilitator may, and they sign again. */
export interface Changer {
	readonly isFacilitator: boolean;
}

/** A signature stands for what was read: when the contents change, those who signed sign again. */
export async function openToChange(tx: Transaction, workshopId: WorkshopId, { isFacilitator }: Changer): Promise<void> {
	if (!isFacilitator) {
		const later = 'People are signing the plan. A facilitator can still change it; then they sign again.';
		await mustNotBeSigned(tx, workshopId, later);
	}
	await signAgain(tx, workshopId);
}

export const signAgain = async (tx: Transaction, workshopId: WorkshopId): Promise<void> => {
	await tx.delete(signatures).where(eq(signatures.workshopId, workshopId));
};

/** @throws Problem `in-use` with this sentence, once somebody has signed */
export async function mustNotBeSigned(tx: Transaction, workshopId: WorkshopId, sentence: string): Promise<void> {
	const [signed] = await tx
		.select({ personId: signatures.personId })
		.from(signatures)
		.where(eq(signatures.workshopId, workshopId))
		.limit(1);
	if (signed) throw new Problem('in-use', sentence);
}
