/** When the next reading of a measure is missing. */
import { calendarDay, dayPlus } from './calendar.ts';
import type { Action, FollowUpDay, MeasureEvery } from './plan.ts';

/** Days between two readings, and one day's grace. */
const EVERY_DAYS: Readonly<Record<MeasureEvery, number>> = { day: 3, week: 8, month: 32 };

export const readingEveryDays = (every: MeasureEvery): number => EVERY_DAYS[every];

/** The day from which on the next reading is missing; null while none is. A measure without values is counted by nobody. */
export function readingDueSince(
	{ measure, updates }: Pick<Action, 'measure' | 'updates'>,
	{ today, timezone, signedAt }: FollowUpDay
): string | null {
	if (measure.name === '' || measure.target === null || signedAt === null) return null;
	const last = updates.findLast(({ reading }) => reading !== null)?.writtenAt ?? signedAt;
	const due = dayPlus(calendarDay(new Date(last), timezone), EVERY_DAYS[measure.every]);
	return due <= today ? due : null;
}
