/** Management's words on parked questions and on actions that were put aside, as they are read. */
import { asc, eq } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import type { OutputWord } from '#domain/support.ts';
import { outputAnswers } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';

/** By ref, oldest first. */
export async function readOutputs(
	reading: Reading,
	workshopId: WorkshopId
): Promise<Readonly<Record<string, readonly OutputWord[]>>> {
	const rows = await reading
		.select({
			ref: outputAnswers.ref,
			isSupported: outputAnswers.isSupported,
			words: outputAnswers.words,
			answeredAt: outputAnswers.answeredAt
		})
		.from(outputAnswers)
		.where(eq(outputAnswers.workshopId, workshopId))
		.orderBy(asc(outputAnswers.ref), asc(outputAnswers.n));
	const outputs: Record<string, OutputWord[]> = {};
	for (const { ref, answeredAt, ...word } of rows)
		(outputs[ref] ??= []).push({ ...word, answeredAt: answeredAt.toISOString() });
	return outputs;
}
