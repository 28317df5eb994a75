/** Calendar days, `YYYY-MM-DD`: they sort as text and know no time zone, so each is made for the workshop's own. */

type Clock = (at: Date) => (part: Intl.DateTimeFormatPartTypes) => string;

/** A format takes a hundred times as long to make as to use; there are no more of them than time zones. */
const clocks = new Map<string, Clock>();

function clockIn(timezone: string): Clock {
	const known = clocks.get(timezone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en', {
		timeZone: timezone,
		calendar: 'gregory',
		numberingSystem: 'latn',
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric'
	});
	const clock: Clock = (at) => {
		const parts = format.formatToParts(at);
		return (part) => parts.find(({ type }) => type === part)?.value ?? '';
	};
	clocks.set(timezone, clock);
	return clock;
}

/** The day that a clock on the wall in this time zone shows at that instant. */
export function calendarDay(at: Date, timezone: string): string {
	const part = clockIn(timezone)(at);
	return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Minutes since midnight, with their fraction, on a clock on the wall in this time zone. */
export function minutesOfDay(at: Date, timezone: string): number {
	const part = clockIn(timezone)(at);
	return Number(part('hour')) * 60 + Number(part('minute')) + Number(part('second')) / 60;
}

const dayMs = 24 * 60 * 60 * 1000;

const FIRST_MS = Date.UTC(1000, 0, 1);
const LAST_MS = Date.UTC(9999, 11, 31);

/**
 * The calendar day so many days later; earlier where `days` is negative. Days have years of four digits, or they would
 * not sort: past the last of them it stays the last.
 */
export const dayPlus = (day: string, days: number): string =>
	new Date(Math.min(LAST_MS, Math.max(FIRST_MS, Date.parse(`${day}T00:00:00Z`) + days * dayMs)))
		.toISOString()
		.slice(0, 10);

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
	Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** The calendar day after this one; null where it is open. */
export const nextDay = (heldOn: string | null): string | null => (heldOn === null ? null : dayPlus(heldOn, 1));
