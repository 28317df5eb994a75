/** Start times of a day: each entry begins where the one before it ends, unless it is pinned to the clock. */

export interface DaySlot {
	readonly minutes: number;
	/** `HH:MM` */
	readonly pinnedAt: string | null;
}

export type Timed<Slot> = Slot & {
	/** `HH:MM` */
	readonly starts: string;
};

export interface TimedDay<Slot> {
	readonly entries: readonly Timed<Slot>[];
	/** `HH:MM`; the day's start when there is nothing in it. */
	readonly ends: string;
}

const DAY_MINUTES = 24 * 60;

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(time: string): number {
	const [hours = 0, minutes = 0] = time.split(':').map(Number);
	return hours * 60 + minutes;
}

/** `HH:MM` of minutes since midnight; past midnight the clock begins again. */
export function timeOf(minutes: number): string {
	const inDay = ((Math.round(minutes) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
	return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`;
}

/**
 * Gives every entry its start, in the order given. A pinned one keeps its time even when those before run over it
 * (lunch is served when it is served): the clash is for the facilitator to see, it moves nothing by itself.
 */
export function reflow<Slot extends DaySlot>(dayStarts: string, slots: readonly Slot[]): TimedDay<Slot> {
	let at = minutesOf(dayStarts);
	const entries = slots.map((slot): Timed<Slot> => {
		const starts = slot.pinnedAt === null ? at : minutesOf(slot.pinnedAt);
		at = starts + slot.minutes;
		return { ...slot, starts: timeOf(starts) };
	});
	return { entries, ends: timeOf(at) };
}

/** Where an entry that is pinned to the clock does not begin just when the one before it ends. */
export interface Trouble {
	readonly kind: 'clash' | 'gap';
	/** The pinned entry, and what stands before it; null for the day's start. */
	readonly at: number;
	readonly before: number | null;
	readonly minutes: number;
}

/** Entries that run over a pinned one, and time left open before one. By their places in the day. */
export function troublesOf(dayStarts: string, { entries }: TimedDay<DaySlot>): readonly Trouble[] {
	let ends = minutesOf(dayStarts);
	return entries.flatMap(({ starts, minutes, pinnedAt }, at) => {
		const apart = minutesOf(starts) - ends;
		ends = minutesOf(starts) + minutes;
		if (pinnedAt === null || apart === 0) return [];
		const before = at === 0 ? null : at - 1;
		return [{ kind: apart < 0 ? ('clash' as const) : ('gap' as const), at, before, minutes: Math.abs(apart) }];
	});
}

/** Minutes of steps in a row after which a break is due (003-7). */
export const LONGEST_WITHOUT_BREAK = 90;
/** A shorter one is no rest. */
const SHORTEST_BREAK = 5;

export interface Paced {
	/** Null for a break. */
	readonly step: string | null;
	readonly minutes: number;
	/** The facilitator was asked for a break before this entry and left it out. */
	readonly isBreakLeftOut: boolean;
}

const isRest = ({ step, minutes }: Pick<Paced, 'step' | 'minutes'>): boolean =>
	step === null && minutes >= SHORTEST_BREAK;

/**
 * The places before which a break is due: no more than ninety minutes of steps in a row. A step longer than that has
 * its break before it and after it; where one was left out on purpose, none is due.
 */
export function breaksDue(entries: readonly Paced[]): readonly number[] {
	let worked = 0;
	return entries.flatMap((entry, at) => {
		if (isRest(entry)) worked = 0;
		else {
			const isDue = worked > 0 && worked + entry.minutes > LONGEST_WITHOUT_BREAK && !entry.isBreakLeftOut;
			worked = (isDue ? 0 : worked) + entry.minutes;
			return isDue ? [at] : [];
		}
		return [];
	});
}

/** The longest stretch of a day without a break, in minutes. One long step alone counts, too. */
export function longestStretch(entries: readonly Pick<Paced, 'step' | 'minutes'>[]): number {
	let worked = 0;
	let longest = 0;
	for (const entry of entries) {
		worked = isRest(entry) ? 0 : worked + entry.minutes;
		longest = Math.max(longest, worked);
	}
	return longest;
}
