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
