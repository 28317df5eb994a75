/** When something that is said as a day, a weekday and a time on the wall really falls, over any change of clock. */
import { Cron } from 'croner';
import { calendarDay, dayPlus } from '#domain/calendar.ts';
import { workdayFrom } from '#domain/letter-days.ts';
import { weekdayOf } from '#domain/next-date.ts';

const hourMs = 60 * 60 * 1000;

/**
 * The instant at which clocks of this time zone show the day and time. A time that is skipped in spring is the first
 * instant after the gap; one that comes twice in autumn counts the first time.
 * @param day `YYYY-MM-DD`
 * @param time `HH:MM`
 */
export function instantOn(day: string, time: string, timezone: string): Date {
	const [year, month, date] = day.split('-').map(Number);
	const [hours, minutes] = time.split(':').map(Number);
	const pattern = `0 ${minutes} ${hours} ${date} ${month} * ${year}`;
	// No zone is further than a day from UTC.
	const before = new Date(Date.parse(`${day}T00:00:00Z`) - 36 * hourMs);
	const found = new Cron(pattern, { timezone, mode: '7-part' }).nextRun(before);
	if (!found) throw new RangeError(`no such time: ${day} ${time} in ${timezone}`);
	return found;
}

/** Something that comes every week. */
export interface Weekly {
	readonly weekday: string;
	readonly time: string;
}

export interface Occurrence {
	/** The day by the rule; a holiday moves it to the next workday and keeps this name. */
	readonly day: string;
	readonly at: Date;
}

/** Those that fall after `from` and until `until`, a holiday's on the next workday. */
export function weeklyBetween(
	{ weekday, time }: Weekly,
	place: { readonly timezone: string; readonly holidays: readonly string[] },
	from: Date,
	until: Date
): readonly Occurrence[] {
	const { timezone, holidays } = place;
	const last = dayPlus(calendarDay(until, timezone), 1);
	const found: Occurrence[] = [];
	// A week of holidays may lie between the day by the rule and the day it goes.
	for (let day = dayPlus(calendarDay(from, timezone), -14); day <= last; day = dayPlus(day, 1)) {
		if (weekdayOf(day) !== weekday) continue;
		const at = instantOn(workdayFrom(day, holidays), time, timezone);
		if (at > from && at <= until) found.push({ day, at });
	}
	return found;
}
