/** Workshops whose follow-up nobody looks at yet. */
import { and, eq, isNotNull, isNull, notExists } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import { jobs, plans, workshops } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';

/** Signed, not put away, and without a job that will look at them. */
export async function unplannedWorkshops(reading: Reading): Promise<readonly WorkshopId[]> {
	const looking = reading
		.select({ id: jobs.id })
		.from(jobs)
		.where(and(eq(jobs.workshopId, plans.workshopId), eq(jobs.kind, 'follow-day'), isNull(jobs.doneAt)));
	const rows = await reading
		.select({ id: plans.workshopId })
		.from(plans)
		.innerJoin(workshops, eq(workshops.id, plans.workshopId))
		.where(and(isNotNull(plans.signedAt), isNull(workshops.archivedAt), notExists(looking)));
	return rows.map(({ id }) => id);
}
