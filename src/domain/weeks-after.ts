/** The weeks after the signing. Each begins with the Monday of its letter; before the first one it is week 0. */
import { dayPlus, daysBetween } from './calendar.ts';
import { firstReportAfter } from './next-date.ts';

/** The calendar day on which a week begins, from week 1 on. */
export const weekBegins = (signedOn: string, week: number): string =>
	dayPlus(firstReportAfter(signedOn), 7 * (week - 1));

/** Which week a calendar day lies in. */
export const weekOf = (signedOn: string, today: string): number =>
	Math.max(0, Math.floor(daysBetween(firstReportAfter(signedOn), today) / 7) + 1);
