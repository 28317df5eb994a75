/** Workshops that one person follows up, by their account or by seats of their device. */
import { and, eq, isNull, or } from 'drizzle-orm';
import type { WorkshopId } from '#domain/ids.ts';
import { appointments, people, seats, shareLinks, workshops } from '#drizzle/schema.ts';
import type { Reading } from './database.ts';
import type { Session } from './sessions.ts';

/** Signed ones that were not put away, oldest first. */
export async function followedBy(reading: Reading, session: Session): Promise<readonly WorkshopId[]> {
	const rows = await reading
		.selectDistinct({ id: workshops.id, createdAt: workshops.createdAt })
		.from(appointments)
		.innerJoin(workshops, eq(workshops.id, appointments.workshopId))
		.innerJoin(people, and(eq(people.id, appointments.personId), isNull(people.removedAt), isNull(people.mergedInto)))
		.leftJoin(seats, and(eq(seats.sessionId, session.id), eq(seats.personId, people.id)))
		.leftJoin(shareLinks, eq(shareLinks.id, seats.linkId))
		.where(
			and(
				eq(appointments.state, 'accepted'),
				eq(workshops.state, 'signed'),
				isNull(workshops.archivedAt),
				or(
					and(eq(seats.sessionId, session.id), isNull(shareLinks.revokedAt)),
					...(session.accountId === null ? [] : [eq(people.accountId, session.accountId)])
				)
			)
		)
		.orderBy(workshops.createdAt, workshops.id);
	return rows.map(({ id }) => id);
}
