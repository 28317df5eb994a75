/** Workdays: Monday to Friday, without the holidays a workshop keeps. */
import { dayPlus, daysBetween } from './calendar.ts';

export const isWorkday = (day: string, holidays: readonly string[] = []): boolean => {
	const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
	return weekday !== 0 && weekday !== 6 && !holidays.includes(day);
};

/** Workdays after `from`, up to and with `to`; 0 where `to` is not later. */
export function workdaysBetween(from: string, to: string, holidays: readonly string[] = []): number {
	const days = Math.max(0, daysBetween(from, to));
	return Array.from({ length: days }, (_, at) => dayPlus(from, at + 1)).filter((day) => isWorkday(day, holidays))
		.length;
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
