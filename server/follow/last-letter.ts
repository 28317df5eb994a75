/** Days on which letters go that are none of the weekly ones, and with them the day after which none goes. */
import { dayPlus } from '#domain/calendar.ts';
import { workdayFrom, workdayPlus } from '#domain/letter-days.ts';
import { weekdayOf } from '#domain/next-date.ts';
import type { FollowPicture } from '../store/follow-picture.ts';
import type { Reader } from '../store/letter-readers.ts';
import type { Cadence } from './cadence.ts';
import { mondayOf } from './cast.ts';

/** A workday, and not that of the weekly letter, which has its own. */
export function milestoneDay(
	{ digest }: Pick<Cadence, 'digest'>,
	{ signedOn, settings: { holidays } }: Pick<FollowPicture, 'signedOn' | 'settings'>,
	days: number
): string {
	const workday = workdayFrom(dayPlus(signedOn, days), holidays);
	return weekdayOf(workday) === digest.weekday ? workdayPlus(workday, 1, holidays) : workday;
}

/** In the weeks that were promised to customers, from Wednesday on: by then it was approved, or it is not sent. */
export function customerDays(picture: Pick<FollowPicture, 'firstMonday'>, week: number) {
	const from = dayPlus(mondayOf(picture, week), 2);
	return { from, to: dayPlus(from, 6) };
}

/** The last day on which a letter is planned for this reader. */
export const lettersEnd = (picture: FollowPicture, cadence: Cadence, { role }: Pick<Reader, 'role'>): string =>
	[
		...cadence.milestones.map((days) => milestoneDay(cadence, picture, days)),
		...(role === 'customer' ? cadence.customerHears.map((week) => customerDays(picture, week).to) : [])
	].reduce((last, day) => (day > last ? day : last), picture.until);
