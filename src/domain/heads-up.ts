/** Notice of a change that brings calls: told before it comes, with what to say. */
import { dayPlus } from './calendar.ts';

const isWorkday = (day: string, holidays: readonly string[]): boolean => {
	const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
	return weekday !== 0 && weekday !== 6 && !holidays.includes(day);
};

/** Working days after the one day, up to and with the other; 0 where it is not later. */
export function workingDaysBetween(from: string, to: string, holidays: readonly string[]): number {
	let days = 0;
	for (let day = dayPlus(from, 1); day <= to; day = dayPlus(day, 1)) if (isWorkday(day, holidays)) days += 1;
	return days;
}
