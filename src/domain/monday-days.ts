/** Workdays: Monday to Friday, without the holidays a workshop keeps. */
import { calendarDay, dayPlus, daysBetween, minutesOfDay } from './calendar.ts';
import { FOLLOW_UP_WEEKS } from './follow-up.ts';
import { firstReportAfter } from './next-date.ts';

export const isWorkday = (day: string, holidays: readonly string[] = []): boolean => {
	const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
	return weekday !== 0 && weekday !== 6 && !holidays.includes(day);
};

/** Workdays after `from`, up to and with `to`; 0 where `to` is not later. As quick for a far day as for a near one. */
export function workdaysBetween(from: string, to: string, holidays: readonly string[] = []): number {
	const days = Math.max(0, daysBetween(from, to));
	const weeks = Math.floor(days / 7);
	const rest = Array.from({ length: days - 7 * weeks }, (_, at) => dayPlus(from, at + 1));
	const free = [...new Set(holidays)].filter((day) => from < day && day <= to && isWorkday(day));
	return 5 * weeks + rest.filter((day) => isWorkday(day)).length - free.length;
}

/** The calendar day so many workdays later. */
export function workdayPlus(day: string, workdays: number, holidays: readonly string[] = []): string {
	let reached = day;
	for (let left = workdays; left > 0;) {
		reached = dayPlus(reached, 1);
		if (isWorkday(reached, holidays)) left -= 1;
	}
	return reached;
}

/** An action that looks for an owner is offered to its syndicate for so long, and then to everybody. */
export const OFFER_WORKDAYS = 5;

const minuteMs = 60_000;

/** The instant at which a calendar day begins in this time zone. */
export function startOfDay(day: string, timezone: string): Date {
	let at = new Date(`${day}T00:00:00Z`);
	// A second look, where the clocks change between the guess and the day's beginning.
	for (let look = 0; look < 2; look += 1) {
		const ahead = daysBetween(day, calendarDay(at, timezone)) * 24 * 60 + Math.round(minutesOfDay(at, timezone));
		at = new Date(at.getTime() - ahead * minuteMs);
	}
	return at;
}

/** Follow-up manager and deputy change places after so many weeks, where it is set (template: `followUp.deputyRotates`). */
const ROTATION_WEEKS = 4;

/** The next Monday on which they change places, later than `today`. */
export function rotatesOn(signedOn: string, today: string): string {
	const first = firstReportAfter(signedOn);
	const passed = Math.max(0, Math.floor(daysBetween(first, today) / (7 * ROTATION_WEEKS)));
	return dayPlus(first, (passed + 1) * 7 * ROTATION_WEEKS);
}

/** The last day of a follow-up that nobody prolonged. */
export const firstUntil = (signedOn: string): string => dayPlus(signedOn, FOLLOW_UP_WEEKS * 7);
