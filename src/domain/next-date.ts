/** When everybody hears next, after the signing. */
import { dayPlus } from './calendar.ts';

/** The first letter goes out on this weekday at this time (template: `followUp.digest`). */
export const DIGEST = { weekday: 'Monday', time: '10:00' } as const;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The weekday's name of a calendar day. */
export const weekdayOf = (day: string): string => WEEKDAYS[new Date(`${day}T12:00:00Z`).getUTCDay()] ?? '';

/** The day of the first letter after this one, never the same day. */
export function firstReportAfter(day: string): string {
	for (let days = 1; days <= 7; days += 1) {
		const next = dayPlus(day, days);
		if (weekdayOf(next) === DIGEST.weekday) return next;
	}
	return dayPlus(day, 7);
}
