/** How a day really runs beside its plan: how late the room is, and when the rest will begin. Minutes since midnight. */
import { minutesOf, reflow, timeOf, type DaySlot } from './agenda.ts';

export interface PacedSlot extends DaySlot {
	readonly id: string;
	readonly isBreak: boolean;
	/** When the room came to it, and left it; null before. */
	readonly startedAt: number | null;
	readonly endedAt: number | null;
}

export interface PacedEntry {
	readonly id: string;
	/** `HH:MM` */
	readonly planned: string;
	/** When it began, or when it will as things stand: `HH:MM`. */
	readonly starts: string;
	readonly state: 'done' | 'running' | 'ahead';
}

export interface Pace {
	/** Behind the plan, whole minutes; negative when ahead of it. */
	readonly lateMinutes: number;
	readonly entries: readonly PacedEntry[];
	/** `HH:MM` */
	readonly ends: string;
}

/** A shorter length for an entry that comes later. */
export interface Shortened {
	readonly id: string;
	readonly from: number;
	readonly to: number;
}

/** No step is made shorter than this, and none by more than half. */
const SHORTEST_MINUTES = 10;

/** Null while the room is in none of these entries. */
export function paceOf(dayStarts: string, slots: readonly PacedSlot[], now: number): Pace | null {
	const planned = reflow(dayStarts, slots).entries.map(({ starts }) => minutesOf(starts));
	const at = runningAt(slots);
	const running = slots[at];
	const plannedStart = planned[at];
	if (!running || plannedStart === undefined) return null;
	const startedAt = running.startedAt ?? now;
	// Until its time is used up an entry may still end as planned, counted from when it began.
	let clock = Math.max(now, startedAt + running.minutes);
	const lateMinutes = Math.floor(clock - (plannedStart + running.minutes));
	const entries = slots.map((slot, n): PacedEntry => {
		const plan = timeOf(planned[n] ?? 0);
		if (n === at) return { id: slot.id, planned: plan, starts: timeOf(Math.floor(startedAt)), state: 'running' };
		if (n < at || slot.endedAt !== null) {
			const starts = slot.startedAt === null ? plan : timeOf(Math.floor(slot.startedAt));
			return { id: slot.id, planned: plan, starts, state: 'done' };
		}
		const starts = Math.max(clock, slot.pinnedAt === null ? 0 : minutesOf(slot.pinnedAt));
		clock = starts + slot.minutes;
		return { id: slot.id, planned: plan, starts: timeOf(Math.floor(starts)), state: 'ahead' };
	});
	return { lateMinutes, entries, ends: timeOf(Math.floor(clock)) };
}

/**
 * How the steps that follow can be made shorter so that the next entry pinned to the clock, or else the end of the day,
 * keeps its time. Each gives in proportion to its length. Breaks and pinned entries give nothing.
 */
export function catchUp(slots: readonly PacedSlot[], lateMinutes: number): readonly Shortened[] {
	if (lateMinutes <= 0) return [];
	const later = slots.slice(runningAt(slots) + 1).filter(({ endedAt }) => endedAt === null);
	const pinned = later.findIndex(({ pinnedAt }) => pinnedAt !== null);
	const before = pinned === -1 ? later : later.slice(0, pinned);
	const steps = before
		.filter(({ isBreak }) => !isBreak)
		.map(({ id, minutes }) => ({ id, minutes, spare: minutes - floorOf(minutes), gives: 0 }));
	let owed = Math.min(
		lateMinutes,
		steps.reduce((sum, { spare }) => sum + spare, 0)
	);
	const total = steps.reduce((sum, { minutes }) => sum + minutes, 0);
	for (const step of steps) {
		step.gives = Math.min(step.spare, Math.floor((lateMinutes * step.minutes) / total));
		owed -= step.gives;
	}
	// What rounding and floors left over: a minute each, the longest first.
	while (owed > 0) {
		const [next] = steps
			.filter(({ spare, gives }) => gives < spare)
			.sort((a, b) => b.minutes - b.gives - (a.minutes - a.gives));
		if (!next) break;
		next.gives += 1;
		owed -= 1;
	}
	return steps.flatMap(({ id, minutes, gives }) => (gives === 0 ? [] : [{ id, from: minutes, to: minutes - gives }]));
}

const floorOf = (minutes: number): number => Math.min(minutes, Math.max(SHORTEST_MINUTES, Math.ceil(minutes / 2)));

/** The entry the room is in: the one that began last and has not ended; -1 for none. */
function runningAt(slots: readonly PacedSlot[]): number {
	let found = -1;
	slots.forEach(({ startedAt, endedAt }, n) => {
		if (startedAt === null || endedAt !== null) return;
		if (found === -1 || startedAt >= (slots[found]?.startedAt ?? 0)) found = n;
	});
	return found;
}
