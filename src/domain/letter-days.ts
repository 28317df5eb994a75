/** Days on which letters go: workdays, without the holidays that a workshop named. Calendar days are `YYYY-MM-DD`. */
import { dayPlus } from './calendar.ts';
import { weekdayOf } from './next-date.ts';

export const isWorkday = (day: string, holidays: readonly string[]): boolean =>
	!['Saturday', 'Sunday'].includes(weekdayOf(day)) && !holidays.includes(day);

/** The day itself, or the first workday after it. A list of holidays that never ends holds nothing up for good. */
export function workdayFrom(day: string, holidays: readonly string[]): string {
	for (let days = 0; days < 60; days += 1) {
		const next = dayPlus(day, days);
		if (isWorkday(next, holidays)) return next;
	}
	return day;
}

/** So many workdays after a day, which itself does not count. */
export function workdayPlus(day: string, count: number, holidays: readonly string[]): string {
	let at = day;
	for (let n = 0; n < count; n += 1) at = workdayFrom(dayPlus(at, 1), holidays);
	return at;
}

/** Hours of the day in which letters go: not from the first of these times to the second. Minutes since midnight. */
export interface DayHours {
	readonly from: number;
	readonly until: number;
}

export const minutesOf = (time: string): number => {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return hours * 60 + minutes;
};

export const isInHours = (minutes: number, { from, until }: DayHours): boolean => minutes >= from && minutes < until;
