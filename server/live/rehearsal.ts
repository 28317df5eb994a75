/** The end of a rehearsal: nothing of it remains, on disk, in memory or on a laptop that comes back. */
import type { WorkshopId } from '#domain/ids.ts';
import { CLOSE } from '#protocol/sync.ts';
import type { AttendanceStore } from '../store/attendance.ts';
import type { RehearsalStore } from '../store/rehearsal.ts';
import type { Rooms } from '../sync/rooms.ts';
import { newJoinCode, newLinkToken } from './codes.ts';
import type { WorkshopDesk } from './desk.ts';
import type { Workshops } from './workshops.ts';

export interface RehearsalDeps {
	readonly desk: WorkshopDesk;
	readonly rooms: Pick<Rooms, 'remove'>;
	readonly store: RehearsalStore;
	readonly attendance: Pick<AttendanceStore, 'forget'>;
	readonly steering: Pick<Workshops['steering'], 'forget'>;
	readonly dropSessions: Workshops['dropSessions'];
}

/** @throws Problem `plan-already-signed`, `not-found` */
export async function endRehearsal(
	id: WorkshopId,
	{ desk, rooms, store, attendance, steering, dropSessions }: RehearsalDeps
): Promise<void> {
	// First the rows: from here on what a laptop sends has nowhere to go, and its document's room ends itself.
	const ended = await store.end(id, () => ({ code: newJoinCode(), joinToken: newLinkToken() }));
	steering.forget(id);
	await desk.forget(id);
	await rooms.remove(ended.documents);
	dropSessions(id, ended.sessions, { code: CLOSE.notAllowed, reason: 'removed' });
	// What was asked before its seat ended, and written after.
	const late = await store.sweep(id);
	attendance.forget();
	await desk.forget(id);
	await rooms.remove(late.documents);
	dropSessions(id, late.sessions, { code: CLOSE.notAllowed, reason: 'removed' });
}
