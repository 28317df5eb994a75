/** What management was asked to let people decide, with its answers, as the standards sheet needs it. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import type { Grant } from '#domain/support.ts';
import { actions, supportAnswers, supportRequests } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';

/** Requests for authority that have an answer, in the order in which they were asked. */
export async function readGrants(reading: Reading, workshopId: WorkshopId): Promise<readonly Grant[]> {
	const requests = await reading
		.select({ id: supportRequests.id, n: actions.n, details: supportRequests.details })
		.from(supportRequests)
		.innerJoin(actions, eq(actions.id, supportRequests.actionId))
		.where(and(eq(supportRequests.workshopId, workshopId), eq(supportRequests.kind, 'authority')))
		.orderBy(asc(supportRequests.askedAt), asc(supportRequests.id));
	if (requests.length === 0) return [];
	const answers = await reading
		.select({ requestId: supportAnswers.requestId, answer: supportAnswers.answer, limit: supportAnswers.limit })
		.from(supportAnswers)
		.where(
			inArray(
				supportAnswers.requestId,
				requests.map(({ id }) => id)
			)
		)
		.orderBy(asc(supportAnswers.n));
	return requests.flatMap(({ id, n, details }) => {
		const own = answers.filter(({ requestId }) => requestId === id);
		return own.length === 0 ? [] : [{ n, details, answers: own }];
	});
}
