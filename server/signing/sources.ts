/** Brings together what the chain is read from. */
import { authorize, type Actor } from '#domain/access.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { Database } from '../store/database.ts';
import { readActions } from '../store/plan-rows.ts';
import { pointsOf } from '../store/points.ts';
import { feedbackOf } from '../store/sources.ts';
import { questionsOf } from '../store/questions.ts';
import type { PlanRooms } from './boards.ts';
import type { ChainSources } from './chain.ts';

export interface SourceParts {
	readonly database: Pick<Database, 'db'>;
	readonly rooms: Pick<PlanRooms, 'read'>;
}

/** @param reader whose rights limit the boards that are looked into; null for the product itself, when it keeps the chain */
export async function chainSources(
	{ database, rooms }: SourceParts,
	now: WorkshopNow,
	reader: Actor | null
): Promise<ChainSources> {
	const workshopId = now.workshop.id;
	const documents = [...now.documents.values()];
	return {
		rooms,
		documents: reader
			? documents.filter((document) => authorize(reader, 'document.read', now.resourceOf(document)))
			: documents,
		activities: [...now.activities.values()],
		points: await pointsOf(database.db, workshopId),
		questions: await questionsOf(database.db, workshopId),
		actions: await readActions(database.db, workshopId),
		feedback: await feedbackOf(database.db, workshopId)
	};
}
