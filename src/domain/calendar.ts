/** Calendar days, `YYYY-MM-DD`: they sort as text and know no time zone, so each is made for the workshop's own. */

/** The day that a clock on the wall in this time zone shows at that instant. */
export function calendarDay(at: Date, timezone: string): string {
	const parts = new Intl.DateTimeFormat('en', {
		timeZone: timezone,
		calendar: 'gregory',
		numberingSystem: 'latn',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit'
	}).formatToParts(at);
	const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
	return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Minutes since midnight, with their fraction, on a clock on the wall in this time zone. */
export function minutesOfDay(at: Date, timezone: string): number {
	const parts = new Intl.DateTimeFormat('en', {
		timeZone: timezone,
		numberingSystem: 'latn',
		hourCycle: 'h23',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric'
	}).formatToParts(at);
	const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0);
	return part('hour') * 60 + part('minute') + part('second') / 60;
}

const dayMs = 24 * 60 * 60 * 1000;

/** The calendar day so many days later; earlier where `days` is negative. */
export const dayPlus = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
	Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** The calendar day after this one; null where it is open. */
export function nextDay(heldOn: string | null): string | null {
	if (heldOn === null) return null;
	const date = new Date(`${heldOn}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + 1);
	return date.toISOString().slice(0, 10);
}
