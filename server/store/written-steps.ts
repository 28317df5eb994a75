/** In which steps people left something that must not be lost, beside the notes on their boards. */
import { eq } from 'drizzle-orm';
import type { StepId, WorkshopId } from '#domain/ids.ts';
import type { BoardKind } from '#domain/template.ts';
import { actions, customerPoints, questions, ratings, signatures, supportRequests, votes } from '#drizzle/schema.ts';
import type { Database } from './database.ts';

/** Steps with votes or marks, and the kinds of board whose contents are rows. */
export async function keptRows(
	{ db }: Pick<Database, 'db'>,
	id: WorkshopId
): Promise<{ readonly steps: ReadonlySet<StepId>; readonly boards: ReadonlySet<BoardKind> }> {
	const voted = await db.selectDistinct({ step: votes.step }).from(votes).where(eq(votes.workshopId, id));
	const rated = await db.selectDistinct({ step: ratings.step }).from(ratings).where(eq(ratings.workshopId, id));
	const boards = new Set<BoardKind>();
	if ((await db.$count(customerPoints, eq(customerPoints.workshopId, id))) > 0) boards.add('points');
	if ((await db.$count(questions, eq(questions.workshopId, id))) > 0) boards.add('queue');
	if ((await db.$count(actions, eq(actions.workshopId, id))) > 0) boards.add('plan');
	if ((await db.$count(supportRequests, eq(supportRequests.workshopId, id))) > 0) boards.add('requests');
	if ((await db.$count(signatures, eq(signatures.workshopId, id))) > 0) boards.add('signing');
	return { steps: new Set([...voted, ...rated].map(({ step }) => step)), boards };
}
