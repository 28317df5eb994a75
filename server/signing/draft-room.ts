/** What a draft is held against when it is sent: the day, the people, what was tried before. */
import { calendarDay } from '#domain/calendar.ts';
import { asId, type PersonId } from '#domain/ids.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import type { DraftRoom } from './draft.ts';

export const draftRoom = (now: WorkshopNow, at: Date): DraftRoom => ({
	today: calendarDay(at, now.workshop.timezone),
	helper: (id) => participantOf(now, id),
	tried: now.workshop.brief.triedBefore
});

/** Notes keep the ids of entries that turned out to be the same person. */
function participantOf(now: WorkshopNow, id: string): PersonId | null {
	const named: PersonId = asId(id);
	const person = now.person(named) ?? now.rows.people.find(({ mergedIds }) => mergedIds?.includes(named));
	return person?.role === 'participant' ? person.id : null;
}
