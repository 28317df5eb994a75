/** The days of the follow-up as one person's calendar (RFC 5545): own actions, their small steps, when everybody meets. */
import { dayPlus } from '#domain/calendar.ts';
import { icsInstant, icsLine, icsText } from '#domain/letter-calendar.ts';
import { instantOn } from './times.ts';

export interface CalendarEntry {
	/** Stays the same for the same thing, so that a changed day moves it. */
	readonly id: string;
	readonly title: string;
	readonly words: string;
	/** Calendar day in the calendar's time zone. */
	readonly on: string;
	/** `HH:MM`; empty for a whole day. */
	readonly at: string;
	readonly minutes: number;
}

export interface FollowCalendar {
	readonly title: string;
	readonly timezone: string;
	readonly entries: readonly CalendarEntry[];
	/** When the entries were read. */
	readonly madeAt: Date;
	/** What every id ends in: the host of this installation. */
	readonly host: string;
}

/** Whole days are days, and take up no time; what has an hour is told as an instant. */
export const calendarOf = ({ title, timezone, entries, madeAt, host }: FollowCalendar): string =>
	[
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Plenary//Follow-up//EN',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		icsLine('X-WR-CALNAME', icsText(title)),
		icsLine('X-WR-TIMEZONE', icsText(timezone)),
		'REFRESH-INTERVAL;VALUE=DURATION:PT6H',
		'X-PUBLISHED-TTL:PT6H',
		...entries.flatMap((entry) => [
			'BEGIN:VEVENT',
			icsLine('UID', icsText(`${entry.id}@${host}`)),
			icsLine('DTSTAMP', icsInstant(madeAt)),
			...times(entry, timezone),
			icsLine('SUMMARY', icsText(entry.title)),
			...(entry.words === '' ? [] : [icsLine('DESCRIPTION', icsText(entry.words))]),
			'END:VEVENT'
		]),
		'END:VCALENDAR',
		''
	].join('\r\n');

function times({ on, at, minutes }: CalendarEntry, timezone: string): readonly string[] {
	if (at === '') {
		const [starts, ends] = [on, dayPlus(on, 1)].map((day) => day.replaceAll('-', ''));
		return [
			icsLine('DTSTART;VALUE=DATE', starts ?? ''),
			// After the last day there is none: one without an end lasts its day.
			...(ends === starts ? [] : [icsLine('DTEND;VALUE=DATE', ends ?? '')]),
			'TRANSP:TRANSPARENT'
		];
	}
	const starts = instantOn(on, at, timezone);
	return [
		icsLine('DTSTART', icsInstant(starts)),
		icsLine('DTEND', icsInstant(new Date(starts.getTime() + minutes * 60_000)))
	];
}
