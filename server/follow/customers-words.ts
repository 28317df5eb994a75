/** What a customer said, at the beginning of an action's chain. */
import type { WorkshopId } from '#domain/ids.ts';
import { parseRef } from '#domain/refs.ts';
import { walkKept } from '../signing/chain.ts';
import { keptChain } from '../store/chain.ts';
import type { Reading } from '../store/database.ts';
import { pointsOf } from '../store/points.ts';

/** The first of the customer's points an action comes from, as far as its words still stand; empty for none. */
export async function customersWords(
	reading: Reading,
	workshopId: WorkshopId,
	sources: readonly string[]
): Promise<string> {
	const points = await pointsOf(reading, workshopId);
	for (const { ref } of walkKept(sources, await keptChain(reading, workshopId), points)) {
		const parsed = parseRef(ref);
		const point = parsed?.kind === 'point' ? points.find(({ id }) => id === parsed.id) : undefined;
		if (point?.text) return point.text;
	}
	return '';
}
