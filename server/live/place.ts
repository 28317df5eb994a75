/** Where the room is in its day: the entry it is in, a break, whether it is quiet, how late it is. Pure. */
import { paceOf, type Pace, type PacedSlot } from '#domain/pace.ts';
import { minutesOf, reflow } from '#domain/agenda.ts';
import { calendarDay, minutesOfDay } from '#domain/calendar.ts';
import type { LiveBreak, LiveMove } from '#protocol/live.ts';
import { UNDO_MS } from '#protocol/live.ts';
import type { AgendaRecord } from '../store/agenda.ts';
import type { WorkshopNow } from './workshop-now.ts';

const MINUTE_MS = 60_000;

/** The break the room is in. */
export const breakEntry = (now: WorkshopNow): AgendaRecord | null =>
	now.rows.agenda.entries.find(({ step, startedAt, endedAt }) => step === null && startedAt && !endedAt) ?? null;

export function breakOf(now: WorkshopNow): LiveBreak | null {
	const entry = breakEntry(now);
	if (!entry?.startedAt) return null;
	const lengthMs = entry.minutes * MINUTE_MS;
	return {
		entry: entry.id,
		title: entry.title,
		clock: { kind: 'running', endsAtMs: entry.startedAt.getTime() + lengthMs, lengthMs }
	};
}

/** The entry of the agenda the room is in: a break, or that of its step. */
export const runningEntry = (now: WorkshopNow): AgendaRecord | null =>
	breakEntry(now) ??
	now.rows.agenda.entries.find(({ step }) => step !== null && step === now.workshop.currentStep) ??
	null;

export const isQuiet = (now: WorkshopNow): boolean => runningEntry(now)?.isQuiet === true || breakEntry(now) !== null;

/** The last move while it can be taken back. */
export function lastMove(now: WorkshopNow, nowMs: number, short: (id: string) => string): LiveMove | null {
	const move = now.workshop.lastMove;
	if (!move || nowMs - move.atMs >= UNDO_MS) return null;
	const { from, to } = move;
	return {
		by: short(move.by),
		at: move.atMs,
		from: { step: from.step, phase: from.phase, break: from.break ?? null },
		to: { step: to.step, phase: to.phase, break: to.break ?? null },
		opened: move.opened ?? false
	};
}

/** The day the room is in, with its real times. */
export function runningDay(now: WorkshopNow): {
	readonly day: number;
	readonly starts: string;
	readonly slots: readonly PacedSlot[];
	readonly shift: number;
} | null {
	const running = runningEntry(now);
	const { days, entries } = now.rows.agenda;
	const day = days.find(({ day }) => day === running?.day);
	if (!running?.startedAt || !day) return null;
	const { timezone } = now.workshop;
	const today = calendarDay(running.startedAt, timezone);
	const real = (at: Date | null) => (at && calendarDay(at, timezone) === today ? minutesOfDay(at, timezone) : null);
	const slots = entries
		.filter((entry) => entry.day === day.day)
		.map(({ id, minutes, pinnedAt, step, startedAt, endedAt }) => {
			const began = real(startedAt);
			return {
				id,
				minutes,
				pinnedAt,
				isBreak: step === null,
				startedAt: began,
				endedAt: began === null ? null : real(endedAt)
			};
		});
	return { day: day.day, starts: day.starts, slots, shift: day.heldOn === today ? 0 : shiftOf(day.starts, slots) };
}

/**
 * On another day than the planned one (a rehearsal) nobody is hours late: the day counts from when its first entry began.
 */
function shiftOf(dayStarts: string, slots: readonly PacedSlot[]): number {
	const planned = reflow(dayStarts, slots).entries;
	const began = slots.flatMap(({ startedAt }, n) => (startedAt === null ? [] : [{ startedAt, n }]));
	const [first] = began.sort((a, b) => a.startedAt - b.startedAt);
	if (!first) return 0;
	return first.startedAt - minutesOf(planned[first.n]?.starts ?? dayStarts);
}

/** Null before the first entry of the day began. */
export function paceNow(now: WorkshopNow, nowMs: number): Pace | null {
	const day = runningDay(now);
	if (!day) return null;
	const { starts, slots, shift } = day;
	const moved = (at: number | null) => (at === null ? null : at - shift);
	return paceOf(
		starts,
		slots.map((slot) => ({ ...slot, startedAt: moved(slot.startedAt), endedAt: moved(slot.endedAt) })),
		minutesOfDay(new Date(nowMs), now.workshop.timezone) - shift
	);
}
