/** When a letter goes, in the workshop's days and times. */
import { calendarDay } from '#domain/calendar.ts';
import { longDay } from '#domain/letter-words.ts';

export const timeIn = (at: string, timezone: string): string =>
	new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone });

/** "Monday 8 February at 10:00" */
export const dayAndTime = (at: string, timezone: string): string =>
	`${longDay(calendarDay(new Date(at), timezone))} at ${timeIn(at, timezone)}`;

/** "Today" on its own day, else the day's name. */
export function dayName(at: string, timezone: string, today: string): string {
	const day = calendarDay(new Date(at), timezone);
	return day === today ? 'Today' : longDay(day);
}
