/** Who was here, and what somebody missed who came late. */
import { Hono } from 'hono';
import type { PersonRole } from '#domain/workshop.ts';
import { csvOf } from '#protocol/csv.ts';
import { personOf } from '../rights.ts';
import type { AttendanceView } from '#protocol/people-views.ts';
import type { Deps } from '../deps.ts';
import type { Env } from '../http.ts';
import { missedBy } from '../live/missed.ts';
import type { WorkshopNow } from '../live/workshop-now.ts';
import { mayInWorkshop } from '../rights.ts';
import { MissedStore } from '../store/missed.ts';
import type { AttendanceRecord } from '../store/attendance.ts';
import { VoteStore } from '../store/votes.ts';

const viewOf = (records: readonly AttendanceRecord[]): AttendanceView => ({
	days: [...new Set(records.map(({ heldOn }) => heldOn))],
	people: records.map(({ personId, heldOn, firstAt }) => ({ personId, heldOn, firstAt: firstAt.toISOString() }))
});

/** `HH:MM` on the clocks of the workshop. */
const clockTime = (at: Date, timeZone: string): string =>
	at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });

const listens = (role: PersonRole): boolean => role === 'observer' || role === 'listener';

function sheetOf(now: WorkshopNow, records: readonly AttendanceRecord[]): string {
	const { days } = viewOf(records);
	const rows = now.rows.people
		.filter(({ role }) => role === 'participant' || listens(role))
		.map((person) => {
			const syndicate = now.syndicates.find(({ id }) => id === person.syndicateId)?.name ?? '';
			const times = days.map((day) => {
				const found = records.find(({ personId, heldOn }) => personId === person.id && heldOn === day);
				return found ? clockTime(found.firstAt, now.workshop.timezone) : '';
			});
			return [person.name, person.department, syndicate, listens(person.role) ? 'observer' : '', ...times];
		});
	return csvOf([['Name', 'Department', 'Syndicate', 'Part', ...days], ...rows]);
}

export const attendanceRoutes = ({ database, workshops, now }: Deps) => {
	const { desk, rooms, stores } = workshops;
	const missed = { store: new MissedStore(database), votes: new VoteStore(database), sources: stores.sources, rooms };

	return new Hono<Env>()
		.get('/workshops/:id/attendance', mayInWorkshop('people.manage'), async (c) =>
			c.json(viewOf(await stores.attendance.list(c.get('workshop').id)))
		)
		.get('/workshops/:id/attendance.csv', mayInWorkshop('people.manage'), async (c) => {
			const { id } = c.get('workshop');
			const sheet = sheetOf(await desk.get(id), await stores.attendance.list(id));
			c.header('content-type', 'text/csv; charset=utf-8');
			c.header('content-disposition', 'attachment; filename="attendance.csv"');
			return c.body(sheet);
		})
		.get('/workshops/:id/missed', mayInWorkshop('missed.read'), async (c) => {
			const { id } = c.get('workshop');
			return c.json(await missedBy(await desk.get(id), personOf(c), missed, now()));
		});
};
