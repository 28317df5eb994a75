/** A measure as it is drawn and told: from where it began, through what was counted, to the target. */
import { calendarDay } from './calendar.ts';
import type { ActionUpdate, Measure } from './plan.ts';

export interface CountedPoint {
	/** Calendar day. */
	readonly on: string;
	readonly value: number;
}

/** Stands for words where somebody entered a number alone: the chart tells it, a list of words does not. */
export const COUNT_WORDS = 'This week’s count.';

/** What was counted, oldest first; of several on one day the last one counts. */
export function readingsOf(
	updates: readonly Pick<ActionUpdate, 'reading' | 'writtenAt'>[],
	timezone: string
): readonly CountedPoint[] {
	const byDay = new Map<string, number>();
	for (const { reading, writtenAt } of updates) {
		if (reading !== null) byDay.set(calendarDay(new Date(writtenAt), timezone), reading);
	}
	return [...byDay].map(([on, value]) => ({ on, value }));
}

/** How far it has come, in words; a target below the beginning is reached downwards. Null while nothing was counted. */
export function wayWords(
	{ baseline, target }: Pick<Measure, 'baseline' | 'target'>,
	readings: readonly CountedPoint[]
): 'reached' | 'nearer' | 'as-before' | 'farther' | null {
	const last = readings.at(-1)?.value;
	if (last === undefined || baseline === null || target === null) return null;
	const isUp = target >= baseline;
	if (isUp ? last >= target : last <= target) return 'reached';
	if (last === baseline) return 'as-before';
	return last > baseline === isUp ? 'nearer' : 'farther';
}
